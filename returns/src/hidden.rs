//! What a workbook holds and nobody sees, which calamine does not tell of: hidden rows and columns, those of no height or width
//! (ECMA-376 part 1, 18.3.1.13, 18.3.1.73, 18.3.1.81). Filters hide rows, too.

use super::conditional::{Conditional, Look, column, conditional, looks};
use super::formats::{Format, Shows, formats};
use super::grid::letters;
use intertally_structure::xml::{Attributes, Step, Walk, attribute};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

/// Most bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in it.
const MAX_FILES: usize = 2_000;
/// Height in points, or width in digits, below which nothing can be read.
const LEAST: f64 = 2.0;

/// What nobody sees of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// Rows, from 1.
    pub(super) rows: BTreeSet<u32>,
    /// First and last of columns beside each other, from 0.
    columns: Vec<(u32, u32)>,
    /// Columns that have an entry of their own.
    named: Vec<(u32, u32)>,
    /// Whether columns without an entry are hidden.
    others: bool,
    /// Whether a 0 is not shown (ECMA-376 part 1, 18.3.1.87).
    no_zeros: bool,
    /// Cells whose format shows another thing than they hold, by name, as in `F12`.
    formats: BTreeMap<String, Arc<Format>>,
    /// Conditional formats.
    conditional: Conditional,
}

impl Hidden {
    /// Whether nobody sees the column, from 0.
    pub(super) fn column(&self, at: u32) -> bool {
        let within =
            |ranges: &[(u32, u32)]| ranges.iter().any(|(first, last)| (*first..=*last).contains(&at));
        within(&self.columns) || (self.others && !within(&self.named))
    }

    /// What the format of a cell, by its row from 1 and its column from 0, does to a whole number; what a condition may make of
    /// it, too.
    pub(super) fn shows(&self, (row, column): (u32, usize), number: i128) -> Shows {
        let format = self.formats.get(&format!("{}{row}", letters(column)));
        let shows = format.map_or(Shows::default(), |format| format.shows(number));
        let at = (row, u32::try_from(column).unwrap_or(u32::MAX));
        let by = match format {
            _ if self.conditional.is_empty() => Shows::default(),
            Some(format) => self.conditional.shows(at, number, format),
            None => self.conditional.shows(at, number, &Format::of("General")),
        };
        Shows {
            nothing: shows.nothing || by.nothing || (self.no_zeros && number == 0),
            percent: shows.percent || by.percent,
            other: shows.other || by.other,
            by_condition: by.nothing && !shows.nothing,
        }
    }
}

/// What nobody sees, by sheet. None if the bytes are no workbook, or one that unpacks to too much.
pub(super) fn hidden(bytes: &[u8]) -> Option<BTreeMap<String, Hidden>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > MAX_FILES {
        return None;
    }
    let mut left = MAX_UNPACKED;
    let mut files = Files(BTreeMap::new());
    for at in 0..archive.len() {
        // Counted, not believed: the sizes that an archive names may be wrong.
        let file = archive.by_index(at).ok()?;
        files.0.insert(path(&file.name().ok()?), at);
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).ok()?;
        left = left.checked_sub(unpacked)?;
    }
    let root = files.text(&mut archive, "_rels/.rels")?;
    let documents = elements(&root, "Relationship", &["Type", "Target"])?;
    let document = documents.into_iter().find(|(kind, _)| kind.ends_with("/relationships/officeDocument"))?.1;
    let document = document.strip_prefix('/').unwrap_or(&document).to_owned();
    let (folder, name) =
        document.rsplit_once('/').map_or(("", document.as_str()), |(folder, name)| (folder, name));
    let beside = |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    let workbook = files.text(&mut archive, &document)?;
    let relations = files.text(&mut archive, &beside(&format!("_rels/{name}.rels")))?;
    let targets: BTreeMap<String, String> =
        elements(&relations, "Relationship", &["Id", "Target"])?.into_iter().collect();
    let kinds = elements(&relations, "Relationship", &["Type", "Target"])?;
    let styles = kinds.into_iter().find(|(kind, _)| kind.ends_with("/relationships/styles"));
    let styles = styles.and_then(|(_, target)| {
        let path = target.strip_prefix('/').map_or_else(|| beside(&target), str::to_owned);
        files.text(&mut archive, &path)
    });
    let looks = styles.as_ref().map_or(Some(Vec::new()), |text| looks(text))?;
    let styles = styles.map_or(Some(Vec::new()), |text| formats(&text))?;
    // Formats that show every figure as it is are none to keep for each cell.
    let tells = |format: &Format| {
        [1, 999, 1_000, 99_999, 1_000_000, 0].iter().any(|number| format.shows(*number) != Shows::default())
    };
    let styles: Vec<(bool, Arc<Format>)> =
        styles.into_iter().map(|format| (tells(&format), Arc::new(format))).collect();
    let mut hidden = BTreeMap::new();
    for (sheet, id) in elements(&workbook, "sheet", &["name", "id"])? {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| beside(target), str::to_owned);
        let Some(text) = files.text(&mut archive, &path) else { continue };
        hidden.insert(sheet, of_sheet(&text, &styles, &looks)?);
    }
    Some(hidden)
}

/// Places of an archive's files, by path; programs of Windows write backslashes, and letters of any case.
struct Files(BTreeMap<String, usize>);

fn path(name: &str) -> String {
    let name = name.replace('\\', "/").to_lowercase();
    name.strip_prefix('/').map_or(name.clone(), str::to_owned)
}

impl Files {
    fn text(&self, archive: &mut ZipArchive<Cursor<&[u8]>>, wanted: &str) -> Option<String> {
        let at = self.0.get(&path(wanted)).copied()?;
        let mut bytes = Vec::new();
        archive.by_index(at).ok()?.take(MAX_UNPACKED).read_to_end(&mut bytes).ok()?;
        Some(intertally_structure::text::decode(&bytes).ok()?.text)
    }
}

/// Two attributes of every element of a name.
fn elements(text: &str, wanted: &str, attributes: &[&str; 2]) -> Option<Vec<(String, String)>> {
    let mut walk = Walk::new(text);
    let mut found = Vec::new();
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, _) if name == wanted => {
                let [first, second] =
                    attributes.map(|name| attribute(&given, name).unwrap_or_default().to_owned());
                found.push((first, second));
            }
            Step::Eof => return Some(found),
            _ => {}
        }
    }
}

/// `styles`: formats of cells, and whether each shows another thing than the cell holds.
fn of_sheet(text: &str, styles: &[(bool, Arc<Format>)], looks: &[Look]) -> Option<Hidden> {
    let mut walk = Walk::new(text);
    let mut hidden = Hidden { conditional: conditional(text, looks)?, ..Hidden::default() };
    let mut row = 0_u32;
    let mut at = 0_usize;
    let mut zero_height = false;
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, _) => match name.as_str() {
                "sheetView" => {
                    let shown = attribute(&given, "showZeros").is_none() || yes(&given, "showZeros");
                    hidden.no_zeros |= !shown;
                }
                "sheetFormatPr" => {
                    zero_height = yes(&given, "zeroHeight") || none(&given, "defaultRowHeight");
                    hidden.others = none(&given, "defaultColWidth");
                }
                "col" => {
                    let at = |name: &str| attribute(&given, name)?.parse::<u32>().ok()?.checked_sub(1);
                    let Some(range) = at("min").zip(at("max")) else { continue };
                    hidden.named.push(range);
                    if yes(&given, "hidden") || none(&given, "width") {
                        hidden.columns.push(range);
                    }
                }
                "row" => {
                    let given_row = attribute(&given, "r").and_then(|row| row.parse().ok());
                    row = given_row.unwrap_or(row.saturating_add(1));
                    at = 0;
                    let by_default = zero_height && attribute(&given, "ht").is_none();
                    if yes(&given, "hidden") || none(&given, "ht") || by_default {
                        hidden.rows.insert(row);
                    }
                }
                "c" => {
                    let style = attribute(&given, "s").and_then(|style| style.parse::<usize>().ok());
                    // A cell without a name stands behind the one before it.
                    let name =
                        attribute(&given, "r").map_or_else(|| format!("{}{row}", letters(at)), str::to_owned);
                    let place = column(&name).or(u32::try_from(at).ok()).unwrap_or(u32::MAX);
                    at = usize::try_from(place).unwrap_or(at).saturating_add(1);
                    let format = style.and_then(|style| styles.get(style));
                    if let Some((tells, format)) = format
                        && (*tells || hidden.conditional.covers((row, place)))
                    {
                        hidden.formats.insert(name, Arc::clone(format));
                    }
                }
                _ => {}
            },
            Step::End(name) if name == "sheetData" => return Some(hidden),
            Step::Eof => return Some(hidden),
            _ => {}
        }
    }
}

fn yes(given: &Attributes, name: &str) -> bool {
    attribute(given, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// Whether a height or width is given, and too small to see anything.
fn none(given: &Attributes, name: &str) -> bool {
    attribute(given, name).and_then(|size| size.trim().parse::<f64>().ok()).is_some_and(|size| size < LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(before: &str, rows: &str) -> Hidden {
        of_sheet(&format!("<worksheet>{before}<sheetData>{rows}</sheetData></worksheet>"), &[], &[]).unwrap()
    }

    #[test]
    fn columns_that_nobody_sees() {
        for hidden in [r#"hidden="1""#, r#"hidden="true""#, r#"width="0""#, r#"width="0.08" customWidth="1""#]
        {
            let hidden = sheet(&format!(r#"<cols><col min="2" max="3" {hidden}/></cols>"#), "");
            let columns: Vec<bool> = (0..4).map(|at| hidden.column(at)).collect();
            assert_eq!(columns, [false, true, true, false]);
        }
        let narrow =
            sheet(r#"<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>"#, "");
        assert!(!narrow.column(0) && narrow.column(1));
        let seen = sheet(r#"<cols><col min="1" max="9" width="8.7" hidden="0"/></cols>"#, "");
        assert!((0..12).all(|at| !seen.column(at)));
    }

    #[test]
    fn rows_that_nobody_sees() {
        for hidden in [r#"hidden="1""#, r#"hidden="true""#, r#"ht="0""#, r#"ht="0.75" customHeight="1""#] {
            let hidden = sheet("", &format!(r#"<row r="1"/><row r="4" {hidden}/><row/>"#));
            assert_eq!(hidden.rows.into_iter().collect::<Vec<_>>(), [4]);
        }
        let all = sheet(r#"<sheetFormatPr zeroHeight="1"/>"#, r#"<row r="1" ht="15"/><row r="2"/>"#);
        assert_eq!(all.rows.into_iter().collect::<Vec<_>>(), [2]);
        let all = sheet(r#"<sheetFormatPr defaultRowHeight="0"/>"#, r#"<row r="1" ht="15"/><row r="2"/>"#);
        assert_eq!(all.rows.into_iter().collect::<Vec<_>>(), [2]);
        assert!(sheet("", r#"<row r="1" ht="12.75"/><row r="2" hidden="0"/>"#).rows.is_empty());
        assert_eq!(sheet("", r#"<row r="1" ht="1" customHeight="1"/>"#).rows.len(), 1);
    }

    #[test]
    fn zeros_that_a_sheet_does_not_show() {
        for (view, wanted) in
            [("showZeros='0'", true), ("showZeros='false'", true), ("showZeros='1'", false), ("", false)]
        {
            let hidden =
                sheet(&format!("<sheetViews><sheetView {view} workbookViewId='0'/></sheetViews>"), "");
            assert_eq!(
                (hidden.shows((2, 5), 0).nothing, hidden.shows((2, 5), 7).nothing),
                (wanted, false),
                "{view}"
            );
        }
    }
}
