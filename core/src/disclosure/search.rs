//! The exact search: does a sum of openings that uses the last one touch fewer members than it must? (spec section 7.9)
//!
//! Unknowns are the factors `y_0 .. y_k` of the component's rows, the new row last with `y_k = 1`. A member is left
//! alone exactly if the column of each of its leaves sums to nothing under `y`: one linear equation per leaf. The
//! sum `y` isolates the members T if the equations of all members outside T can be met together.

use super::linear::{Echelon, Exact, Overflow, Sparse, indicator};
use num_bigint::BigInt;
use std::collections::BTreeSet;

/// Members whose columns are equal, merged.
pub(super) struct Class {
    /// How many they are.
    pub(super) weight: usize,
    /// Per leaf the ascending rows in which these members count; no column twice, none empty.
    pub(super) columns: BTreeSet<Vec<u32>>,
}

/// What the search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The new row is a sum of the others: nothing new is opened.
    NothingNew,
    /// No sum touches fewer members than `minimum`.
    Safe,
    /// Some sum does.
    Isolates,
    /// More steps than admitted.
    WorkLimit,
}

/// Search over `classes`, heaviest first; `last` is the index of the new row.
pub(super) fn search(classes: &[Class], last: u32, minimum: usize, limit: u64) -> Found {
    // Equal answers whatever the integers: the search branches on spans alone.
    run::<i64>(classes, last, minimum, limit)
        .or_else(|Overflow| run::<BigInt>(classes, last, minimum, limit))
        .unwrap_or(Found::WorkLimit)
}

fn run<T: Exact>(classes: &[Class], last: u32, minimum: usize, limit: u64) -> Result<Found, Overflow> {
    let mut tree = Tree::<T> { classes, last, limit, steps: 0, equations: Echelon::new() };
    let mut all = true;
    for class in classes {
        all = all && tree.impose(class)? != Imposed::Contradicts;
    }
    if all {
        return Ok(Found::NothingNew);
    }
    tree.equations.truncate(0);
    let budget = minimum.saturating_sub(1);
    if classes.iter().all(|class| class.weight > budget) {
        return Ok(Found::Safe);
    }
    Ok(match tree.visit(0, budget)? {
        Visit::Found => Found::Isolates,
        Visit::Nothing => Found::Safe,
        Visit::Limit => Found::WorkLimit,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Imposed {
    /// The equations held already.
    Implied,
    /// They can be met together with those before.
    Added,
    /// They cannot.
    Contradicts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Found,
    Nothing,
    Limit,
}

struct Tree<'a, T> {
    classes: &'a [Class],
    last: u32,
    limit: u64,
    steps: u64,
    equations: Echelon<T>,
}

impl<T: Exact> Tree<'_, T> {
    /// Add a class's equations. With `y_last = 1`, an equation left with `y_last` alone is a contradiction.
    fn impose(&mut self, class: &Class) -> Result<Imposed, Overflow> {
        let mut imposed = Imposed::Implied;
        for column in &class.columns {
            let equation: Sparse<T> = self.equations.reduce(indicator(column.iter().copied()))?;
            match equation.first() {
                None => {}
                Some((first, _)) if *first == self.last => return Ok(Imposed::Contradicts),
                Some(_) => {
                    self.equations.push(equation);
                    imposed = Imposed::Added;
                }
            }
        }
        Ok(imposed)
    }

    /// Decide classes from `at` on: left alone first, then touched, while the members touched stay within `budget`.
    /// Leaves the equations as they were.
    fn visit(&mut self, mut at: usize, budget: usize) -> Result<Visit, Overflow> {
        while let Some(class) = self.classes.get(at) {
            self.steps += 1;
            if self.steps > self.limit {
                return Ok(Visit::Limit);
            }
            at += 1;
            let before = self.equations.rank();
            let imposed = self.impose(class)?;
            if imposed == Imposed::Implied {
                continue;
            }
            if imposed == Imposed::Added {
                let outcome = self.visit(at, budget)?;
                if outcome != Visit::Nothing {
                    return Ok(outcome);
                }
            }
            self.equations.truncate(before);
            let Some(rest) = budget.checked_sub(class.weight) else { return Ok(Visit::Nothing) };
            return self.visit(at, rest);
        }
        // All classes are decided and the equations can be met.
        Ok(Visit::Found)
    }
}
