//! What a round opened, or may have opened, as the log alone shows it: what later rounds hold against differencing
//! (spec section 7.8).

use super::{Phase, RoundState};
use crate::opening::composition::Composition;
use crate::opening::sheet::CountsSheet;
use crate::party::MemberIndex;
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
    pub fn opened_totals(&self) -> Option<bool> {
        match self.phase {
            _ if self.manifest.practice => Some(false),
            Phase::Open | Phase::Sealed | Phase::Counted => None,
            Phase::Published => Some(true),
            Phase::Held | Phase::Cancelled => Some(self.plan.is_some()),
        }
    }

    /// The composition of the approved cells over the sealed set; burnt if they were never published. `counts`: the sheet
    /// that the plan names; without it the numbers of changes and the salt are missing. None before a plan is adopted.
    #[must_use]
    pub fn composition(&self, counts: Option<&CountsSheet>) -> Option<Composition> {
        let (plan, burnt) = (self.plan.as_ref()?, self.publication.is_none());
        // What was never published can be named by whoever has the log, as long as there are no changes to hide.
        let counts = counts.filter(|_| !burnt || self.manifest.revision);
        let approved = plan.approved.iter().copied();
        Some(Composition::of(&self.manifest, &self.reported(), approved, counts, burnt))
    }

    /// Whether a composition is that of this round as far as the log shows it: the round, whether it was published, and of
    /// each cell leaves and members. The numbers of changes are covered by the digest that a publication names.
    #[must_use]
    pub fn composed_as(&self, given: &Composition) -> bool {
        let Some(own) = self.composition(None) else { return false };
        let same =
            given.round == own.round && given.burnt == own.burnt && given.cells.len() == own.cells.len();
        let cells = || given.cells.iter().zip(&own.cells);
        let named = self.publication.as_ref().is_none_or(|made| made.composition == given.digest());
        same && named
            && cells().all(|(one, other)| one.leaves == other.leaves && one.members == other.members)
    }
}
