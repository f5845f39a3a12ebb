//! What a round opened, or may have opened, as the log alone shows it: what later rounds hold against differencing
//! (spec section 7.8).

use super::{Phase, RoundState};
use crate::opening::composition::Composition;
use crate::party::MemberIndex;
use crate::round::RoundManifest;
use std::collections::BTreeMap;

impl RoundState {
    /// Which cells each member of the latest submissions reports; after the seal, those of the sealed set.
    #[must_use]
    pub fn reported(&self) -> BTreeMap<MemberIndex, Vec<bool>> {
        self.latest().map(|(member, latest)| (member, latest.header.reported())).collect()
    }

    /// Whether totals of this round were opened, or may have been: a plan was adopted, and it is no practice round.
    /// `None` while that is not yet decided.
    #[must_use]
    pub const fn opened_totals(&self) -> Option<bool> {
        match self.phase {
            _ if self.manifest.practice => Some(false),
            Phase::Open | Phase::Sealed | Phase::Counted => None,
            Phase::Published => Some(true),
            Phase::Held | Phase::Cancelled => Some(self.plan.is_some()),
        }
    }

    /// Whether a composition is that of this round as far as the log shows it. Counts are covered by the digest that the
    /// adopted plan names.
    #[must_use]
    pub fn composed_as(&self, given: &Composition) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.composition == given.digest())
    }

    /// Whether this round and the other sum up some figure over a common month.
    #[must_use]
    pub fn overlaps(&self, other: &RoundManifest) -> bool {
        crate::round::leaf::overlap(&self.manifest.leaves, &other.leaves)
    }
}
