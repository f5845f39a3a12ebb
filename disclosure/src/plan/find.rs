//! Whether a row may be opened, in one component.

use super::Parts;
use super::bits::Bits;
use super::certain::{Certain, Covers, Stock};
use super::component::Component;
use super::covers::covers;
use super::known::{Beside, Known};
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
    said: Said,
    /// In machine words, until they overflow.
    words: Option<Knowledge<i64>>,
    /// In integers of any length, once they have been needed.
    long: Option<Knowledge<BigInt>>,
    /// What is known without public figures of earlier rounds, which may be others by now; none where there are none.
    sure: Option<Span>,
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

    /// As [`Judge::find`]; none for a combination of what is known.
    fn find(
        &self,
        component: &Component,
        said: &Said,
        line: usize,
        parts: &Parts,
    ) -> Result<Option<Verdict>, Overflow> {
        match self.bare.beside(component, line)? {
            Beside::Follows => return Ok(None),
            Beside::Forms(forms) if parts.certain => {
                let budget = component.minimum.saturating_sub(1);
                let covers = Covers::new(component, &said.covers);
                let verdict = Certain::new(covers, &forms, parts.limit).search(&said.free, budget)?;
                if verdict != Verdict::Open {
                    return Ok(Some(verdict));
                }
            }
            Beside::Forms(_) | Beside::Holds => {}
        }
        if !parts.possible {
            return Ok(Some(Verdict::Open));
        }
        let Beside::Forms(forms) = self.heavy.beside(component, line)? else {
            return Ok(Some(Verdict::Open));
        };
        // One account of steps for both signs. The second one does not wait for the first, and counts as if it had.
        let search = |minus: bool| {
            let mut search = Possible::new(component, &forms, minus, parts.limit)?;
            Ok((search.search()?, parts.limit - search.left))
        };
        let (plus, minus) = rayon::join(|| search(false), || search(true));
        let (verdict, taken) = plus?;
        if verdict != Verdict::Open {
            return Ok(Some(verdict));
        }
        let (verdict, more) = minus?;
        let fits = taken.saturating_add(more) <= parts.limit;
        Ok(Some(if fits { verdict } else { Verdict::Limit }))
    }
}

impl Judge {
    pub(super) fn new(mut component: Component, parts: &Parts) -> Self {
        let mut covers = covers(&mut component, parts);
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
        let sure = (parts.said && !component.said.is_empty()).then(|| {
            let mut sure = Span::new();
            for line in component.known.iter().filter(|line| !component.said.contains(line)) {
                sure.add(&vector(&component, *line as usize));
            }
            sure
        });
        Self { component, said, words, long: None, sure }
    }

    /// A line becomes known.
    pub(super) fn learn(&mut self, line: usize) {
        self.component.learn(line);
        self.sure.iter_mut().for_each(|sure| {
            sure.add(&vector(&self.component, line));
        });
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

    /// Whether this line may become known.
    pub(super) fn find(&mut self, line: usize, parts: &Parts) -> Verdict {
        let Self { component, said, words, long, sure } = self;
        // Searches branch on spans and signs alone, so both kinds of integers give the same answer.
        let short = words.as_ref().map(|words| words.find(component, said, line, parts));
        let verdict = if let Some(Ok(verdict)) = short {
            verdict
        } else {
            if long.is_none() {
                *long = Knowledge::new(component, said).ok();
            }
            let answer = long.as_ref().map(|long| long.find(component, said, line, parts));
            answer.and_then(Result::ok).unwrap_or(Some(Verdict::Limit))
        };
        verdict.unwrap_or_else(|| {
            let is_sure = sure.as_mut().is_none_or(|sure| sure.follows(&vector(component, line)));
            if is_sure { Verdict::Open } else { Verdict::Shut }
        })
    }
}

/// A line as a sum of columns.
fn vector(component: &Component, line: usize) -> Sparse<i64> {
    indicator(component.lines.get(line).into_iter().flat_map(|line| line.columns.iter().copied()))
}
