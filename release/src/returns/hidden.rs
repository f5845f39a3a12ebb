//! Hidden rows of a workbook, which calamine does not tell of (ECMA-376 part 1, 18.3.1.73).

use crate::xml::{Step, Walk, attribute};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes that a workbook may unpack to.
const MAX_UNPACKED: u64 = 256 << 20;
/// Most files in it.
const MAX_FILES: usize = 2_000;

/// Rows that nobody sees, by sheet, from 1. None if the bytes are no workbook, or one that unpacks to too much.
pub(super) fn hidden_rows(bytes: &[u8]) -> Option<BTreeMap<String, BTreeSet<u32>>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > MAX_FILES {
        return None;
    }
    let mut left = MAX_UNPACKED;
    for at in 0..archive.len() {
        // Counted, not believed: the sizes that an archive names may be wrong.
        let file = archive.by_index(at).ok()?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).ok()?;
        left = left.checked_sub(unpacked)?;
    }
    let workbook = text(&mut archive, "xl/workbook.xml")?;
    let relations = text(&mut archive, "xl/_rels/workbook.xml.rels")?;
    let targets: BTreeMap<String, String> =
        elements(&relations, "Relationship", &["Id", "Target"])?.into_iter().collect();
    let mut hidden = BTreeMap::new();
    for (sheet, id) in elements(&workbook, "sheet", &["name", "id"])? {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let Some(text) = text(&mut archive, &path) else { continue };
        hidden.insert(sheet, rows(&text)?);
    }
    Some(hidden)
}

fn text(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<String> {
    let mut text = String::new();
    archive.by_name(path).ok()?.take(MAX_UNPACKED).read_to_string(&mut text).ok()?;
    Some(text)
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

fn rows(text: &str) -> Option<BTreeSet<u32>> {
    let mut walk = Walk::new(text);
    let mut hidden = BTreeSet::new();
    let mut row = 0_u32;
    loop {
        match walk.step().ok()? {
            Step::Start(name, given, _) if name == "row" => {
                row =
                    attribute(&given, "r").and_then(|row| row.parse().ok()).unwrap_or(row.saturating_add(1));
                if attribute(&given, "hidden").is_some_and(|hidden| matches!(hidden, "1" | "true")) {
                    hidden.insert(row);
                }
            }
            Step::End(name) if name == "sheetData" => return Some(hidden),
            Step::Eof => return Some(hidden),
            _ => {}
        }
    }
}
