//! Text tables: SDMX-CSV 1.0, 2.0 and 2.1, and plain long CSV, whatever separates the fields.

use super::columns::known;
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Row};
use super::rules::{CSV_QUOTES, FILE_EMPTY, FILE_FORMAT, ROW_LENGTH};
use crate::structure::Structure;

/// Marks that may separate fields.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The grid of a text file. None if there is none; the fault is then added.
pub(super) fn grid(structure: &Structure, text: &str, findings: &mut Findings) -> Option<Grid> {
    // Excel puts the separator first, as `sep=;`.
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().to_ascii_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    };
    let Some(header) = text.lines().find(|line| !line.trim().is_empty()) else {
        findings.file(FILE_EMPTY, "the file has no rows", "send the file that holds the figures");
        return None;
    };
    let known =
        |separator: u8| fields(header, separator).iter().filter(|name| known(structure, name)).count();
    let many = |separator: u8| fields(header, separator).len();
    let separator =
        SEPARATORS.into_iter().rev().max_by_key(|mark| (known(*mark), many(*mark))).unwrap_or(b',');
    table(text, separator, skipped, findings)
}

/// The grid of a text whose separator is known. `skipped`: lines of the file before the text.
pub(super) fn table(text: &str, separator: u8, skipped: u32, findings: &mut Findings) -> Option<Grid> {
    if text.matches('"').count() % 2 == 1 {
        findings.file(
            CSV_QUOTES,
            "an odd number of quotation marks, so that a field does not end",
            "close the quotation; a mark inside a quotation is written twice",
        );
        return None;
    }
    let mut reader = reader(text, separator);
    let mut grid = Grid::default();
    let mut first = true;
    for record in reader.records() {
        let Ok(record) = record else {
            findings.file(FILE_FORMAT, "the text is no table", "save it again as CSV in UTF-8");
            return None;
        };
        let line = record.position().map_or(0, ::csv::Position::line);
        let number = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(skipped);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if first {
            grid.header = record.iter().map(str::to_owned).collect();
            grid.header_row = number;
            first = false;
            continue;
        }
        if record.len() > grid.header.len() {
            let what = format!("{} fields under {} columns", record.len(), grid.header.len());
            let hint = "a mark inside a figure or a note splits it: quote the field, or remove the mark";
            let place = Place { row: Some(number), ..Place::default() };
            findings.add(ROW_LENGTH, &place, None, what, hint.to_owned());
            continue;
        }
        let fields = record.iter().map(Field::plain).collect();
        grid.rows.push(Row { number, fields });
    }
    if first {
        findings.file(FILE_EMPTY, "the file has no rows", "send the file that holds the figures");
        return None;
    }
    Some(grid)
}

fn reader(text: &str, separator: u8) -> ::csv::Reader<&[u8]> {
    let mut builder = ::csv::ReaderBuilder::new();
    builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

fn fields(line: &str, separator: u8) -> Vec<String> {
    let record = reader(line, separator).into_records().next().and_then(Result::ok);
    record.map(|record| record.iter().map(str::to_owned).collect()).unwrap_or_default()
}
