//! Bands: what a shown value stands for.

use super::least::leasts;
use super::valued::valued;
use crate::floor::Floors;
use crate::plan::Plan;
use crate::public::Published;
use crate::table::{Cell, Table};
use std::collections::BTreeSet;

/// No sum of figures of a round is as large.
const BEYOND: u64 = 1 << 57;

/// No lowest band, and no highest one, is narrower.
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

/// How the totals of one cell are banded: one band from its least total on, then bands of `base`, then one band up to the
/// greatest total that there can be.
///
/// Figures that members publish are known: what is banded is the rest beside them.
///
/// Where members' parts do not add up, a total may be below the least one. Then parts and published figures count for
/// nothing: the band is that of a cell without them, and its value is below the least total, so that whoever has the value
/// knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The cell's own minimum: no total is smaller.
    pub minimum: u64,
    /// Width of the bands above the lowest one; 1 shows totals exactly.
    pub base: u64,
    /// The least total that everybody knows of: the minimum for every disjoint part, beside what members publish.
    pub least: u64,
    /// Where the lowest band ends.
    pub end: u64,
    /// How many totals are possible at each end, at least.
    pub width: u64,
    /// What members publish of it.
    published: u64,
    /// Where the highest band begins, if it is not the lowest one.
    top: Option<u64>,
    /// The greatest total that there can be, if members keep to the maximum.
    greatest: u64,
    /// Where the lowest band of totals below the least one ends.
    alone: u64,
}

impl Bands {
    /// `published`: what members publish of it; `least`: the least of what is beside that; `floor`: what may be known to be
    /// in all of it.
    fn new(cell: &Cell, published: u64, least: u64, floor: u64, greatest: u64) -> Self {
        let (base, minimum) = (u64::from(cell.base).max(1), u64::from(cell.minimum));
        let width = width(cell.first, minimum);
        let floor = floor.saturating_sub(published).max(least);
        let end = end_of(floor, width, base);
        let beside = greatest.saturating_sub(published);
        let top = even(beside.saturating_sub(width - 1), base).map_or(beside, |band| band.low);
        let (end, top) = if top > end { (end, Some(top)) } else { (end.max(beside), None) };
        let raised = |total: u64| total.saturating_add(published);
        Self {
            minimum,
            base,
            least: raised(least),
            end: raised(end),
            width,
            published,
            top: top.map(raised),
            greatest,
            alone: end_of(minimum, width, base),
        }
    }

    /// The band of a total; none below the cell's own minimum, nor of one that no figures sum to.
    #[must_use]
    pub fn of(&self, total: u64) -> Option<Band> {
        let Self { base, least, end, minimum, alone, published, .. } = *self;
        let lowest =
            |from: u64, end: u64| Band { value: from + (end - from).div_ceil(2), low: from, high: end };
        if total < minimum || total >= BEYOND {
            return None;
        }
        if total < least {
            let band = if total <= alone { lowest(minimum, alone) } else { even(total, base)? };
            return Some(Band { value: band.value.min(least - 1), ..band });
        }
        if total <= end {
            return Some(lowest(least, end));
        }
        if total > self.greatest {
            // A member did not keep to the maximum. Bands begin anew, and the value says so.
            let low = total - (total - self.greatest.max(end) - 1) % base;
            return Some(Band { value: low + base / 2, low, high: low.checked_add(base - 1)? });
        }
        if self.top.is_some_and(|top| top <= total) {
            return self.top.map(|top| lowest(top, self.greatest));
        }
        let band = even(total - published, base)?;
        let raised = |total: u64| total.checked_add(published);
        Some(Band { value: raised(band.value)?, low: raised(band.low)?, high: raised(band.high)? })
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
}

/// How many totals a lowest band has at least.
pub(crate) fn width(first: u64, minimum: u64) -> u64 {
    first.saturating_sub(minimum).max(WIDTH)
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
    banded(table, plan, &valued(table, plan), &Floors::new(table, &plan.opened()))
}

/// As [`bands`], for known cells with values.
pub(super) fn banded(table: &Table, plan: &Plan, own: &BTreeSet<u32>, floors: &Floors) -> Vec<Option<Bands>> {
    let public = Published::new(table, 0, false);
    let mut out = vec![None; table.cells.len()];
    for (index, least) in leasts(table, plan, own) {
        let Some(cell) = table.cells.get(index as usize) else { continue };
        let leaves = cell.leaves.first().map_or(&[][..], Vec::as_slice);
        let known = cell.reporters.iter().map(|member| public.at_least(*member, leaves)).sum();
        let greatest = greatest(&public, cell);
        let bands = Bands::new(cell, known, least, floors.highest(index), greatest);
        if let Some(out) = out.get_mut(index as usize) {
            *out = Some(bands);
        }
    }
    out
}

/// The most that all that report a cell can have together, by what they publish now and by the maximum.
pub(super) fn greatest(public: &Published<'_>, cell: &Cell) -> u64 {
    let leaves = cell.leaves.first().map_or(&[][..], Vec::as_slice);
    let most = cell.reporters.iter().map(|member| public.at_most(*member, leaves, cell.max));
    most.fold(0, u64::saturating_add)
}
