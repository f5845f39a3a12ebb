//! What readers have before this round shows anything: totals that earlier rounds showed, and the greatest totals that there
//! can be.

use super::bands::{Band, greatest, width};
use super::near::Valued;
use super::valued::hard;
use crate::atoms::Row;
use crate::floor::Floors;
use crate::public::Published;
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

/// What is given, then the cells with values, as one system reads them.
pub(super) fn rows<'t>(table: &'t Table, given: &[Given], valued: &[Valued], system: usize) -> Vec<Row<'t>> {
    const NOBODY: &BTreeSet<u32> = &BTreeSet::new();
    let old = given.iter().map(|one| one.row(table, system));
    let new = valued.iter().map(|one| -> Option<Row<'_>> {
        let cell = table.cells.get(one.cell as usize)?;
        Some((cell.leaves.get(system)?.as_slice(), &cell.reporters))
    });
    old.chain(new).map(|row| row.unwrap_or((&[], NOBODY))).collect()
}

/// What each of these is known to hold at least in the system.
pub(super) fn least(floors: &Floors, given: &[Given], valued: &[Valued], system: usize) -> Vec<u64> {
    let old = given.iter().map(|one| one.floor(floors, system));
    old.chain(valued.iter().map(|one| floors.of(system, one.cell))).collect()
}

/// Of each hard row that earlier rounds showed by itself the newest, by its place in the table.
fn newest(table: &Table) -> BTreeMap<Row<'_>, (usize, u64, u64)> {
    let mut rows = BTreeMap::new();
    for (place, row) in table.earlier.iter().enumerate() {
        if let (ShownBefore::Ends(low, high), Some(leaves)) = (row.shown, row.leaves.first()) {
            rows.insert((leaves.as_slice(), &row.reporters), (place, low, high));
        }
    }
    rows
}

/// Of these totals those whose very row was shown before with ends that hold them, and have room above all that the total is
/// known to hold by now, such as what a member publishes of it: they are shown with these again, since any others would tell more.
pub(super) fn again(
    table: &Table,
    totals: &BTreeMap<u32, u64>,
    floors: &Floors,
) -> BTreeMap<u32, (u64, u64)> {
    let newest = newest(table);
    let same = totals.iter().filter_map(|(cell, total)| {
        let own = table.cells.get(*cell as usize)?;
        let (_, low, high) = newest.get(&hard(own))?;
        let least = floors.highest(*cell).saturating_add(width(own.first, u64::from(own.minimum)));
        ((low..=high).contains(&total) && *high >= least.saturating_sub(1)).then_some((*cell, (*low, *high)))
    });
    same.collect()
}

/// Earlier cells that were shown, the largest first: of each row the newest, unless this round has another total of it. Then
/// the greatest totals, in round order. `again`: cells that are shown as before.
pub(super) fn given(
    table: &Table,
    again: &BTreeMap<u32, (u64, u64)>,
    valued: &[Valued],
    floors: &Floors,
) -> Vec<Given> {
    let mut rows = newest(table);
    for row in valued.iter().filter_map(|one| table.cells.get(one.cell as usize)).map(hard) {
        rows.remove(&row);
    }
    let old = rows.into_values().filter_map(|(place, low, high)| {
        let row = table.earlier.get(place)?;
        Some(Given {
            of: Of::Earlier(place),
            band: Band { value: low + high.saturating_sub(low).div_ceil(2), low, high },
            first: row.first,
            width: width(row.first, u64::from(row.minimum)),
        })
    });
    let mut all: Vec<Given> = old.collect();
    let size = |one: &Given| one.row(table, 0).map_or(0, |(leaves, members)| leaves.len() * members.len());
    let place = |one: &Given| if let Of::Earlier(place) = one.of { place } else { 0 };
    all.sort_by_key(|one| (Reverse(size(one)), place(one)));
    let ceilings = ceilings(table, &all, again, valued, floors);
    all.extend(ceilings);
    all
}

/// The greatest totals that what is shown may come near: others limit nothing.
fn ceilings(
    table: &Table,
    earlier: &[Given],
    again: &BTreeMap<u32, (u64, u64)>,
    valued: &[Valued],
    floors: &Floors,
) -> Vec<Given> {
    let mut shown: Vec<(u64, Vec<Row<'_>>)> = Vec::new();
    let systems = 0..table.systems.max(1);
    for one in earlier {
        shown.push((one.band.high, systems.clone().filter_map(|system| one.row(table, system)).collect()));
    }
    for one in valued {
        let Some(cell) = table.cells.get(one.cell as usize) else { continue };
        shown.push((
            one.band.high,
            cell.leaves.iter().map(|leaves| (leaves.as_slice(), &cell.reporters)).collect(),
        ));
    }
    let everything = shown.iter().fold(0u64, |sum, (high, _)| sum.saturating_add(*high));
    let public = Published::new(table, 0, false);
    let mut out = Vec::new();
    let own: BTreeSet<u32> = valued.iter().map(|one| one.cell).chain(again.keys().copied()).collect();
    let others = (0u32..).zip(&table.cells).filter(|(at, cell)| !cell.count_only && !own.contains(at));
    for (index, cell) in others {
        let greatest = greatest(&public, cell);
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
