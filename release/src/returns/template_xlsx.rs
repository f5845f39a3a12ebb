//! The round's workbook, to be filled in: a guide, a sheet per table, codes locked, input cells open.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{STATUS, VALUE};
use super::read::Return;
use super::workbook::{ROUND_ID, STRUCTURE_ID};
use crate::structure::{Dimension, Structure};
use intertally_core::round::CellSpec;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, BTreeSet};

/// Column of free text beside a figure.
const NOTE: &str = "COMMENT_OBS";
/// Sheets that are no tables; their names have a blank, which no id has.
const GUIDE: &str = "Read me first";
const LISTS: &str = "Lists of codes";
/// The status codes with what they say, in the order of the guide.
const STATUSES: [(&str, &str); 8] = [
    ("A", "a figure; a true zero is a figure: type 0"),
    ("P", "a figure that may still change"),
    ("B", "a figure that does not compare with the year before"),
    ("W", "a figure that includes those of another cell"),
    ("M", "no figure: it is no offence here, or cannot exist"),
    ("L", "no figure: it is not collected"),
    ("O", "no figure: unknown why, or not yet there"),
    ("K", "no figure: it is counted in another cell, which has status W"),
];
/// Width of the guide's texts and of a column of labels, in digits.
const GUIDE_WIDTH: u16 = 70;
const LABEL_WIDTH: u16 = 34;
/// Rows above the first cell: title, what is common, headings for people, ids for the reader.
const TOP: u32 = 4;

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

/// The same, with what else is known. `round`: its name and id.
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
    let lines = [
        (ROUND_ID, round_id.to_owned(), "do not change"),
        (STRUCTURE_ID, flow(structure), "do not change"),
        (structure.area.as_str(), area.to_owned(), "your area; choose from the list"),
    ];
    guide(book.add_worksheet(), structure, (round_name, facts.deadline), &lines, &sheets)?;
    let last = facts.previous.map(|previous| LastFigures::of(structure, previous));
    for sheet in &sheets {
        table(book.add_worksheet(), structure, sheet, last.as_ref())?;
    }
    lists(book.add_worksheet(), structure)?;
    Ok(book.save_to_buffer()?)
}

fn flow(structure: &Structure) -> String {
    format!("{}:{}({})", structure.agency, structure.national_flow, structure.version)
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
    let cells = cells.iter().filter(|cell| !cell.count_only);
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

fn guide(
    sheet: &mut Worksheet,
    structure: &Structure,
    (round_name, deadline): (&str, Option<&str>),
    lines: &[(&str, String, &str)],
    sheets: &[Sheet<'_>],
) -> Result<(), XlsxError> {
    let top = || Format::new().set_align(FormatAlign::Top);
    let (bold, wrap) = (top().set_bold(), top().set_text_wrap());
    let title = Format::new().set_bold().set_font_size(14);
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 18)?.set_column_width(1, GUIDE_WIDTH)?.set_column_width(2, 36)?;
    sheet.write_string_with_format(0, 0, format!("{}: {round_name}", structure.name), &title)?;
    let mut row = 2;
    for (name, text, hint) in lines {
        let open = if *name == structure.area { input("@") } else { Format::new() };
        sheet.write_string_with_format(row, 0, *name, &bold)?;
        sheet.write_string_with_format(row, 1, text, &open)?.write_string(row, 2, *hint)?;
        if *name == structure.area {
            let last = structure.codes(&structure.area).map_or(1, |list| list.codes.len());
            let list = Formula::new(format!("='{LISTS}'!$A$2:$A${}", last + 1));
            sheet.add_data_validation(row, 1, row, 1, &DataValidation::new().allow_list_formula(list))?;
        }
        row += 1;
    }
    let about = &structure.publication;
    let facts = [("Closes", deadline.unwrap_or_default()), ("Contact", about.contact.as_str())];
    for (name, text) in facts.into_iter().filter(|(_, text)| !text.is_empty()) {
        said(sheet, row, (name, &bold), (text, &wrap))?;
        row += 1;
    }
    let steps = [
        "Fill in the yellow cells of every sheet: the figure, and a status where there is none or it is special.",
        "Whole numbers, in units: no thousands, no rounding, no formulas that refer to other files.",
        "An empty figure with no status counts as missing (O). A true zero is 0.",
        "Hide no rows and columns: hidden figures are refused.",
        "Notes are PUBLIC: they are not encrypted, and everybody can read them in the record and in the publication. Say what \
         others should know, a year that runs otherwise or a rule of counting that changed, and name no figure.",
        "Nobody but you sees the figures: they are encrypted before they leave your machine.",
    ];
    row += 1;
    for step in steps {
        said(sheet, row, ("", &bold), (step, &wrap))?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Status", &bold)?;
    for (code, says) in STATUSES {
        row += 1;
        sheet.write_string(row, 0, code)?.write_string(row, 1, says)?;
    }
    row += 2;
    sheet.write_string_with_format(row, 0, "Counted", &bold)?;
    let asked: BTreeSet<&str> =
        sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|(row, _)| row.clone()).collect();
    for measure in structure.measures.iter().filter(|measure| asked.contains(measure.code.as_str())) {
        row += 1;
        let label = structure.label(&structure.measure, &measure.code);
        said(sheet, row, ("", &bold), (&format!("{label}: in units of '{}'", measure.unit), &wrap))?;
    }
    for note in &about.method {
        row += 1;
        said(sheet, row, ("Definition", &bold), (note, &wrap))?;
    }
    row += 2;
    sheet.write_string_with_format(row, 0, "Sheet", &bold)?;
    for table in sheets {
        row += 1;
        let cells = format!("{} cells", table.rows.len());
        sheet
            .write_string(row, 0, table.id)?
            .write_string(row, 1, table.title)?
            .write_string(row, 2, cells)?;
    }
    sheet.protect();
    Ok(())
}

/// A line of the guide, as high as its text is long: spreadsheets do not make it so by themselves in a locked sheet.
fn said(
    sheet: &mut Worksheet,
    row: u32,
    (name, bold): (&str, &Format),
    (text, wrap): (&str, &Format),
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, name, bold)?.write_string_with_format(row, 1, text, wrap)?;
    sheet.set_row_height(row, height(text, GUIDE_WIDTH))?;
    Ok(())
}

/// Height in points of a text in a column of so many digits.
fn height(text: &str, width: u16) -> f64 {
    // Letters are narrower than digits on the whole, words are not broken.
    let lines = text.chars().count().div_ceil(usize::from(width.max(8)) - 4).clamp(1, 20);
    f64::from(u32::try_from(lines).unwrap_or(1) * 15)
}

/// Figures of the member's last return, by key without period: periods with figures.
struct LastFigures<'a> {
    time: usize,
    figures: BTreeMap<Vec<&'a str>, BTreeMap<&'a str, u32>>,
}

impl<'a> LastFigures<'a> {
    fn of(structure: &Structure, previous: &'a Return) -> Self {
        let time = structure.key_dimensions().position(|dimension| dimension.id == structure.time);
        let mut last = Self { time: time.unwrap_or(usize::MAX), figures: BTreeMap::new() };
        for (key, value) in previous.keys.iter().zip(&previous.values) {
            let row: Vec<&str> = key.split('.').collect();
            if let (Some(value), Some(period)) = (value, row.get(last.time)) {
                last.figures.entry(last.rest(&row)).or_default().insert(*period, *value);
            }
        }
        last
    }

    fn rest<'k>(&self, row: &[&'k str]) -> Vec<&'k str> {
        row.iter().enumerate().filter(|(at, _)| *at != self.time).map(|(_, value)| *value).collect()
    }

    /// The figure of the same cell, else of the latest period before it, with its period.
    fn beside(&self, row: &[&str]) -> Option<String> {
        let period = row.get(self.time)?;
        let rest = self.rest(row);
        let figures = self.figures.iter().find(|(key, _)| **key == rest)?.1;
        let (period, value) = figures.range(..=*period).next_back()?;
        Some(format!("{value} ({period})"))
    }
}

fn table(
    sheet: &mut Worksheet,
    structure: &Structure,
    table: &Sheet<'_>,
    last: Option<&LastFigures<'_>>,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let title = Format::new().set_bold().set_font_size(14);
    let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_text_wrap();
    let grey = Format::new().set_font_color(Color::Gray).set_font_size(8);
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let (count, status, note) = (input("0"), input("@"), input("@"));
    let dimensions: Vec<&Dimension> = structure.key_dimensions().collect();
    let varies: BTreeMap<usize, &Dimension> = (0..)
        .zip(dimensions.iter().copied())
        .filter(|(at, _)| {
            let values: BTreeSet<Option<&&str>> = table.rows.iter().map(|(row, _)| row.get(*at)).collect();
            values.len() > 1
        })
        .collect();
    let label = |at: usize, row: &[&str]| -> String {
        let (Some(dimension), Some(code)) = (dimensions.get(at), row.get(at)) else { return String::new() };
        let label = structure.label(&dimension.id, code);
        match structure.rules(code).filter(|_| dimension.id == structure.measure) {
            Some(rules) => format!("{label} (in units of '{}')", rules.unit),
            None => label.to_owned(),
        }
    };
    sheet.set_name(table.id)?;
    sheet.write_string_with_format(0, 0, table.title, &title)?;
    if let Some((row, _)) = table.rows.first() {
        let common = (0..).zip(&dimensions).filter(|(at, _)| !varies.contains_key(at));
        let common: Vec<String> =
            common.map(|(at, dimension)| format!("{}: {}", dimension.name, label(at, row))).collect();
        sheet.write_string(1, 0, common.join(" · "))?;
    }
    // Labels for people, then what is filled in, then the codes.
    let labels = varies.len() as u16;
    let first = labels + u16::from(last.is_some());
    for ((_, dimension), column) in varies.iter().zip(0..) {
        sheet.write_string_with_format(2, column, &dimension.name, &head)?;
        sheet.set_column_width(column, LABEL_WIDTH)?;
    }
    if last.is_some() {
        sheet.write_string_with_format(2, labels, "Your last figure", &head)?.set_column_width(labels, 18)?;
    }
    let filled = [
        ("Figure", VALUE),
        ("Status", STATUS),
        ("Note (public)", NOTE),
        ("Confidential with you (C)", CONFIDENTIALITY),
        ("Published by you (Y)", PUBLISHED),
    ];
    for ((name, id), column) in filled.into_iter().zip(first..) {
        sheet.write_string_with_format(2, column, name, &head)?;
        sheet.write_string_with_format(3, column, id, &grey)?;
        sheet.set_column_width(column, if id == NOTE { 30 } else { 12 })?;
    }
    let codes = first + 5;
    sheet.write_string_with_format(2, codes, "Codes: do not change", &bold)?;
    for (dimension, column) in dimensions.iter().zip(codes..) {
        sheet.write_string_with_format(3, column, &dimension.id, &grey)?;
    }
    for ((values, _), row) in table.rows.iter().zip(TOP..) {
        // A label that is longer than its column would be cut once the figure beside it is typed.
        let mut highest = 0;
        for ((at, _), column) in varies.iter().zip(0..) {
            let label = label(*at, values);
            highest = highest.max(label.chars().count());
            sheet.write_string_with_format(row, column, label, &wrap)?;
        }
        if highest + 4 > usize::from(LABEL_WIDTH) {
            sheet.set_row_height(row, height(&"x".repeat(highest), LABEL_WIDTH))?;
        }
        if let Some(before) = last.and_then(|last| last.beside(values)) {
            sheet.write_string_with_format(row, labels, before, &grey)?;
        }
        sheet.write_blank(row, first, &count)?.write_blank(row, first + 1, &status)?;
        sheet.write_blank(row, first + 2, &note)?;
        sheet.write_blank(row, first + 3, &status)?.write_blank(row, first + 4, &status)?;
        for (value, column) in values.iter().zip(codes..) {
            sheet.write_string_with_format(row, column, *value, &grey)?;
        }
    }
    // One rule for each run of rows with the same largest count.
    let mut row = TOP;
    for run in table.rows.chunk_by(|(_, a), (_, b)| a == b) {
        let (max, next) = (run.first().map_or(0, |(_, max)| *max), row + run.len() as u32);
        sheet.add_data_validation(row, first, next - 1, first, &whole(max)?)?;
        row = next;
    }
    let last = TOP + (table.rows.len() as u32).saturating_sub(1);
    let list = DataValidation::new().allow_list_strings(&STATUSES.map(|(code, _)| code))?;
    let list = list.set_error_message("Choose one of the codes; the first sheet says what they mean.")?;
    sheet.add_data_validation(TOP, first + 1, last, first + 1, &list)?;
    sheet
        .set_freeze_panes(TOP, labels)?
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(2, 3)?;
    sheet.protect();
    Ok(())
}

/// The codes of the area, for the drop-down of the guide; nobody needs to see the sheet.
fn lists(sheet: &mut Worksheet, structure: &Structure) -> Result<(), XlsxError> {
    sheet.set_name(LISTS)?.set_hidden(true);
    sheet.write_string_with_format(0, 0, "Code", &Format::new().set_bold())?;
    for (code, row) in structure.codes(&structure.area).into_iter().flat_map(|list| &list.codes).zip(1..) {
        sheet.write_string(row, 0, &code.id)?.write_string(row, 1, &code.name)?;
    }
    sheet.protect();
    Ok(())
}

/// A cell that may be typed in.
fn input(number: &str) -> Format {
    let yellow = Format::new().set_unlocked().set_background_color(Color::RGB(0xFF_F8_D0));
    yellow.set_border(FormatBorder::Hair).set_num_format(number)
}

fn whole(max: u32) -> Result<DataValidation, XlsxError> {
    let rule = DataValidationRule::Between(Formula::new("0"), Formula::new(max.to_string()));
    let validation = DataValidation::new().allow_whole_number_formula(rule);
    validation.set_error_title("No count")?.set_error_message("A whole number of 0 or more, in units.")
}
