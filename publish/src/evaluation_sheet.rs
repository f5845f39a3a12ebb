//! A sheet of totals.xlsx: what was pooled of each evaluation, and the sums that it was made of.

use super::evaluations::Pooled;
use super::workbook::FOOTER;
use intertally_structure::sheet::A4;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

const HEADS: [(&str, u16); 10] = [
    ("Evaluation", 18),
    ("Title", 40),
    ("Codes", 30),
    ("Period", 10),
    ("Members", 9),
    ("What", 58),
    ("Value", 16),
    ("Lower", 14),
    ("Upper", 14),
    ("Note", 60),
];

/// Values are texts of three digits, as in the report; sums are whole numbers, as they were opened.
pub(super) fn sheet(sheet: &mut Worksheet, all: &[Pooled<'_>], name: &str) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(name)?;
    for (column, (head, width)) in (0..).zip(HEADS) {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    let mut row = 1;
    for one in all {
        let evaluation = one.family.evaluation;
        let codes: Vec<&str> = one.family.codes.iter().map(|(_, code)| *code).collect();
        let codes = codes.join(".");
        let mut line = |sheet: &mut Worksheet, what: &str, values: [&str; 4]| -> Result<u32, XlsxError> {
            let texts = [&evaluation.id, &evaluation.title, &codes, &one.family.period];
            for (column, text) in (0..).zip(texts) {
                sheet.write_string_with_format(row, column, text, &wrap)?;
            }
            sheet.write_number_with_format(row, 4, one.members as f64, &wrap)?;
            for (column, text) in (5..).zip([what].into_iter().chain(values)) {
                sheet.write_string_with_format(row, column, text, &wrap)?;
            }
            row += 1;
            Ok(row - 1)
        };
        for said in one.said.iter().chain(&one.crude) {
            let (low, high) = said.interval.clone().unwrap_or_default();
            line(sheet, &said.what, [&said.value, &low, &high, &said.note])?;
        }
        for lacking in one.lacking() {
            line(sheet, &lacking, [""; 4])?;
        }
        for (term, sum) in one.sums.iter().flatten() {
            let at = line(sheet, &format!("Sum of {}", term.code(evaluation.bits())), [""; 4])?;
            sheet.write_number_with_format(at, 6, *sum as f64, &wrap)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?.set_footer(FOOTER);
    Ok(())
}
