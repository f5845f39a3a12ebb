//! Whether a row may be opened, in one component.

use super::Parts;
use super::bits::Bits;
use super::certain::{Certain, Covers, Stock};
use super::component::Component;
use super::covers::covers;
use super::known::{Beside, Known};
use super::possible::{Possible, heavy};
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
    said: Said,
    /// In machine words, until they overflow.
    words: Option<Knowledge<i64>>,
    /// In integers of any length, once they have been needed.
    long: Option<Knowledge<BigInt>>,
}

/// What counts say.
struct Said {
    covers: Stock,
    /// Atoms to which nobody contributes.
    free: Bits,
    /// Columns that nothing can cover.
    bare: Vec<usize>,
    /// Columns of which each form has enough contributors.
    heavy: Vec<usize>,
}

/// What is known, ready for forms without columns that nothing can cover, and for forms without heavy ones.
struct Knowledge<T> {
    bare: Known<T>,
    heavy: Known<T>,
}

impl<T: Exact> Knowledge<T> {
    fn new(component: &Component, said: &Said) -> Result<Self, Overflow> {
        let (bare, heavy) = (Known::new(component, &said.bare), Known::new(component, &said.heavy));
        let mut made = Self { bare, heavy };
        component.known.iter().try_for_each(|line| made.add(component, *line as usize))?;
        Ok(made)
    }

    fn add(&mut self, component: &Component, line: usize) -> Result<(), Overflow> {
        self.bare.add(component, line)?;
        self.heavy.add(component, line)
    }

    /// As [`Judge::find`].
    fn find(
        &self,
        component: &Component,
        said: &Said,
        line: usize,
        hard: bool,
        parts: &Parts,
    ) -> Result<Verdict, Overflow> {
        let mut left = parts.limit;
        match self.bare.beside(component, line)? {
            Beside::Follows => return Ok(Verdict::Open),
            Beside::Forms(forms) if parts.certain => {
                let budget = component.minimum.saturating_sub(1);
                let covers = Covers::new(component, &said.covers);
                let mut search = Certain::new(covers, &forms, left);
                let verdict = search.search(&said.free, budget)?;
                left = search.left;
                if verdict != Verdict::Open {
                    return Ok(verdict);
                }
            }
            Beside::Forms(_) | Beside::Holds => {}
        }
        if !hard || !parts.possible {
            return Ok(Verdict::Open);
        }
        let Beside::Forms(forms) = self.heavy.beside(component, line)? else { return Ok(Verdict::Open) };
        for minus in [false, true] {
            let mut search = Possible::new(component, &forms, minus, left)?;
            let verdict = search.search()?;
            left = search.left;
            if verdict != Verdict::Open {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Open)
    }
}

impl Judge {
    pub(super) fn new(component: Component, parts: &Parts) -> Self {
        let mut covers = covers(&component, parts.differences);
        let mut free = component.none();
        covers.iter().filter(|cover| cover.cost == 0).for_each(|cover| free.add(&cover.atoms));
        covers.retain(|cover| cover.cost > 0);
        let budget = component.minimum.saturating_sub(1);
        let covers = Stock::new(&component, covers);
        let all = Covers::new(&component, &covers);
        let bare =
            (0..component.columns.len()).filter(|column| !all.may_cover(*column, &free, budget)).collect();
        let heavy = heavy(&component);
        let said = Said { covers, free, bare, heavy };
        let words = Knowledge::new(&component, &said).ok();
        Self { component, said, words, long: None }
    }

    /// A line becomes known.
    pub(super) fn learn(&mut self, line: usize) {
        self.component.learn(line);
        if let Some(words) = &mut self.words
            && words.add(&self.component, line) == Err(Overflow)
        {
            self.words = None;
        }
        if let Some(long) = &mut self.long
            && long.add(&self.component, line) == Err(Overflow)
        {
            self.long = None;
        }
    }

    /// Whether this line may become known. Forms of one sign are judged by what may be only in the hard system.
    pub(super) fn find(&mut self, line: usize, hard: bool, parts: &Parts) -> Verdict {
        let Self { component, said, words, long } = self;
        // Searches branch on spans and signs alone, so both kinds of integers give the same answer.
        let short = words.as_ref().map(|words| words.find(component, said, line, hard, parts));
        if let Some(Ok(verdict)) = short {
            return verdict;
        }
        if long.is_none() {
            *long = Knowledge::new(component, said).ok();
        }
        let answer = long.as_ref().map(|long| long.find(component, said, line, hard, parts));
        answer.and_then(Result::ok).unwrap_or(Verdict::Limit)
    }
}
