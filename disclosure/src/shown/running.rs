//! The least and the greatest total of the next cell, from a point that is kept while more and more cells are shown: the
//! method of [`crate::exact::simplex`] on sparse rows, of which each shown cell adds one (Dutertre and de Moura, CAV 2006).

use crate::exact::number::Number;
use std::collections::BTreeMap;

/// Steps of one search.
const STEPS: usize = 4_000;

/// The basic variable plus the sum of the entries times their variables is 0. Entries ascend by variable.
struct Row {
    basic: usize,
    entries: Vec<(usize, Number)>,
}

/// Variables with their bounds and a value within. Rows are in groups that have no variable in common: every function gets
/// the rows of the group that it works on. None: numbers or steps beyond the limits; the group is of no use any more.
pub(super) struct Running {
    low: Vec<Number>,
    high: Vec<Option<Number>>,
    value: Vec<Number>,
    /// Row in which a variable is basic.
    row_of: Vec<Option<usize>>,
    rows: Vec<Row>,
}

impl Running {
    /// So many variables, 0 or more, all 0.
    pub(super) fn new(variables: usize) -> Self {
        Self {
            low: vec![Number::ZERO; variables],
            high: vec![None; variables],
            value: vec![Number::ZERO; variables],
            row_of: vec![None; variables],
            rows: Vec::new(),
        }
    }

    fn value(&self, variable: usize) -> Number {
        self.value.get(variable).copied().unwrap_or(Number::ZERO)
    }

    /// A new variable becomes the sum of others; the number of its row.
    pub(super) fn add(&mut self, variable: usize, parts: impl Iterator<Item = usize>) -> Option<usize> {
        let mut entries: BTreeMap<usize, Number> = BTreeMap::new();
        let mut value = Number::ZERO;
        let mut put = |variable: usize, by: Number| {
            let entry = entries.entry(variable).or_insert(Number::ZERO);
            *entry = entry.plus(by)?;
            Some(())
        };
        for part in parts {
            value = value.plus(self.value(part))?;
            match self.row_of.get(part).copied().flatten().and_then(|row| self.rows.get(row)) {
                Some(row) => row.entries.iter().try_for_each(|(variable, by)| put(*variable, *by)),
                None => put(part, Number::whole(-1)),
            }?;
        }
        let entries = entries.into_iter().filter(|(_, entry)| !entry.is_zero()).collect();
        *self.value.get_mut(variable)? = value;
        *self.row_of.get_mut(variable)? = Some(self.rows.len());
        self.rows.push(Row { basic: variable, entries });
        Some(self.rows.len() - 1)
    }

    /// Values of a variable between which all of these lie, or that are `enough`: the least and, if asked, the greatest.
    pub(super) fn range(
        &mut self,
        group: &[usize],
        of: usize,
        bounded: bool,
        enough: impl Fn(Number, Number) -> bool,
    ) -> Option<(Number, Number)> {
        let (mut least, mut most) = (self.value(of), self.value(of));
        let mut steps = 0;
        for largest in [true, false] {
            while !enough(least, most)
                && (bounded || !largest)
                && let Some((column, up)) = self.entering(of, largest)
            {
                steps += 1;
                self.advance(group, column, up).filter(|()| steps <= STEPS)?;
                (least, most) = (least.min(self.value(of)), most.max(self.value(of)));
            }
        }
        Some((least, most))
    }

    /// Bounds for a variable; whether a point is left.
    pub(super) fn bound(&mut self, group: &[usize], variable: usize, low: u64, high: u64) -> Option<bool> {
        let number = |value: u64| Number::whole(i128::from(value));
        (*self.low.get_mut(variable)?, *self.high.get_mut(variable)?) = (number(low), Some(number(high)));
        if self.row_of.get(variable) == Some(&None)
            && let Some(target) = self.outside(variable)
        {
            self.shift(group, variable, target.minus(self.value(variable))?)?;
        }
        let mut steps = 0;
        loop {
            let out = group.iter().filter_map(|row| {
                let basic = self.rows.get(*row)?.basic;
                Some((basic, *row, self.outside(basic)?))
            });
            let Some((variable, row, target)) = out.min_by_key(|(basic, ..)| *basic) else {
                return Some(true);
            };
            let change = target.minus(self.value(variable))?;
            let Some((column, _)) = self.entering(variable, change.is_positive()) else { return Some(false) };
            let entry = self.entry(row, column);
            self.shift(group, column, change.over(entry.negated()?)?)?;
            self.pivot(group, row, column)?;
            steps += 1;
            if steps > STEPS {
                return None;
            }
        }
    }

    /// The bound that a variable is beyond.
    fn outside(&self, variable: usize) -> Option<Number> {
        let (value, low) = (self.value(variable), self.low.get(variable).copied()?);
        if value < low { Some(low) } else { self.high.get(variable).copied()?.filter(|high| value > *high) }
    }

    fn entry(&self, row: usize, column: usize) -> Number {
        let entries = self.rows.get(row).map_or(&[][..], |row| &row.entries);
        let at = entries.binary_search_by_key(&column, |(variable, _)| *variable).ok();
        at.and_then(|at| entries.get(at)).map_or(Number::ZERO, |(_, entry)| *entry)
    }

    fn is_movable(&self, variable: usize, up: bool) -> bool {
        let value = self.value(variable);
        if up {
            self.high.get(variable).copied().flatten().is_none_or(|high| value < high)
        } else {
            self.low.get(variable).is_some_and(|low| value > *low)
        }
    }

    /// The first variable whose move raises (or lowers) this one, and whether it goes up.
    fn entering(&self, of: usize, raise: bool) -> Option<(usize, bool)> {
        let Some(row) = self.row_of.get(of).copied().flatten() else {
            return self.is_movable(of, raise).then_some((of, raise));
        };
        self.rows.get(row)?.entries.iter().find_map(|(column, entry)| {
            let up = entry.is_negative() == raise;
            self.is_movable(*column, up).then_some((*column, up))
        })
    }

    /// Move a variable outside the basis; basic ones follow.
    fn shift(&mut self, group: &[usize], column: usize, step: Number) -> Option<()> {
        for row in group {
            let entry = self.entry(*row, column);
            if !entry.is_zero() {
                let value = self.rows.get(*row).and_then(|row| self.value.get_mut(row.basic))?;
                *value = value.minus(entry.times(step)?)?;
            }
        }
        let value = self.value.get_mut(column)?;
        *value = value.plus(step)?;
        Some(())
    }

    /// Move a variable until it or a basic one meets a bound; ties go to the first variable.
    fn advance(&mut self, group: &[usize], column: usize, up: bool) -> Option<()> {
        let bound = if up { self.high.get(column).copied()? } else { self.low.get(column).copied() };
        let room = |bound: Number| {
            if up { bound.minus(self.value(column)) } else { self.value(column).minus(bound) }
        };
        let mut best = match bound {
            Some(bound) => Some(room(bound)?),
            None => None,
        };
        let mut leaves: Option<(usize, usize)> = None;
        for row in group {
            let entry = self.entry(*row, column);
            if entry.is_zero() {
                continue;
            }
            let basic = self.rows.get(*row)?.basic;
            // The basic variable rises if the entry and the move have opposite signs.
            let rises = entry.is_negative() == up;
            let (value, by) = (self.value(basic), if entry.is_negative() { entry.negated()? } else { entry });
            let room = if rises {
                match self.high.get(basic).copied()? {
                    Some(high) => high.minus(value)?,
                    None => continue,
                }
            } else {
                value.minus(self.low.get(basic).copied()?)?
            };
            let most = room.over(by)?;
            let first = leaves.is_some_and(|(_, known)| basic < known);
            if best.is_none_or(|best| most < best || (most == best && first)) {
                (best, leaves) = (Some(most), Some((*row, basic)));
            }
        }
        let step = best?;
        self.shift(group, column, if up { step } else { step.negated()? })?;
        leaves.map_or(Some(()), |(row, _)| self.pivot(group, row, column))
    }

    /// The column's variable becomes basic in a row.
    fn pivot(&mut self, group: &[usize], row: usize, column: usize) -> Option<()> {
        let head = self.entry(row, column);
        let own = self.rows.get_mut(row)?;
        let leaving = std::mem::replace(&mut own.basic, column);
        own.entries.retain(|(variable, _)| *variable != column);
        let place = own.entries.partition_point(|(variable, _)| *variable < leaving);
        own.entries.insert(place, (leaving, Number::ONE));
        for (_, entry) in &mut own.entries {
            *entry = entry.over(head)?;
        }
        *self.row_of.get_mut(leaving)? = None;
        *self.row_of.get_mut(column)? = Some(row);
        let own = std::mem::take(&mut self.rows.get_mut(row)?.entries);
        for other in group.iter().filter(|other| **other != row) {
            let factor = self.entry(*other, column);
            if !factor.is_zero() {
                let entries = &mut self.rows.get_mut(*other)?.entries;
                *entries = less(entries, column, factor, &own)?;
            }
        }
        self.rows.get_mut(row)?.entries = own;
        Some(())
    }
}

/// Entries without that of a column, less a factor times others.
fn less(
    entries: &[(usize, Number)],
    column: usize,
    factor: Number,
    others: &[(usize, Number)],
) -> Option<Vec<(usize, Number)>> {
    let mut out = Vec::with_capacity(entries.len() + others.len());
    let mut left = entries.iter().copied().filter(|(variable, _)| *variable != column).peekable();
    let mut right = others.iter().copied().peekable();
    loop {
        let (variable, entry) = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return Some(out),
            (Some((a, x)), Some((b, y))) if a == b => {
                left.next();
                right.next();
                (a, x.minus(factor.times(y)?)?)
            }
            (Some((a, x)), right) if right.is_none_or(|(b, _)| a < b) => {
                left.next();
                (a, x)
            }
            (_, Some((b, y))) => {
                right.next();
                (b, factor.times(y)?.negated()?)
            }
            (Some(_), None) => return None,
        };
        if !entry.is_zero() {
            out.push((variable, entry));
        }
    }
}
