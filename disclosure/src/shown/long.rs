//! Programs whose numbers or steps are beyond the limits of [`crate::exact::simplex`]: the same method with fractions of any
//! length and without a limit. Bland's rule never cycles, and sizes are limited by the rules, so there is always an answer.

use crate::exact::simplex::{NoOptimum, Program, Tableau};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// No values meet all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Infeasible;

/// The least value of a variable, rounded up, and the greatest, rounded down. `ready` keeps a point for the next variable.
pub(super) fn ends(
    program: &Program,
    of: usize,
    ready: &mut Option<Tableau>,
) -> Result<(u64, u64), Infeasible> {
    let mut short = || {
        let mut tableau = ready.take().map_or_else(|| program.feasible(), Ok)?;
        let ends = tableau.interval(of, |_| false)?;
        *ready = Some(tableau);
        Ok(ends)
    };
    match short() {
        Ok(ends) => Ok(ends),
        Err(NoOptimum::Infeasible) => Err(Infeasible),
        Err(NoOptimum::Limit) => long(program, of),
    }
}

/// As [`ends`], the long way.
fn long(program: &Program, of: usize) -> Result<(u64, u64), Infeasible> {
    let mut tableau = Long::new(program);
    tableau.feasible()?;
    let low = tableau.optimum(of, false).ceil();
    let high = tableau.optimum(of, true).floor();
    let whole = |value: BigRational| value.to_integer().to_u64().ok_or(Infeasible);
    if low > high { Err(Infeasible) } else { Ok((whole(low)?, whole(high)?)) }
}

/// Row i says: the variable basis[i] plus the sum of rows[i][j] * variable j over all j that are not basic is 0.
struct Long {
    bounds: Vec<(BigRational, BigRational)>,
    value: Vec<BigRational>,
    basis: Vec<usize>,
    rows: Vec<Vec<BigRational>>,
}

impl Long {
    /// Each row gets a variable of its own that must be 0; all others start at their lower bound.
    fn new(program: &Program) -> Self {
        let own = program.bounds.len();
        let all = own + program.rows.len();
        let number = |value: u64| BigRational::from(BigInt::from(value));
        let mut bounds: Vec<_> =
            program.bounds.iter().map(|(low, high)| (number(*low), number(*high))).collect();
        bounds.resize(all, (BigRational::zero(), BigRational::zero()));
        let mut value: Vec<BigRational> = bounds.iter().map(|(low, _)| low.clone()).collect();
        let mut rows = Vec::new();
        for (at, row) in program.rows.iter().enumerate() {
            let mut dense = vec![BigRational::zero(); all];
            let mut sum = BigRational::zero();
            for (variable, factor) in row {
                let factor = BigRational::from(BigInt::from(*factor));
                if let (Some(entry), Some(value)) = (dense.get_mut(*variable), value.get(*variable)) {
                    sum -= &factor * value;
                    *entry += factor;
                }
            }
            if let Some(start) = value.get_mut(own + at) {
                *start = sum;
            }
            rows.push(dense);
        }
        Self { bounds, value, basis: (own..all).collect(), rows }
    }

    fn entry(&self, row: usize, column: usize) -> BigRational {
        self.rows.get(row).and_then(|row| row.get(column)).cloned().unwrap_or_default()
    }

    /// How far a variable is above its lower bound, and below its upper one.
    fn room(&self, variable: usize) -> (BigRational, BigRational) {
        match (self.value.get(variable), self.bounds.get(variable)) {
            (Some(value), Some((low, high))) => (value - low, high - value),
            _ => (BigRational::zero(), BigRational::zero()),
        }
    }

    fn movable(&self, variable: usize, up: bool) -> bool {
        let (down, above) = self.room(variable);
        if up { above.is_positive() } else { down.is_positive() }
    }

    /// The first variable outside the basis whose move raises (or lowers) the basic variable of a row, and whether it goes up.
    fn entering(&self, row: usize, raise: bool) -> Option<(usize, bool)> {
        (0..self.value.len()).filter(|column| !self.basis.contains(column)).find_map(|column| {
            let entry = self.entry(row, column);
            let up = entry.is_negative() == raise;
            (!entry.is_zero() && self.movable(column, up)).then_some((column, up))
        })
    }

    fn feasible(&mut self) -> Result<(), Infeasible> {
        let out = |one: &Self, variable: usize| {
            let (below, above) = one.room(variable);
            if below.is_negative() { Some(-below) } else { above.is_negative().then_some(above) }
        };
        while let Some((variable, change)) =
            self.basis.iter().filter_map(|one| Some((*one, out(self, *one)?))).min_by_key(|(one, _)| *one)
        {
            let row = self.basis.iter().position(|one| *one == variable).ok_or(Infeasible)?;
            let (column, _) = self.entering(row, change.is_positive()).ok_or(Infeasible)?;
            let step = -change / self.entry(row, column);
            self.shift(column, &step);
            self.pivot(row, column);
        }
        Ok(())
    }

    /// Move a variable outside the basis; basic ones follow.
    fn shift(&mut self, column: usize, step: &BigRational) {
        for (row, basic) in self.basis.iter().enumerate() {
            let change = self.entry(row, column) * step;
            if let Some(value) = self.value.get_mut(*basic) {
                *value -= change;
            }
        }
        if let Some(value) = self.value.get_mut(column) {
            *value += step;
        }
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let (head, Some(leaving)) = (self.entry(row, column), self.basis.get(row).copied()) else { return };
        let Some(mut pivot) = self.rows.get(row).cloned().filter(|_| !head.is_zero()) else { return };
        if let Some(own) = pivot.get_mut(leaving) {
            *own = BigRational::one();
        }
        for entry in &mut pivot {
            *entry /= &head;
        }
        for (at, other) in self.rows.iter_mut().enumerate() {
            let factor = other.get(column).cloned().unwrap_or_default();
            if at != row && !factor.is_zero() {
                for (entry, of) in other.iter_mut().zip(&pivot) {
                    *entry -= &factor * of;
                }
            }
        }
        if let (Some(own), Some(basic)) = (self.rows.get_mut(row), self.basis.get_mut(row)) {
            (*own, *basic) = (pivot, column);
        }
    }

    /// The greatest (or least) value of a variable, from a point that meets all.
    fn optimum(&mut self, of: usize, largest: bool) -> BigRational {
        loop {
            let entering = match self.basis.iter().position(|one| *one == of) {
                Some(row) => self.entering(row, largest),
                None => self.movable(of, largest).then_some((of, largest)),
            };
            let Some((column, up)) = entering else {
                return self.value.get(of).cloned().unwrap_or_default();
            };
            self.advance(column, up);
        }
    }

    /// Move a variable until it or a basic one meets a bound; ties go to the first variable.
    fn advance(&mut self, column: usize, up: bool) {
        let sign = BigRational::from(BigInt::from(if up { 1 } else { -1 }));
        let (down, above) = self.room(column);
        let mut best = if up { above } else { down };
        let mut leaves: Option<(usize, usize)> = None;
        for (row, basic) in self.basis.iter().enumerate() {
            let entry = self.entry(row, column) * &sign;
            let (down, above) = self.room(*basic);
            let most = match (entry.is_zero(), entry.is_negative()) {
                (true, _) => continue,
                (_, true) => above / -entry,
                (_, false) => down / entry,
            };
            let first = leaves.is_some_and(|(_, known)| *basic < known);
            if most < best || (most == best && first) {
                best = most;
                leaves = Some((row, *basic));
            }
        }
        self.shift(column, &(best * sign));
        if let Some((row, _)) = leaves {
            self.pivot(row, column);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn programs() -> impl Strategy<Value = Program> {
        let bounds = prop::collection::vec((0u64..40, 0u64..60), 8);
        let row = prop::collection::btree_map(0usize..8, prop_oneof![-3i64..0, 1i64..4], 1..5);
        (bounds, prop::collection::vec(row, 1..5)).prop_map(|(bounds, rows)| Program {
            bounds: bounds.into_iter().map(|(low, more)| (low, low + more)).collect(),
            rows: rows.into_iter().map(|row| row.into_iter().collect()).collect(),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn the_long_way_leads_where_the_short_one_does(program in programs(), of in 0usize..8) {
            prop_assert_eq!(long(&program, of), ends(&program, of, &mut None));
        }
    }

    /// A chain of variables, each 101/103, 107/109 and so on of the one before: its product does not fit 128 bits.
    #[test]
    fn products_of_any_length_are_exact() {
        let primes =
            [101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167, 173, 179, 181, 191, 193];
        let pairs: Vec<(i64, i64)> =
            primes.windows(2).map(|pair| (pair[0], pair[1])).cycle().take(36).collect();
        let mut bounds = vec![(0, u64::MAX); pairs.len() + 1];
        bounds[pairs.len()] = (0, 1000);
        let rows = pairs.iter().enumerate().map(|(at, (up, down))| vec![(at, *up), (at + 1, -*down)]);
        let program = Program { bounds, rows: rows.collect() };
        let whole = |value: i64| BigRational::from(BigInt::from(value));
        let most = pairs.iter().fold(whole(1000), |most, (up, down)| most * whole(*down) / whole(*up));
        let most = most.floor().to_integer().to_u64().unwrap();
        assert_eq!(long(&program, 0), Ok((0, most)));
        assert_eq!(ends(&program, 0, &mut None), Ok((0, most)));
        assert!(most > 3000);
    }
}
