//! What a round opened, or may have opened, as the log alone shows it: what later rounds hold against differencing
//! (spec section 7.8).

use super::{Phase, RoundState};
use crate::disclosure::Returned;
use crate::hash::Digest;
use crate::opening::composition::{Composition, composed};
use crate::round::RoundManifest;

/// What later rounds over some of the same figures must know of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::fold) enum Past {
    /// It is a practice round, or ended without a plan.
    Nothing,
    /// It may still adopt a plan.
    Undecided,
    /// It adopted a plan.
    Adopted {
        /// Names its composition.
        composition: Digest,
        /// Names its public sheet, if it is published.
        public: Option<Digest>,
    },
}

impl RoundState {
    /// What the headers of the latest submissions say; after the seal, those of the sealed set.
    #[must_use]
    pub fn returned(&self) -> Returned {
        let headers = || self.latest().map(|(member, latest)| (member, &latest.header));
        Returned {
            reported: headers().map(|(member, header)| (member, header.reported())).collect(),
            public: headers().map(|(member, header)| (member, header.public.clone())).collect(),
            confidential: headers().map(|(member, header)| (member, header.confidential.clone())).collect(),
        }
    }

    /// What later rounds must know of this one.
    pub(in crate::fold) fn past(&self) -> Past {
        match (&self.plan, self.phase) {
            _ if self.manifest.practice => Past::Nothing,
            (Some(plan), _) => Past::Adopted {
                composition: plan.composition,
                public: self.publication.as_ref().map(|made| made.public),
            },
            (None, Phase::Open | Phase::Sealed) => Past::Undecided,
            (None, _) => Past::Nothing,
        }
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

    /// Whether a composition is the one that the adopted plan names, and right in all that the log shows.
    #[must_use]
    pub fn composed_as(&self, given: &Composition) -> bool {
        let named = self.plan.as_ref().is_some_and(|plan| given.digest() == plan.composition);
        named && self.outline().is_some_and(|outline| given.fits(&outline))
    }

    /// What the log shows of a round that adopted a plan, in the shape of its composition: what was counted, by
    /// counts of 0, and which are opened. None before the plan.
    #[must_use]
    pub fn outline(&self) -> Option<Composition> {
        let (sealed, plan) = self.sealed.as_ref().zip(self.plan.as_ref())?;
        let zeros = |list: &[u32]| -> Vec<Option<u32>> {
            let cells = (0u32..).zip(&self.manifest.cells);
            cells.map(|(cell, _)| list.binary_search(&cell).ok().map(|_| 0)).collect()
        };
        let (counts, changes) = (zeros(&sealed.counted.contributors), zeros(&sealed.counted.changes));
        let opened = plan.approved.iter().copied().collect();
        let cells = composed(&self.manifest, &self.returned(), (&counts, Some(&changes)), &opened);
        Some(Composition { round: self.id, salt: Digest::ZERO, cells })
    }

    /// Whether this round and the other sum up some figure over a common month.
    #[must_use]
    pub fn overlaps(&self, other: &RoundManifest) -> bool {
        crate::round::leaf::overlap(&self.manifest.leaves, &other.leaves)
    }
}
