//! Which members' which figures each opened total adds up: what later rounds hold against differencing
//! (spec section 7.8). No figure is in it.

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::opening::sheet::CountsSheet;
use crate::party::{MemberIndex, RoundId};
use crate::round::RoundManifest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One opened total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComposedCell {
    /// Keys of the leaf figures that it sums over, ascending.
    pub leaves: Vec<String>,
    /// Areas of the members in it, in round order.
    pub members: Vec<String>,
    /// In a revision round: how many of them set the `changed` bit. Those added or removed show in `members`.
    pub changed: Option<u32>,
}

/// Everything that one round opened, or may have opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// The round.
    pub round: RoundId,
    /// The opening came to nothing, but counts as one.
    pub burnt: bool,
    /// From the counts sheet: hides the numbers of changes from those who have the digest alone. Zeros if the round
    /// never got so far.
    pub salt: Digest,
    /// In round order.
    pub cells: Vec<ComposedCell>,
}

impl Composition {
    /// The composition of the cells `approved` (indices in round order) over the sealed members, with which cells
    /// each of them reports. `counts`: what step A opened; none if the round was burnt before.
    #[must_use]
    pub fn of(
        manifest: &RoundManifest,
        reported: &BTreeMap<MemberIndex, Vec<bool>>,
        approved: impl IntoIterator<Item = u32>,
        counts: Option<&CountsSheet>,
        burnt: bool,
    ) -> Self {
        let changed = counts.and_then(CountsSheet::changed);
        let salt = |counts: &CountsSheet| digest("composition-salt", &[&canonical::encode(counts)]);
        let area = |member: &MemberIndex| Some(manifest.members.get(usize::from(member.0))?.area.clone());
        let cell = |index: u32| {
            let at = index as usize;
            let leaves = &manifest.cells.get(at)?.leaves;
            let reports = |cells: &Vec<bool>| cells.get(at) == Some(&true);
            let among = reported.iter().filter(|(_, cells)| reports(cells));
            Some(ComposedCell {
                leaves: leaves.iter().filter_map(|l| manifest.leaves.get(*l as usize).cloned()).collect(),
                members: among.filter_map(|(member, _)| area(member)).collect(),
                changed: changed.as_ref().and_then(|changed| changed.get(at).copied()),
            })
        };
        let cells = approved.into_iter().filter_map(cell).collect();
        Self { round: manifest.id(), burnt, salt: counts.map_or(Digest::ZERO, salt), cells }
    }

    /// Digest by which later rounds name it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("composition", &[&canonical::encode(self)])
    }
}
