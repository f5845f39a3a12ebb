//! Rows to records: which cell each row speaks of, with codes checked against the structure.

use super::about::{about, above};
use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{Columns, STATUS, columns};
use super::fault::Findings;
use super::grid::{Field, Grid, Line, Row, bare};
use super::notes::{is_nothing, says_nothing};
use super::rules::{CODE_EMPTY, CODE_UNKNOWN, PERIOD_FORMAT, ROW_PARTIAL};
use super::unit_words::plain;
use intertally_structure::{CellKey, Structure, canonical, frequency};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A row that speaks of a cell.
pub(super) struct Record {
    /// Row in the file.
    pub(super) row: Line,
    /// The cell.
    pub(super) key: CellKey,
    /// Its period.
    pub(super) period: String,
    /// Area as written, if the file says it.
    pub(super) area: Option<String>,
    /// The figure as written.
    pub(super) value: Field,
    /// The status as written.
    pub(super) status: String,
    /// Confidentiality and publication as written.
    pub(super) claims: (String, String),
    /// Attributes that travel with it: name, column and text.
    pub(super) notes: Vec<(&'static str, usize, String)>,
    /// What tells it from others of its cell, if they are added up.
    pub(super) part: Option<Vec<String>>,
    /// Whether its codes are at fault, so that it has no cell; what else is wrong with it is said all the same.
    pub(super) wrong: bool,
}

/// A grid's records with the places of their columns.
pub(super) struct Records {
    /// The records, those with wrong codes among them.
    pub(super) records: Vec<Record>,
    /// Rows with attributes of several cells.
    pub(super) partial: Vec<Partial>,
    /// Place of the figures.
    pub(super) value: usize,
    /// Place of the status.
    pub(super) status: Option<usize>,
    /// Place of the area.
    pub(super) area: Option<usize>,
    /// Place of the period.
    pub(super) period: Option<usize>,
    /// What all columns are.
    pub(super) columns: Columns,
}

/// A row with attributes of several cells: SDMX-CSV 2.x leaves out the dimensions that they do not depend on.
pub(super) struct Partial {
    /// Row in the file.
    pub(super) row: Line,
    /// Code of each dimension of the key; none where it does not matter.
    pub(super) key: Vec<Option<String>>,
    /// Area as written, if the file says it.
    pub(super) area: Option<String>,
    /// Confidentiality and publication as written.
    pub(super) claims: (String, String),
    /// What is said of the cells.
    pub(super) notes: Vec<(&'static str, usize, String)>,
}

/// Codes of every dimension, for quick look-up.
pub(super) struct Codes<'a> {
    structure: &'a Structure,
    known: BTreeMap<&'a str, HashSet<&'a str>>,
    /// How the round writes its periods, by their one spelling.
    periods: BTreeMap<String, String>,
}

impl<'a> Codes<'a> {
    /// `periods`: those of the round, as it writes them.
    pub(super) fn of(structure: &'a Structure, periods: &BTreeSet<String>) -> Self {
        let of = |dimension: &'a intertally_structure::Dimension| {
            let codes = structure.codes(&dimension.id)?.codes.iter().map(|code| code.id.as_str()).collect();
            Some((dimension.id.as_str(), codes))
        };
        let known = structure.dimensions.iter().filter_map(of).collect();
        let periods =
            periods.iter().filter_map(|period| Some((canonical(period)?, period.clone()))).collect();
        Self { structure, known, periods }
    }

    /// A period as the round writes it; as it stands there if the round has none like it. Spreadsheets turn a month that is
    /// typed into its first day: where the round asks for that month, it is meant.
    fn period(&self, written: &str) -> String {
        let one = period(written, &self.periods);
        let own = one.as_ref().and_then(|one| self.periods.get(one));
        match (own, one) {
            (Some(own), _) => own.clone(),
            (None, Some(one)) if frequency(written).is_none() => one,
            _ => written.to_owned(),
        }
    }
}

/// The canonical spelling of a period. Where a spreadsheet made the first day of a month of it, and the round asks for that month
/// (`asked` by canonical spelling), it is the month; where a program wrote the midnight of that day, too.
pub(super) fn period<T>(written: &str, asked: &BTreeMap<String, T>) -> Option<String> {
    let day = without_midnight(written);
    let month = day.strip_suffix("-01").filter(|month| month.len() == 7).and_then(canonical);
    month.filter(|month| asked.contains_key(month)).or_else(|| canonical(day))
}

fn without_midnight(written: &str) -> &str {
    let day = ["T00:00", " 00:00", " 0:00"].iter().find_map(|midnight| {
        let (day, rest) = written.split_once(midnight)?;
        let rest = rest.strip_prefix(":00").unwrap_or(rest);
        rest.trim_start_matches(['.', '0', 'Z']).is_empty().then_some(day)
    });
    day.unwrap_or(written)
}

/// The records of a grid. `only` as for [`columns`].
pub(super) fn records(
    codes: &Codes<'_>,
    grid: &Grid,
    only: &BTreeMap<String, String>,
    findings: &mut Findings,
) -> Option<Records> {
    let structure = codes.structure;
    let columns = columns(structure, grid, only, findings)?;
    above(grid, &columns, findings);
    let mut said = BTreeSet::new();
    let (mut records, mut partial) = (Vec::new(), Vec::new());
    for row in &grid.rows {
        about(structure, grid, row, &columns, &mut said, findings);
        if is_partial(structure, row, &columns) {
            partial.extend(of_several(codes, grid, row, &columns, findings));
        } else {
            records.push(record(codes, grid, row, &columns, findings));
        }
    }
    let at = |dimension: &str| columns.dimensions.get(dimension).copied();
    let (area, period) = (at(&structure.area), at(&structure.time));
    let (value, status) = (columns.value, columns.named.get(STATUS).copied());
    Some(Records { records, partial, value, status, area, period, columns })
}

/// A field of a row as code or word, without blanks and marks around it.
pub(super) fn text(row: &Row, at: usize) -> String {
    row.fields.get(at).map_or_else(String::new, |field| bare(&field.text))
}

/// SDMX-CSV with `labels=both` writes `A:Annual`.
pub(super) fn code(written: &str) -> &str {
    written.split_once(':').map_or(written, |(code, _)| code.trim_end())
}

fn record(codes: &Codes<'_>, grid: &Grid, row: &Row, columns: &Columns, findings: &mut Findings) -> Record {
    let structure = codes.structure;
    let before = findings.faults.len();
    let mut key: Vec<String> = Vec::new();
    let (mut area, mut period) = (grid.area.clone(), String::new());
    for dimension in &structure.dimensions {
        let id = dimension.id.as_str();
        let Some((at, mut value)) = value(row, columns, id) else { continue };
        if *id == structure.time {
            value = codes.period(&value);
            value.clone_into(&mut period);
        }
        wrong(codes, id, &value, grid, row.number, at, findings);
        if *id == structure.area {
            area = at.map(|_| value).or(area);
        } else {
            key.push(value);
        }
    }
    Record {
        row: row.number,
        key: key.join("."),
        period,
        area,
        value: row.fields.get(columns.value).cloned().unwrap_or_default(),
        status: named(row, columns, STATUS),
        claims: claims(row, columns),
        notes: notes(row, columns),
        part: row.part.clone(),
        wrong: findings.faults.len() > before,
    }
}

/// A dimension's column, if it has one, and the code in it.
fn value(row: &Row, columns: &Columns, dimension: &str) -> Option<(Option<usize>, String)> {
    match (columns.dimensions.get(dimension), columns.assumed.get(dimension)) {
        (Some(at), _) => {
            let written = text(row, *at);
            // An hour has a colon, too.
            Some((Some(*at), code(without_midnight(&written)).to_owned()))
        }
        (None, Some(value)) => Some((None, value.clone())),
        (None, None) => None,
    }
}

/// The code in a column that is found by its name; empty where there is none, or where it says nothing.
fn named(row: &Row, columns: &Columns, name: &str) -> String {
    let written = columns.named.get(name).map_or_else(String::new, |at| text(row, *at));
    let code = code(&written);
    // What an update of SDMX-CSV 2.1 does not touch is `~`.
    if is_nothing(code) || code == "~" { String::new() } else { code.to_owned() }
}

/// Confidentiality and publication as written.
fn claims(row: &Row, columns: &Columns) -> (String, String) {
    (named(row, columns, CONFIDENTIALITY), named(row, columns, PUBLISHED))
}

/// What a row says to everybody: attribute, column and text.
fn notes(row: &Row, columns: &Columns) -> Vec<(&'static str, usize, String)> {
    let mut notes = Vec::new();
    for column in &columns.notes {
        let written = row.fields.get(column.at).map_or("", |field| field.text.trim());
        let text = column.several.as_ref().map_or(written.to_owned(), |parts| parts.text(written));
        if !says_nothing(&text) {
            notes.push((column.name, column.at, text));
        }
    }
    notes
}

/// Whether a code stands for all of its dimension, or for none.
fn is_open(code: &str) -> bool {
    matches!(code, "" | "~")
}

/// Whether a row lacks a code, and has neither figure nor status: then it is about several cells.
fn is_partial(structure: &Structure, row: &Row, columns: &Columns) -> bool {
    let status = columns.named.get(STATUS).map_or(String::new(), |at| text(row, *at));
    let open = |id: &str| columns.dimensions.get(id).is_some_and(|at| is_open(code(&text(row, *at))));
    // What an update of SDMX-CSV 2.1 does not touch is `~`.
    let nothing = |text: &str| is_nothing(text) || text == "~";
    nothing(&text(row, columns.value))
        && nothing(&status)
        && structure.dimensions.iter().any(|dimension| open(&dimension.id))
}

/// A row about several cells. Codes that it has must be right.
fn of_several(
    codes: &Codes<'_>,
    grid: &Grid,
    row: &Row,
    columns: &Columns,
    findings: &mut Findings,
) -> Option<Partial> {
    let structure = codes.structure;
    let before = findings.faults.len();
    let mut key = Vec::new();
    let mut area = grid.area.clone();
    for dimension in &structure.dimensions {
        let id = dimension.id.as_str();
        let Some((at, mut value)) = value(row, columns, id) else { continue };
        let open = is_open(&value);
        if *id == structure.time && !open {
            value = codes.period(&value);
        }
        if !open {
            wrong(codes, id, &value, grid, row.number, at, findings);
        }
        if *id != structure.area {
            key.push((!open).then_some(value));
        } else if !open {
            area = at.map(|_| value).or(area);
        }
    }
    let (notes, claims) = (notes(row, columns), claims(row, columns));
    let claims_nothing = claims.0.is_empty() && claims.1.is_empty();
    if notes.is_empty() && claims_nothing && findings.faults.len() == before {
        let what =
            "a row without figure and status that lacks a code; it says nothing that is read".to_owned();
        let hint = "leave it out, or give the code and the figure".to_owned();
        findings.add(ROW_PARTIAL, &grid.place(row.number, None), None, what, hint);
    }
    (findings.faults.len() == before).then_some(Partial { row: row.number, key, area, claims, notes })
}

/// Adds the fault of a dimension's value, if it has one. Areas are looked at later: aliases count.
fn wrong(
    codes: &Codes<'_>,
    dimension: &str,
    value: &str,
    grid: &Grid,
    row: Line,
    at: Option<usize>,
    findings: &mut Findings,
) {
    let structure = codes.structure;
    let place = || grid.place(row, at);
    if value.is_empty() {
        let what = format!("{dimension} is empty");
        let hint = if dimension == structure.area {
            // R and pandas take NA, which is Namibia, for nothing.
            "give the code of your own area; some programs write nothing for NA"
        } else if dimension == structure.time {
            "give the period, e.g. 2024"
        } else {
            "give a code of the structure, e.g. _T or _Z"
        };
        findings.add(CODE_EMPTY, &place(), None, what, hint.to_owned());
    } else if dimension == structure.time {
        if frequency(value).is_none() {
            let hint = "write 2024, 2024-S1, 2024-Q1 or 2024-03".to_owned();
            findings.add(PERIOD_FORMAT, &place(), Some(value), "no period".to_owned(), hint);
        }
    } else if dimension != structure.area
        && codes.known.get(dimension).is_some_and(|known| !known.contains(value))
    {
        let list = structure.codes(dimension);
        let codes = || list.iter().flat_map(|list| &list.codes);
        let named = codes().find(|code| plain(&code.name) == plain(value)).map(|code| code.id.as_str());
        let all = codes().map(|code| code.id.as_str());
        let hint = match named.or_else(|| findings.nearest(value, all)) {
            // It looks the same, and is not: A of Cyrillic.
            Some(near) if near.is_ascii() && !value.is_ascii() && named.is_none() => {
                format!("did you mean {near}? Type it again: it has letters of another alphabet, or marks")
            }
            Some(near) => format!("did you mean {near} ({})?", structure.label(dimension, near)),
            None => format!("take a code of {}", list.map_or("the codelist", |list| list.id.as_str())),
        };
        findings.add(CODE_UNKNOWN, &place(), Some(value), format!("no code of {dimension}"), hint);
    }
}

/// Whether a record says anything: a template's rows that nobody filled do not.
pub(super) fn is_filled(record: &Record) -> bool {
    !record.value.is_blank() || !record.status.is_empty()
}
