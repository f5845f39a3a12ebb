//! No withheld figure may be pinned down too closely: with all that is published, its smallest and largest possible
//! value must lie apart. Values play a part here, so it comes after opening; it only ever withholds more.

use super::super::figures::reporters;
use super::super::rounding::behind;
use super::super::{Material, rounding};
use super::rows::{Bound, bounds, components};
use super::simplex::{NoOptimum, Program};
use std::collections::{BTreeMap, BTreeSet};

/// A withheld figure must stay uncertain by a tenth of its largest possible value.
const SHARE: u64 = 10;

/// The opened cells that may be published.
pub(super) fn keep(material: &Material<'_>, opened: &BTreeMap<usize, u64>) -> BTreeSet<usize> {
    let mut shown: BTreeSet<usize> = opened.keys().copied().collect();
    let spans: Vec<(u64, u64)> =
        (0..material.manifest.cells.len()).map(|cell| natural(material, cell)).collect();
    for (cells, bounds) in components(bounds(material)) {
        let part = Part { material, opened, spans: &spans, cells: &cells, bounds: &bounds };
        part.settle(&mut shown);
    }
    shown
}

/// Where a total lies if nothing is published: from 0 to its maximum for each member that reports it.
fn natural(material: &Material<'_>, cell: usize) -> (u64, u64) {
    let most = material.manifest.cells.get(cell).map_or(0, |spec| u64::from(spec.max));
    (0, most.saturating_mul(reporters(material, cell).len() as u64))
}

/// Cells that are connected by relations.
struct Part<'a> {
    material: &'a Material<'a>,
    opened: &'a BTreeMap<usize, u64>,
    spans: &'a [(u64, u64)],
    cells: &'a [usize],
    bounds: &'a [Bound],
}

impl Part<'_> {
    /// Withhold until every cell that was never opened is uncertain enough. Withholding only widens intervals, so one
    /// pass does. Cells withheld here were fit for publication; they need no guard of their own.
    fn settle(&self, shown: &mut BTreeSet<usize>) {
        let shut: Vec<usize> =
            self.cells.iter().copied().filter(|cell| !self.opened.contains_key(cell)).collect();
        if shut.is_empty() {
            return;
        }
        let mut point = self.program(shown).feasible();
        for cell in shut {
            loop {
                let interval = match (&mut point, self.cells.binary_search(&cell)) {
                    (Ok(point), Ok(variable)) => {
                        point.interval(variable, |interval| self.uncertain(cell, interval))
                    }
                    (Err(why), _) => Err(*why),
                    (_, Err(_)) => break,
                };
                let next = match interval {
                    Ok(interval) if self.uncertain(cell, interval) => break,
                    // Beyond the limits nobody can say what follows: nothing of the part is shown.
                    Err(NoOptimum::Limit) => {
                        self.cells.iter().copied().filter(|one| shown.contains(one)).collect()
                    }
                    _ => self.next(cell, shown).into_iter().collect::<Vec<usize>>(),
                };
                if next.is_empty() {
                    break;
                }
                shown.retain(|one| !next.contains(one));
                point = self.program(shown).feasible();
            }
        }
    }

    /// What everybody knows: published values with their rounding, maxima, reporters, relations.
    fn program(&self, shown: &BTreeSet<usize>) -> Program {
        let mut known: Vec<(u64, u64)> = self.cells.iter().map(|cell| self.known(*cell, shown)).collect();
        let mut rows = Vec::with_capacity(self.bounds.len());
        for bound in self.bounds {
            let place = |(cell, factor): &(usize, i64)| Some((self.cells.binary_search(cell).ok()?, *factor));
            let mut row: Vec<(usize, i64)> = bound.terms.iter().filter_map(place).collect();
            if !bound.equal {
                let most = row.iter().filter(|(_, factor)| *factor > 0).filter_map(|(at, _)| known.get(*at));
                let most = most.fold(0u64, |sum, (_, high)| sum.saturating_add(*high));
                row.push((known.len(), -1));
                known.push((0, most));
            }
            rows.push(row);
        }
        Program { bounds: known, rows }
    }

    fn known(&self, cell: usize, shown: &BTreeSet<usize>) -> (u64, u64) {
        let span = self.spans.get(cell).copied().unwrap_or((0, 0));
        let spec = self.material.manifest.cells.get(cell);
        match (self.opened.get(&cell).filter(|_| shown.contains(&cell)), spec) {
            (Some(total), Some(spec)) => {
                let (low, high) = behind(rounding::rounded(*total, spec.rounding), spec.rounding);
                // A published cell has its minimum of non-zero contributors.
                (low.max(u64::from(spec.min_contributors)).min(high), high)
            }
            _ => span,
        }
    }

    /// Whether an interval is wide enough: the cell's rounding base, its minimum of contributors, and a tenth of the
    /// largest value; but never wider than it would be with nothing published. A wider one is wide enough, too: a tenth
    /// more at the upper end asks for less than it adds.
    fn uncertain(&self, cell: usize, (low, high): (u64, u64)) -> bool {
        let Some(spec) = self.material.manifest.cells.get(cell) else { return true };
        let (_, most) = self.spans.get(cell).copied().unwrap_or((0, 0));
        let need = u64::from(spec.rounding).max(u64::from(spec.min_contributors)).max(high.div_ceil(SHARE));
        high.saturating_sub(low) >= need.min(most)
    }

    /// The published cell to withhold next for the sake of `cell`: the nearest by relations, of these the one with the
    /// fewest leaves, of these the last in round order. Values play no part.
    fn next(&self, cell: usize, shown: &BTreeSet<usize>) -> Option<usize> {
        let mut seen = BTreeSet::from([cell]);
        let mut edge = BTreeSet::from([cell]);
        while !edge.is_empty() {
            let near = |bound: &&Bound| bound.terms.iter().any(|(one, _)| edge.contains(one));
            let next: BTreeSet<usize> = self
                .bounds
                .iter()
                .filter(near)
                .flat_map(|bound| bound.terms.iter().map(|(one, _)| *one))
                .filter(|one| !seen.contains(one))
                .collect();
            let leaves =
                |one: &usize| self.material.manifest.cells.get(*one).map_or(0, |spec| spec.leaves.len());
            let best = next.iter().filter(|one| shown.contains(one));
            if let Some(best) = best.min_by_key(|one| (leaves(one), std::cmp::Reverse(**one))) {
                return Some(*best);
            }
            seen.extend(&next);
            edge = next;
        }
        None
    }
}
