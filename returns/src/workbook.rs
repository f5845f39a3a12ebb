//! The round's workbook, filled in: a sheet per table, and a guide that says which round it is for.

use super::about::declared;
use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{NOTES, STATUS, VALUE, id, is_value, known};
use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Kind, Row};
use super::hidden::{Hidden, hidden};
use super::mends::Retyped;
use super::rules::{
    COLUMN_MISSING, FILE_FORMAT, HEADER_MISSING, SHEET_UNREAD, UNIT_OTHER, WORKBOOK_HIDDEN, WORKBOOK_ROUND,
};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use intertally_structure::Structure;
use intertally_structure::text::seen;
use std::collections::BTreeMap;
use std::io::Cursor;

/// First column of the line of the guide that names the round.
pub(super) const ROUND_ID: &str = "ROUND_ID";
/// First column of the line of the guide that names the dataflow.
pub(super) const STRUCTURE_ID: &str = "STRUCTURE_ID";
/// Rows in which the header is looked for.
const HEADER_WITHIN: u32 = 50;
/// Most cells of a sheet that are read.
const MAX_CELLS: usize = 2_000_000;
/// Most columns.
const MAX_COLUMNS: u32 = 256;

/// The cells of a sheet by row and column, from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, Field>>;

/// The grids of a workbook: one for each sheet with figures. `round`: the round it must be for.
pub(super) fn grids(
    structure: &Structure,
    round: Option<&str>,
    bytes: &[u8],
    typed: &mut Retyped<'_>,
    findings: &mut Findings,
) -> Vec<Grid> {
    let unseen = hidden(bytes);
    let (Some(unseen), Ok(mut book)) = (unseen, Xlsx::new(Cursor::new(bytes))) else {
        let hint = "save it as .xlsx without password, or send CSV";
        findings.file(
            FILE_FORMAT,
            "no workbook that can be read, or one that unpacks to more than 256 MB",
            hint,
        );
        return Vec::new();
    };
    let mut grids = Vec::new();
    let mut area = None;
    for sheet in book.sheets_metadata().to_vec() {
        // A chart of its own sheet, a dialogue: there are no cells in it.
        if matches!(sheet.typ, SheetType::ChartSheet | SheetType::DialogSheet | SheetType::Vba) {
            continue;
        }
        let Ok(cells) = cells(&mut book, &sheet.name) else {
            let place = Place { sheet: Some(sheet.name), ..Place::default() };
            let hint = "open the workbook in a spreadsheet and save it again".to_owned();
            findings.add(FILE_FORMAT, &place, None, "the sheet cannot be read".to_owned(), hint);
            continue;
        };
        let Some(header) = header(&cells) else {
            let told = guide(structure, round, &sheet.name, &cells, findings);
            if told.is_none() && sheet.visible == SheetVisible::Visible {
                unread(structure, &sheet.name, &cells, findings);
            }
            area = area.or(told.flatten());
            continue;
        };
        if sheet.visible != SheetVisible::Visible {
            let place = Place { sheet: Some(sheet.name.clone()), ..Place::default() };
            let what = "a hidden sheet with a column of figures".to_owned();
            findings.add(WORKBOOK_HIDDEN, &place, None, what, "show the sheet, or remove it".to_owned());
            continue;
        }
        let mut grid = grid(sheet.name, header, cells);
        typed.over(grids.len(), &mut grid);
        visible(&grid, unseen.get(grid.sheet.as_deref().unwrap_or_default()), findings);
        grids.push(grid);
    }
    if grids.is_empty() && findings.faults.is_empty() {
        let what = format!("no sheet has a header row with {VALUE}");
        findings.file(HEADER_MISSING, what, "use the workbook made for the round");
    }
    for grid in &mut grids {
        grid.area.clone_from(&area);
    }
    grids
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Cells, calamine::XlsxError> {
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let mut cells = Cells::new();
    let mut count = 0;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let field = field(&cell.value, cell.formula.is_some());
        if column < MAX_COLUMNS && !field.is_blank() && count < MAX_CELLS {
            cells.entry(row).or_default().insert(column, field);
            count += 1;
        }
    }
    Ok(cells)
}

fn field(value: &DataRef<'_>, formula: bool) -> Field {
    let of = |text: &str, kind: Kind| Field { text: text.to_owned(), kind };
    match value {
        // Display writes all digits of a number and never an exponent; counts are exact far beyond 2^32.
        DataRef::Int(number) => of(&number.to_string(), Kind::Number),
        DataRef::Float(number) => of(&number.to_string(), Kind::Number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            of(&seen(text), Kind::Text)
        }
        DataRef::SharedString(text) => of(&seen(text), Kind::Text),
        DataRef::Bool(truth) => of(if *truth { "true" } else { "false" }, Kind::Text),
        DataRef::DateTime(date) => of(&iso(date), Kind::Text),
        DataRef::Error(error) => of(&error.to_string(), Kind::Error),
        DataRef::Empty if formula => of("", Kind::Uncomputed),
        DataRef::Empty => Field::default(),
    }
}

/// A date as ISO 8601: `2024-01-31`, with the time if it has one; a time alone without date.
fn iso(date: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    match (date.is_duration(), date.as_f64() < 1.0) {
        (_, true) => return time,
        (true, false) => return format!("{} days", date.as_f64()),
        (false, false) => {}
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if time == "00:00:00" { day } else { format!("{day}T{time}") }
}

/// The row that heads the figures.
fn header(cells: &Cells) -> Option<u32> {
    let heads = |row: &BTreeMap<u32, Field>| row.values().any(|field| is_value(&field.text));
    cells.range(..HEADER_WITHIN).find(|(_, row)| heads(row)).map(|(row, _)| *row)
}

fn grid(sheet: String, header: u32, mut cells: Cells) -> Grid {
    let line = |row: &BTreeMap<u32, Field>| -> Vec<Field> {
        let last = row.keys().next_back().map_or(0, |last| *last + 1);
        (0..last).map(|at| row.get(&at).cloned().unwrap_or_default()).collect()
    };
    let words = |row: &BTreeMap<u32, Field>| {
        row.values().map(|field| field.text.trim()).collect::<Vec<_>>().join(" ")
    };
    let above = cells.range(..header).map(|(row, fields)| (row.saturating_add(1), words(fields))).collect();
    let below = cells.split_off(&header.saturating_add(1));
    let names = cells.get(&header).map(line).unwrap_or_default();
    let row = |(number, row): (&u32, &BTreeMap<u32, Field>)| Row {
        number: number.saturating_add(1).into(),
        fields: line(row),
        part: None,
    };
    Grid {
        sheet: Some(sheet),
        header_row: header.saturating_add(1),
        header: names.into_iter().map(|field| field.text).collect(),
        above,
        at: 0,
        rows: below.iter().map(row).collect(),
        area: None,
        headings: Vec::new(),
        headed: 0,
    }
}

/// What a sheet without figures says of the whole: the area, if it does. Another round is a fault.
fn guide(
    structure: &Structure,
    round: Option<&str>,
    sheet: &str,
    cells: &Cells,
    findings: &mut Findings,
) -> Option<Option<String>> {
    let (mut area, mut is_guide) = (None, false);
    for (row, fields) in cells {
        let mut texts = fields.values().map(|field| field.text.trim());
        let (Some(name), Some(text)) = (texts.next(), texts.next()) else { continue };
        let place =
            Place { sheet: Some(sheet.to_owned()), row: Some(row.saturating_add(1)), ..Place::default() };
        is_guide |= name == ROUND_ID || name == STRUCTURE_ID;
        if name == ROUND_ID && round.is_some_and(|round| round != text) {
            let what = "a workbook that was made for another round".to_owned();
            let hint = "take the workbook of this round, and copy the figures into it".to_owned();
            findings.add(WORKBOOK_ROUND, &place, Some(text), what, hint);
        } else if name == STRUCTURE_ID {
            declared(structure, text, &place, findings);
        } else if name == structure.area {
            area = Some(text.to_owned());
        }
    }
    is_guide.then_some(area)
}

/// A sheet that is no guide and has no column of figures by its name: a table whose header was changed, or something else.
fn unread(structure: &Structure, sheet: &str, cells: &Cells, findings: &mut Findings) {
    let heads =
        |row: &BTreeMap<u32, Field>| row.values().filter(|field| known(structure, &field.text)).count() > 2;
    let place = |row: Option<u32>| Place { sheet: Some(sheet.to_owned()), row, ..Place::default() };
    if let Some((row, _)) = cells.range(..HEADER_WITHIN).find(|(_, row)| heads(row)) {
        let what = format!("a table without a column {VALUE}, so that none of its figures is read");
        let hint = "correct the name of the column, or remove the sheet".to_owned();
        findings.add(COLUMN_MISSING, &place(Some(row.saturating_add(1))), None, what, hint);
    } else if cells.values().any(|row| row.values().any(|field| field.kind == Kind::Number)) {
        let what = format!("a sheet with numbers and without a header that has {VALUE}; it was not read");
        let hint = "see that the return is whole without it".to_owned();
        findings.add(SHEET_UNREAD, &place(None), None, what, hint);
    }
}

/// Figures, statuses and notes in rows or columns that nobody sees are faults.
fn visible(grid: &Grid, hidden: Option<&Hidden>, findings: &mut Findings) {
    let Some(hidden) = hidden else { return };
    shown(grid, hidden, findings);
    let public = [&STATUS, &CONFIDENTIALITY, &PUBLISHED];
    let counts = |name: &str| {
        is_value(name) || NOTES.iter().chain(public).any(|own| id(name).eq_ignore_ascii_case(own))
    };
    for (at, name) in grid.header.iter().enumerate().filter(|(_, name)| counts(name)) {
        // Who typed a figure beside its fault has seen it.
        let unseen = |field: &Field| !field.is_blank() && field.kind != Kind::Typed;
        let filled = |row: &&Row| row.fields.get(at).is_some_and(unseen);
        let away = u32::try_from(at).is_ok_and(|at| hidden.column(at));
        if let Some(row) = grid.rows.iter().find(filled).filter(|_| away) {
            let what = format!("the column {} is hidden or has no width", name.trim());
            let hint = "show all columns; then look at what stands in it".to_owned();
            // It is about the column, and told at its first row that is filled.
            let place = Place { spot: None, ..grid.place(row.number, Some(at)) };
            findings.add(WORKBOOK_HIDDEN, &place, None, what, hint);
        }
        for row in grid.rows.iter().filter(filled).filter(|row| hidden.rows.contains(&row.number.row)) {
            let what = if is_value(name) { "a figure" } else { "a status, claim or note" };
            let what = format!("{what} in a row that is hidden or has no height");
            let hint =
                "show all rows and clear the filters; then look at the figure, or remove it".to_owned();
            findings.add(WORKBOOK_HIDDEN, &grid.place(row.number, Some(at)), None, what, hint);
        }
    }
}

/// Figures whose format shows nothing, letters of the colour of the cell among them, or a percentage, are faults: who looked at the sheet saw another thing.
fn shown(grid: &Grid, hidden: &Hidden, findings: &mut Findings) {
    for (at, _) in grid.header.iter().enumerate().filter(|(_, name)| is_value(name)) {
        for row in &grid.rows {
            let Some(field) = row.fields.get(at).filter(|field| field.kind == Kind::Number) else { continue };
            // What is no whole number is a fault of its own.
            let Ok(number) = field.text.parse::<i128>() else { continue };
            let shows = hidden.shows((row.number.row, at), number);
            let place = || grid.place(row.number, Some(at));
            if shows.nothing {
                let what = if shows.by_condition {
                    "a figure that a conditional format hides, or may hide"
                } else {
                    "a figure that the format of its cell does not show"
                };
                let what = what.to_owned();
                let hint = if shows.by_condition {
                    "clear the conditional formats of the column; then look at the figure, or remove it"
                } else {
                    "set the format to General and the letters to black; then look at the figure, or remove it"
                };
                let hint = hint.to_owned();
                findings.add(WORKBOOK_HIDDEN, &place(), None, what, hint);
            } else if shows.percent {
                let what = "a figure that is shown as a percentage".to_owned();
                let hint =
                    "send counts in units; if it is one, set the format of the cell to General".to_owned();
                findings.add(UNIT_OTHER, &place(), None, what, hint);
            } else if shows.other {
                let what = "a figure of which the format of its cell shows another one: thousands, more digits, a sign".to_owned();
                let hint = "set the format to General; then look at the figure, or type it again".to_owned();
                findings.add(UNIT_OTHER, &place(), None, what, hint);
            }
        }
    }
}
