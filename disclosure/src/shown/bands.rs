//! Bands: what a shown value stands for.

use super::rows::{Row, atoms, holders};
use super::valued::{finest_first, hard, valued};
use crate::plan::Plan;
use crate::table::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

/// No lowest band is narrower.
const WIDTH: u64 = 5;

/// A value with the lowest and the highest total that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// What is shown.
    pub value: u64,
    /// Lowest total.
    pub low: u64,
    /// Highest total.
    pub high: u64,
}

/// How the totals of one cell are banded: one band from its least total on, then bands of `base`.
///
/// Where members' parts do not add up, a total may be below the least one. Then the parts count for nothing: the band is
/// that of a cell without parts, and its value is below the least total, so that whoever has the value knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The cell's own minimum: no total is smaller.
    pub minimum: u64,
    /// Width of the bands above the lowest one; 1 shows totals exactly.
    pub base: u64,
    /// The least total that everybody knows of: the minimum for every disjoint part.
    pub least: u64,
    /// Where the lowest band ends.
    pub end: u64,
    /// Where the lowest band of totals below the least one ends.
    alone: u64,
}

impl Bands {
    fn new(cell: &Cell, least: u64) -> Self {
        let (base, minimum) = (u64::from(cell.base).max(1), u64::from(cell.minimum));
        let width = cell.first.saturating_sub(minimum).max(WIDTH);
        let end = end_of(least, width, base);
        Self { minimum, base, least, end, alone: end_of(minimum, width, base) }
    }

    /// The band of a total; none below the cell's own minimum.
    #[must_use]
    pub fn of(&self, total: u64) -> Option<Band> {
        let Self { base, least, end, minimum, alone } = *self;
        let (from, end) = if total < least { (minimum, alone) } else { (least, end) };
        let band = if total < from {
            return None;
        } else if total <= end {
            let value = from + (end - from).div_ceil(2);
            Band { value, low: from, high: end }
        } else {
            even(total, base)?
        };
        let value = if total < least { band.value.min(least - 1) } else { band.value };
        Some(Band { value, ..band })
    }

    /// The band of a shown value; none if no total is shown so.
    #[must_use]
    pub fn at(&self, value: u64) -> Option<Band> {
        self.of(value).filter(|band| band.value == value)
    }

    /// The bands that meet the totals of a range, from the low end of the first to the high end of the last.
    /// No total below `floor` is looked at.
    pub(super) fn between(&self, from: u64, to: u64, floor: u64) -> Option<(u64, u64)> {
        let from = from.max(floor);
        if from <= to { Some((self.of(from)?.low, self.of(to)?.high)) } else { None }
    }

    /// The largest distance between the ends of a band.
    pub(super) const fn spread(&self) -> u64 {
        let (low, other) = (self.end.saturating_sub(self.least), self.base.saturating_sub(1));
        if low > other { low } else { other }
    }
}

/// Where the lowest band ends that begins here.
fn end_of(from: u64, width: u64, base: u64) -> u64 {
    even(from.saturating_add(width - 1), base).map_or(u64::MAX, |band| band.high)
}

/// Bands of one width from 0 on, around the multiples of `base`.
fn even(total: u64, base: u64) -> Option<Band> {
    let value = total.checked_add(base / 2)? / base * base;
    let high = value.checked_add((base - 1) / 2)?;
    Some(Band { value, low: value.saturating_sub(base / 2), high })
}

/// How the cells that have a value are banded, in round order; none for all others.
#[must_use]
pub fn bands(table: &Table, plan: &Plan) -> Vec<Option<Bands>> {
    banded(table, plan, &valued(table, plan))
}

/// As [`bands`], for known cells with values.
pub(super) fn banded(table: &Table, plan: &Plan, own: &BTreeSet<u32>) -> Vec<Option<Bands>> {
    let cells = finest_first(table, plan).into_iter().filter(|cell| own.contains(cell));
    let cells: Vec<(u32, &Cell)> =
        cells.filter_map(|cell| Some((cell, table.cells.get(cell as usize)?))).collect();
    // What is taken as known, or known of one member, is no part with contributors of its own.
    let everybody: BTreeSet<u32> =
        cells.iter().flat_map(|(_, cell)| cell.reporters.iter().copied()).collect();
    let quiet: Vec<Vec<u32>> = table.quiet.iter().map(|one| one.leaves.iter().copied().collect()).collect();
    let alone: Vec<BTreeSet<u32>> = table.public.iter().map(|one| BTreeSet::from([one.member])).collect();
    let mut rows: Vec<Row<'_>> = cells.iter().map(|(_, cell)| hard(cell)).collect();
    rows.extend(quiet.iter().map(|leaves| (leaves.as_slice(), &everybody)));
    let public = table.public.iter().zip(&alone);
    rows.extend(public.map(|(one, who)| (one.leaves.first().map_or(&[][..], Vec::as_slice), who)));
    let mut rows = atoms(&rows);
    let known: BTreeSet<u32> = rows.split_off(cells.len()).into_iter().flatten().collect();
    let holders = holders(&rows);
    let mut out = vec![None; table.cells.len()];
    for (at, (index, cell)) in cells.iter().enumerate() {
        let row = rows.get(at).map_or(&[][..], Vec::as_slice);
        let least = least(at, row, &cells, &rows, &holders, &known).max(u64::from(cell.minimum));
        if let Some(out) = out.get_mut(*index as usize) {
            *out = Some(Bands::new(cell, least));
        }
    }
    out
}

/// The sum of the minimums of disjoint parts of a cell, taken from fine to coarse, and of what they leave of it.
fn least(
    at: usize,
    row: &[u32],
    cells: &[(u32, &Cell)],
    rows: &[Vec<u32>],
    holders: &[Vec<usize>],
    known: &BTreeSet<u32>,
) -> u64 {
    let mut meets: BTreeMap<usize, usize> = BTreeMap::new();
    for other in row.iter().filter_map(|atom| holders.get(*atom as usize)).flatten() {
        *meets.entry(*other).or_default() += 1;
    }
    let minimum = |at: usize| cells.get(at).map_or(0, |(_, cell)| u64::from(cell.minimum));
    let (mut sum, mut strictest, mut left) =
        (0u64, minimum(at), row.iter().copied().collect::<BTreeSet<_>>());
    // `meets` is in the order of `cells`, from fine to coarse.
    for (other, common) in meets {
        let Some(part) = rows.get(other) else { continue };
        if common < part.len() || part.len() >= row.len() || part.iter().any(|atom| !left.contains(atom)) {
            continue;
        }
        left.retain(|atom| part.binary_search(atom).is_err());
        sum = sum.saturating_add(minimum(other));
        strictest = strictest.max(minimum(other));
    }
    if left.iter().any(|atom| !known.contains(atom)) { sum.saturating_add(strictest) } else { sum }
}
