//! What readers have before this round shows anything: totals that earlier rounds showed, and the greatest totals that there
//! can be.

use super::bands::{Band, greatest, width};
use super::near::Valued;
use super::valued::hard;
use crate::atoms::Row;
use crate::floor::Floors;
use crate::table::{ShownBefore, Table};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Of which row something is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// An earlier cell that was shown by itself, by its place in the table.
    Earlier(usize),
    /// A cell of this round without a value, open or shut: it has no larger total, if members keep to the maximum.
    Greatest(u32),
}

/// A total that readers have.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub(super) of: Of,
    pub(super) band: Band,
    /// Less than this beside its parts is too little, whatever it is known to hold.
    pub(super) first: u64,
    /// How many totals are possible at its ends, at least.
    pub(super) width: u64,
}

impl Given {
    pub(super) fn row<'t>(&self, table: &'t Table, system: usize) -> Option<Row<'t>> {
        match self.of {
            Of::Earlier(place) => {
                let row = table.earlier.get(place)?;
                Some((row.leaves.get(system)?.as_slice(), &row.reporters))
            }
            Of::Greatest(cell) => {
                let cell = table.cells.get(cell as usize)?;
                Some((cell.leaves.get(system)?.as_slice(), &cell.reporters))
            }
        }
    }

    pub(super) fn floor(&self, floors: &Floors, system: usize) -> u64 {
        match self.of {
            Of::Earlier(place) => floors.of_earlier(system, place),
            Of::Greatest(cell) => floors.of(system, cell),
        }
    }

    pub(super) fn is_earlier(&self) -> bool {
        matches!(self.of, Of::Earlier(_))
    }
}

/// Earlier cells that were shown, the largest first: of each row the newest, and none that this round shows again. Then the
/// greatest totals, in round order.
pub(super) fn given(table: &Table, valued: &[Valued], floors: &Floors) -> Vec<Given> {
    let own = valued.iter().filter_map(|one| table.cells.get(one.cell as usize)).map(hard);
    let mut rows = BTreeMap::new();
    for (place, row) in table.earlier.iter().enumerate() {
        let (ShownBefore::Ends(low, high), Some(leaves)) = (row.shown, row.leaves.first()) else { continue };
        let given = Given {
            of: Of::Earlier(place),
            band: Band { value: low + high.saturating_sub(low).div_ceil(2), low, high },
            first: row.first,
            width: width(row.first, u64::from(row.minimum)),
        };
        rows.insert((leaves.as_slice(), &row.reporters), given);
    }
    own.for_each(|row| {
        rows.remove(&row);
    });
    let mut all: Vec<Given> = rows.into_values().collect();
    let size = |one: &Given| one.row(table, 0).map_or(0, |(leaves, members)| leaves.len() * members.len());
    let place = |one: &Given| if let Of::Earlier(place) = one.of { place } else { 0 };
    all.sort_by_key(|one| (Reverse(size(one)), place(one)));
    let ceilings = ceilings(table, &all, valued, floors);
    all.extend(ceilings);
    all
}

/// The greatest totals that what is shown may come near: others limit nothing.
fn ceilings(table: &Table, earlier: &[Given], valued: &[Valued], floors: &Floors) -> Vec<Given> {
    let mut shown: Vec<(u64, Vec<Row<'_>>)> = Vec::new();
    let systems = 0..table.systems.max(1);
    for one in earlier {
        shown.push((one.band.high, systems.clone().filter_map(|system| one.row(table, system)).collect()));
    }
    for one in valued {
        let Some(cell) = table.cells.get(one.cell as usize) else { continue };
        shown.push((
            one.known.high,
            cell.leaves.iter().map(|leaves| (leaves.as_slice(), &cell.reporters)).collect(),
        ));
    }
    let everything = shown.iter().fold(0u64, |sum, (high, _)| sum.saturating_add(*high));
    let mut out = Vec::new();
    let own: BTreeSet<u32> = valued.iter().map(|one| one.cell).collect();
    let others = (0u32..).zip(&table.cells).filter(|(at, cell)| !cell.count_only && !own.contains(at));
    for (index, cell) in others {
        let greatest = greatest(table, cell);
        let width = width(cell.first, u64::from(cell.minimum));
        let room = floors.highest(index).saturating_add(width);
        if greatest >= everything.saturating_add(room) {
            continue;
        }
        let meets = |rows: &[Row<'_>]| {
            rows.iter().zip(&cell.leaves).any(|((leaves, members), own)| {
                !members.is_disjoint(&cell.reporters)
                    && leaves.iter().any(|leaf| own.binary_search(leaf).is_ok())
            })
        };
        let near = shown.iter().filter(|(_, rows)| meets(rows));
        let near = near.fold(0u64, |sum, (high, _)| sum.saturating_add(*high));
        if greatest < near.saturating_add(room) {
            let band = Band { value: greatest, low: 0, high: greatest };
            out.push(Given { of: Of::Greatest(index), band, first: width, width });
        }
    }
    out
}

/// What readers know of a cell that is shown with this band: earlier rounds may have shown the very row with another one.
pub(super) fn known(table: &Table, cell: u32, band: Band) -> Band {
    let Some(own) = table.cells.get(cell as usize).map(hard) else { return band };
    let mut known = band;
    for row in &table.earlier {
        let ShownBefore::Ends(low, high) = row.shown else { continue };
        let same = row.leaves.first().is_some_and(|leaves| leaves == own.0) && row.reporters == *own.1;
        let (low, high) = (low.max(known.low), high.min(known.high));
        if same && low <= high {
            known = Band { value: known.value.clamp(low, high), low, high };
        }
    }
    known
}
