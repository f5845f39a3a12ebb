//! Whether a row may be opened, in one component.

use super::bits::Bits;
use super::certain::{Certain, hopeless};
use super::component::Component;
use super::covers::{Cover, covers};
use super::forms::{Forms, Imposed};
use super::possible::{Possible, heavy};
use super::{LIMIT, Parts};
use crate::exact::integer::{Exact, Overflow};
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
        Self { component, covers, free, bare, heavy }
    }

    /// Whether this line may become known. Forms of one sign are judged by what may be only in the hard system.
    pub(super) fn find(&self, line: usize, hard: bool, parts: &Parts) -> Verdict {
        // Searches branch on spans and signs alone, so both kinds of integers give the same answer.
        self.run::<i64>(line, hard, parts)
            .or_else(|Overflow| self.run::<BigInt>(line, hard, parts))
            .unwrap_or(Verdict::Limit)
    }

    fn run<T: Exact>(&self, line: usize, hard: bool, parts: &Parts) -> Result<Verdict, Overflow> {
        let mut forms = Forms::<T>::new(&self.component, line);
        let mut left = LIMIT;
        if forms.leave_all_out(self.bare.iter().copied())? == Imposed::Holds {
            let mark = forms.mark();
            if forms.leave_all_out(0..self.component.columns.len())? == Imposed::Holds {
                // It follows from what is known.
                return Ok(Verdict::Open);
            }
            forms.back_to(mark);
            if parts.certain {
                let budget = self.component.minimum.saturating_sub(1);
                let mut search = Certain { component: &self.component, forms: &mut forms, left };
                let verdict = search.search(&self.free, budget, &self.covers.iter().collect::<Vec<_>>())?;
                left = search.left;
                if verdict != Verdict::Open {
                    return Ok(verdict);
                }
            }
        }
        if !hard || !parts.possible {
            return Ok(Verdict::Open);
        }
        forms.back_to(0);
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
