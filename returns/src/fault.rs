//! What is wrong with a file, for the member that sends it.

use super::mends::Spot;
use super::offers::Offer;
use super::rules::{Level, PERIOD_OUTSIDE, Rule, WORKBOOK_ROUND};
use intertally_structure::{CellKey, nearest};
use serde::Serialize;
use std::fmt;

/// Longest piece of a file that a fault repeats.
const MAX_SHOWN: usize = 80;
/// Most codes for which the nearest is looked up.
const MAX_LOOKED_UP: usize = 500;

/// One fault or warning: where, what, which rule, and what to do. `value` is as typed, may be a national figure, and is
/// for the member alone: neither `Display` nor `Debug` shows it, [`Fault::to_member`] does.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// File, and in a workbook the sheet: `return.xlsx [OFFENCES]`.
    pub file: String,
    /// Line of a text file, row of a sheet; from 1.
    pub row: Option<u32>,
    /// Name of the column; in a workbook its letter, too.
    pub column: Option<String>,
    /// The offending value as typed, shortened.
    pub value: Option<String>,
    /// Id of the rule in docs/returns.md.
    pub rule: &'static str,
    /// What is wrong, without figures.
    pub what: String,
    /// What to do next.
    pub hint: String,
    /// The cell of the round in whose row it is, where that row has one.
    #[serde(skip)]
    pub cell: Option<CellKey>,
    /// Fields in which it can be mended, if it is at a place where something else can be typed.
    #[serde(skip)]
    pub offers: Vec<Offer>,
}

impl Fault {
    /// One line with the offending value, for the member's own screen.
    #[must_use]
    pub fn to_member(&self) -> String {
        let value = self.value.as_ref().map_or(String::new(), |value| format!(" (found: {value:?})"));
        format!("{}{}: {}{value}; {} [{}]", self.file, self.place(), self.what, self.hint, self.rule)
    }

    fn place(&self) -> String {
        let row = self.row.map_or(String::new(), |row| format!(", row {row}"));
        let column = self.column.as_ref().map_or(String::new(), |column| format!(", {column}"));
        row + &column
    }
}

/// Without the value.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}; {} [{}]", self.file, self.place(), self.what, self.hint, self.rule)
    }
}

/// Without the value.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({self})")
    }
}

/// Where in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Another file than the return's: the mapping's.
    pub(super) file: Option<String>,
    /// The sheet of a workbook.
    pub(super) sheet: Option<String>,
    /// Row from 1.
    pub(super) row: Option<u32>,
    /// Column for people.
    pub(super) column: Option<String>,
    /// For the program.
    pub(super) spot: Option<Spot>,
}

/// A fault or warning with what it is about, besides the place where it is told.
pub(super) struct Finding {
    pub(super) fault: Fault,
    /// Where it is told.
    pub(super) spot: Option<Spot>,
    /// Other cells of the round that it is about.
    pub(super) cells: Vec<usize>,
}

/// Collects faults and warnings of one file.
pub(super) struct Findings {
    file: String,
    /// What keeps the return from being taken.
    pub(super) faults: Vec<Finding>,
    /// What should be looked at.
    pub(super) warnings: Vec<Finding>,
    /// Codes for which the nearest was looked up.
    looked_up: usize,
}

impl Findings {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), faults: Vec::new(), warnings: Vec::new(), looked_up: 0 }
    }

    /// Adds one, to faults or warnings by the level of its rule.
    pub(super) fn add(&mut self, rule: Rule, place: &Place, value: Option<&str>, what: String, hint: String) {
        self.add_about((rule, place, Vec::new()), value, what, hint);
    }

    /// The same of one that is about other cells of the round, too.
    pub(super) fn add_about(
        &mut self,
        (rule, place, cells): (Rule, &Place, Vec<usize>),
        value: Option<&str>,
        what: String,
        hint: String,
    ) {
        let file = match (&place.file, &place.sheet) {
            (Some(other), _) => other.clone(),
            (None, Some(sheet)) => format!("{} [{sheet}]", self.file),
            (None, None) => self.file.clone(),
        };
        let value = value.map(shorten);
        let (row, column) = (place.row, place.column.clone());
        let (rule, level) = (rule.id, rule.level);
        let fault = Fault { file, row, column, value, rule, what, hint, cell: None, offers: Vec::new() };
        let finding = Finding { fault, spot: place.spot, cells };
        match level {
            Level::Fault => self.faults.push(finding),
            Level::Warning => self.warnings.push(finding),
        }
    }

    /// One about the file as a whole.
    pub(super) fn file(&mut self, rule: Rule, what: impl Into<String>, hint: impl Into<String>) {
        self.add(rule, &Place::default(), None, what.into(), hint.into());
    }

    /// The code nearest to what was written, for the first faults of a file: a thousandth would help nobody.
    pub(super) fn nearest<'a>(
        &mut self,
        written: &str,
        codes: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.looked_up += 1;
        (self.looked_up <= MAX_LOOKED_UP).then(|| nearest(written, codes)).flatten()
    }

    /// Faults and warnings: the cause of many first, then those of a sheet together, by row.
    pub(super) fn sorted(mut self) -> (Vec<Finding>, Vec<Finding>) {
        for list in [&mut self.faults, &mut self.warnings] {
            let place = |one: &'_ Finding| (!is_first(one), one.fault.file.clone(), one.fault.row);
            list.sort_by_cached_key(place);
        }
        (self.faults, self.warnings)
    }

    /// The same without what they are about.
    pub(super) fn finish(self) -> (Vec<Fault>, Vec<Fault>) {
        let (faults, warnings) = self.sorted();
        let told = |all: Vec<Finding>| all.into_iter().map(|one| one.fault).collect();
        (told(faults), told(warnings))
    }
}

/// Whether it is the cause of others, and told before them.
fn is_first(one: &Finding) -> bool {
    let (rule, whole) = (one.fault.rule, one.fault.row.is_none());
    rule == WORKBOOK_ROUND.id || rule == PERIOD_OUTSIDE.id && whole
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
