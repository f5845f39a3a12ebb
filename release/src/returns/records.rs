//! Rows to records: which cell each row speaks of, with codes checked against the structure.

use super::claims::{CONFIDENTIALITY, PUBLISHED};
use super::columns::{Columns, MULTIPLIER, STATUS, columns};
use super::fault::Findings;
use super::grid::{Field, Grid, Row};
use super::rules::{ACTION, CODE_EMPTY, CODE_UNKNOWN, FLOW_OTHER, FLOW_VERSION, PERIOD_FORMAT, UNIT_MULT};
use crate::structure::{CellKey, Structure, frequency};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A row that speaks of a cell.
pub(super) struct Record {
    /// Row in the file.
    pub(super) row: u32,
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
}

/// A grid's records with the places of their columns.
pub(super) struct Records {
    /// The records whose codes are right.
    pub(super) records: Vec<Record>,
    /// Place of the figures.
    pub(super) value: usize,
    /// Place of the status.
    pub(super) status: Option<usize>,
    /// Place of the area.
    pub(super) area: Option<usize>,
    /// Place of the period.
    pub(super) period: Option<usize>,
}

/// Codes of every dimension, for quick look-up.
pub(super) struct Codes<'a> {
    structure: &'a Structure,
    known: BTreeMap<&'a str, HashSet<&'a str>>,
}

impl<'a> Codes<'a> {
    pub(super) fn of(structure: &'a Structure) -> Self {
        let of = |dimension: &'a crate::structure::Dimension| {
            let codes = structure.codes(&dimension.id)?.codes.iter().map(|code| code.id.as_str()).collect();
            Some((dimension.id.as_str(), codes))
        };
        Self { structure, known: structure.dimensions.iter().filter_map(of).collect() }
    }
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
    let mut flows = BTreeSet::new();
    let mut records = Vec::new();
    for row in &grid.rows {
        about(structure, grid, row, &columns, &mut flows, findings);
        records.extend(record(codes, grid, row, &columns, findings));
    }
    let at = |dimension: &str| columns.dimensions.get(dimension).copied();
    Some(Records {
        records,
        value: columns.value,
        status: columns.named.get(STATUS).copied(),
        area: at(&structure.area),
        period: at(&structure.time),
    })
}

fn text(row: &Row, at: usize) -> &str {
    row.fields.get(at).map_or("", |field| field.text.trim())
}

/// SDMX-CSV with `labels=both` writes `A:Annual`.
fn code(written: &str) -> &str {
    written.split_once(':').map_or(written, |(code, _)| code.trim_end())
}

/// What the row says about itself: the flow, what to do with it, the unit.
fn about(
    structure: &Structure,
    grid: &Grid,
    row: &Row,
    columns: &Columns,
    flows: &mut BTreeSet<String>,
    findings: &mut Findings,
) {
    let named = |name: &str| columns.named.get(name).map(|at| (*at, text(row, *at)));
    for (at, flow) in ["STRUCTURE_ID", "DATAFLOW"].into_iter().filter_map(named) {
        if !flow.is_empty() && flows.insert(flow.to_owned()) {
            declared(structure, flow, &grid.place(row.number, Some(at)), findings);
        }
    }
    if let Some((at, action)) = named("ACTION")
        .filter(|(_, action)| !matches!(action.to_ascii_uppercase().as_str(), "" | "I" | "A" | "R" | "M"))
    {
        let hint = "leave the row out: a return replaces the one before it as a whole".to_owned();
        let what = "an action other than I, A, R or M".to_owned();
        findings.add(ACTION, &grid.place(row.number, Some(at)), Some(action), what, hint);
    }
    if let Some((at, power)) = named(MULTIPLIER).filter(|(_, power)| !matches!(code(power), "" | "0")) {
        let hint = "write the figures in units, with UNIT_MULT 0".to_owned();
        let what = "the figures are said to be in thousands or the like".to_owned();
        findings.add(UNIT_MULT, &grid.place(row.number, Some(at)), Some(power), what, hint);
    }
}

/// Whether the file is about the structure or its flow: `INTERCOP:DF_COIO_NAT(1.0)`, or the end of a URN.
pub(super) fn declared(
    structure: &Structure,
    flow: &str,
    place: &super::fault::Place,
    findings: &mut Findings,
) {
    let name = flow.rsplit_once('=').map_or(flow, |(_, name)| name);
    let (agency, rest) =
        name.split_once(':').map_or(("", name), |(agency, rest)| (agency.trim(), rest.trim()));
    let (id, version) =
        rest.split_once('(').map_or((rest, ""), |(id, version)| (id, version.trim_end_matches(')')));
    let wanted = format!("{}:{}({})", structure.agency, structure.national_flow, structure.version);
    let known = [&structure.national_flow, &structure.id].into_iter().any(|known| known == id);
    if !known || (!agency.is_empty() && agency != structure.agency) {
        let what = "the file says that it belongs to another dataflow".to_owned();
        findings.add(FLOW_OTHER, place, Some(flow), what, format!("send a return of {wanted}"));
    } else if !version.is_empty() && version != structure.version {
        let what = "the file says that it belongs to another version of the dataflow".to_owned();
        findings.add(FLOW_VERSION, place, Some(flow), what, format!("the round is about {wanted}"));
    }
}

fn record(
    codes: &Codes<'_>,
    grid: &Grid,
    row: &Row,
    columns: &Columns,
    findings: &mut Findings,
) -> Option<Record> {
    let structure = codes.structure;
    let before = findings.faults.len();
    let mut key: Vec<&str> = Vec::new();
    let (mut area, mut period) = (grid.area.clone(), String::new());
    for dimension in &structure.dimensions {
        let id = dimension.id.as_str();
        let (at, value) = match (columns.dimensions.get(id), columns.assumed.get(id)) {
            (Some(at), _) => (Some(*at), code(text(row, *at))),
            (None, Some(value)) => (None, value.as_str()),
            (None, None) => continue,
        };
        if *id == structure.area {
            area = at.map(|_| value.to_owned()).or(area);
        } else if *id == structure.time {
            period = value.to_owned();
        }
        wrong(codes, id, value, grid, row.number, at, findings);
        if *id != structure.area {
            key.push(value);
        }
    }
    if findings.faults.len() > before {
        return None;
    }
    let note = |(name, at): &(&'static str, usize)| (*name, *at, text(row, *at).to_owned());
    let notes = columns.notes.iter().map(note).filter(|(.., text)| !text.is_empty()).collect();
    let named = |name: &str| columns.named.get(name).map_or("", |at| code(text(row, *at)));
    let status = named(STATUS);
    Some(Record {
        row: row.number,
        key: key.join("."),
        period,
        area,
        value: row.fields.get(columns.value).cloned().unwrap_or_default(),
        status: status.to_owned(),
        claims: (named(CONFIDENTIALITY).to_owned(), named(PUBLISHED).to_owned()),
        notes,
    })
}

/// Adds the fault of a dimension's value, if it has one. Areas are looked at later: aliases count.
fn wrong(
    codes: &Codes<'_>,
    dimension: &str,
    value: &str,
    grid: &Grid,
    row: u32,
    at: Option<usize>,
    findings: &mut Findings,
) {
    let structure = codes.structure;
    let place = || grid.place(row, at);
    if value.is_empty() {
        let what = format!("{dimension} is empty");
        findings.add(
            CODE_EMPTY,
            &place(),
            None,
            what,
            "give a code of the structure, e.g. _T or _Z".to_owned(),
        );
    } else if dimension == structure.time {
        if frequency(value).is_none() {
            let hint = "write 2024, 2024-S1, 2024-Q1 or 2024-03".to_owned();
            findings.add(PERIOD_FORMAT, &place(), Some(value), "no period".to_owned(), hint);
        }
    } else if dimension != structure.area
        && codes.known.get(dimension).is_some_and(|known| !known.contains(value))
    {
        let list = structure.codes(dimension);
        let all = list.iter().flat_map(|list| &list.codes).map(|code| code.id.as_str());
        let hint = match findings.nearest(value, all) {
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
