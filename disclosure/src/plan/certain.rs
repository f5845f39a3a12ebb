//! Whether a form that comes with a row holds nothing but what few contribute to for sure.

use super::bits::Bits;
use super::component::Component;
use super::covers::Cover;
use super::find::Verdict;
use super::forms::{Forms, Imposed};
use crate::exact::integer::{Exact, Overflow};

/// Columns that covers of this cost together cannot cover, as far as is seen at once: one of their atoms lies in no cover,
/// or those that lie in covers of single groups alone are of groups too large together.
pub(super) fn hopeless(component: &Component, covered: &Bits, budget: u32, covers: &[&Cover]) -> Vec<usize> {
    let mut loose = covered.clone();
    let mut single = Bits::new(component.sizes.len());
    for cover in covers.iter().filter(|cover| cover.cost <= budget) {
        match cover.group {
            Some(group) => {
                single.insert(group);
            }
            None => loose.add(&cover.atoms),
        }
    }
    let coverable = |atoms: std::ops::Range<usize>| {
        let (mut cost, mut seen) = (0, Bits::new(component.sizes.len()));
        atoms.filter(|atom| !loose.has(*atom)).all(|atom| {
            let group = component.group(atom);
            if seen.insert(group) {
                cost += component.size(group);
            }
            single.has(group) && cost <= budget
        })
    };
    let columns = component.columns.iter().enumerate();
    columns.filter(|(_, column)| !coverable(column.atoms.clone())).map(|(at, _)| at).collect()
}

/// One search.
pub(super) struct Certain<'a, T> {
    pub(super) component: &'a Component,
    pub(super) forms: &'a mut Forms<T>,
    /// Steps left.
    pub(super) left: u64,
}

impl<T: Exact> Certain<'_, T> {
    /// Whether a form of the family lies within `covered` and covers that cost `budget` at most. The family is left as it
    /// was. No form of it holds the columns of `settled`, and so none of a smaller family does.
    pub(super) fn search(
        &mut self,
        covered: &Bits,
        budget: u32,
        covers: &[&Cover],
        settled: &Bits,
    ) -> Result<Verdict, Overflow> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(Verdict::Limit) };
        self.left = left;
        let mark = self.forms.mark();
        let verdict = self.within(covered, budget, covers, settled.clone())?;
        self.forms.back_to(mark);
        Ok(verdict)
    }

    fn within(
        &mut self,
        covered: &Bits,
        budget: u32,
        covers: &[&Cover],
        mut settled: Bits,
    ) -> Result<Verdict, Overflow> {
        for column in hopeless(self.component, covered, budget, covers) {
            if settled.insert(column) && self.forms.leave_out(column)? == Imposed::Empty {
                return Ok(Verdict::Open);
            }
        }
        let Some((atom, column)) = self.first(covered, &mut settled)? else { return Ok(Verdict::Shut) };
        // Either the atom is left out, and so is all that would cover it, or one of these covers it.
        let mark = self.forms.mark();
        if self.forms.leave_out(column)? == Imposed::Holds {
            let others: Vec<&Cover> = covers.iter().copied().filter(|cover| !cover.atoms.has(atom)).collect();
            let mut settled = settled.clone();
            settled.insert(column);
            let verdict = self.search(covered, budget, &others, &settled)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        self.forms.back_to(mark);
        let mut others = covers.to_vec();
        for cover in covers.iter().filter(|cover| cover.atoms.has(atom)) {
            let Some(rest) = budget.checked_sub(cover.cost) else { continue };
            others.retain(|other| !std::ptr::eq(*other, *cover));
            let mut more = covered.clone();
            more.add(&cover.atoms);
            let verdict = self.search(&more, rest, &others, &settled)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Open)
    }

    /// The first atom that is not covered and that some form holds, with its column.
    fn first(&self, covered: &Bits, settled: &mut Bits) -> Result<Option<(usize, usize)>, Overflow> {
        for (at, column) in self.component.columns.iter().enumerate() {
            let atom = column.atoms.clone().find(|atom| !covered.has(*atom));
            let Some(atom) = atom.filter(|_| !settled.has(at)) else { continue };
            if self.forms.holds(at)? {
                return Ok(Some((atom, at)));
            }
            settled.insert(at);
        }
        Ok(None)
    }
}
