//! Cones: which variables can be above zero together, where some are linear forms of others and none may be negative.
//!
//! At the origin every step of the simplex is degenerate, so no value is ever needed: Bland's rule (Bland 1977) leads to a
//! ray or to a row that says that a variable is zero, and it ends.

use super::integer::{Exact, Overflow};
use std::collections::BTreeSet;

/// `scale` times the variable is the sum of the entries times the columns' variables; `scale` is above zero.
struct Row<T> {
    variable: usize,
    scale: T,
    entries: Vec<T>,
}

/// Rows over columns: variable 0 is the first column, the others are numbered from 1 by the forms given.
pub(crate) struct Cone<T> {
    columns: Vec<usize>,
    rows: Vec<Row<T>>,
}

/// A column that stands for a variable of any sign, until a form takes its place.
const FREE: usize = usize::MAX;

impl<T: Exact> Cone<T> {
    /// Each form has the factor of variable 0, then those of variables of any sign. Form number i is variable i + 1.
    pub(crate) fn new(forms: Vec<Vec<T>>) -> Result<Self, Overflow> {
        let width = forms.first().map_or(1, Vec::len);
        let mut columns = vec![FREE; width];
        if let Some(first) = columns.first_mut() {
            *first = 0;
        }
        let row = |(at, entries)| Row { variable: at + 1, scale: T::of(1), entries };
        let mut cone = Self { columns, rows: forms.into_iter().enumerate().map(row).collect() };
        for column in 1..width {
            let holds = |row: &Row<T>| row.entries.get(column).is_some_and(|entry| !entry.is_zero());
            if let Some(row) = cone.rows.iter().position(holds) {
                cone.pivot(row, column)?;
                cone.rows.swap_remove(row);
            }
        }
        cone.rows.sort_by_key(|row| row.variable);
        Ok(cone)
    }

    /// Forms that can be above zero in a point in which variable 0 is, and no form below; none if there is no such point.
    pub(crate) fn support(mut self) -> Result<Option<BTreeSet<usize>>, Overflow> {
        let Some(mut support) = self.ray(0)? else { return Ok(None) };
        let mut all: Vec<usize> = self.rows.iter().map(|row| row.variable).collect();
        all.extend(self.columns.iter().copied().filter(|column| *column != FREE));
        all.sort_unstable();
        for variable in all {
            if !support.contains(&variable) {
                support.extend(self.ray(variable)?.into_iter().flatten());
            }
        }
        Ok(Some(support.into_iter().filter_map(|variable| variable.checked_sub(1)).collect()))
    }

    /// The variables above zero on a ray on which this one is.
    fn ray(&mut self, variable: usize) -> Result<Option<BTreeSet<usize>>, Overflow> {
        loop {
            let row = self.rows.iter().find(|row| row.variable == variable);
            let raises = |at: &usize| match (row, self.columns.get(*at)) {
                (_, None | Some(&FREE)) => false,
                (None, Some(column)) => *column == variable,
                (Some(row), _) => row.entries.get(*at).is_some_and(is_positive),
            };
            let candidates = (0..self.columns.len()).filter(raises);
            let Some(column) = candidates.min_by_key(|at| self.columns.get(*at)) else { return Ok(None) };
            let entry = |row: &Row<T>| row.entries.get(column).cloned().unwrap_or_else(|| T::of(0));
            let rows = self.rows.iter().enumerate();
            let blocks = rows.filter(|(_, row)| entry(row).is_negative()).min_by_key(|(_, row)| row.variable);
            let Some((block, _)) = blocks else {
                let along = self.rows.iter().filter(|row| is_positive(&entry(row)));
                let own = self.columns.get(column).copied();
                return Ok(Some(along.map(|row| row.variable).chain(own).collect()));
            };
            self.pivot(block, column)?;
        }
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
            let Some(factor) = row.entries.get(column).filter(|entry| !entry.is_zero()).cloned() else {
                continue;
            };
            if other == at {
                continue;
            }
            let minus = T::cross(&minus, &factor, &zero, &zero)?;
            for (index, (entry, of)) in row.entries.iter_mut().zip(&own).enumerate() {
                let before = if index == column { zero.clone() } else { entry.clone() };
                if !(before.is_zero() && of.is_zero()) {
                    *entry = T::cross(&scale, &before, &minus, of)?;
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

    fn support(forms: &[Vec<i64>]) -> Option<BTreeSet<usize>> {
        let long = |form: &Vec<i64>| form.iter().map(|entry| BigInt::from(*entry)).collect();
        let words = Cone::new(forms.to_vec()).and_then(Cone::support);
        let long = Cone::<BigInt>::new(forms.iter().map(long).collect()).and_then(Cone::support).unwrap();
        if let Ok(words) = words {
            assert_eq!(words, long);
        }
        long
    }

    #[test]
    fn a_whole_less_its_parts() {
        // Whole of three, two parts known: only the difference of one sign.
        assert_eq!(support(&[vec![1, -1], vec![1, -1], vec![1, 0]]), Some(BTreeSet::from([0, 1, 2])));
        assert_eq!(support(&[vec![-1, 0], vec![1, 1]]), None);
        assert_eq!(support(&[vec![1, 1], vec![-1, -1], vec![1, 0]]), Some(BTreeSet::from([2])));
        assert_eq!(support(&[]), Some(BTreeSet::new()));
    }

    /// Whether a form can be at least 1 with variable 0 at least 1, by a floating-point solver.
    fn floating(forms: &[Vec<i64>], of: Option<usize>) -> bool {
        let mut all = variables!();
        let factor = all.add(variable().min(1));
        let width = forms.first().map_or(1, Vec::len);
        let free: Vec<_> = (1..width).map(|_| all.add(variable())).collect();
        let value = |form: &Vec<i64>| -> Expression {
            let rest: Expression = form[1..].iter().zip(&free).map(|(by, one)| *one * (*by as f64)).sum();
            rest + factor * (form[0] as f64)
        };
        let mut model = all.minimise(factor).using(default_solver);
        for (at, form) in forms.iter().enumerate() {
            model = model.with(constraint!(value(form) >= if Some(at) == of { 1 } else { 0 }));
        }
        model.solve().is_ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn a_solver_of_another_kind_finds_the_same(
            forms in prop::collection::vec(prop::collection::vec(-1i64..2, 4), 1..7),
        ) {
            let found = support(&forms);
            prop_assert_eq!(found.is_some(), floating(&forms, None));
            for at in 0..forms.len() {
                let can = found.as_ref().is_some_and(|found| found.contains(&at));
                prop_assert_eq!(can, floating(&forms, Some(at)));
            }
        }
    }
}
