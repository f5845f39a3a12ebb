//! Foreign layouts: a mapping file says which column is which dimension, and which code is which. Made for Eurostat's bulk
//! files: TSV with a column per period, and CSV with a row per figure. `mapping_check` holds it against the structure, `mapped`
//! makes a return of a file by it.

use super::columns::VALUE;
use super::fault::{Fault, Findings, Place};
use super::marks::Marks;
use super::origin::Origin;
use super::rules::MAPPING_FILE;
use intertally_core::submission::Status;
use intertally_structure::Structure;
use intertally_structure::text::decode;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a foreign file becomes a return. A TOML file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Whether the file has a row per figure, or a column per period.
    pub layout: Layout,
    /// Its columns: name in the file, then the dimension, OBS_VALUE (several, if they are added up), OBS_STATUS, a claim (CONF_STATUS, PUBLISHED) or a note such as COMMENT_OBS.
    pub columns: BTreeMap<String, String>,
    /// Columns of figures where the file has several: one for each measure, say. Each with the codes that hold for its figures:
    /// dimension, then code.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns over which figures are added up: columns of figures that become one cell, and columns of labels in which the rows
    /// of one cell differ. Without it, two figures of one cell are a fault.
    #[serde(default)]
    pub add: Vec<String>,
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
    /// What stands for 0.
    #[serde(default)]
    pub zero: Vec<String>,
    /// The mark between groups of three digits, e.g. `.`; without it a figure is read as in a return.
    #[serde(default)]
    pub thousands: Option<String>,
    /// The mark before a fraction, e.g. `,`.
    #[serde(default)]
    pub decimal: Option<String>,
    /// The status of figures that have none in the file.
    #[serde(default)]
    pub status: Defaults,
    /// The file that it was read from.
    #[serde(skip)]
    pub origin: Origin,
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

/// Whose rows a mapping keeps.
pub(super) struct Wanted<'a> {
    pub(super) structure: &'a Structure,
    pub(super) area: &'a str,
    /// The round's periods, as it writes them.
    pub(super) periods: &'a BTreeSet<String>,
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
        let mut mapping: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1);
            fault(Some(line), error.message().to_owned())
        })?;
        mapping.marks().and_then(|_| mapping.statuses()).map_err(|what| fault(None, what))?;
        if let Some(both) = mapping.zero.iter().find(|text| mapping.missing.contains(text)) {
            return Err(fault(None, format!("'{both}' stands for 0 and for no figure: take it out of one")));
        }
        mapping.origin = Origin::of(file_name, text);
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

    /// The columns that it names.
    pub(super) fn names(&self) -> BTreeSet<&str> {
        let all = self.columns.keys().chain(self.keep.keys()).chain(self.values.keys()).chain(&self.add);
        all.map(String::as_str).collect()
    }

    /// The marks inside its figures.
    pub(super) fn marks(&self) -> Result<Marks, String> {
        Marks::of(self.thousands.as_deref(), self.decimal.as_deref())
    }

    /// Its columns of figures, by their names in the file, with the codes that each of them says.
    pub(super) fn figures(&self) -> BTreeMap<&str, BTreeMap<&str, &str>> {
        let plain = self.columns.iter().filter(|(_, target)| *target == VALUE);
        let plain = plain.map(|(name, _)| (name.as_str(), BTreeMap::new()));
        let said = self.values.iter().map(|(name, codes)| {
            (name.as_str(), codes.iter().map(|(id, code)| (id.as_str(), code.as_str())).collect())
        });
        plain.chain(said).collect()
    }

    /// Whether figures are added up over this column.
    pub(super) fn adds(&self, column: &str) -> bool {
        self.add.iter().any(|own| own == column)
    }
}
