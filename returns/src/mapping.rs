//! Foreign layouts: a mapping file says which column is which dimension, and which code is which. Made for Eurostat's bulk
//! files: TSV with a column per period, and CSV with a row per figure. `mapped` makes a return of a file by it.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{NOTES, STATUS, VALUE};
use super::fault::{Fault, Findings, Place};
use super::marks::Marks;
use super::rules::{MAPPING_FILE, MAPPING_TARGET};
use intertally_core::submission::Status;
use intertally_structure::text::decode;
use intertally_structure::{Structure, nearest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a foreign file becomes a return. A TOML file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Whether the file has a row per figure, or a column per period.
    pub layout: Layout,
    /// Its columns: name in the file, then the dimension, OBS_VALUE, OBS_STATUS, a claim (CONF_STATUS, PUBLISHED) or a note such as COMMENT_OBS.
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
    /// The mark between groups of three digits, e.g. `.`; without it a figure is read as in a return.
    #[serde(default)]
    pub thousands: Option<String>,
    /// The mark before a fraction, e.g. `,`.
    #[serde(default)]
    pub decimal: Option<String>,
    /// The status of figures that have none in the file.
    #[serde(default)]
    pub status: Defaults,
}

/// Statuses where the file has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Where there is a figure, e.g. `P`.
    #[serde(default)]
    pub with: Option<String>,
    /// Where there is none, e.g. `L`.
    #[serde(default)]
    pub without: Option<String>,
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
        let decoded = decode(bytes).map_err(|why| fault(None, why.to_string()))?;
        if decoded.guessed.is_some() {
            return Err(fault(None, "the mapping is not UTF-8 text".into()));
        }
        let text = decoded.text.as_str();
        let mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
            fault(Some(line), error.message().to_owned())
        })?;
        mapping.marks().and_then(|_| mapping.statuses()).map_err(|what| fault(None, what))?;
        Ok(mapping)
    }

    /// Statuses that are none, or that say of a figure that it is not there, and the reverse.
    fn statuses(&self) -> Result<(), String> {
        let status = |text: &str| {
            let mut letters = text.chars();
            let letter = letters.next().filter(|_| letters.next().is_none());
            letter
                .and_then(Status::from_code)
                .ok_or_else(|| format!("'{text}' is no status: A, P, B, W, M, L, O or K"))
        };
        for text in self.flags.values() {
            status(text)?;
        }
        let defaults = [
            (&self.status.with, true, "with = A, P, B or W"),
            (&self.status.without, false, "without = M, L, O or K"),
        ];
        for (text, reports, form) in defaults {
            if text.as_deref().map(status).transpose()?.is_some_and(|status| status.reports() != reports) {
                return Err(format!("a status that does not go with the figures: {form}"));
            }
        }
        Ok(())
    }

    /// The marks inside its figures.
    pub(super) fn marks(&self) -> Result<Marks, String> {
        Marks::of(self.thousands.as_deref(), self.decimal.as_deref())
    }

    /// Names in the mapping that the structure lacks.
    pub(super) fn check(&self, structure: &Structure, findings: &mut Findings) {
        let mut fault = |what: String, wanted: &str, known: Vec<&str>| {
            let near = nearest(wanted, known.into_iter());
            let hint = near.map_or("take an id of the structure, or a note".into(), |near| {
                format!("did you mean {near}?")
            });
            findings.file(MAPPING_TARGET, what, hint);
        };
        let ids = || structure.dimensions.iter().map(|dimension| dimension.id.as_str());
        for target in self.columns.values().chain(self.fixed.keys()).chain(self.codes.keys()) {
            let other = || NOTES.into_iter().chain([VALUE, STATUS, CONFIDENTIALITY, PUBLISHED]);
            if structure.dimension(target).is_none() && !other().any(|name| name == target) {
                let known = ids().chain(other()).collect();
                fault(format!("the mapping names '{target}', which is no dimension"), target, known);
            }
        }
        // A code of the file that becomes another figure would change it.
        for target in self.codes.keys().filter(|target| structure.dimension(target).is_none()) {
            let what = format!("[codes.{target}] of the mapping: {target} is no dimension, and has no codes");
            fault(what, "", Vec::new());
        }
        if self.fixed.contains_key(VALUE) {
            fault(format!("[fixed] of the mapping gives one {VALUE} to all rows"), "", Vec::new());
        }
        let targets: Vec<&String> = self.columns.values().collect();
        for (at, target) in targets.iter().enumerate() {
            if targets.iter().take(at).any(|other| other == target) {
                fault(format!("two columns of the mapping become {target}"), "", Vec::new());
            }
        }
        for target in self.fixed.keys().filter(|target| targets.contains(target)) {
            fault(format!("{target} is a column of the mapping, and fixed as well"), "", Vec::new());
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
}
