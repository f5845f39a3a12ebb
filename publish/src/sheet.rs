//! A sheet of totals.xlsx: labels, the values of each period, and the codes of the key behind them. It is frozen behind its labels,
//! and prints on one page wide without the codes.

use super::PublishError;
use super::figures::{Figure, Figures, codelist, range, within};
use super::workbook::{FOOTER, refused};
use intertally_structure::sheet::{A4, height, width};
use intertally_structure::{Structure, Table};
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};
use std::collections::BTreeSet;

/// Columns of a period: value, lowest, highest, status, members.
const PER_PERIOD: usize = 5;
/// Least and largest width of a column of labels, in digits.
const LABELS: (u16, u16) = (8, 56);
/// Width of a column of figures, in digits.
const FIGURE: u16 = 9;

/// A column of labels.
struct Labels {
    heading: String,
    texts: Vec<String>,
}

impl Labels {
    fn width(&self) -> u16 {
        width(self.texts.iter().chain([&self.heading]).map(String::as_str), LABELS)
    }
}

/// What a sheet is made of.
struct Parts<'a> {
    /// A figure of each series.
    series: Vec<&'a Figure>,
    /// Places of the dimensions of the key.
    places: Vec<usize>,
    periods: Vec<&'a str>,
    /// Columns of what differs between the series.
    labels: Vec<Labels>,
    /// Title, and what is the same for all series.
    title: String,
}

impl<'a> Parts<'a> {
    fn of(structure: &Structure, figures: &'a Figures, table: &Table) -> Result<Self, PublishError> {
        let own: Vec<&Figure> =
            figures.all.iter().filter(|one| within(structure, table, &one.codes)).collect();
        let periods: BTreeSet<&str> = own.iter().map(|one| figures.period(one)).collect();
        let places: Vec<usize> = (0..structure.dimensions.len())
            .filter(|place| *place != figures.places.time && *place != figures.places.area)
            .collect();
        let mut known = BTreeSet::new();
        let key = |one: &&'a Figure| -> Vec<&'a String> {
            places.iter().filter_map(|place| one.codes.get(*place)).collect()
        };
        let series: Vec<&Figure> = own.into_iter().filter(|one| known.insert(key(one))).collect();
        let (mut labels, mut title) = (Vec::new(), vec![table.title.clone()]);
        for place in &places {
            let Some(dimension) = structure.dimensions.get(*place) else { continue };
            let list = codelist(structure, dimension)?;
            let label = |one: &&Figure| {
                let code = one.codes.get(*place).map_or("", String::as_str);
                list.codes
                    .iter()
                    .find(|known| known.id == code)
                    .map_or(String::new(), |known| known.name.clone())
            };
            let texts: Vec<String> = series.iter().map(label).collect();
            match texts.first() {
                Some(first) if texts.iter().all(|text| text == first) => {
                    title.push(format!("{}: {first}", dimension.name));
                }
                _ => labels.push(Labels { heading: dimension.name.clone(), texts }),
            }
        }
        let (periods, title) = (periods.into_iter().collect(), title.join(" · "));
        Ok(Self { series, places, periods, labels, title })
    }

    /// The first column of figures.
    fn first(&self) -> u16 {
        column(self.labels.len())
    }

    /// The first column of codes.
    fn codes(&self) -> u16 {
        column(self.labels.len() + PER_PERIOD * self.periods.len())
    }
}

fn column(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// Writes the sheet of a table.
pub(super) fn sheet(
    sheet: &mut Worksheet,
    structure: &Structure,
    figures: &Figures,
    table: &Table,
    name: &str,
) -> Result<(), PublishError> {
    let parts = Parts::of(structure, figures, table)?;
    head(sheet, structure, &parts, name).map_err(refused)?;
    rows(sheet, figures, &parts).map_err(refused)
}

fn head(
    sheet: &mut Worksheet,
    structure: &Structure,
    parts: &Parts<'_>,
    name: &str,
) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let right = bold.clone().set_align(FormatAlign::Right);
    let (first, codes) = (parts.first(), parts.codes());
    sheet.set_name(name)?;
    // Over all that is printed: beside a narrow table a long title would be cut.
    let figures = codes.saturating_sub(first).saturating_mul(FIGURE);
    let over = parts.labels.iter().map(Labels::width).fold(figures, u16::saturating_add);
    let title = bold.clone().set_text_wrap().set_align(FormatAlign::Top);
    sheet.merge_range(0, 0, 0, codes.saturating_sub(1), &parts.title, &title)?;
    sheet.set_row_height(0, height(&parts.title, over))?;
    for (column, labels) in (0..).zip(&parts.labels) {
        sheet.write_string_with_format(1, column, &labels.heading, &bold)?;
        sheet.set_column_width(column, labels.width())?;
    }
    for (column, period) in (first..).step_by(PER_PERIOD).zip(&parts.periods) {
        sheet.write_string_with_format(1, column, *period, &right)?;
        for place in 0..self::column(PER_PERIOD) {
            sheet.set_column_width(column + place, FIGURE)?;
        }
        for (place, head) in (1..).zip(["Lowest", "Highest", "Status", "Members"]) {
            sheet.write_string_with_format(1, column + place, head, &right)?;
        }
    }
    for (column, place) in (codes..).zip(&parts.places) {
        let id = structure.dimensions.get(*place).map_or("", |one| &one.id);
        sheet.write_string_with_format(1, column, id, &bold)?.set_column_width(column, 14)?;
    }
    let last = u32::try_from(parts.series.len()).unwrap_or(u32::MAX).saturating_add(1);
    sheet
        .set_freeze_panes(2, first)?
        .set_landscape()
        .set_paper_size(A4)
        .set_print_area(0, 0, last, codes.saturating_sub(1))?
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(0, 1)?
        .set_footer(FOOTER);
    Ok(())
}

fn rows(sheet: &mut Worksheet, figures: &Figures, parts: &Parts<'_>) -> Result<(), XlsxError> {
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, (figure, row)) in parts.series.iter().zip(2..).enumerate() {
        let mut high = height("", LABELS.0);
        for (column, labels) in (0..).zip(&parts.labels) {
            let text = labels.texts.get(at).map_or("", String::as_str);
            sheet.write_string_with_format(row, column, text, &wrap)?;
            high = high.max(height(text, labels.width()));
        }
        sheet.set_row_height(row, high)?;
        for (column, period) in (parts.first()..).step_by(PER_PERIOD).zip(&parts.periods) {
            if let Some(figure) = figures.in_period(figure, period) {
                value(sheet, row, column, figure)?;
            }
        }
        for (column, place) in (parts.codes()..).zip(&parts.places) {
            let code = figure.codes.get(*place).map_or("", String::as_str);
            sheet.write_string(row, column, code)?;
        }
    }
    Ok(())
}

fn value(sheet: &mut Worksheet, row: u32, column: u16, figure: &Figure) -> Result<(), XlsxError> {
    let top = Format::new().set_align(FormatAlign::Top);
    let right = top.clone().set_align(FormatAlign::Right);
    if let Some(value) = figure.value {
        sheet.write_number_with_format(row, column, value as f64, &top)?;
    }
    if let Some((low, high)) = range(figure.shown) {
        sheet.write_number_with_format(row, column + 1, low as f64, &top)?;
        sheet.write_number_with_format(row, column + 2, high as f64, &top)?;
    }
    sheet.write_string_with_format(row, column + 3, figure.status.code(), &right)?;
    sheet.write_number_with_format(row, column + 4, figure.reporters.len() as f64, &top)?;
    Ok(())
}
