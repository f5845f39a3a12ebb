//! Parts that are nearly all of a total: where shown values leave little room for what has none beside what it is known to
//! hold, the exact totals would be told too closely, so the part at which this happens is shown as all values at which it
//! would happen.

use super::bands::{Band, Bands};
use super::family::{Family, System};
use super::given::Given;
use super::limits::{Known, Limits};
use crate::floor::Floors;
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
/// values that are shown, in this round and in those before.
pub(super) fn nearly_all(
    table: &Table,
    given: &[Given],
    valued: &[Valued],
    floors: &Floors,
) -> BTreeMap<u32, (u64, u64)> {
    let mut systems: Vec<System> =
        (0..table.systems).map(|system| System::new(table, given, valued, floors, system)).collect();
    let mut limits = Limits::all(table, given, valued, floors);
    for (at, one) in given.iter().enumerate() {
        for system in &mut systems {
            if one.is_earlier() {
                system.show(at, one.band);
            } else {
                system.allow(at);
            }
        }
    }
    let mut out = BTreeMap::new();
    let mut waiting: BTreeSet<usize> = (given.len()..given.len() + valued.len()).collect();
    for at in turns(given.len(), valued.len(), &systems) {
        let Some(one) = at.checked_sub(given.len()).and_then(|at| valued.get(at)) else { continue };
        let total = |at: usize| -> Option<(u64, u64, Band)> {
            match at.checked_sub(given.len()) {
                Some(at) => valued.get(at).map(|one| (one.first, one.bands.width, one.band)),
                None => given.get(at).map(|one| (one.first, one.width, one.band)),
            }
        };
        let families = |filled: bool| {
            let mut ranges = Vec::new();
            for system in &systems {
                for whole in system.totals(at) {
                    let Some((first, width, band)) = total(whole) else { continue };
                    let families = system.families(at, whole);
                    // Parts that fill a total have a value each, unless it is but the greatest that there can be.
                    let shown = given.get(whole).is_none_or(Given::is_earlier);
                    let open =
                        |family: &&Family| !filled || !shown || !system.filled(at, whole, family, &waiting);
                    ranges.extend(families.iter().filter(open).filter_map(|family| {
                        let floor = system.floor_beside(whole, at, family);
                        range(family, band, first.max(floor.saturating_add(width)), one)
                    }));
                }
            }
            ranges
        };
        // Most cells are nearly all of nothing whatever fills the rest, which costs more to find out.
        let limited = limits.iter_mut().any(|limits| limits.hit(at, one));
        let mut ends = None;
        if limited || run(families(false), one.band).is_some() {
            let mut ranges = families(true);
            if limited || run(ranges.clone(), one.band).is_some() {
                limits.iter_mut().for_each(|limits| ranges.extend(limits.ranges(at, one)));
            }
            ends = run(ranges, one.band);
        }
        waiting.remove(&at);
        // With the ends of its own band it has its value: that tells the same.
        match ends.filter(|ends| *ends != (one.band.low, one.band.high)) {
            Some((low, high)) => {
                out.insert(one.cell, (low, high));
                limits.iter_mut().for_each(|limits| limits.show(at, Known::NearlyAll(low, high)));
            }
            None => {
                systems.iter_mut().for_each(|system| system.show(at, one.band));
                limits.iter_mut().for_each(|limits| limits.show(at, Known::Value(one.band)));
            }
        }
    }
    out
}

/// Every cell after the totals that it is a part of in some system, else in the given order. Where cells are parts of each
/// other, as in no sound table, the first that waits comes first.
fn turns(given: usize, cells: usize, systems: &[System]) -> Vec<usize> {
    let new = |all: &[usize]| all.iter().filter(|at| **at >= given).count();
    let mut before: Vec<usize> =
        (0..given + cells).map(|at| systems.iter().map(|system| new(system.wholes(at))).sum()).collect();
    let mut waiting: BTreeSet<usize> = (given..given + cells).collect();
    let mut ready: BTreeSet<usize> =
        waiting.iter().copied().filter(|at| before.get(*at) == Some(&0)).collect();
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
/// end of the last. `room`: less than this beside them is too little.
fn range(family: &Family, whole: Band, room: u64, part: &Valued) -> Option<(u64, u64)> {
    let beside = family.value.saturating_add(room);
    let least = whole.value.saturating_add(1).saturating_sub(beside);
    part.bands.between(least, whole.high.checked_sub(family.low)?, part.floor())
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
