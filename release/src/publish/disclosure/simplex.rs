//! Linear programs with bounded variables, solved in exact rationals: the answer is the same on every machine.
//!
//! Maximise one variable subject to `rows * x = 0` and `low <= x <= high`. Bounded simplex on a dense tableau with
//! Bland's rule (Bland 1977), which never cycles. Phase one brings the basic variables within their bounds one after
//! the other (Dutertre and de Moura, CAV 2006, section 3).

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub, One, Signed, Zero};
use std::cmp::Ordering;

/// Rational numbers of machine size; sums that do not fit end the search.
pub(super) type Number = Ratio<i128>;

/// A row: variables that sum to zero with these factors.
pub(super) type Row = Vec<(usize, i64)>;

/// What is known of the variables.
#[derive(Clone, Debug)]
pub(super) struct Program {
    /// Smallest and largest value of every variable.
    pub(super) bounds: Vec<(u64, u64)>,
    /// Each sums to zero.
    pub(super) rows: Vec<Row>,
}

/// Why there is no optimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoOptimum {
    /// No values meet all rows: somebody's parts do not add up.
    Infeasible,
    /// Numbers or steps beyond the limits.
    Limit,
}

/// Steps of one search.
const STEPS: usize = 4_000;

/// A feasible point, from which optima are sought.
pub(super) struct Tableau {
    low: Vec<Number>,
    high: Vec<Number>,
    /// Current values of all variables.
    value: Vec<Number>,
    /// Basic variable of each row.
    basis: Vec<usize>,
    /// Whether a variable is basic.
    basic: Vec<bool>,
    /// Row i says: x[basis[i]] + sum of rows[i][j] * x[j] over non-basic j = 0.
    rows: Vec<Vec<Number>>,
    steps: usize,
}

fn checked<T>(value: Option<T>) -> Result<T, NoOptimum> {
    value.ok_or(NoOptimum::Limit)
}

impl Program {
    /// A point that meets all rows and bounds.
    pub(super) fn feasible(&self) -> Result<Tableau, NoOptimum> {
        let mut tableau = Tableau::new(self)?;
        tableau.feasible()?;
        Ok(tableau)
    }
}

impl Tableau {
    /// Whole numbers between which a variable lies: the least rounded up, the largest down.
    pub(super) fn interval(&mut self, of: usize) -> Result<(u64, u64), NoOptimum> {
        self.steps = 0;
        let least = self.optimum(of, false)?.ceil().to_integer();
        let most = self.optimum(of, true)?.floor().to_integer();
        let whole = |value: i128| u64::try_from(value).map_err(|_| NoOptimum::Limit);
        if least > most {
            return Err(NoOptimum::Infeasible);
        }
        Ok((whole(least)?, whole(most)?))
    }

    /// Every row gets a variable of its own that must be zero; all others start at their lower bound.
    fn new(program: &Program) -> Result<Self, NoOptimum> {
        let own = program.bounds.len();
        let all = own + program.rows.len();
        let number = |value: u64| Number::from_integer(i128::from(value));
        let mut low: Vec<Number> = program.bounds.iter().map(|(low, _)| number(*low)).collect();
        let mut high: Vec<Number> = program.bounds.iter().map(|(_, high)| number(*high)).collect();
        low.resize(all, Number::zero());
        high.resize(all, Number::zero());
        let mut value = low.clone();
        let mut rows = Vec::new();
        for (at, row) in program.rows.iter().enumerate() {
            let mut dense = vec![Number::zero(); all];
            let mut sum = Number::zero();
            for (variable, factor) in row {
                let factor = Number::from_integer(i128::from(*factor));
                let entry = dense.get_mut(*variable).ok_or(NoOptimum::Infeasible)?;
                *entry = checked(entry.checked_add(&factor))?;
                let term = value.get(*variable).map(|value| factor.checked_mul(value));
                sum = checked(term.flatten().and_then(|term| sum.checked_sub(&term)))?;
            }
            if let Some(start) = value.get_mut(own + at) {
                *start = sum;
            }
            rows.push(dense);
        }
        let basic = (0..all).map(|variable| variable >= own).collect();
        Ok(Self { low, high, value, basis: (own..all).collect(), basic, rows, steps: 0 })
    }

    fn at(list: &[Number], index: usize) -> Number {
        list.get(index).copied().unwrap_or_else(Number::zero)
    }

    fn is_basic(&self, variable: usize) -> bool {
        self.basic.get(variable) == Some(&true)
    }

    /// Whether a variable lies below its bounds, within, or above.
    fn side(&self, variable: usize) -> Ordering {
        let value = Self::at(&self.value, variable);
        if value > Self::at(&self.high, variable) {
            Ordering::Greater
        } else if value < Self::at(&self.low, variable) {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }

    /// Phase one: raise or lower the first basic variable that is out of bounds until none is.
    fn feasible(&mut self) -> Result<(), NoOptimum> {
        loop {
            let out = self.basis.iter().copied().filter(|one| self.side(*one).is_ne()).min();
            let Some(variable) = out else { return Ok(()) };
            let row = self.basis.iter().position(|basic| *basic == variable).ok_or(NoOptimum::Limit)?;
            let raise = self.side(variable).is_lt();
            let target = if raise { Self::at(&self.low, variable) } else { Self::at(&self.high, variable) };
            // x_B = -sum a_j x_j: the first non-basic variable that can move it the right way (Bland).
            let entering = (0..self.value.len())
                .find(|column| !self.is_basic(*column) && self.helps(row, *column, raise));
            let Some(entering) = entering else { return Err(NoOptimum::Infeasible) };
            self.pivot_to(row, entering, target)?;
        }
    }

    fn entry(&self, row: usize, column: usize) -> Number {
        self.rows.get(row).map_or_else(Number::zero, |row| Self::at(row, column))
    }

    /// Whether moving a non-basic variable within its bounds raises (or lowers) the row's basic variable.
    fn helps(&self, row: usize, column: usize, raise: bool) -> bool {
        let entry = self.entry(row, column);
        let value = Self::at(&self.value, column);
        let up = value < Self::at(&self.high, column);
        let down = value > Self::at(&self.low, column);
        (entry.is_negative() == raise && up && !entry.is_zero())
            || (entry.is_positive() == raise && down && !entry.is_zero())
    }

    /// Make `entering` basic in `row`, whose variable leaves at `target`.
    fn pivot_to(&mut self, row: usize, entering: usize, target: Number) -> Result<(), NoOptimum> {
        let leaving = *self.basis.get(row).ok_or(NoOptimum::Limit)?;
        let entry = self.entry(row, entering);
        // x_B changes by d, so x_entering by -d / a.
        let change = checked(target.checked_sub(&Self::at(&self.value, leaving)))?;
        let step = checked(change.checked_div(&-entry))?;
        self.shift(entering, step)?;
        self.pivot(row, entering)
    }

    /// Move a non-basic variable; basic ones follow.
    fn shift(&mut self, column: usize, step: Number) -> Result<(), NoOptimum> {
        for (row, basic) in self.basis.iter().enumerate() {
            let entry = self.rows.get(row).map_or_else(Number::zero, |row| Self::at(row, column));
            if !entry.is_zero()
                && let Some(value) = self.value.get_mut(*basic)
            {
                let change = checked(entry.checked_mul(&step))?;
                *value = checked(value.checked_sub(&change))?;
            }
        }
        if let Some(value) = self.value.get_mut(column) {
            *value = checked(value.checked_add(&step))?;
        }
        Ok(())
    }

    fn pivot(&mut self, row: usize, entering: usize) -> Result<(), NoOptimum> {
        self.steps += 1;
        if self.steps > STEPS {
            return Err(NoOptimum::Limit);
        }
        let leaving = *self.basis.get(row).ok_or(NoOptimum::Limit)?;
        let mut pivot = self.rows.get(row).cloned().ok_or(NoOptimum::Limit)?;
        if let Some(own) = pivot.get_mut(leaving) {
            *own = Number::one();
        }
        let head = Self::at(&pivot, entering);
        for entry in &mut pivot {
            *entry = checked(entry.checked_div(&head))?;
        }
        for (at, other) in self.rows.iter_mut().enumerate() {
            let factor = Self::at(other, entering);
            if at == row || factor.is_zero() {
                continue;
            }
            for (entry, of) in other.iter_mut().zip(&pivot) {
                if !of.is_zero() {
                    *entry = checked(factor.checked_mul(of).and_then(|part| entry.checked_sub(&part)))?;
                }
            }
        }
        if let Some(basic) = self.basis.get_mut(row) {
            *basic = entering;
        }
        for (variable, is) in [(leaving, false), (entering, true)] {
            if let Some(basic) = self.basic.get_mut(variable) {
                *basic = is;
            }
        }
        if let Some(own) = self.rows.get_mut(row) {
            *own = pivot;
        }
        Ok(())
    }

    /// Largest (or smallest) value of a variable, from a feasible point.
    fn optimum(&mut self, of: usize, largest: bool) -> Result<Number, NoOptimum> {
        loop {
            let Some(entering) = self.entering(of, largest) else { return Ok(Self::at(&self.value, of)) };
            let (column, up) = entering;
            self.advance(column, up)?;
            if column == of && !self.is_basic(of) {
                // It moved to its own bound.
                return Ok(Self::at(&self.value, of));
            }
        }
    }

    /// The first non-basic variable whose move improves the objective, and which way it goes.
    fn entering(&self, of: usize, largest: bool) -> Option<(usize, bool)> {
        let movable = |column: usize, up: bool| {
            let value = Self::at(&self.value, column);
            if up { value < Self::at(&self.high, column) } else { value > Self::at(&self.low, column) }
        };
        let Some(row) = self.basis.iter().position(|basic| *basic == of) else {
            return movable(of, largest).then_some((of, largest));
        };
        (0..self.value.len()).filter(|column| !self.is_basic(*column)).find_map(|column| {
            let entry = self.entry(row, column);
            let up = entry.is_negative() == largest;
            (!entry.is_zero() && movable(column, up)).then_some((column, up))
        })
    }

    /// Move a non-basic variable until it or a basic one meets a bound; ties go to the lowest variable.
    fn advance(&mut self, column: usize, up: bool) -> Result<(), NoOptimum> {
        let sign = if up { Number::one() } else { -Number::one() };
        let value = Self::at(&self.value, column);
        let bound = if up { Self::at(&self.high, column) } else { Self::at(&self.low, column) };
        let mut best = checked(bound.checked_sub(&value))?.abs();
        let mut leaves: Option<(usize, usize)> = None;
        for (row, basic) in self.basis.iter().enumerate() {
            let entry = self.entry(row, column) * sign;
            if entry.is_zero() {
                continue;
            }
            let now = Self::at(&self.value, *basic);
            let room = if entry.is_negative() {
                Self::at(&self.high, *basic).checked_sub(&now)
            } else {
                now.checked_sub(&Self::at(&self.low, *basic))
            };
            let most = checked(checked(room)?.checked_div(&entry.abs()))?;
            let first = leaves.is_none_or(|(_, known)| *basic < known);
            if most < best || (most == best && leaves.is_some() && first) {
                best = most;
                leaves = Some((row, *basic));
            }
        }
        self.shift(column, best * sign)?;
        match leaves {
            Some((row, _)) => self.pivot(row, column),
            None => {
                self.steps += 1;
                if self.steps > STEPS { Err(NoOptimum::Limit) } else { Ok(()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(bounds: &[(u64, u64)], rows: &[Row], of: usize) -> Result<(u64, u64), NoOptimum> {
        Program { bounds: bounds.to_vec(), rows: rows.to_vec() }.feasible()?.interval(of)
    }

    #[test]
    fn two_that_sum_to_one_are_nothing_and_one() {
        let rows = [vec![(0, 1), (1, -1), (2, -1)]];
        assert_eq!(interval(&[(1, 1), (0, 900), (0, 900)], &rows, 1), Ok((0, 1)));
        assert_eq!(interval(&[(3, 7), (3, 7), (0, 900)], &rows, 2), Ok((0, 4)));
        assert_eq!(interval(&[(10, 10), (20, 20), (0, 900)], &rows, 2), Err(NoOptimum::Infeasible));
        assert_eq!(interval(&[(0, 9), (0, 5), (0, 900)], &[], 1), Ok((0, 5)));
    }

    /// A two-way table: the bounds are those of Frechet.
    #[test]
    fn margins_bound_the_inside_as_frechet_says() {
        // Row totals 10 and 20, column totals 12 and 18; the inside a b / c d.
        let bounds = [(10, 10), (20, 20), (12, 12), (18, 18), (0, 99), (0, 99), (0, 99), (0, 99)];
        let rows = [
            vec![(0, 1), (4, -1), (5, -1)],
            vec![(1, 1), (6, -1), (7, -1)],
            vec![(2, 1), (4, -1), (6, -1)],
            vec![(3, 1), (5, -1), (7, -1)],
        ];
        assert_eq!(interval(&bounds, &rows, 4), Ok((0, 10)));
        assert_eq!(interval(&bounds, &rows, 6), Ok((2, 12)));
        assert_eq!(interval(&bounds, &rows, 7), Ok((8, 18)));
    }

    mod against_microlp {
        use super::super::*;
        use good_lp::{Expression, Solution, SolverModel, constraint, default_solver, variable, variables};
        use proptest::prelude::*;

        fn floating(program: &Program, of: usize, largest: bool) -> Option<f64> {
            let mut all = variables!();
            let bound = |(low, high): &(u64, u64)| variable().min(*low as f64).max(*high as f64);
            let named: Vec<_> = program.bounds.iter().map(|bounds| all.add(bound(bounds))).collect();
            let aim: Expression = named[of].into();
            let problem = if largest { all.maximise(aim) } else { all.minimise(aim) };
            let mut model = problem.using(default_solver);
            for row in &program.rows {
                let sum: Expression = row.iter().map(|(at, factor)| named[*at] * (*factor as f64)).sum();
                model = model.with(constraint!(sum == 0.0));
            }
            Some(model.solve().ok()?.value(named[of]))
        }

        #[expect(clippy::float_arithmetic, reason = "floats of the other solver are compared")]
        fn agree(floating: f64, exact: Number) -> bool {
            (floating - *exact.numer() as f64 / *exact.denom() as f64).abs() < 1e-6
        }

        fn programs() -> impl Strategy<Value = Program> {
            let bounds = prop::collection::vec((0u64..40, 0u64..60), 8);
            let rows = prop::collection::vec((0usize..8, prop::collection::btree_set(0usize..8, 1..5)), 1..5);
            (bounds, rows).prop_map(|(bounds, rows)| Program {
                bounds: bounds.into_iter().map(|(low, more)| (low, low + more)).collect(),
                rows: rows
                    .into_iter()
                    .map(|(parent, mut children)| {
                        children.remove(&parent);
                        let parts = children.into_iter().map(|child| (child, -1));
                        std::iter::once((parent, 1)).chain(parts).collect()
                    })
                    .collect(),
            })
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(1500))]

            #[test]
            fn exact_and_floating_optima_agree(program in programs(), of in 0usize..8) {
                let ends = [floating(&program, of, false), floating(&program, of, true)];
                match program.feasible() {
                    Ok(mut tableau) => {
                        for (end, largest) in ends.into_iter().zip([false, true]) {
                            let exact = tableau.optimum(of, largest).unwrap();
                            prop_assert!(agree(end.unwrap(), exact), "{end:?} {exact}");
                        }
                    }
                    Err(why) => {
                        prop_assert_eq!(why, NoOptimum::Infeasible);
                        prop_assert_eq!(ends, [None, None]);
                    }
                }
            }
        }
    }
}
