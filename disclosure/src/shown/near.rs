//! Parts that are nearly all of a total: where shown values leave less than `first` for what has none, the exact totals
//! would be told too closely, so the part at which this happens is shown as all values at which it would happen.

use super::bands::{Band, Bands};
use super::family::{Family, System};
use super::limits::{Known, Limits};
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet};

/// A cell that has a value.
#[derive(Clone, Copy)]
pub(super) struct Valued {
    pub(super) cell: u32,
    /// Where its bands begin.
    pub(super) first: u64,
    pub(super) bands: Bands,
    pub(super) band: Band,
}

impl Valued {
    /// The least total that its band does not rule out: the least one of all, unless its own is below that.
    pub(super) const fn floor(&self) -> u64 {
        if self.band.value < self.bands.least { self.bands.minimum } else { self.bands.least }
    }
}

/// The cells that are nearly all of a total, with the lowest and highest total that is shown of them. `valued` is in the
/// order of candidates. Totals come before their parts, so the decision on a cell depends on nothing but its own value and
/// values that are shown.
pub(super) fn nearly_all(table: &Table, valued: &[Valued]) -> BTreeMap<u32, (u64, u64)> {
    let mut systems: Vec<System> =
        (0..table.systems).map(|system| System::new(table, valued, system)).collect();
    let mut limits = Limits::new(systems.first().map_or_else(Vec::new, System::rows));
    let mut out = BTreeMap::new();
    let mut waiting: BTreeSet<usize> = (0..valued.len()).collect();
    for at in turns(valued.len(), &systems) {
        let Some(one) = valued.get(at) else { continue };
        let families = |filled: bool| {
            let mut ranges = Vec::new();
            for system in &systems {
                for total in system.totals(at) {
                    let Some(whole) = valued.get(total) else { continue };
                    let families = system.families(at, total);
                    let open = |family: &&Family| !filled || !system.filled(at, total, family, &waiting);
                    ranges
                        .extend(families.iter().filter(open).filter_map(|family| range(family, whole, one)));
                }
            }
            ranges
        };
        // Most cells are nearly all of nothing whatever fills the rest, which costs more to find out.
        let limited = limits.hit(at, one);
        let mut ends = None;
        if limited || run(families(false), one.band).is_some() {
            let mut ranges = families(true);
            if limited || run(ranges.clone(), one.band).is_some() {
                ranges.extend(limits.ranges(at, one));
            }
            ends = run(ranges, one.band);
        }
        waiting.remove(&at);
        match ends {
            Some((low, high)) => {
                out.insert(one.cell, (low, high));
                limits.show(at, Known::NearlyAll(low, high));
            }
            None => {
                systems.iter_mut().for_each(|system| system.show(at, one.band));
                limits.show(at, Known::Value(one.band));
            }
        }
    }
    out
}

/// Every cell after the totals that it is a part of in some system, else in the given order. Where cells are parts of each
/// other, as in no sound table, the first that waits comes first.
fn turns(cells: usize, systems: &[System]) -> Vec<usize> {
    let mut before: Vec<usize> =
        (0..cells).map(|at| systems.iter().map(|system| system.wholes(at).len()).sum()).collect();
    let mut waiting: BTreeSet<usize> = (0..cells).collect();
    let mut ready: BTreeSet<usize> =
        before.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| at).collect();
    let mut out = Vec::with_capacity(cells);
    while let Some(at) = ready.pop_first().or_else(|| waiting.first().copied()) {
        waiting.remove(&at);
        out.push(at);
        for part in systems.iter().flat_map(|system| system.parts(at)) {
            if let Some(count) = before.get_mut(*part) {
                *count = count.saturating_sub(1);
                if *count == 0 && waiting.contains(part) {
                    ready.insert(*part);
                }
            }
        }
    }
    out
}

/// The bands of `part` in which it may be nearly all of `whole` beside the family, from the low end of the first to the high
/// end of the last.
fn range(family: &Family, whole: &Valued, part: &Valued) -> Option<(u64, u64)> {
    let beside = family.value.saturating_add(whole.first);
    let least = whole.band.value.saturating_add(1).saturating_sub(beside);
    part.bands.between(least, whole.band.high.checked_sub(family.low)?, part.floor())
}

/// Ranges that overlap or touch, as one; that which holds the band.
fn run(mut ranges: Vec<(u64, u64)>, band: Band) -> Option<(u64, u64)> {
    ranges.sort_unstable();
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for (low, high) in ranges {
        match runs.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => runs.push((low, high)),
        }
    }
    runs.into_iter().find(|(low, high)| *low <= band.low && band.high <= *high)
}
