//! Reading a return: what goes in, what comes out.

use super::cells::Filled;
use super::consistency;
use super::csv;
use super::encoding;
use super::evaluated::evaluated;
use super::fault::{Fault, Findings};
use super::grid::Grid;
use super::header::Heads;
use super::kinds;
use super::mapping::{Layout, Mapping, Wanted};
use super::mends::{Mended, Mends, Retyped};
use super::notes::ReturnNote;
use super::offers::{Desk, Sheet};
use super::records::{self, Codes};
use super::round_figures;
use super::rules::{FILE_EMPTY, FILE_FORMAT, FILE_SIZE};
use super::sdmx_ml;
use super::summary::Summary;
use super::whole;
use super::workbook;
use intertally_core::round::{CellSpec, Whole};
use intertally_core::submission::Status;
use intertally_structure::{CellKey, CountOnly, Structure};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Largest file read.
pub(super) const MAX_BYTES: usize = 32 << 20;

/// What a return is read against.
pub struct ReadInput<'a> {
    /// The round's structure.
    pub structure: &'a Structure,
    /// The round's cells, in round order.
    pub cells: &'a [CellSpec],
    /// Cells that are reported together.
    pub whole: &'a [Whole],
    /// Cells that nobody types: their bits follow from the figures.
    pub count_only: &'a [CountOnly],
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
    /// How a foreign layout becomes a return; none for files with the structure's own columns.
    pub mapping: Option<&'a Mapping>,
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
    /// Places of the figures that the office publishes itself, ascending.
    pub public: Vec<u32>,
    /// Places of the figures that are confidential with the office, ascending.
    pub confidential: Vec<u32>,
    /// Notes that travel with the figures, for everybody to read.
    pub notes: Vec<ReturnNote>,
}

impl Return {
    /// Fills in the cells that nobody types. One is reported exactly if the figures that it needs are.
    pub fn complete(&mut self, count_only: &[CountOnly]) {
        for one in count_only {
            let (at, bit) = (one.cell as usize, one.bit(&self.values));
            let status = if bit.is_some() { Status::Normal } else { Status::Missing };
            self.values.get_mut(at).into_iter().for_each(|slot| *slot = bit);
            self.statuses.get_mut(at).into_iter().for_each(|slot| *slot = status);
        }
    }
}

impl Drop for Return {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.values);
    }
}

/// What came of reading a file. Serialized without the return itself; faults and summary still show figures, for the
/// member alone.
#[derive(Serialize)]
pub struct Reading {
    /// The return; only if there are no faults.
    #[serde(skip)]
    pub table: Option<Return>,
    /// What keeps it from being taken.
    pub faults: Vec<Fault>,
    /// What somebody should look at.
    pub warnings: Vec<Fault>,
    /// What the member confirms before sending.
    pub summary: Summary,
    /// Places that were read as they were typed, and not as the file has them.
    #[serde(skip)]
    pub mended: Vec<Mended>,
}

/// Reads a return and checks it against the round. All faults at once.
#[must_use]
pub fn read(input: &ReadInput<'_>) -> Reading {
    read_with(input, &Mends::default())
}

/// The same with what a person typed over the file.
#[must_use]
pub fn read_with(input: &ReadInput<'_>, mends: &Mends) -> Reading {
    let mut findings = Findings::new(input.file_name);
    let only = only(input);
    let periods: BTreeSet<String> =
        values(input, &input.structure.time).into_iter().map(str::to_owned).collect();
    let codes = Codes::of(input.structure, &periods);
    let mut typed = Retyped::of(mends);
    let mut grids = match input.mapping {
        Some(mapping) => mapped(input, mapping, &periods, &mut typed, &mut findings),
        None => grids(input.structure, input.round, input.bytes, &mut typed, &mut findings),
    };
    let of_file = grids.len();
    grids.extend(typed.absent(of_file, input));
    let mut filled = Filled::new(input, periods);
    let mut sheets: Vec<Sheet> = Vec::new();
    for grid in grids {
        let records = records::records(&codes, &grid, &only, &mut findings);
        if let Some(records) = &records {
            filled.add(&grid, records, &mut findings);
        }
        sheets.push((grid, records.map(|records| records.columns)));
    }
    let (mut table, found) = filled.finish(&mut findings);
    consistency::check(input, &table, &found, &mut findings);
    whole::check(input, &table, &found, &mut findings);
    round_figures::check(&table, input.previous, &mut findings);
    let mut summary = Summary::of(input, &table);
    table.complete(input.count_only);
    summary.evaluated = evaluated(input, &table);
    let desk = Desk::of(input, &sheets, &found, of_file);
    let (faults, warnings) = findings.sorted();
    let (faults, warnings) = (desk.told(faults), desk.told(warnings));
    let mended = desk.mended(typed.done);
    Reading { table: faults.is_empty().then_some(table), faults, warnings, summary, mended }
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
    let codes = Codes::of(structure, &BTreeSet::new());
    let (mut keys, mut periods) = (BTreeSet::new(), BTreeSet::new());
    let none = Mends::default();
    for grid in grids(structure, None, bytes, &mut Retyped::of(&none), &mut findings) {
        let read = records::records(&codes, &grid, &BTreeMap::new(), &mut findings);
        for record in read.into_iter().flat_map(|read| read.records) {
            keys.insert(record.key);
            periods.insert(record.period);
        }
    }
    let (faults, _) = findings.finish();
    if faults.is_empty() { Ok((keys, periods)) } else { Err(faults) }
}

fn grids(
    structure: &Structure,
    round: Option<&str>,
    bytes: &[u8],
    typed: &mut Retyped<'_>,
    findings: &mut Findings,
) -> Vec<Grid> {
    if kinds::is_workbook(bytes) && bytes.len() <= MAX_BYTES {
        if let Some((what, hint)) = kinds::office(bytes) {
            findings.file(FILE_FORMAT, what, hint);
            return Vec::new();
        }
        return workbook::grids(structure, round, bytes, typed, findings);
    }
    let Some(text) = text(bytes, findings) else { return Vec::new() };
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let grid = if start.starts_with('<') {
        sdmx_ml::grid(structure, start, findings)
    } else {
        csv::grid(structure, &text, &Heads::Known, findings)
    };
    retyped(grid, typed)
}

/// The one grid of a file, with what was typed over it.
fn retyped(grid: Option<Grid>, typed: &mut Retyped<'_>) -> Vec<Grid> {
    let with = |mut grid: Grid| {
        typed.over(0, &mut grid);
        grid
    };
    grid.map(with).into_iter().collect()
}

/// The grid of a foreign file, in the structure's terms.
fn mapped(
    input: &ReadInput<'_>,
    mapping: &Mapping,
    periods: &BTreeSet<String>,
    typed: &mut Retyped<'_>,
    findings: &mut Findings,
) -> Vec<Grid> {
    let Some(text) = text(input.bytes, findings) else { return Vec::new() };
    let grid = match mapping.layout {
        Layout::Periods => csv::table(&text, b'\t', 0, findings),
        Layout::Rows => {
            let names = mapping.names();
            csv::grid(input.structure, &text, &Heads::Named(&names), findings)
        }
    };
    let wanted = Wanted { structure: input.structure, area: input.area, periods };
    retyped(grid.and_then(|grid| mapping.apply(&wanted, grid, findings)), typed)
}

/// The text of a file that may hold a return as text.
fn text(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    if bytes.len() > MAX_BYTES {
        findings.file(FILE_SIZE, "the file is larger than 32 MB", "send the return alone");
        return None;
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        findings.file(FILE_EMPTY, "the file is empty", "send the file that holds the figures");
        return None;
    }
    if let Some((what, hint)) = kinds::other(bytes) {
        findings.file(FILE_FORMAT, what, hint);
        return None;
    }
    encoding::text(bytes, findings)
}

/// Values of a dimension in the round's cells.
fn values<'a>(input: &ReadInput<'a>, dimension: &str) -> BTreeSet<&'a str> {
    let place = input.structure.key_dimensions().position(|other| other.id == dimension);
    let of = |cell: &'a CellSpec| cell.key.split('.').nth(place?);
    input.cells.iter().filter(|cell| cell.is_typed()).filter_map(of).collect()
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
