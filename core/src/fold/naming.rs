//! Which earlier rounds a round must name: a rule of the log, whoever the trustees of those rounds were (spec section 6.3).

use super::round::Past;
use super::{Fold, Refusal, RoundState};
use crate::opening::composition::Composition;
use crate::round::{EarlierRecord, RoundManifest};
use std::sync::Arc;

/// The compositions that a round names, in its order, each found right as far as this log shows it.
#[derive(Clone, Default)]
pub struct Named(Vec<Composition>);

impl Named {
    /// Oldest first.
    #[must_use]
    pub fn compositions(&self) -> &[Composition] {
        &self.0
    }
}

/// A composition that a round names and that nobody gave, or that is not what the log shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the composition of earlier record {0} is missing, or not the one that log and round name; ask for the one that the \
     coordinator kept"
)]
pub struct NotNamed(
    /// Its place in the manifest.
    pub usize,
);

impl Fold {
    /// What a round with these cells must name as its earlier records if it opens now: every round of this log that is no
    /// practice round, adopted a plan and sums up some of the same figures, oldest first. A practice round names none.
    ///
    /// # Errors
    /// A round with some of the same figures is not decided yet.
    pub fn earlier(&self, manifest: &RoundManifest) -> Result<Vec<EarlierRecord>, Refusal> {
        if manifest.practice {
            return Ok(vec![]);
        }
        let all = self.rounds.values().chain(self.others.values()).map(Arc::as_ref);
        let mut overlapping: Vec<&RoundState> =
            all.filter(|round| !matches!(round.past(), Past::Nothing) && round.overlaps(manifest)).collect();
        overlapping.sort_by_key(|round| round.opened());
        let record = |round: &&RoundState| match round.past() {
            Past::Nothing => None,
            Past::Undecided => Some(Err(Refusal::Overlap { round: round.id(), phase: round.phase().name() })),
            Past::Adopted(composition) => Some(Ok(EarlierRecord { round: round.id(), composition })),
        };
        overlapping.iter().filter_map(record).collect()
    }

    /// Find the compositions that a round names among those given, by digest. Of a round that was replayed here everything
    /// but counts and salt is compared with the log, too.
    ///
    /// # Errors
    /// The first that is missing or wrong.
    pub fn named(&self, manifest: &RoundManifest, given: &[Composition]) -> Result<Named, NotNamed> {
        let digests: Vec<_> = given.iter().map(Composition::digest).collect();
        let one = |(at, record): (usize, &EarlierRecord)| {
            let found = digests.iter().position(|digest| *digest == record.composition);
            let found = found.and_then(|at| given.get(at)).filter(|found| found.round == record.round);
            let right =
                |found: &&Composition| self.round(&record.round).is_none_or(|round| round.composed_as(found));
            found.filter(right).cloned().ok_or(NotNamed(at))
        };
        Ok(Named(manifest.earlier.iter().enumerate().map(one).collect::<Result<_, _>>()?))
    }

    pub(super) fn names_earlier(&self, manifest: &RoundManifest) -> Result<(), Refusal> {
        let expected = self.earlier(manifest)?;
        let named = &manifest.earlier;
        match (0..expected.len().max(named.len())).find(|at| expected.get(*at) != named.get(*at)) {
            Some(at) => Err(Refusal::Earlier { at, expected: expected.get(at).copied() }),
            None => Ok(()),
        }
    }
}
