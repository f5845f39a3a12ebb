//! The least point of a cone: forms of which none may be below zero, while one variable is 1.
//!
//! A simplex on integers, each row with a scale of its own. Entering and leaving variables are chosen by Bland's rule (Bland
//! 1977), so it ends. The point asked for is the least in lexicographic order, which is one point, whatever the way there:
//! that of the least value of the first form, among these of the second, and so on. It is a corner, so no other point has a
//! smaller set of forms above zero within its own.

use super::integer::{Exact, Overflow};
use std::collections::BTreeSet;

/// `scale` times the variable is the sum of the entries times the columns' variables; `scale` is above zero.
#[derive(Clone)]
struct Row<T> {
    variable: usize,
    scale: T,
    entries: Vec<T>,
}

/// Rows over columns. Variable 0 is the one that is 1; form number i is variable i + 1. Once there is a point, variable 0
/// is a column, whose entries are the forms' values.
#[derive(Clone)]
pub(crate) struct Cone<T> {
    columns: Vec<usize>,
    rows: Vec<Row<T>>,
}

/// A column that stands for a variable of any sign, until a form takes its place, or for one that is 0.
const GONE: usize = usize::MAX;

impl<T: Exact> Cone<T> {
    /// Each form has the factor of variable 0, then those of variables of any sign. None if no point meets all.
    pub(crate) fn new(forms: Vec<Vec<T>>) -> Result<Option<Self>, Overflow> {
        let width = forms.first().map_or(1, Vec::len);
        let mut columns = vec![GONE; width];
        if let Some(first) = columns.first_mut() {
            *first = 0;
        }
        let row = |(at, entries)| Row { variable: at + 1, scale: T::of(1), entries };
        let mut cone = Self { columns, rows: forms.into_iter().enumerate().map(row).collect() };
        cone.rename();
        for column in 1..width {
            if cone.columns.get(column) != Some(&GONE) {
                continue;
            }
            let holds = |row: &Row<T>| row.entries.get(column).is_some_and(|entry| !entry.is_zero());
            if let Some(row) = cone.rows.iter().position(holds) {
                cone.pivot(row, column)?;
                cone.rows.swap_remove(row);
            }
        }
        if !cone.start()? {
            return Ok(None);
        }
        cone.descend()?;
        Ok(Some(cone))
    }

    /// A form that is nothing but one variable of any sign takes its place.
    fn rename(&mut self) {
        let columns = &mut self.columns;
        self.rows.retain(|row| {
            let mut held = row.entries.iter().enumerate().filter(|(_, entry)| !entry.is_zero());
            match (held.next(), held.next()) {
                (Some((at, entry)), None) if entry.is_one() => match columns.get_mut(at) {
                    Some(column) if *column == GONE => {
                        *column = row.variable;
                        false
                    }
                    _ => true,
                },
                _ => true,
            }
        });
    }

    /// Forms above zero at the least point.
    pub(crate) fn support(&self) -> BTreeSet<usize> {
        let Some(own) = self.columns.iter().position(|column| *column == 0) else { return BTreeSet::new() };
        let above = self.rows.iter().filter(|row| row.entries.get(own).is_some_and(is_positive));
        above.filter_map(|row| row.variable.checked_sub(1)).collect()
    }

    /// Let a form that is above zero at the least point be 0; says whether a point is left.
    pub(crate) fn leave_out(&mut self, form: usize) -> Result<bool, Overflow> {
        let variable = form + 1;
        while let Some(row) = self.rows.iter().find(|row| row.variable == variable) {
            let Some(own) = self.columns.iter().position(|column| *column == 0) else { return Ok(false) };
            if row.entries.get(own).is_some_and(T::is_zero) {
                // It is 0 already: any column may take its place.
                let place = (0..self.columns.len()).find(|at| {
                    *at != own
                        && self.is_there(*at)
                        && row.entries.get(*at).is_some_and(|entry| !entry.is_zero())
                });
                let Some(place) = place else {
                    self.rows.retain(|row| row.variable != variable);
                    break;
                };
                if let Some(row) = self.rows.iter().position(|row| row.variable == variable) {
                    self.pivot(row, place)?;
                }
                break;
            }
            let lowers = |at: &usize| {
                *at != own && self.is_there(*at) && row.entries.get(*at).is_some_and(T::is_negative)
            };
            let candidates = (0..self.columns.len()).filter(lowers);
            let Some(column) = candidates.min_by_key(|at| self.columns.get(*at)) else { return Ok(false) };
            let Some(block) = self.block(own, column, variable)? else { return Ok(false) };
            self.pivot(block, column)?;
        }
        self.columns.iter_mut().filter(|column| **column == variable).for_each(|column| *column = GONE);
        self.descend()?;
        Ok(true)
    }

    fn is_there(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(|variable| *variable != GONE)
    }

    /// Find a point: at the origin, where nothing moves, raise variable 0 until nothing stops it.
    fn start(&mut self) -> Result<bool, Overflow> {
        loop {
            let row = self.rows.iter().position(|row| row.variable == 0);
            let raises = |at: &usize| match row.and_then(|row| self.rows.get(row)) {
                None => self.columns.get(*at) == Some(&0),
                Some(row) => self.is_there(*at) && row.entries.get(*at).is_some_and(is_positive),
            };
            let candidates = (0..self.columns.len()).filter(raises);
            let Some(column) = candidates.min_by_key(|at| self.columns.get(*at)) else { return Ok(false) };
            let falls = |row: &&Row<T>| row.entries.get(column).is_some_and(T::is_negative);
            let block = self.rows.iter().filter(falls).map(|row| row.variable).min();
            match (block, row) {
                (Some(block), _) => {
                    if let Some(at) = self.rows.iter().position(|row| row.variable == block) {
                        self.pivot(at, column)?;
                    }
                }
                (None, Some(row)) => {
                    self.pivot(row, column)?;
                    return Ok(true);
                }
                (None, None) => return Ok(true),
            }
        }
    }

    /// Go down to the least point.
    fn descend(&mut self) -> Result<(), Overflow> {
        let Some(mut own) = self.columns.iter().position(|column| *column == 0) else { return Ok(()) };
        loop {
            let candidates =
                (0..self.columns.len()).filter(|at| *at != own && self.is_there(*at) && self.lowers(*at));
            let Some(column) = candidates.min_by_key(|at| self.columns.get(*at)) else { return Ok(()) };
            let Some(block) = self.block(own, column, 0)? else { return Ok(()) };
            self.pivot(block, column)?;
            own = self.columns.iter().position(|column| *column == 0).unwrap_or(own);
        }
    }

    /// Whether raising the column's variable lowers the first form that it moves. Its own rises.
    fn lowers(&self, column: usize) -> bool {
        let moves = |row: &&Row<T>| row.entries.get(column).is_some_and(|entry| !entry.is_zero());
        let first = self.rows.iter().filter(moves).min_by_key(|row| row.variable);
        let own = self.columns.get(column).copied().unwrap_or(0);
        first.is_some_and(|row| row.variable < own && row.entries.get(column).is_some_and(T::is_negative))
    }

    /// The row that stops the column's variable first; of several the one of this variable, else the first variable.
    fn block(&self, own: usize, column: usize, prefer: usize) -> Result<Option<usize>, Overflow> {
        let mut best: Option<(usize, &Row<T>)> = None;
        for (at, row) in self.rows.iter().enumerate() {
            let (Some(value), Some(by)) = (row.entries.get(own), row.entries.get(column)) else { continue };
            if !by.is_negative() {
                continue;
            }
            let sooner = match best
                .and_then(|(_, best)| Some((best, best.entries.get(own)?, best.entries.get(column)?)))
            {
                None => true,
                Some((best, other, along)) => {
                    // value / -by against other / -along.
                    let difference = T::cross(other, by, value, along)?;
                    if difference.is_zero() {
                        best.variable != prefer && (row.variable == prefer || row.variable < best.variable)
                    } else {
                        difference.is_negative()
                    }
                }
            };
            if sooner {
                best = Some((at, row));
            }
        }
        Ok(best.map(|(at, _)| at))
    }

    /// The row's variable and the column's change places.
    fn pivot(&mut self, at: usize, column: usize) -> Result<(), Overflow> {
        let (zero, minus) = (T::of(0), T::of(-1));
        let (Some(row), Some(entering)) = (self.rows.get_mut(at), self.columns.get_mut(column)) else {
            return Ok(());
        };
        // scale * v = head * x + rest, so head * x = scale * v - rest: with the sign of head made positive.
        std::mem::swap(&mut row.variable, entering);
        let Some(place) = row.entries.get_mut(column) else { return Ok(()) };
        let head = std::mem::replace(place, row.scale.clone());
        let turned = head.is_negative();
        for (other, entry) in row.entries.iter_mut().enumerate() {
            if (other == column) == turned && !entry.is_zero() {
                *entry = T::cross(&minus, entry, &zero, &zero)?;
            }
        }
        row.scale = if turned { T::cross(&minus, &head, &zero, &zero)? } else { head };
        let (scale, own) = (row.scale.clone(), row.entries.clone());
        for (other, row) in self.rows.iter_mut().enumerate() {
            if other == at {
                continue;
            }
            let Some(place) = row.entries.get_mut(column) else { continue };
            if place.is_zero() {
                continue;
            }
            let factor = std::mem::replace(place, zero.clone());
            let factor = T::cross(&minus, &factor, &zero, &zero)?;
            for (entry, of) in row.entries.iter_mut().zip(&own) {
                if !of.is_zero() || !(entry.is_zero() || scale.is_one()) {
                    *entry = T::cross(&scale, entry, &factor, of)?;
                }
            }
            row.scale = T::cross(&scale, &row.scale, &zero, &zero)?;
            reduce(row);
        }
        Ok(())
    }
}

fn is_positive<T: Exact>(entry: &T) -> bool {
    !entry.is_zero() && !entry.is_negative()
}

/// Take the common divisor out.
fn reduce<T: Exact>(row: &mut Row<T>) {
    let mut divisor = row.scale.clone();
    for entry in row.entries.iter().filter(|entry| !entry.is_zero()) {
        if divisor.is_one() {
            return;
        }
        divisor = divisor.gcd(entry);
    }
    if !divisor.is_one() {
        row.scale = row.scale.exact_div(&divisor);
        for entry in &mut row.entries {
            *entry = entry.exact_div(&divisor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use good_lp::{Expression, SolverModel, constraint, default_solver, variable, variables};
    use num_bigint::BigInt;
    use proptest::prelude::*;

    /// The least point's support, with these forms left out one after the other.
    fn least<T: Exact>(forms: &[Vec<i32>], out: &[usize]) -> Result<Option<BTreeSet<usize>>, Overflow> {
        let forms = forms.iter().map(|form| form.iter().map(|entry| T::of(*entry)).collect());
        let Some(mut cone) = Cone::<T>::new(forms.collect())? else { return Ok(None) };
        for form in out {
            if cone.support().contains(form) && !cone.leave_out(*form)? {
                return Ok(None);
            }
        }
        Ok(Some(cone.support()))
    }

    fn support(forms: &[Vec<i32>], out: &[usize]) -> Option<BTreeSet<usize>> {
        let long = least::<BigInt>(forms, out).unwrap();
        if let Ok(words) = least::<i64>(forms, out) {
            assert_eq!(words, long);
        }
        long
    }

    #[test]
    fn a_whole_less_its_parts() {
        assert_eq!(support(&[vec![1, -1], vec![1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
        assert_eq!(support(&[vec![-1, 0], vec![1, 1]], &[]), None);
        assert_eq!(support(&[vec![1, 1], vec![-1, -1], vec![1, 0]], &[]), Some(BTreeSet::from([2])));
        assert_eq!(support(&[vec![1, 0], vec![1, -1]], &[0]), None);
        assert_eq!(support(&[], &[]), Some(BTreeSet::new()));
    }

    /// Whether a point leaves these forms at 0, by a floating-point solver.
    fn floating(forms: &[Vec<i32>], out: &BTreeSet<usize>) -> bool {
        let mut all = variables!();
        let width = forms.first().map_or(1, Vec::len);
        let free: Vec<_> = (1..width).map(|_| all.add(variable())).collect();
        let mut model = all.minimise(Expression::from(0)).using(default_solver);
        for (at, form) in forms.iter().enumerate() {
            let rest: Expression = form[1..].iter().zip(&free).map(|(by, one)| *one * f64::from(*by)).sum();
            let value = rest + f64::from(form[0]);
            model =
                model.with(if out.contains(&at) { constraint!(value == 0) } else { constraint!(value >= 0) });
        }
        model.solve().is_ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(800))]

        /// The least point is found greedily by a solver of another kind: a form is 0 if it can be, in order, as long as
        /// values are compared with 0 alone. Corners have no smaller support within their own.
        #[test]
        fn a_solver_of_another_kind_agrees(
            forms in prop::collection::vec(prop::collection::vec(-1i32..2, 4), 1..7),
            out in prop::collection::vec(0usize..7, 0..3),
        ) {
            let found = support(&forms, &[]);
            prop_assert_eq!(found.is_some(), floating(&forms, &BTreeSet::new()));
            let Some(held) = found else { return Ok(()) };
            let outside: BTreeSet<usize> = (0..forms.len()).filter(|at| !held.contains(at)).collect();
            prop_assert!(floating(&forms, &outside));
            for at in &held {
                let mut more = outside.clone();
                more.insert(*at);
                prop_assert!(!floating(&forms, &more), "a smaller support");
            }
            // Left out one by one or from the start: the same point, since there is one.
            let mut left = BTreeSet::new();
            let mut cone = Cone::<BigInt>::new(forms.iter().map(|form| form.iter().map(|one| BigInt::from(*one)).collect()).collect()).unwrap().unwrap();
            for form in out.into_iter().filter(|form| *form < forms.len()) {
                if !cone.support().contains(&form) {
                    continue;
                }
                left.insert(form);
                let there = cone.leave_out(form).unwrap();
                prop_assert_eq!(there, floating(&forms, &left));
                if !there {
                    return Ok(());
                }
                let mut fresh = forms.clone();
                // As equations: the form and its opposite are both 0 or more.
                for form in &left {
                    fresh.push(forms[*form].iter().map(|entry| -entry).collect());
                }
                prop_assert_eq!(Some(cone.support()), support(&fresh, &[]));
            }
        }
    }
}
