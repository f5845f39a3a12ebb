//! What is known of a component's columns, kept so that forms which leave some columns out are at hand.

use super::bits::Bits;
use super::component::Component;
use super::forms::Forms;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Sparse, indicator};
use crate::exact::reduced::Reduced;
use std::cmp::Reverse;

/// The known lines in echelon form, on the columns to leave out first. What is left of a line once these are cleared is a
/// form that leaves them out, and all such forms are made of that and of known ones that begin later.
pub(super) struct Known<T> {
    /// Per column its place in vectors.
    places: Vec<u32>,
    /// Per place the column.
    columns: Vec<u32>,
    /// Where the columns that are not left out begin.
    after: u32,
    echelon: Reduced<T>,
}

/// What becomes of a line beside what is known.
pub(super) enum Beside<T> {
    /// It follows.
    Follows,
    /// All forms with it hold a column that is to be left out.
    Holds,
    /// The forms with it that leave these out, none of which is 0.
    Forms(Forms<T>),
}

impl<T: Exact> Known<T> {
    /// Nothing is known; these columns are left out.
    pub(super) fn new(component: &Component, out: &[usize]) -> Self {
        let mut is_out = Bits::new(component.columns.len());
        out.iter().for_each(|column| {
            is_out.insert(*column);
        });
        // Vectors begin, if they can, at columns that stand alone in no line, or in one that is asked late: when such a line
        // becomes known, others but lose an entry.
        let width = |line: usize| component.lines.get(line).map_or(0, |line| line.columns.len());
        let asked = |column: usize| {
            let lines = component.columns.get(column).into_iter().flat_map(|column| &column.lines);
            lines.map(|line| (Reverse(width(*line as usize)), *line)).max()
        };
        let mut columns: Vec<u32> = (0..component.columns.len() as u32).collect();
        columns.sort_by_cached_key(|column| {
            (!is_out.has(*column as usize), Reverse(asked(*column as usize)), *column)
        });
        let mut places = vec![0; columns.len()];
        for (place, column) in (0u32..).zip(&columns) {
            if let Some(own) = places.get_mut(*column as usize) {
                *own = place;
            }
        }
        let echelon = Reduced::new(columns.len());
        Self { places, columns, after: out.len() as u32, echelon }
    }

    fn vector(&self, component: &Component, line: usize) -> Sparse<T> {
        let columns = component.lines.get(line).map_or(&[][..], |line| &line.columns);
        let mut places: Vec<u32> =
            columns.iter().filter_map(|column| self.places.get(*column as usize).copied()).collect();
        places.sort_unstable();
        indicator(places)
    }

    /// A line becomes known.
    pub(super) fn add(&mut self, component: &Component, line: usize) -> Result<(), Overflow> {
        let rest = self.echelon.reduce(self.vector(component, line))?;
        self.echelon.push(rest)
    }

    pub(super) fn beside(&self, component: &Component, line: usize) -> Result<Beside<T>, Overflow> {
        let rest = self.echelon.reduce(self.vector(component, line))?;
        Ok(match rest.first() {
            None => Beside::Follows,
            Some((first, _)) if *first < self.after => Beside::Holds,
            Some(_) => {
                let known: Vec<&Sparse<T>> = self.echelon.from(self.after).collect();
                Beside::Forms(Forms::new(&known, &rest, &self.columns))
            }
        })
    }
}
