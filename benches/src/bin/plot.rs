//! Draws docs/growth.svg from docs/growth.csv: memory and time of one server against members times cells, with the line that the
//! measured points give, and what it says of 200 members with 20,000 cells each; beside memory the bound of docs/operations.md.
//! `plot [CSV [SVG]]`.

#![expect(clippy::float_arithmetic, reason = "figures for people")]

use intertally_benches::{Line, line};
use plotters::coord::Shift;
use plotters::prelude::*;
use std::error::Error;
use std::path::PathBuf;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What is wanted of one server: members times cells.
const WANTED: f64 = 200.0 * 20_000.0;

/// A line of the file, by the names of its columns.
struct Row {
    members: f64,
    cells: f64,
    memory: f64,
    bound: f64,
    submissions: f64,
    seal: f64,
}

fn rows(text: &str) -> Outcome<Vec<Row>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let read = |line: &str| -> Outcome<Row> {
        let fields: Vec<&str> = line.split(',').collect();
        let of = |name: &str| -> Outcome<f64> {
            let at = names.iter().position(|own| *own == name).ok_or_else(|| format!("no column {name}"))?;
            Ok(fields.get(at).ok_or_else(|| format!("'{line}' has no {name}"))?.parse()?)
        };
        let memory = of("intake_mib")?.max(of("seal_mib")?).max(of("start_mib")?);
        let (members, cells) = (of("members")?, of("cells")?);
        let submissions = of("submission_ms")? * members / 1e3;
        Ok(Row { members, cells, memory, bound: of("bound_mib")?, submissions, seal: of("seal_s")? })
    };
    lines.filter(|line| !line.is_empty()).map(read).collect()
}

/// Figures in millions, and what they take.
fn points(rows: &[Row], of: impl Fn(&Row) -> f64) -> Vec<(f64, f64)> {
    rows.iter().map(|row| (row.members * row.cells / 1e6, of(row))).collect()
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A name, its colour, and its points.
type Curve<'a> = (&'a str, RGBColor, Vec<(f64, f64)>);

/// One picture: measured points with their line, which goes on to what is wanted where nothing was measured there.
fn draw(area: &Area<'_>, title: &str, unit: &str, all: &[Curve<'_>]) -> Outcome<()> {
    let fits: Vec<Line> = all.iter().map(|(_, _, points)| line(points)).collect();
    let at = |fit: &Line, x: f64| fit.intercept + fit.slope * x;
    let wanted = WANTED / 1e6;
    let highest = all.iter().flat_map(|(_, _, points)| points).map(|(_, y)| *y);
    let highest = fits.iter().map(|fit| at(fit, wanted)).chain(highest).fold(0.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 17))
        .margin(12)
        .x_label_area_size(38)
        .y_label_area_size(56)
        .build_cartesian_2d(0.0..wanted * 1.05, 0.0..highest * 1.12)?;
    chart
        .configure_mesh()
        .light_line_style(WHITE.mix(0.0))
        .x_desc("figures: members x cells, millions")
        .y_desc(unit)
        .draw()?;
    for ((name, colour, points), fit) in all.iter().zip(&fits) {
        let last = points.iter().map(|(x, _)| *x).fold(0.0, f64::max);
        let drawn = LineSeries::new([(0.0, at(fit, 0.0)), (last, at(fit, last))], colour.stroke_width(2));
        let told = format!("{name}: {:.3} a thousand figures + {:.1}", fit.slope / 1e3, fit.intercept);
        let key = *colour;
        chart
            .draw_series(drawn)?
            .label(told)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], key.stroke_width(2)));
        chart.draw_series(points.iter().map(|point| Circle::new(*point, 4, colour.filled())))?;
        if last < wanted {
            let beyond = [(last, at(fit, last)), (wanted, at(fit, wanted))];
            chart.draw_series(DashedLineSeries::new(beyond, 6, 5, colour.stroke_width(1)))?;
            chart.draw_series([Circle::new((wanted, at(fit, wanted)), 5, colour.stroke_width(2))])?;
        }
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    Ok(())
}

fn main() -> Outcome<()> {
    let docs = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs"));
    let mut given = std::env::args().skip(1).map(PathBuf::from);
    let from = given.next().unwrap_or_else(|| docs.join("growth.csv"));
    let to = given.next().unwrap_or_else(|| docs.join("growth.svg"));
    let rows = rows(&std::fs::read_to_string(&from)?)?;
    let area = SVGBackend::new(&to, (1000, 420)).into_drawing_area();
    area.fill(&WHITE)?;
    let halves = area.split_evenly((1, 2));
    let [left, right] = halves.as_slice() else { return Err("the picture has two halves".into()) };
    let grey = RGBColor(130, 130, 130);
    let memory = [
        ("bound", grey, points(&rows, |row| row.bound)),
        ("most memory", BLUE, points(&rows, |row| row.memory)),
    ];
    draw(left, "Most memory of the server", "MiB", &memory)?;
    let green = RGBColor(0, 128, 80);
    let times = [
        ("all submissions", RED, points(&rows, |row| row.submissions)),
        ("the seal", green, points(&rows, |row| row.seal)),
    ];
    draw(right, "Time by the clock, two processors", "seconds", &times)?;
    Ok(area.present()?)
}
