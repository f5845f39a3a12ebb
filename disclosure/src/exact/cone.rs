//! The least point of a cone: forms of which none may be below zero, while one variable is 1.
//!
//! A simplex on integers, each row with a scale of its own. Entering and leaving variables are chosen by Bland's rule (Bland 1977), so it ends. The point asked
//! for is the least in lexicographic order, which is one point, whatever the way there: that of the least value of the first
//! form, among these of the second, and so on. It is a corner, so no other point has a smaller set of forms above zero within
//! its own.

use super::free::{Bound, bound, shrink, turn};
use super::integer::{Exact, Overflow};
use super::linear::Sparse;
use std::collections::BTreeSet;

/// Variables over others. Variable 0 is the one that is 1; form number i is variable i + 1. Once there is a point, the entries
/// of the first column are the forms' values.
#[derive(Clone)]
pub(crate) struct Cone<T> {
    /// The variable of each column. Variable 0 keeps the first.
    columns: Vec<usize>,
    /// The variable of each row.
    rows: Vec<usize>,
    /// Row by row what its variable is multiplied by to be the sum of the entries times the columns' variables: above zero.
    scales: Vec<T>,
    entries: Vec<T>,
    /// How many variables there are.
    variables: usize,
}

/// Where a variable stands.
#[derive(Clone, Copy)]
enum Place {
    Row(usize),
    Column(usize),
}

/// The variable of a column that is 0, and of a row that no longer plays a part.
const GONE: usize = usize::MAX;

/// The column of variable 0.
const OWN: usize = 0;

impl<T: Exact> Cone<T> {
    /// Each form has at index 0 the factor of variable 0, then those of variables of any sign, as many as `width` - 1. None
    /// if no point meets all.
    pub(crate) fn new(forms: Vec<Sparse<T>>, width: usize) -> Result<Option<Self>, Overflow> {
        let variables = forms.len() + 1;
        let Bound { columns, rows } = bound(forms, width)?;
        let mut cone = Self {
            rows: rows.iter().map(|(variable, _)| *variable).collect(),
            scales: rows.iter().map(|(_, row)| row.scale.clone()).collect(),
            entries: vec![T::of(0); rows.len() * columns.len()],
            columns,
            variables,
        };
        let width = cone.columns.len();
        for (own, (_, row)) in cone.entries.chunks_exact_mut(width).zip(rows) {
            for (column, entry) in row.entries {
                own.get_mut(column as usize).into_iter().for_each(|own| *own = entry.clone());
            }
        }
        if !cone.start()? {
            return Ok(None);
        }
        cone.descend()?;
        Ok(Some(cone))
    }

    fn row(&self, at: usize) -> &[T] {
        let width = self.columns.len();
        self.entries.get(at * width..(at + 1) * width).unwrap_or(&[])
    }

    /// The rows with their variables.
    fn all(&self) -> impl Iterator<Item = (usize, &[T])> {
        self.rows.iter().copied().zip(self.entries.chunks_exact(self.columns.len()))
    }

    /// Forms above zero at the least point.
    pub(crate) fn support(&self) -> BTreeSet<usize> {
        let above = self.all().filter(|(_, row)| row.get(OWN).is_some_and(is_positive));
        above.filter_map(|(variable, _)| variable.checked_sub(1)).collect()
    }

    /// The least point with a form at 0, if there is one. Goes to some point that has it lowest, from which the next such
    /// question is answered sooner: neighbours are often above zero for the same reason.
    pub(crate) fn without(&mut self, form: usize) -> Result<Option<Self>, Overflow> {
        if !self.lower(form + 1)? {
            return Ok(None);
        }
        let mut less = self.clone();
        less.columns.iter_mut().filter(|column| **column == form + 1).for_each(|column| *column = GONE);
        less.descend()?;
        Ok(Some(less))
    }

    /// Go to a point where a variable is 0; says whether there is one.
    fn lower(&mut self, variable: usize) -> Result<bool, Overflow> {
        while let Some(at) = self.rows.iter().position(|own| *own == variable) {
            let row = self.row(at);
            if row.get(OWN).is_none_or(T::is_zero) {
                // It is 0 already: any column may take its place.
                match (0..row.len()).find(|at| self.is_there(*at) && !row.get(*at).is_none_or(T::is_zero)) {
                    Some(column) => self.pivot(at, column)?,
                    None => self.rows.get_mut(at).into_iter().for_each(|own| *own = GONE),
                }
                break;
            }
            let Some(column) = self.first(row, |at| self.is_there(at), T::is_negative) else {
                return Ok(false);
            };
            let Some(block) = self.block(column, variable)? else { return Ok(false) };
            self.pivot(block, column)?;
        }
        Ok(true)
    }

    /// Whether a column stands for a variable that may be above zero.
    fn is_there(&self, column: usize) -> bool {
        column != OWN && self.columns.get(column).is_some_and(|variable| *variable != GONE)
    }

    /// Of some columns with such an entry in the row the one of the first variable.
    fn first(&self, row: &[T], some: impl Fn(usize) -> bool, such: impl Fn(&T) -> bool) -> Option<usize> {
        let columns = self.columns.iter().zip(row).enumerate();
        let columns = columns.filter(|(at, (_, entry))| such(entry) && some(*at));
        columns.min_by_key(|(_, (variable, _))| **variable).map(|(at, _)| at)
    }

    /// Find a point: as long as a form is below zero where the columns' variables are 0, a column that raises it takes its
    /// place; the first form and the first variable each time (Terlaky 1985).
    fn start(&mut self) -> Result<bool, Overflow> {
        loop {
            let below =
                self.all().enumerate().filter(|(_, (_, row))| row.get(OWN).is_some_and(T::is_negative));
            let Some((at, (_, row))) = below.min_by_key(|(_, (variable, _))| *variable) else {
                return Ok(true);
            };
            let Some(column) = self.first(row, |at| self.is_there(at), is_positive) else {
                return Ok(false);
            };
            self.pivot(at, column)?;
        }
    }

    /// Go down to the least point: variable by variable, by columns that move none before.
    fn descend(&mut self) -> Result<(), Overflow> {
        let mut places: Vec<Option<Place>> = vec![None; self.variables];
        let rows = self.rows.iter().enumerate().map(|(at, variable)| (*variable, Place::Row(at)));
        let columns = self.columns.iter().enumerate().map(|(at, variable)| (*variable, Place::Column(at)));
        for (variable, place) in rows.chain(columns) {
            places.get_mut(variable).into_iter().for_each(|own| *own = Some(place));
        }
        let mut free: Vec<bool> = (0..self.columns.len()).map(|at| self.is_there(at)).collect();
        for variable in 1..self.variables {
            while let Some(Place::Row(at)) = places.get(variable).copied().flatten() {
                let is_free = |at: usize| free.get(at) == Some(&true);
                let Some(column) = self.first(self.row(at), is_free, T::is_negative) else { break };
                let Some(block) = self.block(column, 0)? else { return Ok(()) };
                let (out, into) = (self.rows.get(block).copied(), self.columns.get(column).copied());
                self.pivot(block, column)?;
                for (variable, place) in [(out, Place::Column(column)), (into, Place::Row(block))] {
                    if let Some(own) = variable.and_then(|variable| places.get_mut(variable)) {
                        *own = Some(place);
                    }
                }
            }
            match places.get(variable).copied().flatten() {
                None => {}
                Some(Place::Column(column)) => {
                    free.get_mut(column).into_iter().for_each(|free| *free = false);
                }
                Some(Place::Row(at)) => {
                    let row = self.row(at).iter().zip(&mut free);
                    row.filter(|(entry, _)| !entry.is_zero()).for_each(|(_, free)| *free = false);
                }
            }
        }
        Ok(())
    }

    /// The row that stops the column's variable first; of several the one of this variable, else the first variable.
    fn block(&self, column: usize, prefer: usize) -> Result<Option<usize>, Overflow> {
        let mut best: Option<(usize, usize, &T, &T)> = None;
        for (at, (variable, row)) in self.all().enumerate() {
            let Some((value, by)) = row.get(OWN).zip(row.get(column)).filter(|(_, by)| by.is_negative())
            else {
                continue;
            };
            let sooner = match best {
                _ if variable == GONE => false,
                None => true,
                Some((_, first, other, along)) => {
                    // value / -by against other / -along.
                    let difference = T::cross(other, by, value, along)?;
                    if difference.is_zero() {
                        first != prefer && (variable == prefer || variable < first)
                    } else {
                        difference.is_negative()
                    }
                }
            };
            if sooner {
                best = Some((at, variable, value, by));
            }
        }
        Ok(best.map(|(at, ..)| at))
    }

    /// The row's variable and the column's change places.
    fn pivot(&mut self, at: usize, column: usize) -> Result<(), Overflow> {
        let width = self.columns.len();
        let row = self.entries.get_mut(at * width..(at + 1) * width);
        let (Some(row), Some(scale)) = (row, self.scales.get_mut(at)) else { return Ok(()) };
        if let (Some(own), Some(entering)) = (self.rows.get_mut(at), self.columns.get_mut(column)) {
            std::mem::swap(own, entering);
        }
        let Some(place) = row.get_mut(column) else { return Ok(()) };
        std::mem::swap(place, scale);
        turn(scale, row.iter_mut().enumerate().map(|(other, entry)| (other == column, entry)));
        let (head, one) = (scale.clone(), scale.is_one());
        let own: Vec<(usize, T)> =
            row.iter().cloned().enumerate().filter(|(_, entry)| !entry.is_zero()).collect();
        let rows = self.entries.chunks_exact_mut(width).zip(&mut self.scales).enumerate();
        for (_, (row, scale)) in rows.filter(|(other, _)| *other != at) {
            let Some(place) = row.get_mut(column).filter(|place| !place.is_zero()) else { continue };
            let factor = std::mem::replace(place, T::of(0));
            if !one {
                for entry in row.iter_mut().chain([&mut *scale]).filter(|entry| !entry.is_zero()) {
                    *entry = head.times(entry)?;
                }
            }
            for (index, by) in &own {
                if let Some(entry) = row.get_mut(*index) {
                    *entry = entry.plus(&factor, by)?;
                }
            }
            shrink(scale, row.iter_mut().filter(|entry| !entry.is_zero()));
        }
        Ok(())
    }
}

fn is_positive<T: Exact>(entry: &T) -> bool {
    !entry.is_zero() && !entry.is_negative()
}

#[cfg(test)]
mod tests;
