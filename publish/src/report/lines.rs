//! A line over three periods or more, from zero, in a small panel. A stroke up and down says from where to where a total lies.

use super::super::PublishError;
use super::super::past::Seen;
use super::chart::{Area, Ink, Svg, Words, draw, refused, scaled, stroke, write};
use super::text::grouped;
use plotters::prelude::Circle;
use plotters::style::{Color, text_anchor::HPos};

/// A row over periods.
pub(super) struct Line {
    /// Per period.
    pub(super) points: Vec<Point>,
}

/// A value in a period.
pub(super) struct Point {
    /// None: withheld, or not asked for.
    pub(super) seen: Option<Seen>,
    /// The same for readers.
    pub(super) text: String,
    /// The same members as in the period before: a line may lead here.
    pub(super) joined: bool,
}

/// Values of the axis from 0: at most five steps of 1, 2 or 5 times a power of ten. The last is not below `most`.
fn ticks(most: u64) -> Vec<u64> {
    let mut power = 1u64;
    loop {
        for step in [1, 2, 5].map(|factor| power.saturating_mul(factor)) {
            let steps = most.max(1).div_ceil(step);
            if steps <= 4 {
                return (0..=steps).map(|at| at.saturating_mul(step)).collect();
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Size of a panel, and what of it stands above and below the line.
const WIDTH: i32 = 190;
const HEIGHT: i32 = 90;
const HEAD: i32 = 18;
const FOOT: i32 = 20;
const FLOOR: i32 = HEIGHT - FOOT;
/// The line keeps so far from both sides.
const SIDE: i32 = 5;

/// A line over periods in a panel, on a scale that holds `most` and has its end written. Where other members reported than before,
/// the line is broken and the point hollow.
pub(super) fn panel(
    words: &Words<'_>,
    periods: &[String],
    line: &Line,
    (most, ink): (u64, Ink),
) -> Result<Svg, PublishError> {
    let ticks = ticks(most);
    let axes = Axes { gaps: periods.len().max(2) - 1, top: ticks.last().copied().unwrap_or(1) };
    draw(words, (WIDTH, HEIGHT), |area| {
        for tick in &ticks {
            stroke(area, vec![(0, axes.level(*tick)), (WIDTH, axes.level(*tick))], Ink::Grid, 1)?;
        }
        write(area, &grouped(axes.top), (WIDTH, HEAD - 10), Ink::Muted, HPos::Right)?;
        if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
            write(area, last, (WIDTH, FLOOR + 14), Ink::Muted, HPos::Right)?;
            // Labels need 8 pixels a letter.
            if 8 * (first.chars().count() + last.chars().count() + 1) <= WIDTH.unsigned_abs() as usize {
                write(area, first, (0, FLOOR + 14), Ink::Muted, HPos::Left)?;
            }
        }
        one_line(area, line, ink, &axes)
    })
}

/// Where in a panel a period and a value are.
struct Axes {
    /// Between periods.
    gaps: usize,
    /// At the end of the scale.
    top: u64,
}

impl Axes {
    const fn place(&self, at: usize) -> i32 {
        SIDE + (WIDTH - 2 * SIDE) * at as i32 / self.gaps as i32
    }

    fn level(&self, value: u64) -> i32 {
        FLOOR - scaled(value, self.top, FLOOR - HEAD)
    }

    /// Of a point: smaller where they stand close.
    const fn radius(&self) -> i32 {
        if self.gaps > 14 { 2 } else { 3 }
    }
}

fn one_line(area: &Area<'_>, line: &Line, ink: Ink, axes: &Axes) -> Result<(), PublishError> {
    let mut before: Option<(i32, i32)> = None;
    let mut dots = Vec::new();
    for (at, point) in line.points.iter().enumerate() {
        let here = point.seen.map(|seen| (axes.place(at), axes.level(seen.value)));
        if let Some(seen) = point.seen.filter(|seen| seen.low < seen.high) {
            stroke(
                area,
                vec![(axes.place(at), axes.level(seen.low)), (axes.place(at), axes.level(seen.high))],
                ink,
                1,
            )?;
        }
        if let (Some(from), Some(to), true) = (before, here, point.joined) {
            stroke(area, vec![from, to], ink, 2)?;
        }
        dots.extend(here.map(|here| (here, before.is_some() && !point.joined)));
        before = here;
    }
    for (here, broken) in dots {
        let fill = if broken { Ink::Paper } else { ink };
        area.draw(&Circle::new(here, axes.radius(), fill.colour().filled())).map_err(refused)?;
        area.draw(&Circle::new(here, axes.radius(), ink.colour().stroke_width(2))).map_err(refused)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_hold_their_largest_value_in_few_round_steps() {
        assert_eq!(ticks(0), [0, 1]);
        assert_eq!(ticks(7), [0, 2, 4, 6, 8]);
        for most in (0..3_000).chain([999_999, 2_000_001, u64::MAX / 20]) {
            let ticks = ticks(most);
            assert!(ticks.len() <= 5 && ticks.last().is_some_and(|last| *last >= most), "{most}: {ticks:?}");
        }
    }

    /// From 100 to 300 of 400 in the middle period, exact in the two beside it.
    #[test]
    fn an_interval_is_a_stroke_from_end_to_end_and_a_break_has_no_line() {
        let point = |low: u64, high: u64, joined: bool| Point {
            seen: Some(Seen { value: (low + high) / 2, low, high }),
            text: String::new(),
            joined,
        };
        let line = Line { points: vec![point(400, 400, false), point(100, 300, true), point(50, 50, false)] };
        let periods = ["2022", "2023", "2024"].map(str::to_owned);
        let words = Words { id: 1, title: "t", description: "d" };
        let svg = panel(&words, &periods, &line, (400, Ink::Series(0))).unwrap();
        let of = |width: &str| -> Vec<String> {
            let strokes = svg.markup().split("<polyline").skip(1).filter_map(|rest| rest.split("/>").next());
            let strokes = strokes.filter(|one| one.contains("--c0"));
            let strokes = strokes.filter(|one| one.contains(&format!("stroke-width=\"{width}\"")));
            strokes
                .map(|one| one.split_once("points=\"").unwrap().1.split('"').next().unwrap().to_owned())
                .collect()
        };
        // 52 pixels from zero, at 70, to 400.
        let upright = of("1");
        assert_eq!(upright.len(), 1, "{}", svg.markup());
        let ends: Vec<i32> = upright[0].split([' ', ',']).filter_map(|one| one.parse().ok()).collect();
        assert_eq!((ends[0], ends[1], ends[3]), (ends[2], 70 - 13, 70 - 39), "{upright:?}");
        assert_eq!(of("2").len(), 1, "from the first to the second alone");
    }
}
