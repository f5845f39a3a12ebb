//! What is known of a component's columns, kept so that forms which leave some columns out are at hand.

use super::bits::Bits;
use super::component::Component;
use super::forms::Forms;
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Echelon, Sparse};

/// Where the columns that are not left out begin.
const AFTER: u32 = 1 << 31;

/// The known lines in echelon form, on the columns to leave out first. What is left of a line once these are cleared is a
/// form that leaves them out, and all such forms are made of that and of known ones that begin later.
pub(super) struct Known<T> {
    out: Bits,
    echelon: Echelon<T>,
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
        let mut all = Bits::new(component.columns.len());
        out.iter().for_each(|column| {
            all.insert(*column);
        });
        Self { out: all, echelon: Echelon::new() }
    }

    fn vector(&self, component: &Component, line: usize) -> Sparse<T> {
        let columns = component.lines.get(line).map_or(&[][..], |line| &line.columns);
        let (first, after): (Vec<u32>, Vec<u32>) =
            columns.iter().partition(|column| self.out.has(**column as usize));
        let after = after.into_iter().map(|column| AFTER + column);
        first.into_iter().chain(after).map(|at| (at, T::of(1))).collect()
    }

    /// A line becomes known.
    pub(super) fn add(&mut self, component: &Component, line: usize) -> Result<(), Overflow> {
        let rest = self.echelon.reduce_whole(self.vector(component, line))?;
        self.echelon.push_whole(rest)
    }

    pub(super) fn beside(&self, component: &Component, line: usize) -> Result<Beside<T>, Overflow> {
        let rest = self.echelon.reduce_whole(self.vector(component, line))?;
        Ok(match rest.first() {
            None => Beside::Follows,
            Some((first, _)) if *first < AFTER => Beside::Holds,
            Some(_) => {
                let known: Vec<&Sparse<T>> = self.echelon.from(AFTER).collect();
                Beside::Forms(Forms::new(&known, &rest, AFTER))
            }
        })
    }
}
