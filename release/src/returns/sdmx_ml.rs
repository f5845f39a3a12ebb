//! SDMX-ML 2.1, structure-specific data: series with observations, or observations alone.

use super::fault::{Findings, Place};
use super::grid::{Field, Grid, Row};
use super::records::declared;
use super::rules::{FILE_EMPTY, FILE_FORMAT};
use crate::structure::Structure;
use crate::xml::{Attributes, Step, Walk, attribute};
use std::collections::HashMap;

/// The grid of an SDMX-ML file: a row per observation, whose number is its line. None if there is none; the fault is
/// then added.
pub(super) fn grid(structure: &Structure, text: &str, findings: &mut Findings) -> Option<Grid> {
    let mut walk = Walk::new(text);
    let mut grid = Grid { header_row: 1, ..Grid::default() };
    let mut names: HashMap<String, usize> = HashMap::new();
    let (mut set, mut series) = (Attributes::new(), Attributes::new());
    let mut root = true;
    loop {
        let step = walk.step();
        let line = walk.line();
        let place = Place { row: Some(line), ..Place::default() };
        let (name, attributes, ends) = match step {
            Ok(Step::Start(name, attributes, ends)) => (name, attributes, ends),
            Ok(Step::End(name)) => {
                match name.as_str() {
                    "Series" => series.clear(),
                    "DataSet" => set.clear(),
                    _ => {}
                }
                continue;
            }
            Ok(Step::Text(_)) => continue,
            Ok(Step::Eof) => break,
            Err(error) => {
                let hint = "export the file again as SDMX-ML 2.1, structure-specific".to_owned();
                findings.add(FILE_FORMAT, &place, None, format!("the XML is not well formed: {error}"), hint);
                return None;
            }
        };
        if std::mem::take(&mut root)
            && !matches!(name.as_str(), "StructureSpecificData" | "StructureSpecificTimeSeriesData")
        {
            let hint = "export structure-specific data of SDMX-ML 2.1, or send CSV".to_owned();
            findings.add(FILE_FORMAT, &place, None, format!("XML that is {name}, not a return"), hint);
            return None;
        }
        match name.as_str() {
            "Ref" => {
                let part = |wanted: &str| attribute(&attributes, wanted).unwrap_or_default();
                let flow = format!("{}:{}({})", part("agencyID"), part("id"), part("version"));
                declared(structure, &flow, &place, findings);
            }
            "DataSet" => set = own(attributes),
            "Series" => series = if ends { Attributes::new() } else { own(attributes) },
            "Obs" => {
                let all = set.iter().chain(&series).chain(&attributes);
                let fields = row(&mut grid.header, &mut names, all);
                grid.rows.push(Row { number: line, fields });
            }
            _ => {}
        }
    }
    if root || grid.rows.is_empty() {
        findings.file(FILE_EMPTY, "the file has no observations", "send the file that holds the figures");
        return None;
    }
    Some(grid)
}

/// Attributes of a data set or series that concern its observations: those without prefix, and the action.
fn own(attributes: Attributes) -> Attributes {
    let action = |name: &str| name == "action";
    let kept = attributes.into_iter().filter(|(prefix, name, _)| prefix.is_empty() || action(name));
    kept.map(|(prefix, name, value)| {
        if action(&name) {
            // Information, Append, Replace, Delete: the letters of SDMX-CSV.
            (prefix, "ACTION".to_owned(), value.chars().take(1).collect())
        } else {
            (prefix, name, value)
        }
    })
    .collect()
}

/// The fields of an observation; columns come up as they are met, and what is nearest to the observation holds.
fn row<'a>(
    header: &mut Vec<String>,
    names: &mut HashMap<String, usize>,
    attributes: impl Iterator<Item = &'a (String, String, String)>,
) -> Vec<Field> {
    let mut fields = vec![Field::default(); header.len()];
    for (prefix, name, value) in attributes {
        if !prefix.is_empty() && name != "ACTION" {
            continue;
        }
        let at = *names.entry(name.clone()).or_insert_with(|| {
            header.push(name.clone());
            header.len() - 1
        });
        if fields.len() <= at {
            fields.resize(at + 1, Field::default());
        }
        fields.get_mut(at).into_iter().for_each(|field| *field = Field::plain(value));
    }
    fields
}
