//! The round's workbook, to be filled in: a guide, a sheet per table, codes locked, input cells open.

mod format;
mod guide;
mod last;
mod table;

use super::read::Return;
use guide::{guide, lists};
use intertally_core::round::CellSpec;
use intertally_structure::Structure;
use last::LastFigures;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::collections::BTreeSet;
use table::table;

/// The workbook could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the workbook cannot be made: {what}; shorten labels or split the round")]
pub struct TemplateError {
    /// The library's words.
    pub what: String,
}

impl From<XlsxError> for TemplateError {
    fn from(error: XlsxError) -> Self {
        Self { what: error.to_string() }
    }
}

/// What a workbook says beside its cells.
#[derive(Clone, Copy, Default)]
pub struct TemplateFacts<'a> {
    /// When the round closes, in words.
    pub deadline: Option<&'a str>,
    /// The member's own last return, whose figures are shown beside the cells: for the member alone.
    pub previous: Option<&'a Return>,
}

/// An empty return as .xlsx: the same bytes for the same input. A cell of several tables is asked for once.
///
/// # Errors
/// Where the library refuses a label or a sheet.
pub fn template_xlsx(
    structure: &Structure,
    cells: &[CellSpec],
    area: &str,
    round_name: &str,
    round_id: &str,
) -> Result<Vec<u8>, TemplateError> {
    template_xlsx_with(structure, cells, area, (round_name, round_id), &TemplateFacts::default())
}

/// The same, with what else is known. `round`: its name and id; with an empty id the workbook is taken by every round of its
/// cells.
///
/// # Errors
/// Where the library refuses a label or a sheet.
pub fn template_xlsx_with(
    structure: &Structure,
    cells: &[CellSpec],
    area: &str,
    (round_name, round_id): (&str, &str),
    facts: &TemplateFacts<'_>,
) -> Result<Vec<u8>, TemplateError> {
    let mut book = Workbook::new();
    // A fixed date: the bytes shall depend on the round alone.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(round_name).set_creation_datetime(&date));
    let sheets = sheets(structure, cells);
    guide(book.add_worksheet(), structure, area, (round_name, round_id), facts, &sheets)?;
    let last = facts.previous.map(|previous| LastFigures::of(structure, previous));
    for sheet in &sheets {
        table(book.add_worksheet(), structure, sheet, last.as_ref())?;
    }
    lists(book.add_worksheet(), structure)?;
    Ok(book.save_to_buffer()?)
}

/// A sheet of figures.
struct Sheet<'a> {
    id: &'a str,
    title: &'a str,
    /// Values of each cell in the order of the key, and its largest count.
    rows: Vec<(Vec<&'a str>, u32)>,
}

/// The cells by the first table that holds them.
fn sheets<'a>(structure: &'a Structure, cells: &'a [CellSpec]) -> Vec<Sheet<'a>> {
    let time = structure.key_dimensions().position(|dimension| dimension.id == structure.time);
    let cells = cells.iter().filter(|cell| cell.is_typed());
    let rows = cells.map(|cell| (cell.key.split('.').collect::<Vec<&str>>(), cell.max));
    let mut left: Vec<(Vec<&str>, u32)> = rows.collect();
    let mut sheets = Vec::new();
    for table in &structure.tables {
        let codes: Vec<BTreeSet<&str>> =
            table.values.iter().map(|values| values.codes.iter().map(String::as_str).collect()).collect();
        let holds = |row: &Vec<&str>| {
            let values = row.iter().enumerate().filter(|(at, _)| Some(*at) != time).map(|(_, value)| value);
            values.zip(&codes).all(|(value, codes)| codes.contains(value))
        };
        let (rows, rest) = left.into_iter().partition(|(row, _)| holds(row));
        left = rest;
        sheets.push(Sheet { id: &table.id, title: &table.title, rows });
    }
    sheets.push(Sheet { id: "Other cells", title: "Other cells", rows: left });
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets
}
