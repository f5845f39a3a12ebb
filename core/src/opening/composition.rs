//! Which members' which figures each opened total adds up: what later rounds hold against differencing
//! (spec section 7.8). No figure is in it.

use crate::canonical;
use crate::hash::{Digest, digest};
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
    /// In a revision round: how many of them changed, were added or removed.
    pub changed: Option<u32>,
}

/// Everything that one round opened, or may have opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// The round.
    pub round: RoundId,
    /// The opening came to nothing, but counts as one.
    pub burnt: bool,
    /// In round order.
    pub cells: Vec<ComposedCell>,
}

impl Composition {
    /// The composition of the cells `approved` (indices in round order) over the sealed members, with which cells
    /// each of them reports. `changed`: per cell of the round, in a revision round.
    #[must_use]
    pub fn of(
        manifest: &RoundManifest,
        reported: &BTreeMap<MemberIndex, Vec<bool>>,
        approved: impl IntoIterator<Item = u32>,
        changed: Option<&[u32]>,
        burnt: bool,
    ) -> Self {
        let area = |member: &MemberIndex| Some(manifest.members.get(usize::from(member.0))?.area.clone());
        let cell = |index: u32| {
            let at = index as usize;
            let leaves = &manifest.cells.get(at)?.leaves;
            let reports = |cells: &Vec<bool>| cells.get(at) == Some(&true);
            let among = reported.iter().filter(|(_, cells)| reports(cells));
            Some(ComposedCell {
                leaves: leaves.iter().filter_map(|l| manifest.leaves.get(*l as usize).cloned()).collect(),
                members: among.filter_map(|(member, _)| area(member)).collect(),
                changed: changed.and_then(|changed| changed.get(at).copied()),
            })
        };
        let cells = approved.into_iter().filter_map(cell).collect();
        Self { round: manifest.id(), burnt, cells }
    }

    /// Digest by which later rounds name it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("composition", &[&canonical::encode(self)])
    }
}
