//! `totals.xlsx`: one sheet for each table of the structure, a row for each series, with values, flags and members.

use super::change_sheet;
use super::evaluation_sheet;
use super::evaluations::pooled;
use super::figures::{Figures, ObsStatus};
use super::national_notes::by_member;
use super::sheet::sheet;
use super::{Material, PublishError};
use intertally_structure::sheet::{A4, height};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::collections::BTreeSet;

pub(super) fn refused(why: impl std::fmt::Display) -> PublishError {
    PublishError::Write { file: "totals.xlsx", why: why.to_string() }
}

/// The file.
pub(crate) fn totals_xlsx(material: &Material<'_>, figures: &Figures) -> Result<Vec<u8>, PublishError> {
    let about = &material.structure.publication;
    let seconds = material.manifest.deadline.0.div_euclid(1000);
    let created = ExcelDateTime::from_timestamp(seconds).map_err(refused)?;
    let mut book = Workbook::new();
    let properties = DocProperties::new().set_title(&about.title).set_author(&about.publisher);
    book.set_properties(&properties.set_creation_datetime(&created));
    guide(&mut book, material).map_err(refused)?;
    let mut names = BTreeSet::from([GUIDE.to_lowercase()]);
    for table in &material.structure.tables {
        let name = sheet_name(&table.id, &mut names);
        sheet(book.add_worksheet(), material.structure, figures, table, &name)?;
    }
    let evaluated = pooled(material);
    if !evaluated.is_empty() {
        let name = sheet_name(EVALUATION, &mut names);
        evaluation_sheet::sheet(book.add_worksheet(), &evaluated, &name).map_err(refused)?;
    }
    if !change_sheet::rows(figures).is_empty() {
        let name = sheet_name(CHANGE, &mut names);
        change_sheet::sheet(book.add_worksheet(), material.structure, figures, &name)?;
    }
    if !by_member(material).is_empty() {
        notes(&mut book, material, &sheet_name(NOTES, &mut names)).map_err(refused)?;
    }
    if material.manifest.practice {
        for sheet in book.worksheets_mut() {
            sheet.set_header(PRACTICE_HEADER);
        }
    }
    book.save_to_buffer().map_err(refused)
}

/// Width of the column of texts, in digits.
const TEXT_WIDTH: u16 = 90;
/// On every printed page: name of the sheet, number of the page.
pub(super) const FOOTER: &str = "&L&A&R&P / &N";
const GUIDE: &str = "About";
const EVALUATION: &str = "Evaluation";
const CHANGE: &str = "Change";
const NOTES: &str = "Notes of members";
const PRACTICE: &str = "practice round: made-up figures, not for use";
/// On every printed page, in the middle.
const PRACTICE_HEADER: &str = "&C&B&16Practice round: made-up figures, not for use";

fn guide(book: &mut Workbook, material: &Material<'_>) -> Result<(), XlsxError> {
    let about = &material.structure.publication;
    let top = Format::new().set_align(rust_xlsxwriter::FormatAlign::Top);
    let (bold, wrapped) = (top.clone().set_bold(), top.set_text_wrap());
    let sheet = book.add_worksheet();
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, TEXT_WIDTH)?;
    let state = match (material.manifest.practice, about.provisional) {
        (true, _) => PRACTICE,
        (false, true) => "provisional",
        (false, false) => "final",
    };
    let next = about.next_release.as_deref().unwrap_or("not announced");
    let (release, at) = (about.release.to_string(), material.anchor.height.to_string());
    let (event, root) = (material.anchor.event.to_string(), material.anchor.root.to_string());
    let mut lines = vec![
        ("Title", about.title.as_str()),
        ("Publisher", &about.publisher),
        ("Release", &release),
        ("State", state),
        ("Next release", next),
        ("Contact", &about.contact),
        ("Licence of the data", &about.licence),
        (
            "Empty values",
            "withheld for confidentiality: status Q, whatever the reason; with 0 members nobody reported it",
        ),
        ("Lowest, Highest", "the exact total lies between; the value is one that stands for all of these"),
        ("Members", "how many members reported the cell"),
        ("Log event", &at),
        ("Digest of the event", &event),
        ("Root of the log up to it", &root),
        ("Verify", "intertally auditor verify RECORD"),
    ];
    lines.extend(about.method.iter().map(|note| ("Method", note.as_str())));
    lines.extend(ObsStatus::ALL.map(|status| (status.code(), status.label())));
    for (row, (name, text)) in (0u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, 1, text, &wrapped)?;
        sheet.set_row_height(row, height(text, TEXT_WIDTH))?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer(FOOTER);
    Ok(())
}

/// What members say of their figures: area, attribute, cell or whole return, text.
fn notes(book: &mut Workbook, material: &Material<'_>, name: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top);
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (column, (head, width)) in
        (0..).zip([("Member", 10), ("Attribute", 18), ("Cell", 50), ("Note", TEXT_WIDTH)])
    {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    let all =
        by_member(material).into_iter().flat_map(|(area, notes)| notes.iter().map(move |note| (area, note)));
    for (row, (area, note)) in (1u32..).zip(all) {
        let cell = note.cell.and_then(|cell| material.manifest.cells.get(cell as usize));
        let cell = cell.map_or("whole return", |cell| cell.key.as_str());
        for (column, text) in (0..).zip([area, note.attribute.as_str(), cell, note.text.as_str()]) {
            sheet.write_string_with_format(row, column, text, &wrapped)?;
        }
        sheet.set_row_height(row, height(&note.text, TEXT_WIDTH))?;
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?.set_footer(FOOTER);
    Ok(())
}

/// At most 31 characters, none that Excel forbids, and no name twice.
fn sheet_name(id: &str, names: &mut BTreeSet<String>) -> String {
    let allowed = |letter: char| if "[]:*?/\\'".contains(letter) { '_' } else { letter };
    let base: String = id.chars().map(allowed).take(26).collect();
    let base = if base.is_empty() { "Table".to_owned() } else { base };
    let mut name = base.clone();
    let mut more = 2;
    while !names.insert(name.to_lowercase()) {
        name = format!("{base} {more}");
        more += 1;
    }
    name
}
