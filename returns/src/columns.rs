//! Which column is what.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::elsewhere::speaks_of;
use super::fault::Findings;
use super::grid::{Grid, bare};
use super::parts::Parts;
use super::rules::{COLUMN_ASSUMED, COLUMN_MISSING, COLUMN_REPEATED, COLUMN_UNKNOWN};
use super::unit_words::plain;
use super::units::{is_multiplier, is_unit};
use intertally_core::submission::note::SOURCE_RECORD;
use intertally_structure::{Dimension, Structure, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// The column of the figures.
pub(super) const VALUE: &str = "OBS_VALUE";
/// The column of their status.
pub(super) const STATUS: &str = "OBS_STATUS";
/// Columns of the SDMX-CSV formats that are no dimensions: what the file is about, and what to do with it.
const ABOUT: [&str; 5] = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "DATAFLOW", "STRUCTURE_NAME"];
/// The day on which the years of the sender begin, as `--07-01`.
pub(super) const YEAR_BEGINS: &str = "REPORTING_YEAR_START_DAY";
/// The attribute that is a note on the whole return.
pub(super) const DATA_SET_NOTE: &str = "COMMENT_DSET";
/// What is counted, in the words of the office.
pub(super) const COUNTING_UNIT: &str = "COUNTING_UNIT";
/// Attributes that travel as notes.
pub(super) const NOTES: [&str; 10] = [
    "COMMENT_OBS",
    "COMMENT_TS",
    DATA_SET_NOTE,
    "OBS_COMMENT",
    "COMMENT",
    "NOTE",
    "REF_PERIOD",
    "REF_YEAR",
    COUNTING_UNIT,
    SOURCE_RECORD,
];

/// Whether an attribute is about the whole return, wherever it stands.
pub(super) fn is_of_whole(name: &str) -> bool {
    name == DATA_SET_NOTE || name == SOURCE_RECORD
}

/// Attributes that say nothing a return is read for.
const QUIET: [&str; 4] = ["DECIMALS", "OBS_PRE_BREAK", "LAST UPDATE", "UPDATED"];
/// Titles of series, in which there may be words for thousands and rates.
const TITLES: [&str; 2] = ["TITLE", "TITLE_COMPL"];

/// Whether a column of a foreign file may say something of its figures that a return has to know.
pub(super) fn says_something(name: &str) -> bool {
    let known = |list: &[&str]| list.iter().any(|other| name.eq_ignore_ascii_case(other));
    !name.is_empty() && !known(&ABOUT) && !known(&QUIET) && !known(&TITLES) && !known(&[VALUE, STATUS])
}

/// Names for people that SDMX-CSV with `labels=name` puts beside the ids, and that stand alone in other files.
const LABELS: [(&str, &[&str]); 3] = [
    (VALUE, &["Observation value"]),
    (STATUS, &["Observation status", "Status", "Observation flag", "Obs flag", "Flag"]),
    (
        CONFIDENTIALITY,
        &["Confidentiality status", "Confidentiality", "OBS_CONF", "Observation confidentiality"],
    ),
];
/// Those that are passed over beside the column that they name.
const BESIDE: [&str; 5] =
    ["Observation value", "Observation status", "Confidentiality status", "Structure name", "Status"];

/// Names for people of a column.
fn labels_of(wanted: &str) -> &'static [&'static str] {
    LABELS.iter().find(|(name, _)| *name == wanted).map_or(&[], |(_, labels)| labels)
}

/// Places of the columns of a grid.
pub(super) struct Columns {
    /// Column of each dimension that has one.
    pub(super) dimensions: BTreeMap<String, usize>,
    /// Values of dimensions that have none and are the same for all cells of the round.
    pub(super) assumed: BTreeMap<String, String>,
    /// Figures.
    pub(super) value: usize,
    /// Columns found by name: OBS_STATUS, STRUCTURE_ID, ACTION, ...
    pub(super) named: BTreeMap<&'static str, usize>,
    /// Columns that say the power of ten of the figures; any but 0 is a fault.
    pub(super) multipliers: Vec<usize>,
    /// Columns that say their unit.
    pub(super) units: Vec<usize>,
    /// Columns that become notes.
    pub(super) notes: Vec<NoteColumn>,
    /// Columns of titles, which are not read but for their words for thousands and rates.
    pub(super) titles: Vec<usize>,
    /// Columns that mean nothing here; a word for thousands or rates in them is still one.
    pub(super) unknown: Vec<usize>,
}

/// A column that becomes notes.
pub(super) struct NoteColumn {
    /// The attribute's name.
    pub(super) name: &'static str,
    /// Its place.
    pub(super) at: usize,
    /// What separates several values in one field: SDMX-CSV 2.x writes `COMMENT_OBS[]`, or `COMMENT_OBS[en;fr]` for languages.
    pub(super) several: Option<Parts>,
}

/// Whether a header names the column of the figures.
pub(super) fn is_value(name: &str) -> bool {
    plain(&id(name)) == plain(VALUE)
}

/// Whether a header names a column of a return of this structure.
pub(super) fn known(structure: &Structure, name: &str) -> bool {
    let name = id(name);
    let name = name.as_str();
    structure.dimension(name).is_some() || name == VALUE || name == STATUS || ABOUT.contains(&name)
}

/// The id in a header; SDMX-CSV with `labels=both` writes `FREQ:Frequency`, 2.x `STRUCTURE[;]` where fields have parts.
pub(super) fn id(name: &str) -> String {
    let name = bare(name);
    let name = name.split_once(':').map_or(name.as_str(), |(id, _)| id);
    let name = if name.ends_with(']') { name.split_once('[').map_or(name, |(id, _)| id) } else { name };
    name.trim().to_owned()
}

/// What a header says behind the id: `OBS_VALUE: Observation value`.
pub(super) fn label(name: &str) -> &str {
    name.split_once(':').map_or("", |(_, label)| label.trim())
}

/// What stands in brackets at the end of a header.
fn brackets(name: &str) -> Option<&str> {
    let name = name.split_once(':').map_or(name, |(id, _)| id).trim();
    name.strip_suffix(']')?.rsplit_once('[').map(|(_, inside)| inside)
}

/// Finds the columns. `only`: the value of each dimension that has one value in all cells of the round, so that its
/// column may be missing. None where a column is missing or repeated; the faults are then added.
pub(super) fn columns(
    structure: &Structure,
    grid: &Grid,
    only: &BTreeMap<String, String>,
    findings: &mut Findings,
) -> Option<Columns> {
    let before = findings.faults.len();
    let mut search = Search { grid, taken: BTreeSet::new() };
    let (mut dimensions, mut assumed, mut lacking) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for dimension in &structure.dimensions {
        if let Some(at) = search.take(&dimension.id, &[&dimension.name], findings) {
            dimensions.insert(dimension.id.clone(), at);
        } else if let Some(value) = only.get(&dimension.id) {
            assumed.insert(dimension.id.clone(), value.clone());
        } else {
            lacking.push(dimension.id.as_str());
        }
    }
    let value = search.take(VALUE, labels_of(VALUE), findings);
    if value.is_none() {
        lacking.push(VALUE);
    }
    let mut named = BTreeMap::new();
    for name in ABOUT.into_iter().chain([STATUS, CONFIDENTIALITY, PUBLISHED, YEAR_BEGINS]) {
        named.extend(search.take(name, labels_of(name), findings).map(|at| (name, at)));
    }
    let header = |at: usize| grid.header.get(at).map_or("", String::as_str);
    let between = named.get("STRUCTURE").and_then(|at| brackets(header(*at))?.chars().next()).unwrap_or(';');
    let mut notes = Vec::new();
    for name in NOTES {
        let found = search.take(name, &[], findings);
        notes.extend(found.map(|at| {
            let several = brackets(header(at)).map(|inside| Parts::of(inside, between));
            NoteColumn { name, at, several }
        }));
    }
    let (multipliers, units) = (search.all(is_multiplier), search.all(is_unit));
    for name in QUIET {
        search.take(name, &[], findings);
    }
    let titles = search.all(|name| TITLES.iter().any(|title| name.eq_ignore_ascii_case(title)));
    for name in lacking {
        search.missing(name, findings);
    }
    // The guide of a workbook says the area for all sheets.
    let said = |dimension: &str| dimension == structure.area && grid.area.is_some();
    for (dimension, value) in assumed.iter().filter(|(dimension, _)| !said(dimension)) {
        let place = grid.place(grid.header_row, None);
        let what = format!("no column {dimension}; {value} was taken for all rows");
        findings.add(COLUMN_ASSUMED, &place, None, what, "add the column to be sure".to_owned());
    }
    let unknown = search.unknown(structure, findings);
    let said_elsewhere = assumed.iter().filter(|(dimension, _)| !said(dimension));
    for (dimension, value) in said_elsewhere {
        for at in &unknown {
            search.elsewhere(structure, (dimension, value), *at, findings);
        }
    }
    let value = value.filter(|_| findings.faults.len() == before)?;
    Some(Columns { dimensions, assumed, value, named, multipliers, units, notes, titles, unknown })
}

/// Whether a column of this name is read, or may hold numbers that are no part of the figure beside them.
pub(super) fn has_numbers(structure: &Structure, name: &str) -> bool {
    let is = |own: &str| own.eq_ignore_ascii_case(name);
    let known = [STATUS, CONFIDENTIALITY, PUBLISHED, "OBS_PRE_BREAK"].into_iter().chain(ABOUT).any(is);
    let dimension = structure.dimensions.iter().any(|one| is(&one.id) || is(&one.name));
    known || dimension || is_multiplier(name) || is_unit(name)
}

/// How many words of an unknown column are shown.
const MAX_SHOWN: usize = 5;

/// Columns not yet given a meaning.
struct Search<'a> {
    grid: &'a Grid,
    taken: BTreeSet<usize>,
}

impl Search<'_> {
    /// The column of this id, else of this id in other letters, else of one of these labels. Of figures and of what is said of
    /// them there is one column, however it is written.
    fn take(&mut self, wanted: &str, labels: &[&str], findings: &mut Findings) -> Option<usize> {
        let is = |one: &str, name: &str| !name.is_empty() && plain(one) == plain(name);
        let exact = self.free(|name| name == wanted);
        let loose = self.free(|name| is(wanted, name));
        let labelled = || self.free(|name| labels.iter().any(|label| is(label, name)));
        let once = [VALUE, STATUS, CONFIDENTIALITY, PUBLISHED].contains(&wanted);
        let exact = if once && !exact.is_empty() { loose.clone() } else { exact };
        let found = [exact, loose, labelled()].into_iter().find(|places| !places.is_empty())?;
        let first = found.first().copied();
        for at in found.iter().skip(1) {
            let place = self.grid.place(self.grid.header_row, Some(*at));
            let what = format!("the column {wanted} stands there twice");
            findings.add(COLUMN_REPEATED, &place, None, what, "keep the one that is right".to_owned());
        }
        self.taken.extend(found);
        first
    }

    /// All columns of such names.
    fn all(&mut self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let found = self.free(is);
        self.taken.extend(&found);
        found
    }

    fn free(&self, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let names = self.grid.header.iter().enumerate().filter(|(at, _)| !self.taken.contains(at));
        names.filter(|(_, name)| is(&id(name))).map(|(at, _)| at).collect()
    }

    fn labels(&self, at: usize) -> BTreeSet<String> {
        let fields = self.grid.rows.iter().filter_map(|row| row.fields.get(at));
        fields.map(|field| bare(&field.text)).filter(|label| !label.is_empty()).collect()
    }

    /// The first words of a column, to show what was not read; a figure is none.
    fn holds(&self, at: usize) -> String {
        let all = self.labels(at);
        let words = all.iter().filter(|label| label.chars().any(char::is_alphabetic));
        words.take(MAX_SHOWN).cloned().collect::<Vec<String>>().join(", ")
    }

    /// A dimension that has no column, and one of another name that speaks of other codes of it.
    fn elsewhere(
        &self,
        structure: &Structure,
        (dimension, assumed): (&str, &str),
        at: usize,
        findings: &mut Findings,
    ) {
        let name = self.grid.header.get(at).map_or("", String::as_str);
        if let Some(other) = speaks_of(structure, (dimension, assumed), name, &self.labels(at)) {
            let place = self.grid.place(self.grid.header_row, Some(at));
            let what =
                format!("no column {dimension}, and this one speaks of other codes of it than {assumed}");
            let hint = format!("rename it to {dimension}, or take it out if it says nothing of the figures");
            findings.add(COLUMN_MISSING, &place, Some(&other), what, hint);
        }
    }

    fn missing(&self, wanted: &str, findings: &mut Findings) {
        let free = self.free(|_| true);
        let names: Vec<String> =
            free.iter().filter_map(|at| self.grid.header.get(*at)).map(|name| id(name)).collect();
        // `OBS_VALUE (thousands)` is that column, under a name that says more.
        let longer = |name: &&String| plain(name).starts_with(&plain(wanted));
        let longer = names.iter().find(longer).map(String::as_str);
        let hint = match longer.or_else(|| nearest(wanted, names.iter().map(String::as_str))) {
            Some(near) => format!("rename the column '{near}' if it is that; ids are those of the structure"),
            None => "add the column; the empty return of the round has them all".to_owned(),
        };
        let place = self.grid.place(self.grid.header_row, None);
        findings.add(COLUMN_MISSING, &place, None, format!("no column {wanted}"), hint);
    }

    /// Warns of columns that mean nothing here, and says which. Labels beside the codes are passed over.
    fn unknown(&self, structure: &Structure, findings: &mut Findings) -> Vec<usize> {
        let label = |name: &str| {
            let of = |dimension: &Dimension| {
                name.eq_ignore_ascii_case(&dimension.id) || name.eq_ignore_ascii_case(&dimension.name)
            };
            structure.dimensions.iter().any(of) || BESIDE.iter().any(|other| name.eq_ignore_ascii_case(other))
        };
        let found = self.free(|name| !name.is_empty() && !label(name));
        for at in &found {
            let place = self.grid.place(self.grid.header_row, Some(*at));
            let what = "a column that a return of this structure does not have; it was not read".to_owned();
            let holds = self.holds(*at);
            let holds = Some(holds.as_str()).filter(|holds| !holds.is_empty());
            findings.add(COLUMN_UNKNOWN, &place, holds, what, "leave it out, or correct its name".to_owned());
        }
        found
    }
}
