//! The least and the greatest total of the next cell, from a point that is kept while more and more cells are shown: the
//! method of [`crate::exact::simplex`] on sparse rows, of which each shown cell adds one (Dutertre and de Moura, CAV 2006).
//! Bland's rule never cycles and fractions have any length, so there is always an answer.

use super::fraction::Fraction;
use std::collections::{BTreeMap, BTreeSet};

/// The basic variable plus the sum of the entries times their variables is 0. Entries ascend by variable.
#[derive(Clone)]
struct Row {
    basic: usize,
    entries: Vec<(usize, Fraction)>,
}

/// Variables with their bounds and a value within. Rows are in groups that have no variable in common: every function gets
/// the rows of the group that it works on. A variable without bounds of its own is 0 or more.
#[derive(Clone, Default)]
pub(super) struct Running {
    low: Vec<Fraction>,
    high: Vec<Option<Fraction>>,
    value: Vec<Fraction>,
    /// Row in which a variable is basic.
    row_of: Vec<Option<usize>>,
    rows: Vec<Row>,
}

impl Running {
    fn grow(&mut self, variables: usize) {
        if self.low.len() < variables {
            self.low.resize(variables, Fraction::ZERO);
            self.high.resize(variables, None);
            self.value.resize(variables, Fraction::ZERO);
            self.row_of.resize(variables, None);
        }
    }

    /// How many variables there are.
    pub(super) const fn variables(&self) -> usize {
        self.low.len()
    }

    /// A group by itself, its rows and variables numbered from 0 in the same order; the variables' numbers here.
    pub(super) fn part(&self, group: &[usize]) -> (Self, Vec<usize>) {
        let rows = || group.iter().filter_map(|row| self.rows.get(*row));
        let entries = rows().flat_map(|row| row.entries.iter().map(|(variable, _)| *variable));
        let all: BTreeSet<usize> = entries.chain(rows().map(|row| row.basic)).collect();
        let all: Vec<usize> = all.into_iter().collect();
        let of = |variable: usize| all.binary_search(&variable).unwrap_or(0);
        let mut part = Self::default();
        part.grow(all.len());
        for (at, variable) in all.iter().enumerate() {
            if let (Some(low), Some(high), Some(value)) =
                (part.low.get_mut(at), part.high.get_mut(at), part.value.get_mut(at))
            {
                *low = self.low.get(*variable).cloned().unwrap_or(Fraction::ZERO);
                *high = self.high.get(*variable).cloned().flatten();
                *value = self.value(*variable).clone();
            }
        }
        for (at, row) in rows().enumerate() {
            let basic = of(row.basic);
            if let Some(own) = part.row_of.get_mut(basic) {
                *own = Some(at);
            }
            let entries = row.entries.iter().map(|(variable, entry)| (of(*variable), entry.clone()));
            part.rows.push(Row { basic, entries: entries.collect() });
        }
        (part, all)
    }

    /// A variable becomes the sum of itself and a new one, the last of all.
    pub(super) fn split(&mut self, group: &[usize], variable: usize, new: usize) {
        self.grow(new + 1);
        let own = self.row(variable);
        for row in group {
            let entry = if own == Some(*row) { Fraction::ONE } else { self.entry(*row, variable) };
            if !entry.is_zero()
                && let Some(row) = self.rows.get_mut(*row)
            {
                let place = row.entries.partition_point(|(other, _)| *other < new);
                row.entries.insert(place, (new, entry));
            }
        }
    }

    fn value(&self, variable: usize) -> &Fraction {
        self.value.get(variable).unwrap_or(&Fraction::ZERO)
    }

    fn row(&self, variable: usize) -> Option<usize> {
        self.row_of.get(variable).copied().flatten()
    }

    /// A new variable becomes the sum of others; it has the last row.
    pub(super) fn add(&mut self, variable: usize, parts: impl Iterator<Item = usize>) {
        self.grow(variable + 1);
        let mut entries: BTreeMap<usize, Fraction> = BTreeMap::new();
        let mut value = Fraction::ZERO;
        let less = Fraction::ONE.negated();
        for part in parts {
            self.grow(part + 1);
            value = value.plus(self.value(part));
            let own = [(part, less.clone())];
            let row = self.row(part).and_then(|row| self.rows.get(row));
            for (variable, by) in row.map_or(&own[..], |row| &row.entries) {
                let entry = entries.entry(*variable).or_insert(Fraction::ZERO);
                *entry = entry.plus(by);
            }
        }
        let entries = entries.into_iter().filter(|(_, entry)| !entry.is_zero()).collect();
        if let (Some(own), Some(row)) = (self.value.get_mut(variable), self.row_of.get_mut(variable)) {
            (*own, *row) = (value, Some(self.rows.len()));
            self.rows.push(Row { basic: variable, entries });
        }
    }

    /// Values of a variable between which all of these lie, or that are `enough`: the least and, if asked, the greatest.
    pub(super) fn range(
        &mut self,
        group: &[usize],
        of: usize,
        bounded: bool,
        enough: impl Fn(&Fraction, &Fraction) -> bool,
    ) -> (Fraction, Fraction) {
        let (mut least, mut most) = (self.value(of).clone(), self.value(of).clone());
        for largest in [true, false] {
            while !enough(&least, &most)
                && (bounded || !largest)
                && let Some((column, up)) = self.entering(of, largest)
                && self.advance(group, column, up)
            {
                let value = self.value(of);
                if *value < least {
                    least = value.clone();
                }
                if *value > most {
                    most = value.clone();
                }
            }
        }
        (least, most)
    }

    /// Bounds for a variable, if a point is left with them; else it has those that it always has. Whether there is one.
    pub(super) fn bound(&mut self, group: &[usize], variable: usize, low: u64, high: u64) -> bool {
        self.set(variable, Fraction::whole(low), Some(Fraction::whole(high)));
        if self.row(variable).is_none()
            && let Some(target) = self.outside(variable)
        {
            let step = target.minus(self.value(variable));
            self.shift(group, variable, &step);
        }
        let is = self.repair(group);
        if !is {
            self.release(variable);
            self.repair(group);
        }
        is
    }

    /// Takes a variable's bounds away: it is 0 or more, as all are.
    pub(super) fn release(&mut self, variable: usize) {
        self.set(variable, Fraction::ZERO, None);
    }

    fn set(&mut self, variable: usize, least: Fraction, most: Option<Fraction>) {
        if let (Some(low), Some(high)) = (self.low.get_mut(variable), self.high.get_mut(variable)) {
            (*low, *high) = (least, most);
        }
    }

    /// Moves to a point within all bounds; whether there is one.
    fn repair(&mut self, group: &[usize]) -> bool {
        loop {
            let out = group.iter().filter_map(|row| {
                let basic = self.rows.get(*row)?.basic;
                Some((basic, *row, self.outside(basic)?))
            });
            let Some((variable, row, target)) = out.min_by_key(|(basic, ..)| *basic) else {
                return true;
            };
            let change = target.minus(self.value(variable));
            let Some((column, _)) = self.entering(variable, change.is_positive()) else { return false };
            let step = change.over(&self.entry(row, column).negated());
            self.shift(group, column, &step);
            self.pivot(group, row, column);
        }
    }

    /// The bound that a variable is beyond.
    fn outside(&self, variable: usize) -> Option<Fraction> {
        let (value, low) = (self.value(variable), self.low.get(variable)?);
        if value < low {
            return Some(low.clone());
        }
        self.high.get(variable)?.as_ref().filter(|high| value > *high).cloned()
    }

    fn entry(&self, row: usize, column: usize) -> Fraction {
        let entries = self.rows.get(row).map_or(&[][..], |row| &row.entries);
        let at = entries.binary_search_by_key(&column, |(variable, _)| *variable).ok();
        at.and_then(|at| entries.get(at)).map_or(Fraction::ZERO, |(_, entry)| entry.clone())
    }

    fn is_movable(&self, variable: usize, up: bool) -> bool {
        let value = self.value(variable);
        if up {
            self.high.get(variable).and_then(Option::as_ref).is_none_or(|high| value < high)
        } else {
            self.low.get(variable).is_some_and(|low| value > low)
        }
    }

    /// The first variable whose move raises (or lowers) this one, and whether it goes up.
    fn entering(&self, of: usize, raise: bool) -> Option<(usize, bool)> {
        let Some(row) = self.row(of) else {
            return self.is_movable(of, raise).then_some((of, raise));
        };
        self.rows.get(row)?.entries.iter().find_map(|(column, entry)| {
            let up = entry.is_negative() == raise;
            self.is_movable(*column, up).then_some((*column, up))
        })
    }

    /// Move a variable outside the basis; basic ones follow.
    fn shift(&mut self, group: &[usize], column: usize, step: &Fraction) {
        for row in group {
            let entry = self.entry(*row, column);
            if !entry.is_zero()
                && let Some(row) = self.rows.get(*row)
                && let Some(value) = self.value.get_mut(row.basic)
            {
                *value = value.minus(&entry.times(step));
            }
        }
        if let Some(value) = self.value.get_mut(column) {
            *value = value.plus(step);
        }
    }

    /// Move a variable until it or a basic one meets a bound; ties go to the first variable. Whether there is one.
    fn advance(&mut self, group: &[usize], column: usize, up: bool) -> bool {
        let own = if up {
            self.high.get(column).and_then(Option::as_ref).map(|high| high.minus(self.value(column)))
        } else {
            self.low.get(column).map(|low| self.value(column).minus(low))
        };
        let mut best = own;
        let mut leaves: Option<(usize, usize)> = None;
        for row in group {
            let entry = self.entry(*row, column);
            let Some(basic) = self.rows.get(*row).map(|row| row.basic).filter(|_| !entry.is_zero()) else {
                continue;
            };
            // The basic variable rises if the entry and the move have opposite signs.
            let rises = entry.is_negative() == up;
            let by = if entry.is_negative() { entry.negated() } else { entry };
            let bound =
                if rises { self.high.get(basic).and_then(Option::as_ref) } else { self.low.get(basic) };
            let Some(bound) = bound else { continue };
            let value = self.value(basic);
            let most = if rises { bound.minus(value) } else { value.minus(bound) }.over(&by);
            let first = leaves.is_some_and(|(_, known)| basic < known);
            if best.as_ref().is_none_or(|best| most < *best || (most == *best && first)) {
                (best, leaves) = (Some(most), Some((*row, basic)));
            }
        }
        let Some(step) = best else { return false };
        self.shift(group, column, &if up { step } else { step.negated() });
        if let Some((row, _)) = leaves {
            self.pivot(group, row, column);
        }
        true
    }

    /// The column's variable becomes basic in a row.
    fn pivot(&mut self, group: &[usize], row: usize, column: usize) {
        let head = self.entry(row, column);
        let Some(own) = self.rows.get_mut(row) else { return };
        let leaving = std::mem::replace(&mut own.basic, column);
        own.entries.retain(|(variable, _)| *variable != column);
        let place = own.entries.partition_point(|(variable, _)| *variable < leaving);
        own.entries.insert(place, (leaving, Fraction::ONE));
        for (_, entry) in &mut own.entries {
            *entry = entry.over(&head);
        }
        let own = std::mem::take(&mut own.entries);
        for (variable, at) in [(leaving, None), (column, Some(row))] {
            if let Some(of) = self.row_of.get_mut(variable) {
                *of = at;
            }
        }
        for other in group.iter().filter(|other| **other != row) {
            let factor = self.entry(*other, column);
            if !factor.is_zero()
                && let Some(row) = self.rows.get_mut(*other)
            {
                row.entries = less(&row.entries, column, &factor, &own);
            }
        }
        if let Some(row) = self.rows.get_mut(row) {
            row.entries = own;
        }
    }
}

/// Entries without that of a column, less a factor times others.
fn less(
    entries: &[(usize, Fraction)],
    column: usize,
    factor: &Fraction,
    others: &[(usize, Fraction)],
) -> Vec<(usize, Fraction)> {
    let mut out = Vec::with_capacity(entries.len() + others.len());
    let mut left = entries.iter().filter(|(variable, _)| *variable != column).peekable();
    let mut right = others.iter().peekable();
    loop {
        let (variable, entry) = match (left.peek(), right.peek()) {
            (None, None) => return out,
            (Some((a, x)), Some((b, y))) if a == b => {
                let made = (*a, x.minus(&factor.times(y)));
                left.next();
                right.next();
                made
            }
            (Some((a, x)), right) if right.is_none_or(|(b, _)| a < b) => {
                let made = (*a, x.clone());
                left.next();
                made
            }
            (_, Some((b, y))) => {
                let made = (*b, factor.times(y).negated());
                right.next();
                made
            }
            (Some(_), None) => return out,
        };
        if !entry.is_zero() {
            out.push((variable, entry));
        }
    }
}
