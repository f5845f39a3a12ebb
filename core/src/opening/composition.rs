//! Which members' which figures each total of a round adds up, how many are above zero, and which totals were opened:
//! what later rounds hold against differencing (spec section 7.8). No figure is in it, but counts are.

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::opening::sheet::CountsSheet;
use crate::party::{MemberIndex, RoundId};
use crate::round::{CellSpec, Leaf, RoundManifest};
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One cell of a round that adopted a plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComposedCell {
    /// Its key.
    pub key: String,
    /// Leaf figures that it sums over by declared sums, ascending.
    pub leaves: Vec<Leaf>,
    /// Areas of the members in it, in round order.
    pub members: Vec<String>,
    /// Fewest contributors for opening.
    pub minimum: u16,
    /// Members above zero; none if nobody counted.
    pub count: Option<u32>,
    /// In a revision round: how many of them set the `changed` bit. Those added or removed show in `members`.
    pub changed: Option<u32>,
    /// The plan opens it: its total is known, or may be.
    pub opened: bool,
}

/// What one round counted and opened, or may have opened. For trustees, coordinator and accredited auditors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Composition {
    /// The round.
    pub round: RoundId,
    /// From the counts sheet: hides the counts from those who have the digest alone.
    pub salt: Digest,
    /// All cells, in round order.
    pub cells: Vec<ComposedCell>,
}

impl Composition {
    /// The composition of a round over the sealed members, with which cells each of them reports, what step A opened
    /// and which cells the plan opens (indices in round order).
    #[must_use]
    pub fn of(
        manifest: &RoundManifest,
        reported: &BTreeMap<MemberIndex, Vec<bool>>,
        counts: &CountsSheet,
        opened: &BTreeSet<u32>,
    ) -> Self {
        let cells = composed(manifest, reported, (&counts.counts(), counts.changed().as_deref()), opened);
        let salt = digest("composition-salt", &[&canonical::encode(counts)]);
        Self { round: manifest.id(), salt, cells }
    }

    /// Whether this is the composition of a round but for counts, changes and salt, which the log does not show. Which cells
    /// were counted, it does: `outline` has all that the log shows, in the same shape.
    #[must_use]
    pub fn fits(&self, outline: &Self) -> bool {
        let bare = |cell: &ComposedCell| ComposedCell {
            count: cell.count.map(|_| 0),
            changed: cell.changed.map(|_| 0),
            ..cell.clone()
        };
        self.round == outline.round && self.cells.iter().map(bare).eq(outline.cells.iter().map(bare))
    }

    /// Digest by which the adopted plan and later rounds name it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("composition", &[&canonical::encode(self)])
    }

    /// Seal to a trustee's reply key, for the plan of a later round that names this one.
    pub fn seal(
        &self,
        later: RoundId,
        to: &SealingKey,
        randomness: &SealingRandomness,
    ) -> Result<Sealed, SealError> {
        let message = zeroize::Zeroizing::new(canonical::encode(self));
        to.seal(&Self::context(later), &message, randomness)
    }

    /// The context under which the compositions that a round names are sealed to its trustees.
    #[must_use]
    pub fn context(later: RoundId) -> Vec<u8> {
        canonical::encode(&("intertally/v1/composition", later))
    }
}

/// All cells of a round with what was counted and changed, in round order.
#[must_use]
pub fn composed(
    manifest: &RoundManifest,
    reported: &BTreeMap<MemberIndex, Vec<bool>>,
    (counted, changed): (&[Option<u32>], Option<&[Option<u32>]>),
    opened: &BTreeSet<u32>,
) -> Vec<ComposedCell> {
    let area = |member: &MemberIndex| Some(manifest.members.get(usize::from(member.0))?.area.clone());
    let named = |leaves: &[u32]| -> Vec<Leaf> {
        leaves.iter().filter_map(|leaf| manifest.leaves.get(*leaf as usize).cloned()).collect()
    };
    let cell = |(index, cell): (u32, &CellSpec)| {
        let at = index as usize;
        let among = reported.iter().filter(|(_, cells)| cells.get(at) == Some(&true));
        ComposedCell {
            key: cell.key.clone(),
            leaves: named(&cell.leaves),
            members: among.filter_map(|(member, _)| area(member)).collect(),
            minimum: cell.min_contributors,
            count: counted.get(at).copied().flatten(),
            changed: changed.and_then(|changed| changed.get(at).copied()).flatten(),
            opened: opened.contains(&index),
        }
    };
    (0u32..).zip(&manifest.cells).map(cell).collect()
}
