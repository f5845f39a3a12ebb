//! Which members' which figures each total of a round adds up, how many are above zero, and which totals were opened:
//! what later rounds hold against differencing (spec section 7.8). Counts are in it, and no figure but those that members
//! publish themselves.

use crate::canonical;
use crate::disclosure::{Returned, has_some};
use crate::hash::{Digest, digest};
use crate::opening::sheet::CountsSheet;
use crate::party::{MemberIndex, RoundId};
use crate::round::{CellSpec, Leaf, RoundManifest};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One cell of a round that adopted a plan.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComposedCell {
    /// Its key.
    pub key: String,
    /// Leaf figures that it sums over by declared sums, ascending.
    pub leaves: Vec<Leaf>,
    /// Areas of the members in it, in round order.
    pub members: Vec<String>,
    /// Those of them that publish their figure themselves, with it.
    pub public: Vec<(String, u32)>,
    /// Those of them that call their figure confidential, or one that it is made of.
    pub confidential: Vec<String>,
    /// Fewest contributors for opening.
    pub minimum: u16,
    /// Where the bands of its measure began.
    pub first: u32,
    /// Members above zero; none if nobody counted.
    pub count: Option<u32>,
    /// How many of them set the `changed` bit, where that was counted. Those added or removed show in `members`.
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
    /// The composition of a round over the sealed members, with what their headers say, what step A opened and which cells
    /// the plan opens (indices in round order).
    #[must_use]
    pub fn of(
        manifest: &RoundManifest,
        returned: &Returned,
        counts: &CountsSheet,
        opened: &BTreeSet<u32>,
    ) -> Self {
        let cells = composed(manifest, returned, (&counts.counts(), counts.changed().as_deref()), opened);
        let salt = digest("composition-salt", &[&canonical::encode(counts)]);
        Self { round: manifest.id(), salt, cells }
    }

    /// Whether this is the composition of a round but for counts, changes and salt, which the log does not show. What was
    /// counted, it does: `outline` has all that the log shows, in the same shape.
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
}

/// All cells of a round with what was counted and changed, in round order.
#[must_use]
pub fn composed(
    manifest: &RoundManifest,
    returned: &Returned,
    (counted, changed): (&[Option<u32>], Option<&[Option<u32>]>),
    opened: &BTreeSet<u32>,
) -> Vec<ComposedCell> {
    let made_of = manifest.made_of();
    let area = |member: &MemberIndex| Some(manifest.members.get(usize::from(member.0))?.area.clone());
    let named = |leaves: &[u32]| -> Vec<Leaf> {
        leaves.iter().filter_map(|leaf| manifest.leaves.get(*leaf as usize).cloned()).collect()
    };
    let cell = |(index, cell): (u32, &CellSpec)| {
        let at = index as usize;
        let among = || {
            let reporting = returned.reported.iter().filter(|(_, cells)| cells.get(at) == Some(&true));
            reporting.filter_map(|(member, _)| Some((member, area(member)?)))
        };
        let figure = |member: &MemberIndex| {
            let own = returned.public.get(member)?;
            let found = own.binary_search_by_key(&index, |one| one.cell).ok()?;
            own.get(found).map(|one| one.figure)
        };
        let flags = |member: &MemberIndex| {
            returned.confidential.get(member).is_some_and(|cells| has_some(cells, index, &made_of))
        };
        ComposedCell {
            key: cell.key.clone(),
            leaves: named(&cell.leaves),
            members: among().map(|(_, area)| area).collect(),
            public: among().filter_map(|(member, area)| Some((area, figure(member)?))).collect(),
            confidential: among().filter(|(member, _)| flags(member)).map(|(_, area)| area).collect(),
            minimum: cell.min_contributors,
            first: cell.first,
            count: counted.get(at).copied().flatten(),
            changed: changed.and_then(|changed| changed.get(at).copied()).flatten(),
            opened: opened.contains(&index),
        }
    };
    (0u32..).zip(&manifest.cells).map(cell).collect()
}
