//! Foreign layouts: a mapping file says which column is which dimension, and which code is which. Made for Eurostat's bulk
//! files: TSV with a column per period, and CSV with a row per figure. Such a file holds many areas, periods and units;
//! what a return does not need is left out, and counted in a warning.

use super::columns::{STATUS, VALUE};
use super::fault::{Fault, Findings, Place};
use super::grid::{Field, Grid, Row};
use super::rules::{MAPPING_FILE, MAPPING_LEFT_OUT, MAPPING_TARGET};
use crate::structure::{Structure, nearest};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a foreign file becomes a return. A TOML file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Whether the file has a row per figure, or a column per period.
    pub layout: Layout,
    /// Its columns: name in the file, then the dimension, OBS_VALUE or OBS_STATUS.
    pub columns: BTreeMap<String, String>,
    /// Dimensions that the file does not have, with their code.
    #[serde(default)]
    pub fixed: BTreeMap<String, String>,
    /// Codes by dimension: code in the file, then the structure's. Where a dimension is listed, rows of other codes are
    /// left out; else codes stay as they are.
    #[serde(default)]
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns of the file, with the codes whose rows are kept.
    #[serde(default)]
    pub keep: BTreeMap<String, Vec<String>>,
    /// Flags of the file with their OBS_STATUS.
    #[serde(default)]
    pub flags: BTreeMap<String, String>,
    /// What stands for no figure.
    #[serde(default = "colon")]
    pub missing: Vec<String>,
}

/// Layouts of foreign files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A row per figure, a column per dimension.
    Rows,
    /// Tabs between columns; the first holds all dimensions but the period, with commas between, and is headed
    /// `freq,iccs,unit,geo\TIME_PERIOD`. Each other column is a period, with flags after the figure.
    Periods,
}

fn colon() -> Vec<String> {
    vec![":".to_owned()]
}

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(file_name: &str, bytes: &[u8]) -> Result<Self, Vec<Fault>> {
        let fault = |row: Option<u32>, what: String| {
            let mut findings = Findings::new(file_name);
            let hint = "docs/returns.md shows the form of a mapping".to_owned();
            findings.add(MAPPING_FILE, &Place { row, ..Place::default() }, None, what, hint);
            findings.finish().0
        };
        let text =
            std::str::from_utf8(bytes).map_err(|_| fault(None, "the mapping is not UTF-8 text".into()))?;
        toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
            fault(Some(line), error.message().to_owned())
        })
    }

    /// The foreign grid as one of the structure. `area` and `periods`: whose rows are kept.
    pub(super) fn apply(
        &self,
        structure: &Structure,
        area: &str,
        periods: &BTreeSet<String>,
        grid: Grid,
        findings: &mut Findings,
    ) -> Option<Grid> {
        let before = findings.faults.len();
        self.check(structure, findings);
        let grid = match self.layout {
            Layout::Rows => grid,
            Layout::Periods => unfold(structure, &grid),
        };
        let names: Vec<&str> = grid.header.iter().map(|name| name.trim()).collect();
        for name in self.columns.keys().chain(self.keep.keys()) {
            if !names.contains(&name.as_str()) && self.layout == Layout::Rows {
                findings.file(
                    MAPPING_TARGET,
                    format!("the file has no column '{name}', which the mapping names"),
                    "compare the mapping with the first line of the file",
                );
            }
        }
        if findings.faults.len() > before {
            return None;
        }
        let dimensions = structure.dimensions.iter().map(|dimension| dimension.id.clone());
        let header: Vec<String> = dimensions.chain([VALUE.to_owned(), STATUS.to_owned()]).collect();
        let mut rows = Vec::new();
        let mut left_out = 0_usize;
        for row in &grid.rows {
            let named =
                names.iter().zip(&row.fields).map(|(name, field)| (*name, field.text.trim())).collect();
            match self.row(structure, area, periods, &header, &named) {
                Some(fields) => rows.push(Row { number: row.number, fields }),
                None => left_out += 1,
            }
        }
        if left_out > 0 {
            let what = format!("{left_out} figures of other areas, periods, units or codes were left out");
            findings.file(MAPPING_LEFT_OUT, what, "compare the cells filled with what you expect");
        }
        Some(Grid { header, rows, ..grid })
    }

    /// Names in the mapping that the structure lacks.
    fn check(&self, structure: &Structure, findings: &mut Findings) {
        let mut fault = |what: String, wanted: &str, known: Vec<&str>| {
            let near = nearest(wanted, known.into_iter());
            let hint =
                near.map_or("take an id of the structure".into(), |near| format!("did you mean {near}?"));
            findings.file(MAPPING_TARGET, what, hint);
        };
        let ids = || structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        for target in self.columns.values().chain(self.fixed.keys()).chain(self.codes.keys()) {
            if structure.dimension(target).is_none() && ![VALUE, STATUS].contains(&target.as_str()) {
                let known = ids().chain([VALUE, STATUS]).collect();
                fault(format!("the mapping names '{target}', which is no dimension"), target, known);
            }
        }
        let codes = self.codes.iter().flat_map(|(id, codes)| codes.values().map(move |code| (id, code)));
        for (dimension, code) in self.fixed.iter().chain(codes) {
            let list = structure.codes(dimension).filter(|_| *dimension != structure.area);
            let known: Vec<&str> =
                list.into_iter().flat_map(|list| &list.codes).map(|code| code.id.as_str()).collect();
            if list.is_some() && !known.contains(&code.as_str()) {
                fault(format!("the mapping names '{code}', which is no code of {dimension}"), code, known);
            }
        }
    }

    /// The fields of a row under the structure's columns, or none if the return does not need it.
    fn row(
        &self,
        structure: &Structure,
        area: &str,
        periods: &BTreeSet<String>,
        header: &[String],
        named: &BTreeMap<&str, &str>,
    ) -> Option<Vec<Field>> {
        let kept = |(column, codes): (&String, &Vec<String>)| {
            named.get(column.as_str()).is_some_and(|code| codes.iter().any(|kept| kept == code))
        };
        if !self.keep.iter().all(kept) {
            return None;
        }
        let mut fields = Vec::with_capacity(header.len());
        for target in header {
            let source =
                self.columns.iter().find(|(_, other)| *other == target).map(|(column, _)| column.as_str());
            // Columns that an unfolded file has under their own names.
            let written = named.get(source.unwrap_or(target)).copied();
            let text = match (self.codes.get(target), written) {
                (_, None) => self.fixed.get(target).map_or("", String::as_str),
                (Some(codes), Some(written)) => codes.get(written)?,
                (None, Some(written)) => written,
            };
            if *target == structure.area && structure.area_code(text) != structure.area_code(area) {
                return None;
            }
            if *target == structure.time && !periods.contains(text) {
                return None;
            }
            fields.push(Field::plain(text));
        }
        self.flagged(&mut fields);
        Some(fields)
    }

    /// Figure and flag, the last two fields, in the structure's terms.
    fn flagged(&self, fields: &mut [Field]) {
        let [.., value, status] = fields else { return };
        let (figure, flag) = match value.text.split_once(' ') {
            Some((figure, flag)) if status.text.is_empty() && self.layout == Layout::Periods => {
                (figure, flag.trim())
            }
            _ => (value.text.as_str(), status.text.as_str()),
        };
        let status_text = self.flags.get(flag).map_or(flag, String::as_str).to_owned();
        let absent = self.missing.iter().any(|missing| missing == figure);
        let figure = if absent { String::new() } else { figure.to_owned() };
        *status = Field::plain(&status_text);
        *value = Field::plain(&figure);
    }
}

/// A file with a column per period, as one with a row per figure.
fn unfold(structure: &Structure, grid: &Grid) -> Grid {
    let first = grid.header.first().map_or("", String::as_str);
    let names = first.split_once('\\').map_or(first, |(names, _)| names);
    let names: Vec<&str> = names.split(',').map(str::trim).collect();
    let header = names.iter().copied().chain([structure.time.as_str(), VALUE]).map(str::to_owned).collect();
    let mut rows = Vec::new();
    for row in &grid.rows {
        let codes: Vec<&str> =
            row.fields.first().map_or("", |field| field.text.as_str()).split(',').collect();
        for (period, field) in grid.header.iter().zip(&row.fields).skip(1) {
            let codes = (0..names.len()).map(|at| Field::plain(codes.get(at).map_or("", |code| code.trim())));
            let fields =
                codes.chain([Field::plain(period.trim()), Field::plain(field.text.trim())]).collect();
            rows.push(Row { number: row.number, fields });
        }
    }
    Grid { header, rows, ..grid.clone() }
}
