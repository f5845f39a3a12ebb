//! Whether a row may be opened, in one component.

use super::Parts;
use super::bits::Bits;
use super::certain::{Certain, hopeless};
use super::component::Component;
use super::covers::{Cover, covers};
use super::forms::{Forms, Imposed};
use super::possible::{Possible, heavy};
use crate::exact::integer::{Exact, Overflow};
use crate::exact::linear::{Sparse, indicator};
use crate::exact::span::Span;
use num_bigint::BigInt;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing few comes with the row.
    Open,
    /// Something does.
    Shut,
    /// More steps than admitted.
    Limit,
}

/// A component with what its counts say once and for all.
pub(super) struct Judge {
    pub(super) component: Component,
    covers: Vec<Cover>,
    /// Atoms to which nobody contributes.
    free: Bits,
    /// Columns that nothing can cover.
    bare: Vec<usize>,
    heavy: Vec<usize>,
    /// What is known, on all columns, on those that nothing can cover and on the heavy ones.
    known: [Span; 3],
}

impl Judge {
    pub(super) fn new(component: Component, parts: &Parts) -> Self {
        let mut covers = covers(&component, parts.differences);
        let mut free = component.none();
        covers.iter().filter(|cover| cover.cost == 0).for_each(|cover| free.add(&cover.atoms));
        covers.retain(|cover| cover.cost > 0);
        let budget = component.minimum.saturating_sub(1);
        let bare = hopeless(&component, &free, budget, &covers.iter().collect::<Vec<_>>());
        let heavy = heavy(&component);
        let known = [Span::new(), Span::new(), Span::new()];
        let mut made = Self { component, covers, free, bare, heavy, known };
        for line in made.component.known.clone() {
            made.add(line as usize);
        }
        made
    }

    /// A line becomes known.
    pub(super) fn learn(&mut self, line: usize) {
        self.component.learn(line);
        self.add(line);
    }

    fn add(&mut self, line: usize) {
        let vectors = self.vectors(line);
        for (span, vector) in self.known.iter_mut().zip(&vectors) {
            span.add(vector);
        }
    }

    /// The line on all columns, on those that nothing can cover and on the heavy ones.
    fn vectors(&self, line: usize) -> [Sparse<i64>; 3] {
        let holds =
            |at: &u32| self.component.columns.get(*at as usize).is_some_and(|column| column.within.has(line));
        let some = |columns: &[usize]| indicator(columns.iter().map(|at| *at as u32).filter(holds));
        let all = indicator((0..self.component.columns.len() as u32).filter(holds));
        [all, some(&self.bare), some(&self.heavy)]
    }

    /// Whether this line may become known. Forms of one sign are judged by what may be only in the hard system.
    pub(super) fn find(&mut self, line: usize, hard: bool, parts: &Parts) -> Verdict {
        let [all, bare, heavy] = self.vectors(line);
        let [known, unbared, light] = &mut self.known;
        // Where it does not follow on columns that nothing can cover, each form with it holds one of these, and so for heavy
        // ones. Then it does not follow on all.
        let certain = unbared.follows(&bare);
        let possible = light.follows(&heavy);
        if certain && possible && known.follows(&all) {
            return Verdict::Open;
        }
        let (certain, possible) = (certain && parts.certain, possible && hard && parts.possible);
        if !certain && !possible {
            return Verdict::Open;
        }
        // Searches branch on spans and signs alone, so both kinds of integers give the same answer.
        self.run::<i64>(line, certain, possible, parts.limit)
            .or_else(|Overflow| self.run::<BigInt>(line, certain, possible, parts.limit))
            .unwrap_or(Verdict::Limit)
    }

    fn run<T: Exact>(
        &self,
        line: usize,
        certain: bool,
        possible: bool,
        limit: u64,
    ) -> Result<Verdict, Overflow> {
        let mut forms = Forms::<T>::new(&self.component, line);
        let mut left = limit;
        if certain {
            let budget = self.component.minimum.saturating_sub(1);
            let mut search = Certain { component: &self.component, forms: &mut forms, left };
            let covers: Vec<&Cover> = self.covers.iter().collect();
            let none = Bits::new(self.component.columns.len());
            let verdict = search.search(&self.free, budget, &covers, &none)?;
            left = search.left;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        if !possible {
            return Ok(Verdict::Open);
        }
        if forms.leave_all_out(self.heavy.iter().copied())? == Imposed::Empty {
            return Ok(Verdict::Open);
        }
        for minus in [false, true] {
            let mut search = Possible::new(&self.component, &forms, minus, left)?;
            let verdict = search.search()?;
            left = search.left;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Open)
    }
}
