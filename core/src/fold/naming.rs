//! Which earlier rounds a round must name: a rule of the log, whoever the trustees of those rounds were (spec section 6.3).

use super::round::Past;
use super::{Fold, Refusal, RoundState};
use crate::hash::Digest;
use crate::opening::composition::Composition;
use crate::opening::remembered::Remembered;
use crate::publication::PublicSheet;
use crate::round::{EarlierRecord, RoundManifest};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a round remembers of the rounds that it names, in its order, each found right as far as this log shows it.
#[derive(Clone, Default)]
pub struct Named(Vec<Remembered>);

impl Named {
    /// Oldest first.
    #[must_use]
    pub fn remembered(&self) -> &[Remembered] {
        &self.0
    }
}

/// What a round names of an earlier one and nobody gave, or what is not as the log shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the {} of earlier record {at} is missing, or not the one that log and round name; ask for the one that the coordinator \
     kept",
    if *.public { "public sheet" } else { "composition" }
)]
pub struct NotNamed {
    /// Place of the record in the manifest.
    pub at: usize,
    /// Its public sheet; its composition otherwise.
    pub public: bool,
}

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
            Past::Adopted { composition, public } => {
                Some(Ok(EarlierRecord { round: round.id(), composition, public }))
            }
        };
        overlapping.iter().filter_map(record).collect()
    }

    /// Find what a round names among the compositions and public sheets given, by digest. Of a composition whose round was
    /// replayed here everything but counts and salt is compared with the log, too.
    ///
    /// # Errors
    /// The first that is missing or wrong.
    pub fn named<'g>(
        &self,
        manifest: &RoundManifest,
        compositions: impl IntoIterator<Item = &'g Composition>,
        sheets: impl IntoIterator<Item = &'g PublicSheet>,
    ) -> Result<Named, NotNamed> {
        let compositions: BTreeMap<Digest, &Composition> =
            compositions.into_iter().map(|one| (one.digest(), one)).collect();
        let sheets: BTreeMap<Digest, &PublicSheet> =
            sheets.into_iter().map(|one| (one.digest(), one)).collect();
        let one = |(at, record): (usize, &EarlierRecord)| {
            let found = compositions.get(&record.composition).filter(|found| found.round == record.round);
            let right = |found: &&&Composition| {
                self.round(&record.round).is_none_or(|round| round.composed_as(found))
            };
            let composition = found.filter(right).ok_or(NotNamed { at, public: false })?;
            let sheet = |digest: Digest| {
                let found = sheets.get(&digest).filter(|found| found.round == record.round);
                found.map(|found| (*found).clone()).ok_or(NotNamed { at, public: true })
            };
            Ok(Remembered {
                composition: (*composition).clone(),
                public: record.public.map(sheet).transpose()?,
            })
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
