//! What shown values alone say of the next one: the least and the greatest total that figures of 0 or more allow. This finds
//! every combination of shown cells that holds no figure with a negative factor, such as two overlapping parts less the
//! total that they cover, where families find a total less disjoint parts.

use super::bands::Band;
use super::interval::SIZE;
use super::long::ends;
use super::near::Valued;
use super::rows::holders;
use crate::exact::simplex::Program;
use std::collections::{BTreeMap, BTreeSet};

/// The hard system on the cells with values, and those shown so far.
pub(super) struct Limits {
    rows: Vec<Vec<u32>>,
    holders: Vec<Vec<usize>>,
    /// What is shown so far: a band, or the ends of a cell that is nearly all of another.
    shown: BTreeMap<usize, Known>,
}

/// What is shown of a cell.
#[derive(Clone, Copy)]
pub(super) enum Known {
    Value(Band),
    NearlyAll(u64, u64),
}

/// Least and greatest value of a cell; no greatest one if figures of it lie in no shown cell.
#[derive(Clone, Copy)]
struct Ends {
    least: u64,
    most: Option<u64>,
}

impl Limits {
    pub(super) fn new(rows: Vec<Vec<u32>>) -> Self {
        let holders = holders(&rows);
        Self { rows, holders, shown: BTreeMap::new() }
    }

    pub(super) fn show(&mut self, at: usize, known: Known) {
        self.shown.insert(at, known);
    }

    /// Whether the band is less than `first` from an end that the shown values set.
    pub(super) fn hit(&self, at: usize, one: &Valued) -> bool {
        self.met(at, |band| (band.value, band.value)).is_some_and(|ends| {
            ends.most.is_some_and(|most| one.band.high.saturating_add(one.first) > most)
                || ends.least > 0 && one.band.low < ends.least.saturating_add(one.first)
        })
    }

    /// The bands of which that is so and that the shown bands allow, from the low end of the first to the high end of the last.
    pub(super) fn ranges(&self, at: usize, one: &Valued) -> Vec<(u64, u64)> {
        let exact = self.met(at, |band| (band.value, band.value));
        let wide = self.met(at, |band| (band.low, band.high));
        let (Some(exact), Some(wide)) = (exact, wide) else { return Vec::new() };
        let above = exact.most.zip(wide.most);
        let above = above.map(|(most, end)| (most.saturating_add(1).saturating_sub(one.first), end));
        let below = exact.least.saturating_add(one.first).saturating_sub(1);
        let below = (exact.least > 0).then_some((wide.least, below));
        let bands = |(from, to)| one.bands.between(from, to, one.floor());
        [above, below].into_iter().flatten().filter_map(bands).collect()
    }

    /// Shown cells that share atoms with a cell, directly or through others that are shown.
    fn around(&self, at: usize, near: bool) -> BTreeSet<usize> {
        let (mut out, mut edge) = (BTreeSet::new(), vec![at]);
        while let Some(one) = edge.pop() {
            for atom in self.rows.get(one).into_iter().flatten() {
                for other in self.holders.get(*atom as usize).into_iter().flatten() {
                    let known = match self.shown.get(other) {
                        Some(Known::Value(_)) => true,
                        Some(Known::NearlyAll(..)) => near,
                        None => false,
                    };
                    if known && out.insert(*other) {
                        edge.push(*other);
                    }
                }
            }
        }
        out
    }

    /// The ends that all that is shown sets; where no figures meet that, those that values set.
    fn met(&self, at: usize, of: impl Fn(&Band) -> (u64, u64)) -> Option<Ends> {
        self.ends(at, true, &of).or_else(|| self.ends(at, false, &of))
    }

    /// Unknowns are the totals of the shown cells and of this one, then atoms, then 1, a number from 0 to 1, and this total
    /// plus 1 less that number: so that there is always a whole number between its ends.
    fn ends(&self, at: usize, near: bool, of: impl Fn(&Band) -> (u64, u64)) -> Option<Ends> {
        let of = |cell: &usize| match self.shown.get(cell)? {
            Known::Value(band) => Some(of(band)),
            Known::NearlyAll(low, high) => Some((*low, *high)),
        };
        let around = self.around(at, near);
        let own = self.rows.get(at)?;
        let mut most: BTreeMap<u32, u64> = BTreeMap::new();
        for (cell, (_, high)) in around.iter().filter_map(|cell| Some((*cell, of(cell)?))) {
            for atom in self.rows.get(cell).into_iter().flatten() {
                let most = most.entry(*atom).or_insert(u64::MAX);
                *most = (*most).min(high);
            }
        }
        let cells = around.len() + 1;
        if around.is_empty() || cells.saturating_mul(most.len()) > SIZE {
            return None;
        }
        let place: BTreeMap<u32, usize> = most.keys().copied().zip(cells..).collect();
        let sum =
            |row: &[u32]| row.iter().filter_map(|atom| Some((*place.get(atom)?, -1))).collect::<Vec<_>>();
        let (mut bounds, mut rows) = (Vec::new(), Vec::new());
        for cell in &around {
            bounds.push(of(cell)?);
            rows.push(std::iter::once((rows.len(), 1)).chain(sum(self.rows.get(*cell)?)).collect());
        }
        let all =
            own.iter().filter_map(|atom| most.get(atom)).fold(1u64, |sum, most| sum.saturating_add(*most));
        bounds.push((0, all));
        rows.push(std::iter::once((rows.len(), 1)).chain(sum(own)).collect());
        bounds.extend(most.values().map(|most| (0, *most)));
        let (unit, less, aim) = (bounds.len(), bounds.len() + 1, bounds.len() + 2);
        bounds.extend([(1, 1), (0, 1), (0, all.saturating_add(1))]);
        rows.push(vec![(aim, 1), (cells - 1, -1), (unit, -1), (less, 1)]);
        let (least, greatest) = ends(&Program { bounds, rows }, aim, &mut None).ok()?;
        let bounded = own.iter().all(|atom| most.contains_key(atom));
        Some(Ends { least, most: bounded.then_some(greatest.saturating_sub(1)) })
    }
}
