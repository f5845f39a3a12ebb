//! Figures that a mark splits over two fields: 1,234 and 410,0 written without quotation in a file of commas.

use super::columns::{NOTES, has_numbers, id, is_value};
use super::fault::{Findings, Place};
use super::grid::{Grid, Row};
use super::rules::ROW_LENGTH;
use intertally_structure::Structure;

fn digits(field: &str) -> Option<usize> {
    let field = field.trim();
    Some(field.len()).filter(|len| *len > 0 && field.bytes().all(|byte| byte.is_ascii_digit()))
}

/// In a row of another length than the header: digits behind the figure. A year is none of them.
pub(super) fn of_length(header: &[String], record: &::csv::StringRecord) -> bool {
    let Some(at) = header.iter().position(|name| is_value(name)) else { return false };
    let digits = |at: usize| digits(record.get(at).unwrap_or_default());
    record.len() != header.len() && digits(at).is_some() && digits(at + 1).is_some_and(|len| len != 4)
}

/// In rows as long as the header, whose last field is then lacking: digits in the column behind the figure, where it is one of
/// notes, or one that nobody reads and that is no column of numbers. Such rows are taken out.
pub(super) fn of_columns(structure: &Structure, grid: &mut Grid, findings: &mut Findings) {
    let Some(at) = grid.header.iter().position(|name| is_value(name)) else { return };
    let Some(name) = grid.header.get(at + 1).map(|name| id(name)) else { return };
    let of = |row: &Row, at: usize| digits(row.fields.get(at).map_or("", |field| field.text.as_str()));
    let note = NOTES.iter().any(|own| own.eq_ignore_ascii_case(&name));
    let numbers = grid.rows.iter().all(|row| of(row, at + 1).is_some())
        && grid.rows.iter().any(|row| of(row, at + 1) != Some(3));
    if !note && (has_numbers(structure, &name) || (numbers && !name.eq_ignore_ascii_case("DECIMALS"))) {
        return;
    }
    let split = |row: &Row| match (of(row, at), of(row, at + 1)) {
        // A note of three digits or fewer alone says nothing; what a mark cut off is as long.
        (Some(_), Some(second)) if note => second <= 3,
        (Some(first), Some(3)) => first <= 3,
        _ => false,
    };
    let (wrong, kept): (Vec<Row>, Vec<Row>) = std::mem::take(&mut grid.rows).into_iter().partition(split);
    grid.rows = kept;
    for row in wrong {
        let what = format!("a figure, and digits in the column {name} behind it");
        let hint = "a mark inside a figure splits it: quote the field, or remove the mark".to_owned();
        findings.add(ROW_LENGTH, &Place { row: Some(row.number.row), ..Place::default() }, None, what, hint);
    }
}
