//! Reading a return: what goes in, what comes out.

use super::cells::Filled;
use super::consistency;
use super::csv;
use super::encoding;
use super::fault::{Fault, Findings};
use super::grid::Grid;
use super::records::{self, Codes};
use super::rules::{FILE_EMPTY, FILE_FORMAT, FILE_SIZE};
use super::summary::Summary;
use crate::structure::{CellKey, Structure};
use intertally_core::round::CellSpec;
use intertally_core::submission::Status;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file read.
const MAX_BYTES: usize = 64 << 20;

/// What a return is read against.
pub struct ReadInput<'a> {
    /// The round's structure.
    pub structure: &'a Structure,
    /// The round's cells, in round order.
    pub cells: &'a [CellSpec],
    /// The member's area.
    pub area: &'a str,
    /// Id of the round, which a workbook must name; none accepts any.
    pub round: Option<&'a str>,
    /// For messages, and its ending tells some formats.
    pub file_name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// The member's own return before this one.
    pub previous: Option<&'a Return>,
}

/// A member's figures, in round order. No `Debug`, since it would show them; the values are wiped on drop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// Keys of the cells.
    pub keys: Vec<CellKey>,
    /// Status of each.
    pub statuses: Vec<Status>,
    /// Figure of each that reports one.
    pub values: Vec<Option<u32>>,
    /// Notes that travel with the figures: cell key (empty for the whole return), attribute and text.
    pub notes: Vec<(String, String)>,
}

impl Drop for Return {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.values);
    }
}

/// What came of reading a file.
pub struct Reading {
    /// The return; only if there are no faults.
    pub table: Option<Return>,
    /// What keeps it from being taken.
    pub faults: Vec<Fault>,
    /// What somebody should look at.
    pub warnings: Vec<Fault>,
    /// What the member confirms before sending.
    pub summary: Summary,
}

/// Reads a return and checks it against the round. All faults at once.
#[must_use]
pub fn read(input: &ReadInput<'_>) -> Reading {
    let mut findings = Findings::new(input.file_name);
    let grids = grids(input.structure, input.bytes, &mut findings);
    let only = only(input);
    let codes = Codes::of(input.structure);
    let periods = values(input, &input.structure.time).into_iter().map(str::to_owned).collect();
    let mut filled = Filled::new(input, periods);
    for grid in &grids {
        if let Some(records) = records::records(&codes, grid, &only, &mut findings) {
            filled.add(grid, &records, &mut findings);
        }
    }
    let (table, places) = filled.finish(&mut findings);
    consistency::check(input, &table, &places, &mut findings);
    let summary = Summary::of(input, &table);
    let Findings { faults, warnings, .. } = findings;
    Reading { table: faults.is_empty().then_some(table), faults, warnings, summary }
}

/// Which cells and periods a file speaks of: a plain look at it, against the structure alone.
///
/// # Errors
/// All faults of the file's form and codes.
pub fn keys_in(
    structure: &Structure,
    file_name: &str,
    bytes: &[u8],
) -> Result<(BTreeSet<CellKey>, BTreeSet<String>), Vec<Fault>> {
    let mut findings = Findings::new(file_name);
    let codes = Codes::of(structure);
    let (mut keys, mut periods) = (BTreeSet::new(), BTreeSet::new());
    for grid in grids(structure, bytes, &mut findings) {
        let read = records::records(&codes, &grid, &BTreeMap::new(), &mut findings);
        for record in read.into_iter().flat_map(|read| read.records) {
            keys.insert(record.key);
            periods.insert(record.period);
        }
    }
    if findings.faults.is_empty() { Ok((keys, periods)) } else { Err(findings.faults) }
}

fn grids(structure: &Structure, bytes: &[u8], findings: &mut Findings) -> Vec<Grid> {
    if bytes.len() > MAX_BYTES {
        findings.file(FILE_SIZE, "the file is larger than 64 MB", "send the return alone");
        return Vec::new();
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        findings.file(FILE_EMPTY, "the file is empty", "send the file that holds the figures");
        return Vec::new();
    }
    if bytes.starts_with(b"PK\x03\x04")
        || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0])
        || bytes.starts_with(b"%PDF")
    {
        let hint = "send CSV, SDMX-ML 2.1 or the round's workbook as .xlsx";
        findings.file(FILE_FORMAT, "a file of a kind that is not read", hint);
        return Vec::new();
    }
    let text = encoding::text(bytes, findings);
    text.and_then(|text| csv::grid(structure, &text, findings)).into_iter().collect()
}

/// Values of a dimension in the round's cells.
fn values<'a>(input: &ReadInput<'a>, dimension: &str) -> BTreeSet<&'a str> {
    let place = input.structure.key_dimensions().position(|other| other.id == dimension);
    let of = |cell: &'a CellSpec| cell.key.split('.').nth(place?);
    input.cells.iter().filter_map(of).collect()
}

/// Dimensions that have one value in all cells, and the area.
fn only(input: &ReadInput<'_>) -> BTreeMap<String, String> {
    let mut only = BTreeMap::from([(input.structure.area.clone(), input.area.to_owned())]);
    for dimension in input.structure.key_dimensions() {
        let values = values(input, &dimension.id);
        if let (Some(value), 1) = (values.first(), values.len()) {
            only.insert(dimension.id.clone(), (*value).to_owned());
        }
    }
    only
}
