//! When a round has failed: what the log and a clock show, in words for people. The log itself has no such event; whoever
//! reads it comes to the same.

use super::{Phase, RoundState};
use crate::opening::statement::quorum;
use crate::party::Instant;
use std::collections::BTreeSet;

/// Why a round cannot go on. The way on is a new round, to which members send their kept returns again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The time for submissions is over with fewer than the minimum of members.
    #[error("{have} members had submitted when the deadline passed, {need} are needed")]
    TooFewMembers {
        /// Members with a submission that counts.
        have: usize,
        /// The policy's minimum.
        need: u16,
    },
    /// So many trustees stated for another set that no set can have a quorum.
    #[error(
        "trustees stated for different sets under key {position}: at most {most} can agree, {need} are needed"
    )]
    NoQuorum {
        /// The key's place in the round.
        position: usize,
        /// Most trustees that can still stand by one set.
        most: usize,
        /// The quorum.
        need: u8,
    },
}

impl RoundState {
    /// Trustees that must stand by one statement, and so be there, before anything is opened.
    #[must_use]
    pub fn quorum(&self) -> u8 {
        quorum(self.committee(), self.manifest.threshold)
    }

    /// Why this round has failed by `now`, if it has.
    #[must_use]
    pub fn failure(&self, now: Instant) -> Option<Failure> {
        match self.phase {
            Phase::Open => {
                let (have, need) = (self.latest().count(), self.manifest.policy.min_members);
                let few = now > self.closes() && have < usize::from(need);
                few.then_some(Failure::TooFewMembers { have, need })
            }
            Phase::Sealed => (0..self.manifest.keys.len()).find_map(|position| self.no_quorum(position)),
            _ => None,
        }
    }

    fn no_quorum(&self, position: usize) -> Option<Failure> {
        let key = self.manifest.keys.get(position)?.key;
        let said = self.statements.get(&key)?;
        let expected = self.expected_statement(position)?;
        let all = usize::from(self.committee());
        let standing: BTreeSet<_> = said.standing(&expected).into_iter().collect();
        let spoken = (0..self.committee()).filter(|trustee| {
            let trustee = crate::party::TrusteeIndex(*trustee);
            !said.by(trustee).is_empty() && !standing.contains(&trustee)
        });
        let most = all.saturating_sub(spoken.count());
        let need = self.quorum();
        (most < usize::from(need)).then_some(Failure::NoQuorum { position, most, need })
    }
}
