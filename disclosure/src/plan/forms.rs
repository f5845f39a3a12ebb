//! The forms that come with a row: the row plus any combination of what is known.
//!
//! Unknowns are the factors of the known lines; the row's own factor is not 0. A column is left out of a form exactly if
//! the factors of its lines sum to 0: one linear equation.

use super::component::Component;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Echelon, Sparse};

/// Index of the row's own factor; those of known lines come before, the last opened first, which keeps equations short:
/// parts are opened after wholes.
pub(super) const OWN: u32 = 1 << 31;

/// What an equation does to a family of forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Imposed {
    /// The family may be smaller.
    Holds,
    /// No form is left.
    Empty,
}

/// A family of forms: those that leave some columns out.
pub(super) struct Forms<T> {
    /// Per column its equation.
    equations: Vec<Sparse<T>>,
    imposed: Echelon<T>,
}

impl<T: Exact> Forms<T> {
    pub(super) fn new(component: &Component, line: usize) -> Self {
        let mut index = vec![None; component.lines.len()];
        for (place, known) in (1u32..).zip(&component.known) {
            if let Some(index) = index.get_mut(*known as usize) {
                *index = Some(OWN - place);
            }
        }
        if let Some(index) = index.get_mut(line) {
            *index = Some(OWN);
        }
        let equation = |lines: &Vec<u32>| {
            let at = lines.iter().filter_map(|line| index.get(*line as usize).copied().flatten());
            let mut equation: Sparse<T> = at.map(|at| (at, T::of(1))).collect();
            equation.sort_unstable_by_key(|(at, _)| *at);
            equation
        };
        let equations = component.columns.iter().map(|column| equation(&column.lines)).collect();
        Self { equations, imposed: Echelon::new() }
    }

    fn equation(&self, column: usize) -> Sparse<T> {
        self.equations.get(column).cloned().unwrap_or_default()
    }

    /// Whether some form holds the column.
    pub(super) fn holds(&self, column: usize) -> Result<bool, Overflow> {
        Ok(!self.imposed.reduce(self.equation(column))?.is_empty())
    }

    /// The column's factor in terms of those that are free still, up to a positive number.
    pub(super) fn factor(&self, column: usize) -> Result<Sparse<T>, Overflow> {
        self.imposed.reduce_whole(self.equation(column))
    }

    /// Leave a column out.
    pub(super) fn leave_out(&mut self, column: usize) -> Result<Imposed, Overflow> {
        let equation = self.imposed.reduce(self.equation(column))?;
        if equation.first().is_some_and(|(at, _)| *at == OWN) {
            return Ok(Imposed::Empty);
        }
        self.imposed.push(equation);
        Ok(Imposed::Holds)
    }

    /// Leave columns out, one after the other, until no form is left.
    pub(super) fn leave_all_out(
        &mut self,
        columns: impl IntoIterator<Item = usize>,
    ) -> Result<Imposed, Overflow> {
        for column in columns {
            if self.leave_out(column)? == Imposed::Empty {
                return Ok(Imposed::Empty);
            }
        }
        Ok(Imposed::Holds)
    }

    /// How many equations are in force: for [`Self::back_to`].
    pub(super) fn mark(&self) -> usize {
        self.imposed.rank()
    }

    /// Let go of the equations that came after the mark.
    pub(super) fn back_to(&mut self, mark: usize) {
        self.imposed.truncate(mark);
    }
}
