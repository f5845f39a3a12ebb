//! A sheet of totals.xlsx: each figure beside that of the period before, from where to where the change lies, or why none is given.

use super::PublishError;
use super::figures::{Figure, Figures};
use super::past::{Past, Seen};
use super::workbook::{FOOTER, refused};
use intertally_structure::Structure;
use intertally_structure::sheet::A4;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

/// Columns behind the codes, with their widths.
const HEADS: [(&str, u16); 9] = [
    ("Period", 10),
    ("Lowest", 10),
    ("Highest", 10),
    ("Before", 10),
    ("Lowest then", 12),
    ("Highest then", 12),
    ("Change from", 12),
    ("Change to", 12),
    ("No change, because", 60),
];

/// Figures with one of the period before.
pub(super) fn rows(figures: &Figures) -> Vec<(&Figure, &Past)> {
    figures.all.iter().filter_map(|figure| Some((figure, figure.past.as_ref()?))).collect()
}

/// Writes the sheet.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    structure: &Structure,
    figures: &Figures,
    name: &str,
) -> Result<(), PublishError> {
    write(sheet, structure, figures, name).map_err(refused)
}

fn write(
    sheet: &mut Worksheet,
    structure: &Structure,
    figures: &Figures,
    name: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let top = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(name)?;
    let places: Vec<usize> = (0..structure.dimensions.len())
        .filter(|place| *place != figures.places.time && *place != figures.places.area)
        .collect();
    let ids =
        places.iter().filter_map(|place| structure.dimensions.get(*place)).map(|one| (one.id.as_str(), 14));
    for (column, (head, width)) in (0..).zip(ids.chain(HEADS)) {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    let first = u16::try_from(places.len()).unwrap_or(u16::MAX);
    for (row, (figure, past)) in (1u32..).zip(rows(figures)) {
        for (column, place) in (0..).zip(&places) {
            sheet.write_string(row, column, figure.codes.get(*place).map_or("", String::as_str))?;
        }
        sheet.write_string(row, first, figures.period(figure))?;
        ends(sheet, row, first + 1, figure.seen())?;
        sheet.write_string(row, first + 3, &past.period)?;
        ends(sheet, row, first + 4, past.seen)?;
        match figure.compared() {
            Some((then, now)) => {
                sheet.write_number(row, first + 6, difference(now.low, then.high) as f64)?;
                sheet.write_number(row, first + 7, difference(now.high, then.low) as f64)?;
            }
            None => {
                sheet.write_string_with_format(row, first + 8, none(figure, past), &top)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?.set_footer(FOOTER);
    Ok(())
}

fn difference(now: u64, then: u64) -> i64 {
    i64::try_from(i128::from(now) - i128::from(then)).unwrap_or(i64::MAX)
}

fn ends(sheet: &mut Worksheet, row: u32, column: u16, seen: Option<Seen>) -> Result<(), XlsxError> {
    if let Some(seen) = seen {
        sheet.write_number(row, column, seen.low as f64)?;
        sheet.write_number(row, column + 1, seen.high as f64)?;
    }
    Ok(())
}

/// Why there is no change.
fn none(figure: &Figure, past: &Past) -> String {
    match (figure.seen(), past.seen) {
        (None, _) if figure.reporters.is_empty() => "nobody reports it".to_owned(),
        (None, _) => "withheld".to_owned(),
        (_, None) => "withheld then".to_owned(),
        _ => past.why(|areas| areas.join(", ")),
    }
}
