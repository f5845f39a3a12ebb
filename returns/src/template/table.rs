//! A sheet of figures: labels for people, cells to be typed in, and the codes that the reader goes by.

use super::Sheet;
use super::format::input;
use super::guide::STATUSES;
use super::last::LastFigures;
use crate::claims::{CONFIDENTIALITY, PUBLISHED};
use crate::columns::{STATUS, VALUE};
use intertally_structure::sheet::{A4, height, width};
use intertally_structure::{Dimension, Structure};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, Format, FormatAlign, FormatBorder, Formula, ProtectionOptions,
    Worksheet, XlsxError,
};
use std::collections::BTreeSet;

/// Column of free text beside a figure.
const NOTE: &str = "COMMENT_OBS";
/// Rows above the first cell: title, what is common, headings for people, ids for the reader.
const TOP: u32 = 4;
/// What is typed in: heading, id of the column, width in digits.
const FILLED: [(&str, &str, u16); 5] = [
    ("Figure", VALUE, 13),
    ("Status", STATUS, 11),
    ("Note (public)", NOTE, 34),
    ("Confidential with you: C", CONFIDENTIALITY, 16),
    ("Published by you: Y", PUBLISHED, 14),
];
/// Least and largest width of a column of labels.
const LABELS: (u16, u16) = (12, 56);

/// A column of labels: its heading, and the text of each row.
struct Labels {
    heading: String,
    texts: Vec<String>,
}

/// What a sheet is made from.
struct Parts<'a> {
    dimensions: Vec<&'a Dimension>,
    /// Columns of what differs between the rows.
    labels: Vec<Labels>,
    /// What is the same in all rows, in words.
    common: String,
}

impl<'a> Parts<'a> {
    fn of(structure: &'a Structure, table: &Sheet<'_>) -> Self {
        let dimensions: Vec<&Dimension> = structure.key_dimensions().collect();
        let (mut labels, mut common) = (Vec::new(), Vec::new());
        let mut say = |heading: &str, texts: Vec<String>| {
            let distinct: BTreeSet<&String> = texts.iter().collect();
            match distinct.first() {
                Some(text) if distinct.len() == 1 => common.push(format!("{heading}: {text}")),
                _ => labels.push(Labels { heading: heading.to_owned(), texts }),
            }
        };
        for (at, dimension) in dimensions.iter().enumerate() {
            let codes = || table.rows.iter().filter_map(|(row, _)| row.get(at).copied());
            say(
                &dimension.name,
                codes().map(|code| structure.label(&dimension.id, code).to_owned()).collect(),
            );
            if dimension.id == structure.measure {
                let unit = |code| structure.rules(code).map_or(String::new(), |rules| rules.unit.clone());
                say("Unit", codes().map(unit).collect());
            }
        }
        Self { dimensions, labels, common: common.join(" · ") }
    }
}

/// Writes a sheet.
pub(super) fn table(
    sheet: &mut Worksheet,
    structure: &Structure,
    table: &Sheet<'_>,
    last: Option<&LastFigures<'_>>,
) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let parts = Parts::of(structure, table);
    sheet.set_name(table.id)?;
    sheet.write_string_with_format(0, 0, table.title, &title)?.set_row_height(0, 20)?;
    sheet.write_string(1, 0, &parts.common)?;
    let first = head(sheet, &parts, last.is_some())?;
    rows(sheet, table, &parts, last, first)?;
    rules(sheet, table, first)?;
    let labels = column(parts.labels.len());
    // What is typed in is printed; the codes behind it are for the reader alone.
    let end = TOP + u32::try_from(table.rows.len()).unwrap_or(u32::MAX).saturating_sub(1);
    sheet
        .set_freeze_panes(TOP, labels)?
        .set_landscape()
        .set_paper_size(A4)
        .set_print_area(0, 0, end, first + column(FILLED.len()) - 1)?
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(2, 2)?
        .set_footer("&L&A&R&P / &N");
    // Codes stay; rows and columns may be made larger.
    let may = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() };
    sheet.protect_with_options(&may);
    Ok(())
}

/// Headings and widths; the first column that is typed in.
fn head(sheet: &mut Worksheet, parts: &Parts<'_>, has_last: bool) -> Result<u16, XlsxError> {
    let bold = Format::new().set_bold();
    let head =
        bold.clone().set_border_bottom(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Bottom);
    let grey = grey();
    let labels = column(parts.labels.len());
    for (one, column) in parts.labels.iter().zip(0..) {
        let texts = one.texts.iter().map(String::as_str).chain([one.heading.as_str()]);
        sheet.write_string_with_format(2, column, &one.heading, &head)?;
        sheet.set_column_width(column, width(texts, LABELS))?;
    }
    let mut first = labels;
    if has_last {
        sheet.write_string_with_format(2, labels, "Your last figure", &head)?.set_column_width(labels, 18)?;
        first += 1;
    }
    for ((name, id, width), column) in FILLED.into_iter().zip(first..) {
        sheet.write_string_with_format(2, column, name, &head)?;
        sheet.write_string_with_format(3, column, id, &grey)?.set_column_width(column, width)?;
    }
    sheet.set_row_height(2, 32)?.set_row_height(3, 13)?;
    let codes = first + column(FILLED.len());
    sheet.write_string_with_format(2, codes, "Codes: do not change", &bold)?;
    for (dimension, column) in parts.dimensions.iter().zip(codes..) {
        sheet.write_string_with_format(3, column, &dimension.id, &grey)?.set_column_width(column, 14)?;
    }
    Ok(first)
}

/// Labels, what was last, empty cells, codes.
fn rows(
    sheet: &mut Worksheet,
    table: &Sheet<'_>,
    parts: &Parts<'_>,
    last: Option<&LastFigures<'_>>,
    first: u16,
) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let right = grey().set_align(FormatAlign::Right);
    let widths: Vec<u16> = parts
        .labels
        .iter()
        .map(|one| width(one.texts.iter().map(String::as_str).chain([one.heading.as_str()]), LABELS))
        .collect();
    let (count, text) = (input("0"), input("@").set_text_wrap());
    for (at, ((values, _), row)) in table.rows.iter().zip(TOP..).enumerate() {
        // A label that is longer than its column would be cut once the figure beside it is typed.
        let mut high = height("", 8);
        for ((one, width), column) in parts.labels.iter().zip(&widths).zip(0..) {
            let label = one.texts.get(at).map_or("", String::as_str);
            sheet.write_string_with_format(row, column, label, &wrap)?;
            high = high.max(height(label, *width));
        }
        // Other rows grow with the note that is typed into them: a height that is set would stay.
        if high > height("", 8) {
            sheet.set_row_height(row, high)?;
        }
        if let Some(before) = last.and_then(|last| last.beside(values)) {
            sheet.write_string_with_format(row, first - 1, before, &right)?;
        }
        for column in first..first + column(FILLED.len()) {
            sheet.write_blank(row, column, if column == first { &count } else { &text })?;
        }
        for (value, column) in values.iter().zip(first + column(FILLED.len())..) {
            sheet.write_string_with_format(row, column, *value, &grey())?;
        }
    }
    Ok(())
}

/// What may be typed: whole numbers up to the largest count, the codes of status and of claims.
fn rules(sheet: &mut Worksheet, table: &Sheet<'_>, first: u16) -> Result<(), XlsxError> {
    // One rule for each run of rows with the same largest count.
    let mut row = TOP;
    for run in table.rows.chunk_by(|(_, a), (_, b)| a == b) {
        let (max, next) = (run.first().map_or(0, |(_, max)| *max), row + run.len() as u32);
        sheet.add_data_validation(row, first, next - 1, first, &whole(max)?)?;
        row = next;
    }
    let list = |codes: &[&str], says: &str| -> Result<DataValidation, XlsxError> {
        DataValidation::new().allow_list_strings(codes)?.set_error_message(says)
    };
    let statuses = STATUSES.map(|(code, _)| code);
    for (column, codes, says) in [
        (1, statuses.as_slice(), "Choose one of the codes; the first sheet says what they mean."),
        (3, &["C"], "C if the figure is confidential with you; else leave it empty."),
        (4, &["Y"], "Y if you publish exactly this figure yourselves; else leave it empty."),
    ] {
        sheet.add_data_validation(TOP, first + column, row - 1, first + column, &list(codes, says)?)?;
    }
    Ok(())
}

fn column(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn grey() -> Format {
    Format::new().set_font_color(Color::Gray).set_font_size(9).set_align(FormatAlign::Top)
}

fn whole(max: u32) -> Result<DataValidation, XlsxError> {
    let rule = DataValidationRule::Between(Formula::new("0"), Formula::new(max.to_string()));
    let validation = DataValidation::new().allow_whole_number_formula(rule);
    validation.set_error_title("No count")?.set_error_message("A whole number of 0 or more, in units.")
}
