//! Linear programs with bounded variables, solved in exact rationals: the answer is the same on every machine.
//!
//! Maximise one variable subject to `rows * x = 0` and `low <= x <= high`. Bounded simplex on a dense tableau with
//! Bland's rule (Bland 1977), which never cycles. Phase one brings the basic variables within their bounds one after
//! the other (Dutertre and de Moura, CAV 2006, section 3).

use super::number::Number;
use std::cmp::Ordering;

/// A row: variables that sum to zero with these factors.
pub(crate) type Row = Vec<(usize, i64)>;

/// What is known of the variables.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// Smallest and largest value of every variable.
    pub(crate) bounds: Vec<(u64, u64)>,
    /// Each sums to zero.
    pub(crate) rows: Vec<Row>,
}

/// Why there is no optimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoOptimum {
    /// No values meet all rows: somebody's parts do not add up.
    Infeasible,
    /// Numbers or steps beyond the limits.
    Limit,
}

/// Steps of one search.
const STEPS: usize = 4_000;

/// A feasible point, from which optima are sought.
pub(crate) struct Tableau {
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
    /// Smallest and largest value of every variable at the points met since a feasible one was found.
    met: Vec<(Number, Number)>,
}

fn checked<T>(value: Option<T>) -> Result<T, NoOptimum> {
    value.ok_or(NoOptimum::Limit)
}

impl Program {
    /// A point that meets all rows and bounds.
    pub(crate) fn feasible(&self) -> Result<Tableau, NoOptimum> {
        let mut tableau = Tableau::new(self)?;
        tableau.feasible()?;
        tableau.met = tableau.value.iter().map(|value| (*value, *value)).collect();
        Ok(tableau)
    }
}

impl Tableau {
    /// Whole numbers between which a variable can lie, for sure: the ends of its interval, or, to save work, the first two
    /// values met that are far enough apart. `enough` must hold for a wider interval wherever it holds for a narrower one.
    pub(crate) fn interval(
        &mut self,
        of: usize,
        enough: impl Fn((u64, u64)) -> bool,
    ) -> Result<(u64, u64), NoOptimum> {
        self.steps = 0;
        for largest in [true, false] {
            if let Some(met) = self.met(of)?.filter(|met| enough(*met)) {
                return Ok(met);
            }
            self.optimum(of, largest)?;
        }
        self.met(of)?.ok_or(NoOptimum::Infeasible)
    }

    /// The least value met rounded up, and the largest down; none if no whole number lies between.
    fn met(&self, of: usize) -> Result<Option<(u64, u64)>, NoOptimum> {
        let (low, high) = self.met.get(of).copied().unwrap_or((Number::ZERO, Number::ZERO));
        let (least, most) = (low.ceil(), high.floor());
        let whole = |value: i128| u64::try_from(value).map_err(|_| NoOptimum::Limit);
        if least > most { Ok(None) } else { Ok(Some((whole(least)?, whole(most)?))) }
    }

    /// Every row gets a variable of its own that must be zero; all others start at their lower bound.
    fn new(program: &Program) -> Result<Self, NoOptimum> {
        let own = program.bounds.len();
        let all = own + program.rows.len();
        let number = |value: u64| Number::whole(i128::from(value));
        let mut low: Vec<Number> = program.bounds.iter().map(|(low, _)| number(*low)).collect();
        let mut high: Vec<Number> = program.bounds.iter().map(|(_, high)| number(*high)).collect();
        low.resize(all, Number::ZERO);
        high.resize(all, Number::ZERO);
        let mut value = low.clone();
        let mut rows = Vec::new();
        for (at, row) in program.rows.iter().enumerate() {
            let mut dense = vec![Number::ZERO; all];
            let mut sum = Number::ZERO;
            for (variable, factor) in row {
                let factor = Number::whole(i128::from(*factor));
                let entry = dense.get_mut(*variable).ok_or(NoOptimum::Infeasible)?;
                *entry = checked(entry.plus(factor))?;
                let term = value.get(*variable).and_then(|value| factor.times(*value));
                sum = checked(term.and_then(|term| sum.minus(term)))?;
            }
            if let Some(start) = value.get_mut(own + at) {
                *start = sum;
            }
            rows.push(dense);
        }
        let basic = (0..all).map(|variable| variable >= own).collect();
        Ok(Self { low, high, value, basis: (own..all).collect(), basic, rows, steps: 0, met: Vec::new() })
    }

    fn at(list: &[Number], index: usize) -> Number {
        list.get(index).copied().unwrap_or(Number::ZERO)
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
        self.rows.get(row).map_or(Number::ZERO, |row| Self::at(row, column))
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
        let change = checked(target.minus(Self::at(&self.value, leaving)))?;
        let step = checked(entry.negated().and_then(|entry| change.over(entry)))?;
        self.shift(entering, step)?;
        self.pivot(row, entering)
    }

    /// Move a non-basic variable; basic ones follow.
    fn shift(&mut self, column: usize, step: Number) -> Result<(), NoOptimum> {
        for (row, basic) in self.basis.iter().enumerate() {
            let entry = self.rows.get(row).map_or(Number::ZERO, |row| Self::at(row, column));
            if !entry.is_zero()
                && let Some(value) = self.value.get_mut(*basic)
            {
                let change = entry.times(step).and_then(|change| value.minus(change));
                *value = checked(change)?;
            }
        }
        if let Some(value) = self.value.get_mut(column) {
            *value = checked(value.plus(step))?;
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
            *own = Number::ONE;
        }
        let head = Self::at(&pivot, entering);
        for entry in &mut pivot {
            *entry = checked(entry.over(head))?;
        }
        for (at, other) in self.rows.iter_mut().enumerate() {
            let factor = Self::at(other, entering);
            if at == row || factor.is_zero() {
                continue;
            }
            for (entry, of) in other.iter_mut().zip(&pivot) {
                if !of.is_zero() {
                    *entry = checked(factor.times(*of).and_then(|part| entry.minus(part)))?;
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
        let turned = |number: Number| if up { Some(number) } else { number.negated() };
        let value = Self::at(&self.value, column);
        let bound = if up { Self::at(&self.high, column) } else { Self::at(&self.low, column) };
        let mut best = checked(bound.minus(value).and_then(turned))?;
        let mut leaves: Option<(usize, usize)> = None;
        for (row, basic) in self.basis.iter().enumerate() {
            let entry = checked(turned(self.entry(row, column)))?;
            if entry.is_zero() {
                continue;
            }
            let now = Self::at(&self.value, *basic);
            let most = if entry.is_negative() {
                let room = Self::at(&self.high, *basic).minus(now);
                room.and_then(|room| room.over(entry.negated()?))
            } else {
                now.minus(Self::at(&self.low, *basic)).and_then(|room| room.over(entry))
            };
            let most = checked(most)?;
            let first = leaves.is_none_or(|(_, known)| *basic < known);
            if most < best || (most == best && leaves.is_some() && first) {
                best = most;
                leaves = Some((row, *basic));
            }
        }
        self.shift(column, checked(turned(best))?)?;
        for ((low, high), value) in self.met.iter_mut().zip(&self.value) {
            (*low, *high) = ((*low).min(*value), (*high).max(*value));
        }
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
mod tests;
