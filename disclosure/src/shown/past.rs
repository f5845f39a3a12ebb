//! What earlier rounds showed: totals that readers have before this round shows anything.

use super::bands::{Band, width};
use super::valued::hard;
use crate::table::{ShownBefore, Table};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// An earlier cell that was shown by itself.
#[derive(Clone, Copy)]
pub(super) struct Past {
    /// Its place among the table's earlier cells.
    pub(super) place: usize,
    /// What was shown.
    pub(super) band: Band,
    /// Where its bands began.
    pub(super) first: u64,
    /// How many totals are possible at the low end, at least.
    pub(super) width: u64,
}

/// Earlier cells that were shown, the largest first: of each row the newest, and none that this round shows again.
pub(super) fn past(table: &Table, again: &BTreeMap<u32, Band>) -> Vec<Past> {
    let own: Vec<_> = again.keys().filter_map(|cell| table.cells.get(*cell as usize)).map(hard).collect();
    let mut rows = BTreeMap::new();
    for (place, row) in table.earlier.iter().enumerate() {
        let (ShownBefore::Ends(low, high), Some(leaves)) = (row.shown, row.leaves.first()) else { continue };
        let past = Past {
            place,
            band: between(low, high),
            first: row.first,
            width: width(row.first, u64::from(row.minimum)),
        };
        rows.insert((leaves.as_slice(), &row.reporters), past);
    }
    own.iter().for_each(|row| {
        rows.remove(row);
    });
    let mut all: Vec<Past> = rows.into_values().collect();
    let size = |one: &Past| {
        let row = table.earlier.get(one.place);
        row.map_or(0, |row| row.leaves.first().map_or(0, Vec::len) * row.reporters.len())
    };
    all.sort_by_key(|one| (Reverse(size(one)), one.place));
    all
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

const fn between(low: u64, high: u64) -> Band {
    Band { value: low + high.saturating_sub(low).div_ceil(2), low, high }
}
