//! A family of forms of which more and more columns are left out, and taken back.

use super::bits::Bits;
use super::forms::{Forms, OWN};
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Sparse, clear, normalise};

/// The forms of a family in which some factors are 0.
pub(super) struct Narrowed<'f, T> {
    pub(super) forms: &'f Forms<T>,
    /// The columns of each factor.
    columns: Vec<Vec<usize>>,
    /// Factors that are 0, in the order in which they were made so.
    made: Vec<usize>,
    is_made: Bits,
    /// What that says of the unknowns, in echelon form.
    equations: Vec<Equation<T>>,
    /// Per unknown the equation that begins with it.
    begins: Vec<Option<usize>>,
    /// Factors of few unknowns first: what they say is used soonest.
    short: Vec<usize>,
    /// Sets of factors that leave no form when all of them are 0.
    cores: Vec<Vec<usize>>,
}

struct Equation<T> {
    vector: Sparse<T>,
    /// The factor that it comes from, and the equations that were used.
    factor: usize,
    used: Vec<usize>,
}

/// A state to come back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    made: usize,
    equations: usize,
}

impl<'f, T: Exact> Narrowed<'f, T> {
    pub(super) fn new(forms: &'f Forms<T>) -> Self {
        let mut columns = vec![Vec::new(); forms.factors()];
        for (column, factor) in forms.columns() {
            columns.get_mut(*factor).into_iter().for_each(|of: &mut Vec<usize>| of.push(*column));
        }
        let mut short: Vec<usize> = (0..forms.factors()).collect();
        short.sort_by_key(|factor| forms.factor(*factor).len());
        Self {
            forms,
            columns,
            made: Vec::new(),
            is_made: Bits::new(forms.factors()),
            equations: Vec::new(),
            begins: vec![None; forms.known()],
            short,
            cores: Vec::new(),
        }
    }

    /// The number of a column's factor, if some form holds it.
    pub(super) fn factor_of(&self, column: usize) -> Option<usize> {
        let columns = self.forms.columns();
        let at = columns.binary_search_by_key(&column, |(column, _)| *column).ok();
        at.and_then(|at| columns.get(at)).map(|(_, factor)| *factor)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { made: self.made.len(), equations: self.equations.len() }
    }

    pub(super) fn back(&mut self, mark: Mark) {
        for factor in self.made.drain(mark.made..) {
            self.is_made.take(factor);
        }
        for equation in self.equations.drain(mark.equations..) {
            if let Some((first, _)) = equation.vector.first() {
                self.begins.get_mut(*first as usize).into_iter().for_each(|at| *at = None);
            }
        }
    }

    /// The equation that begins with an unknown.
    fn beginning(&self, unknown: u32) -> Option<(usize, &Equation<T>)> {
        let at = self.begins.get(unknown as usize).copied().flatten()?;
        Some((at, self.equations.get(at)?))
    }

    /// What equations leave of a factor, and which were used.
    fn rest(&self, factor: usize) -> Result<(Sparse<T>, Vec<usize>), Overflow> {
        let (mut vector, mut used) = (Vec::new(), Vec::new());
        // An unknown that is 0 is nothing to reckon with.
        for entry in self.forms.factor(factor) {
            match self.beginning(entry.0) {
                Some((at, equation)) if equation.vector.len() == 1 => used.push(at),
                _ => vector.push(entry.clone()),
            }
        }
        while let Some((at, equation)) = vector.first().and_then(|(first, _)| self.beginning(*first)) {
            vector = clear(&vector, &equation.vector)?;
            used.push(at);
        }
        Ok((vector, used))
    }

    /// Whether some form holds columns of this factor, and whether some does not.
    pub(super) fn holds(&self, factor: usize) -> Result<(bool, bool), Overflow> {
        if self.is_made.has(factor) {
            return Ok((false, true));
        }
        let (rest, _) = self.rest(factor)?;
        Ok((!rest.is_empty(), !matches!(rest.first(), Some((OWN, _)))))
    }

    /// Let all factors be 0 of which a column is left out; says whether a form is left.
    pub(super) fn leave_all_out(&mut self, out: impl Fn(usize) -> bool) -> Result<bool, Overflow> {
        if self.is_none(&out) {
            return Ok(false);
        }
        for at in 0..self.short.len() {
            let Some(factor) = self.short.get(at).copied() else { continue };
            let is_out = || self.columns.get(factor).into_iter().flatten().any(|column| out(*column));
            if !self.is_made.has(factor) && is_out() && !self.leave_out(factor)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Let the factor be 0; says whether a form is left.
    pub(super) fn leave_out(&mut self, factor: usize) -> Result<bool, Overflow> {
        if !self.is_made.insert(factor) {
            return Ok(true);
        }
        self.made.push(factor);
        let (mut vector, used) = self.rest(factor)?;
        match vector.first() {
            None => Ok(true),
            Some((OWN, _)) => {
                self.cores.push(self.core(factor, used));
                Ok(false)
            }
            Some((first, _)) => {
                let begins = self.begins.get_mut(*first as usize);
                begins.into_iter().for_each(|at| *at = Some(self.equations.len()));
                normalise(&mut vector);
                self.equations.push(Equation { vector, factor, used });
                Ok(true)
            }
        }
    }

    /// The factors behind these equations, with this one.
    fn core(&self, factor: usize, mut used: Vec<usize>) -> Vec<usize> {
        let (mut core, mut seen) = (vec![factor], Bits::new(self.equations.len()));
        while let Some(at) = used.pop() {
            if let Some(equation) = self.equations.get(at).filter(|_| seen.insert(at)) {
                core.push(equation.factor);
                used.extend(&equation.used);
            }
        }
        core
    }

    /// Whether no form leaves out what is left out and the columns of which this is so, as far as is remembered.
    fn is_none(&mut self, out: &impl Fn(usize) -> bool) -> bool {
        let gone = |factor: &usize| {
            self.is_made.has(*factor)
                || self.columns.get(*factor).into_iter().flatten().any(|column| out(*column))
        };
        // The last one that said so is asked first.
        let found = (0..self.cores.len())
            .rev()
            .find(|at| self.cores.get(*at).is_some_and(|core| core.iter().all(gone)));
        if let Some(at) = found {
            let core = self.cores.remove(at);
            self.cores.push(core);
        }
        found.is_some()
    }
}
