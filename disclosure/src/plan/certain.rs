//! Whether a form that comes with a row holds nothing but what few contribute to for sure.

use super::bits::Bits;
use super::component::Component;
use super::covers::Cover;
use super::find::Verdict;
use super::forms::Forms;
use crate::exact::integer::{Exact, Overflow};

/// What covers of some cost together may cover, as far as is seen at once.
pub(super) struct Hope<'a> {
    component: &'a Component,
    budget: u32,
    /// Atoms that lie in what is covered, or in a cover that is no single group.
    loose: Bits,
    /// Groups that are covers.
    single: Bits,
}

impl<'a> Hope<'a> {
    pub(super) fn new(component: &'a Component, covered: &Bits, budget: u32, covers: &[&Cover]) -> Self {
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
        Self { component, budget, loose, single }
    }

    /// Whether a column may be covered: none of its atoms lies in no cover, and those that lie in covers of single groups
    /// alone are not of groups too large together.
    pub(super) fn is_left(&self, column: usize) -> bool {
        let Some(column) = self.component.columns.get(column) else { return true };
        let (mut cost, mut seen) = (0, Vec::new());
        self.loose.all_lacking(column.atoms.clone(), |atom| {
            let group = self.component.group(atom);
            if self.component.is_plain {
                cost += self.component.size(group);
            } else if !seen.contains(&group) {
                seen.push(group);
                cost += self.component.size(group);
            }
            self.single.has(group) && cost <= self.budget
        })
    }
}

/// One search.
pub(super) struct Certain<'a> {
    pub(super) component: &'a Component,
    /// Steps left.
    pub(super) left: u64,
}

impl Certain<'_> {
    /// Whether a form of the family, without the column `out`, lies within `covered` and covers that cost `budget` at most.
    pub(super) fn search<T: Exact>(
        &mut self,
        forms: &Forms<T>,
        out: Option<usize>,
        covered: &Bits,
        budget: u32,
        covers: &[&Cover],
    ) -> Result<Verdict, Overflow> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(Verdict::Limit) };
        self.left = left;
        let hope = Hope::new(self.component, covered, budget, covers);
        if !forms.inevitable().all(|column| hope.is_left(column)) {
            return Ok(Verdict::Open);
        }
        let is_out = |column: &usize| out == Some(*column) || !hope.is_left(*column);
        let hopeless: Vec<usize> = forms.columns().filter(is_out).collect();
        if hopeless.is_empty() {
            return self.split(forms, covered, budget, covers);
        }
        match forms.leave_out(&hopeless)? {
            Some(forms) => self.split(&forms, covered, budget, covers),
            None => Ok(Verdict::Open),
        }
    }

    fn split<T: Exact>(
        &mut self,
        forms: &Forms<T>,
        covered: &Bits,
        budget: u32,
        covers: &[&Cover],
    ) -> Result<Verdict, Overflow> {
        let Some((atom, column)) = self.first(forms, covered) else { return Ok(Verdict::Shut) };
        // Either the atom is left out, and so is all that would cover it, or one of these covers it.
        if forms.can_leave_out(column) {
            let others: Vec<&Cover> = covers.iter().copied().filter(|cover| !cover.atoms.has(atom)).collect();
            let verdict = self.search(forms, Some(column), covered, budget, &others)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        let mut others = covers.to_vec();
        for cover in covers.iter().filter(|cover| cover.atoms.has(atom)) {
            let Some(rest) = budget.checked_sub(cover.cost) else { continue };
            others.retain(|other| !std::ptr::eq(*other, *cover));
            let mut more = covered.clone();
            more.add(&cover.atoms);
            let verdict = self.search(forms, None, &more, rest, &others)?;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Open)
    }

    /// The first atom that is not covered and that some form holds, with its column.
    fn first<T: Exact>(&self, forms: &Forms<T>, covered: &Bits) -> Option<(usize, usize)> {
        forms.columns().find_map(|at| {
            let atoms = self.component.columns.get(at)?.atoms.clone();
            Some((covered.first_lacking(atoms)?, at))
        })
    }
}
