//! Text tables: SDMX-CSV 1.0, 2.0 and 2.1, and plain long CSV, whatever separates the fields.

use super::columns::known;
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, MAX_COLUMNS, MAX_FIELDS, Row};
use super::header::Heads;
use super::quotes::{self, Style};
use super::rules::{CSV_QUOTES, FILE_EMPTY, FILE_FORMAT, FILE_SIZE, ROW_CUT, ROW_LENGTH};
use super::splits;
use intertally_structure::Structure;
use intertally_structure::text::seen;

/// Marks that may separate fields.
pub(super) const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The grid of a text file. None if there is none; the fault is then added. `heads`: how its header is found.
pub(super) fn grid(
    structure: &Structure,
    text: &str,
    heads: &Heads<'_>,
    findings: &mut Findings,
) -> Option<Grid> {
    // Excel puts the separator first, as `sep=;`.
    let (text, skipped) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().trim_matches('"').to_ascii_lowercase().starts_with("sep=") => {
            (rest, 1)
        }
        _ => (text, 0),
    };
    let (text, above) = heads.from(structure, text);
    let Some(header) = text.lines().find(|line| !line.trim().is_empty()) else {
        findings.file(FILE_EMPTY, "the file has no rows", "send the file that holds the figures");
        return None;
    };
    if is_one_quotation(structure, header) {
        let place = Place { row: Some(skipped + above.passed + 1), ..Place::default() };
        let what = "each line is one quotation, in which the fields are lost".to_owned();
        let hint = "save the file again from the program that made it; then do not open and save it between"
            .to_owned();
        findings.add(CSV_QUOTES, &place, None, what, hint);
        return None;
    }
    let separator = separator(structure, header);
    let mut grid = table(text, separator, skipped + above.passed, findings)?;
    if separator == b',' {
        splits::of_columns(structure, &mut grid, findings);
    }
    grid.above = above.lines.into_iter().map(|(row, line)| (row + skipped, line)).collect();
    Some(grid)
}

/// The mark by which most columns of a line are known.
pub(super) fn separator(structure: &Structure, line: &str) -> u8 {
    let known = |separator: u8| fields(line, separator).iter().filter(|name| known(structure, name)).count();
    let many = |separator: u8| fields(line, separator).len();
    SEPARATORS.into_iter().rev().max_by_key(|mark| (known(*mark), many(*mark))).unwrap_or(b',')
}

/// Whether a header is quoted as a whole: a file that a spreadsheet read as one column, and saved.
fn is_one_quotation(structure: &Structure, header: &str) -> bool {
    let [whole] = fields(header, b'\0').try_into().unwrap_or_default();
    let inner = |whole: &String| {
        fields(whole, separator(structure, whole)).iter().filter(|name| known(structure, name)).count()
    };
    header.trim().starts_with('"') && inner(&whole) > 2 && separators_outside(header) == 0
}

fn separators_outside(line: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for byte in line.bytes() {
        inside ^= byte == b'"';
        count += usize::from(!inside && SEPARATORS.contains(&byte));
    }
    count
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
        let split = splits::of_length(&grid.header, &record);
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
        grid.rows.push(Row { number: number.into(), fields, part: None });
    }
    if first {
        findings.file(FILE_EMPTY, "the file has no rows", "send the file that holds the figures");
        return None;
    }
    cut(&grid, text, findings);
    Some(grid)
}

/// A file that was cut ends in the middle of its last row, and a figure in it may have lost digits. Good files end without an end
/// of line, too, so one whose last row is whole is only told of, and only where it ends in a digit or in a mark between digits.
fn cut(grid: &Grid, text: &str, findings: &mut Findings) {
    let Some((last, others)) = grid.rows.split_last().filter(|_| !text.ends_with('\n')) else { return };
    let place = Place { row: Some(last.number.row), ..Place::default() };
    let (fields, columns) = (last.fields.len(), grid.header.len());
    if fields < columns && others.iter().all(|row| row.fields.len() > fields) {
        let what = format!(
            "the last row has {fields} fields under {columns} columns and no end of line: the file may be cut"
        );
        let hint = "send the whole file, or complete the row".to_owned();
        findings.add(ROW_LENGTH, &place, None, what, hint);
        return;
    }
    let last = last.fields.last().map_or("", |field| field.text.as_str());
    let mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'');
    if last.ends_with(mark) && text.ends_with(last) {
        let what = "the file ends here without an end of line: if it was cut, digits are missing".to_owned();
        let hint =
            "compare the last figure with your own; send the file again if it has lost some".to_owned();
        findings.add(ROW_CUT, &place, Some(last), what, hint);
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
