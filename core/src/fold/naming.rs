//! Which earlier rounds a round must name: a rule of the log, whoever the trustees of those rounds were (spec section 6.3).

use super::round::Past;
use super::{Fold, Refusal, RoundState};
use crate::round::{EarlierRecord, RoundManifest};

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
        let all = self.rounds.values().chain(self.others.values());
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

    pub(super) fn names_earlier(&self, manifest: &RoundManifest) -> Result<(), Refusal> {
        let expected = self.earlier(manifest)?;
        let named = &manifest.earlier;
        match (0..expected.len().max(named.len())).find(|at| expected.get(*at) != named.get(*at)) {
            Some(at) => Err(Refusal::Earlier { at, expected: expected.get(at).copied() }),
            None => Ok(()),
        }
    }
}
