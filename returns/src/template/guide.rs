//! The first sheet: which round it is for, how it is filled in, what the codes of status mean, what is counted.

use super::format::input;
use super::{Sheet, TemplateFacts};
use crate::workbook::{ROUND_ID, STRUCTURE_ID};
use intertally_structure::Structure;
use intertally_structure::sheet::{A4, height};
use rust_xlsxwriter::{DataValidation, Format, FormatAlign, Formula, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Sheets that are no tables; their names have a blank, which no id has.
pub(super) const GUIDE: &str = "Read me first";
pub(super) const LISTS: &str = "Lists of codes";
/// The status codes with what they say, in the order of the guide.
pub(super) const STATUSES: [(&str, &str); 8] = [
    ("A", "a figure; a true zero is a figure: type 0"),
    ("P", "a figure that may still change"),
    ("B", "a figure that does not compare with the year before"),
    ("W", "a figure that includes those of another cell"),
    ("M", "no figure: it is no offence here, or cannot exist"),
    ("L", "no figure: it is not collected"),
    ("O", "no figure: unknown why, or not yet there"),
    ("K", "no figure: it is counted in another cell, which has status W"),
];
/// How it is filled in.
const STEPS: [(&str, &str); 7] = [
    (
        "Figures",
        "Fill in the yellow cells of every sheet: the figure, and a status where there is none or it is special.",
    ),
    ("", "Whole numbers, in units: no thousands, no rounding, no formulas that refer to other files."),
    ("", "An empty figure with no status counts as missing (O). A true zero is 0."),
    ("", "Hide no rows and columns: hidden figures are refused."),
    (
        "Notes",
        "Notes are PUBLIC: they are not encrypted, and everybody can read them in the record and in the publication. Say what \
         others should know, a year that runs otherwise or a rule of counting that changed, and name no figure.",
    ),
    (
        "",
        "So are the two columns on the right: C, the figure is confidential with you; Y, you publish it yourselves, and \
         the figure goes out in clear.",
    ),
    ("Secrecy", "Nobody but you sees figures without Y: they are encrypted before they leave your machine."),
];
/// Widths of the columns, in digits: names, texts, remarks.
const WIDTHS: [u16; 3] = [22, 74, 28];

/// Writes the guide of a round of this name.
pub(super) fn guide(
    sheet: &mut Worksheet,
    structure: &Structure,
    area: &str,
    (round_name, round_id): (&str, &str),
    facts: &TemplateFacts<'_>,
    sheets: &[Sheet<'_>],
) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut lines = Lines::on(sheet);
    lines.title(&structure.name)?;
    lines.title(round_name)?;
    lines.row += 1;
    // Before a round opens there is none to name.
    if !round_id.is_empty() {
        lines.said(ROUND_ID, round_id, "do not change")?;
    }
    let flow = format!("{}:{}({})", structure.agency, structure.national_flow, structure.version);
    lines.said(STRUCTURE_ID, &flow, "do not change")?;
    let row = lines.row;
    lines.said(&structure.area, area, "your area; choose from the list")?;
    let last = structure.codes(&structure.area).map_or(1, |list| list.codes.len());
    let list = Formula::new(format!("='{LISTS}'!$A$2:$A${}", last + 1));
    let list = DataValidation::new().allow_list_formula(list);
    lines.sheet.write_string_with_format(row, 1, area, &input("@"))?;
    lines.sheet.add_data_validation(row, 1, row, 1, &list)?;
    let about = &structure.publication;
    for (name, text) in [("Closes", facts.deadline.unwrap_or_default()), ("Contact", &about.contact)] {
        if !text.is_empty() {
            lines.said(name, text, "")?;
        }
    }
    lines.row += 1;
    for (name, text) in STEPS {
        lines.said(name, text, "")?;
    }
    if !about.method.is_empty() {
        lines.head("Definitions", "")?;
    }
    for note in &about.method {
        lines.said("", note, "")?;
    }
    lines.head("Status", "what it says")?;
    for (code, says) in STATUSES {
        lines.said(code, says, "")?;
    }
    lines.head("Sheet", "what it asks for")?;
    for table in sheets {
        lines.said(table.id, table.title, &format!("{} cells", table.rows.len()))?;
    }
    lines.head("Measure", "what it counts")?;
    let asked: BTreeSet<&str> =
        sheets.iter().flat_map(|sheet| &sheet.rows).flat_map(|(row, _)| row.clone()).collect();
    for measure in structure.measures.iter().filter(|measure| asked.contains(measure.code.as_str())) {
        let label = structure.label(&structure.measure, &measure.code);
        lines.said(&measure.code, &format!("{label}: in units of '{}'", measure.unit), "")?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0).set_footer("&L&A&R&P / &N");
    sheet.protect();
    Ok(())
}

/// Writes line by line.
struct Lines<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    bold: Format,
    wrap: Format,
}

impl<'a> Lines<'a> {
    fn on(sheet: &'a mut Worksheet) -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self { sheet, row: 0, bold: top.clone().set_bold(), wrap: top.set_text_wrap() }
    }

    fn title(&mut self, text: &str) -> Result<(), XlsxError> {
        let title = Format::new().set_bold().set_font_size(14);
        self.sheet.write_string_with_format(self.row, 0, text, &title)?.set_row_height(self.row, 20)?;
        self.row += 1;
        Ok(())
    }

    /// What follows is of this.
    fn head(&mut self, name: &str, text: &str) -> Result<(), XlsxError> {
        self.row += 1;
        self.sheet.write_string_with_format(self.row, 0, name, &self.bold)?;
        self.sheet.write_string_with_format(self.row, 1, text, &self.bold)?;
        self.row += 1;
        Ok(())
    }

    /// A line as high as its texts are long: spreadsheets do not make it so by themselves in a locked sheet.
    fn said(&mut self, name: &str, text: &str, remark: &str) -> Result<(), XlsxError> {
        let [names, texts, remarks] = WIDTHS;
        self.sheet
            .write_string_with_format(self.row, 0, name, &self.bold.clone().set_text_wrap())?
            .write_string_with_format(self.row, 1, text, &self.wrap)?
            .write_string_with_format(self.row, 2, remark, &self.wrap)?;
        let high = height(text, texts).max(height(name, names)).max(height(remark, remarks));
        self.sheet.set_row_height(self.row, high)?;
        self.row += 1;
        Ok(())
    }
}

/// The codes of the area, for the drop-down of the guide; nobody needs to see the sheet.
pub(super) fn lists(sheet: &mut Worksheet, structure: &Structure) -> Result<(), XlsxError> {
    sheet.set_name(LISTS)?.set_hidden(true);
    sheet.write_string_with_format(0, 0, "Code", &Format::new().set_bold())?;
    for (code, row) in structure.codes(&structure.area).into_iter().flat_map(|list| &list.codes).zip(1..) {
        sheet.write_string(row, 0, &code.id)?.write_string(row, 1, &code.name)?;
    }
    sheet.protect();
    Ok(())
}
