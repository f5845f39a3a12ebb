//! Text tables: SDMX-CSV 1.0, 2.0 and 2.1, and plain long CSV, whatever separates the fields.

use super::columns::{NOTES, id, is_value, known};
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, MAX_COLUMNS, MAX_FIELDS, Row};
use super::quotes::{self, Style};
use super::rules::{FILE_EMPTY, FILE_FORMAT, FILE_SIZE, ROW_LENGTH};
use intertally_structure::Structure;
use intertally_structure::text::seen;

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
    let style = quotes::style(text, separator, skipped, findings)?;
    let mut reader = reader(text, separator, style);
    let mut grid = Grid::default();
    let mut first = true;
    for record in reader.records() {
        let Ok(record) = record else {
            findings.file(FILE_FORMAT, "the text is no table", "save it again as CSV in UTF-8");
            return None;
        };
        let position = record.position();
        // The reader counts blank lines before a record as its own.
        let before = position.and_then(|at| text.get(usize::try_from(at.byte()).ok()?..));
        let blank = before.map_or(0, |rest| rest.bytes().take_while(|byte| *byte == b'\n').count());
        let line = position.map_or(0, ::csv::Position::line).saturating_add(blank as u64);
        let number = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(skipped);
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if first {
            grid.header = record.iter().map(seen).collect();
            // A spreadsheet puts empty fields behind every row.
            while grid.header.last().is_some_and(|name| name.trim().is_empty()) {
                grid.header.pop();
            }
            grid.header_row = number;
            first = false;
            continue;
        }
        let behind = record.iter().skip(grid.header.len());
        let split = is_split(&grid.header, &record, separator);
        if split || behind.clone().any(|field| !field.trim().is_empty()) {
            let what = format!("{} fields under {} columns", record.len(), grid.header.len());
            let hint = "a mark inside a figure or a note splits it: quote the field, or remove the mark";
            let place = Place { row: Some(number), ..Place::default() };
            findings.add(ROW_LENGTH, &place, None, what, hint.to_owned());
            continue;
        }
        if grid.is_too_large() {
            too_large(findings);
            return None;
        }
        let fields = record.iter().take(grid.header.len()).map(Field::plain).collect();
        grid.rows.push(Row { number, fields });
    }
    if first {
        findings.file(FILE_EMPTY, "the file has no rows", "send the file that holds the figures");
        return None;
    }
    Some(grid)
}

/// Whether a mark may have split the figure of a row: 1,234 as 1 and 234. In a row as long as the header that is so where the
/// second part would be a note.
fn is_split(header: &[String], record: &::csv::StringRecord, separator: u8) -> bool {
    let Some(at) = header.iter().position(|name| is_value(name)) else { return false };
    let digits = |at: usize| {
        let field = record.get(at).unwrap_or_default().trim();
        Some(field.len()).filter(|len| *len > 0 && field.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (Some(first), Some(second)) = (digits(at), digits(at + 1)) else { return false };
    let note = header.get(at + 1).is_some_and(|name| NOTES.contains(&id(name).as_str()));
    if record.len() == header.len() {
        separator == b',' && note && first <= 3 && second == 3
    } else {
        // A year behind the figure is none of its digits.
        second != 4
    }
}

/// More columns or fields than a return can have.
pub(super) fn too_large(findings: &mut Findings) {
    let what = format!("more than {MAX_COLUMNS} columns or {MAX_FIELDS} fields");
    findings.file(FILE_SIZE, what, "send the return alone");
}

fn reader(text: &str, separator: u8, style: Style) -> ::csv::Reader<&[u8]> {
    let mut builder = ::csv::ReaderBuilder::new();
    if style == Style::Backslash {
        builder.double_quote(false).escape(Some(b'\\'));
    }
    builder.delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The fields of one line.
pub(super) fn fields(line: &str, separator: u8) -> Vec<String> {
    let record = reader(line, separator, Style::Doubled).into_records().next().and_then(Result::ok);
    record.map(|record| record.iter().map(str::to_owned).collect()).unwrap_or_default()
}
