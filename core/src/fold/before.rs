//! Which earlier publications a round's is compared with: a rule of the log, so that nobody chooses (spec section 9.1).

use super::{Fold, RoundState};
use crate::event::payload::TOTALS;
use crate::hash::Digest;
use crate::round::{RoundManifest, preceding};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A round whose published totals are those of the period before.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// The round.
    pub round: &'a RoundState,
    /// Names the totals that it published.
    pub totals: Digest,
}

impl Fold {
    /// The rounds before one whose plan is adopted at height `until`, or would be: for each typed cell of it without a cell
    /// before in the round itself, the round of the same coordinator with one that was published last, and before that
    /// height. Latest publication first. No practice round is compared with anything, and nothing with it.
    #[must_use]
    pub fn before(&self, manifest: &RoundManifest, until: u64) -> Vec<Before<'_>> {
        if manifest.practice {
            return vec![];
        }
        let id = manifest.id();
        let all = self.rounds.values().chain(self.others.values()).map(Arc::as_ref);
        // Others of one server could else put their rounds in the place of ours.
        let own = manifest.coordinator.signing;
        let other = |round: &&RoundState| {
            let old = round.manifest();
            round.id() != id && !old.practice && old.coordinator.signing == own
        };
        let mut published: Vec<(u64, Before<'_>)> = all
            .filter(other)
            .filter_map(|round| {
                let at = round.published_at().filter(|at| *at < until)?;
                Some((at, Before { round, totals: round.publication()?.file(TOTALS)? }))
            })
            .collect();
        published.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut found: BTreeSet<u32> = preceding(manifest, manifest).into_keys().collect();
        let adds = |(_, before): &(u64, Before<'_>)| {
            let cells = preceding(manifest, before.round.manifest());
            // All of them count as found, and not the first new one alone.
            cells.into_keys().filter(|cell| found.insert(*cell)).count() > 0
        };
        published.into_iter().filter(adds).map(|(_, before)| before).collect()
    }
}
