//! `totals.xlsx`: one sheet for each table of the structure, a row for each series, with values, flags and members.

use super::figures::{Figure, Figures, ObsStatus, codelist, range, within};
use super::national_notes::by_member;
use super::{Material, PublishError};
use crate::structure::{Structure, Table};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeSet;

fn refused(why: impl std::fmt::Display) -> PublishError {
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
        sheet(&mut book, material.structure, figures, table, &name)?;
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

/// Columns of a period: value, lowest, highest, status, members.
const PER_PERIOD: u16 = 5;
const GUIDE: &str = "About";
const NOTES: &str = "Notes of members";
const PRACTICE: &str = "practice round: made-up figures, not for use";
/// On every printed page, in the middle.
const PRACTICE_HEADER: &str = "&C&B&16Practice round: made-up figures, not for use";

fn guide(book: &mut Workbook, material: &Material<'_>) -> Result<(), XlsxError> {
    let about = &material.structure.publication;
    let (bold, wrapped) = (
        Format::new().set_bold(),
        Format::new().set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top),
    );
    let sheet = book.add_worksheet();
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(1, 90)?;
    let state = match (material.manifest.practice, about.provisional) {
        (true, _) => PRACTICE,
        (false, true) => "provisional",
        (false, false) => "final",
    };
    let next = about.next_release.as_deref().unwrap_or("not announced");
    let (release, height) = (about.release.to_string(), material.anchor.height.to_string());
    let (event, root) = (material.anchor.event.to_string(), material.anchor.root.to_string());
    let mut lines = vec![
        ("Title", about.title.as_str()),
        ("Publisher", &about.publisher),
        ("Release", &release),
        ("State", state),
        ("Next release", next),
        ("Contact", &about.contact),
        ("Licence of the data", &about.licence),
        ("Empty values", "withheld for confidentiality: status Q, whatever the reason"),
        ("Lowest, Highest", "the exact total lies between; the value is one that stands for all of these"),
        ("Members", "how many members reported the cell"),
        ("Log event", &height),
        ("Digest of the event", &event),
        ("Root of the log up to it", &root),
        ("Verify", "intertally auditor verify RECORD"),
    ];
    lines.extend(about.method.iter().map(|note| ("Method", note.as_str())));
    lines.extend(ObsStatus::ALL.map(|status| (status.code(), status.label())));
    for (row, (name, text)) in (0u32..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, &bold)?;
        sheet.write_string_with_format(row, 1, text, &wrapped)?;
    }
    Ok(())
}

/// What members say of their figures: area, attribute, cell or whole return, text.
fn notes(book: &mut Workbook, material: &Material<'_>, name: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    for (column, (head, width)) in (0..).zip([("Member", 10), ("Attribute", 18), ("Cell", 50), ("Note", 90)])
    {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    let all =
        by_member(material).into_iter().flat_map(|(area, notes)| notes.iter().map(move |note| (area, note)));
    for (row, (area, note)) in (1u32..).zip(all) {
        let cell = note.cell.and_then(|cell| material.manifest.cells.get(cell as usize));
        let cell = cell.map_or("whole return", |cell| cell.key.as_str());
        sheet.write_string(row, 0, area)?.write_string(row, 1, &note.attribute)?;
        sheet.write_string(row, 2, cell)?.write_string(row, 3, &note.text)?;
    }
    sheet.set_freeze_panes(1, 0)?;
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

fn sheet(
    book: &mut Workbook,
    structure: &Structure,
    figures: &Figures,
    table: &Table,
    name: &str,
) -> Result<(), PublishError> {
    let own: Vec<&Figure> = figures.all.iter().filter(|one| within(structure, table, &one.codes)).collect();
    let periods: Vec<&str> =
        own.iter().map(|one| figures.period(one)).collect::<BTreeSet<_>>().into_iter().collect();
    let places: Vec<usize> = (0..structure.dimensions.len())
        .filter(|place| *place != figures.places.time && *place != figures.places.area)
        .collect();
    let sheet = book.add_worksheet();
    head(sheet, structure, table, &places, &periods, name).map_err(refused)?;
    let wrap = Format::new().set_text_wrap().set_align(rust_xlsxwriter::FormatAlign::Top);
    // Labels for people first, the codes of the key behind the figures.
    let codes = codes_from(places.len(), periods.len());
    let mut rows: BTreeSet<Vec<&String>> = BTreeSet::new();
    let mut row = 2;
    for figure in own {
        let key: Vec<&String> = places.iter().filter_map(|place| figure.codes.get(*place)).collect();
        if !rows.insert(key) {
            continue;
        }
        for (column, place) in (0..).zip(&places) {
            let code = figure.codes.get(*place).map_or("", String::as_str);
            let list = structure.dimensions.get(*place).map(|one| codelist(structure, one)).transpose()?;
            let label = list.and_then(|list| list.codes.iter().find(|one| one.id == code));
            let label = label.map_or("", |one| one.name.as_str());
            sheet.write_string_with_format(row, column, label, &wrap).map_err(refused)?;
            sheet.write_string(row, codes + column, code).map_err(refused)?;
        }
        let mut column = places.len() as u16;
        for period in &periods {
            if let Some(figure) = figures.in_period(figure, period) {
                value(sheet, row, column, figure).map_err(refused)?;
            }
            column += PER_PERIOD;
        }
        row += 1;
    }
    Ok(())
}

/// The first column of codes: they stand behind the labels and the figures.
fn codes_from(labels: usize, periods: usize) -> u16 {
    (labels + usize::from(PER_PERIOD) * periods) as u16
}

fn head(
    sheet: &mut Worksheet,
    structure: &Structure,
    table: &Table,
    places: &[usize],
    periods: &[&str],
    name: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(name)?;
    sheet.write_string_with_format(0, 0, &table.title, &bold)?;
    let (first, codes) = (places.len() as u16, codes_from(places.len(), periods.len()));
    for (column, place) in (0..).zip(places) {
        let dimension = structure.dimensions.get(*place);
        sheet.write_string_with_format(1, column, dimension.map_or("", |one| &one.name), &bold)?;
        sheet.write_string_with_format(1, codes + column, dimension.map_or("", |one| &one.id), &bold)?;
        sheet.set_column_width(column, 28)?;
    }
    for (column, period) in (first..).step_by(usize::from(PER_PERIOD)).zip(periods) {
        sheet.write_string_with_format(1, column, *period, &bold)?;
        for (place, head) in (1..).zip(["Lowest", "Highest", "Status", "Members"]) {
            sheet.write_string_with_format(1, column + place, head, &bold)?;
        }
    }
    sheet.set_freeze_panes(2, first)?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 1)?;
    Ok(())
}

fn value(sheet: &mut Worksheet, row: u32, column: u16, figure: &Figure) -> Result<(), XlsxError> {
    if let Some(value) = figure.value {
        sheet.write_number(row, column, value as f64)?;
    }
    if let Some((low, high)) = range(figure.shown) {
        sheet.write_number(row, column + 1, low as f64)?.write_number(row, column + 2, high as f64)?;
    }
    sheet.write_string(row, column + 3, figure.status.code())?;
    sheet.write_number(row, column + 4, figure.reporters.len() as f64)?;
    Ok(())
}
