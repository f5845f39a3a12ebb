//! Faults of a round manifest, all at once (spec section 3.3).

use super::manifest::RoundManifest;
use super::rules::Evaluated;
use crate::SPEC_VERSION;
use crate::committee::{Committee, NoCommittee};
use crate::party::KeyId;
use std::collections::BTreeSet;

/// Most members of a round (docs/spec.md, the manifest of a round).
pub const MAX_MEMBERS: usize = 256;
/// Most cells of a round.
pub const MAX_CELLS: usize = 100_000;
/// Floor of the minimum number of contributors.
pub const MIN_CONTRIBUTORS_FLOOR: u16 = 3;
/// Largest `first`: what a band holds is proved with 8 bits.
pub const MAX_FIRST: u32 = 253;
/// Most fractional bits of a term.
const MOST_BITS: u8 = 8;

/// One fault of a manifest: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// Another version of the specification.
    #[error("spec version {0} is not known here; use the version of the tool that made the round")]
    Version(u16),
    /// Name empty or too long.
    #[error("the round's name has {0} bytes; give it 1 to 64")]
    Name(usize),
    /// Too few or too many members.
    #[error("{0} members; a round takes 1 to 256")]
    Members(usize),
    /// Two members share an area or a key.
    #[error("member {0} repeats the area or key of an earlier one; one country is one member")]
    DuplicateMember(usize),
    /// Too few or too many cells.
    #[error("{0} cells; a round takes 1 to 100,000")]
    Cells(usize),
    /// Two cells with one key.
    #[error("cell {0} repeats the key of an earlier one; remove it")]
    DuplicateCell(usize),
    /// Minimum below the floor.
    #[error("cell {0}: fewer than 3 contributors protect nobody; raise min_contributors")]
    Minimum(usize),
    /// Leaves empty, unsorted, repeated or not in the round's list.
    #[error("cell {0}: leaves must be sorted, without repeats, at least one, and in the round's list")]
    Leaves(usize),
    /// The list of leaf keys is unsorted or has repeats.
    #[error("the list of leaf keys must be sorted, without repeats")]
    LeafKeys,
    /// Rounding base not 1 or 5, or bands that begin where none does or not above the minimum.
    #[error("cell {0}: rounding is 1 or 5, and `first` 13, 18, 23 .. above the minimum, at most 253")]
    Rounding(usize),
    /// No periods, or a leaf of no month.
    #[error("{0}; make the table from the structure file again")]
    Table(&'static str),
    /// A rule names a cell or a leaf that is not there, or its lists are out of order.
    #[error("{what} {index} names a cell or leaf that is not there, or out of order; make the table again")]
    Rule {
        /// A soft system, a ladder, quiet leaves, a whole table, areas within others, or an evaluation.
        what: &'static str,
        /// Which.
        index: usize,
    },
    /// No committee.
    #[error(transparent)]
    Committee(#[from] NoCommittee),
    /// The keys do not serve each cell once.
    #[error("the keys serve {served} cells of {cells}; each cell needs exactly one key")]
    KeyCells {
        /// Cells served.
        served: usize,
        /// Cells of the round.
        cells: usize,
    },
    /// A key id that its index and the ceremony do not give, or one named twice.
    #[error("key {0} is not key of this ceremony, or is named twice")]
    Key(usize),
    /// Deadline not after opening.
    #[error("the deadline is not after the opening")]
    Dates,
    /// Fewer members than the policy's minimum.
    #[error("the policy wants {min} members, the round lists {listed}; at least 3, at most all")]
    MinMembers {
        /// Policy.
        min: u16,
        /// Members listed.
        listed: usize,
    },
    /// Figures that were opened before are asked again, and nobody says which changed.
    #[error("the round names earlier ones and does not count changes; set its `revision`")]
    Unrevised,
}

impl RoundManifest {
    /// All faults; empty for a manifest that a round can be opened with.
    #[must_use]
    pub fn faults(&self) -> Vec<ManifestFault> {
        let mut faults = Vec::new();
        let mut fault = |is: bool, what: ManifestFault| {
            if is {
                faults.push(what);
            }
        };
        fault(self.spec_version != SPEC_VERSION, ManifestFault::Version(self.spec_version));
        fault(self.name.is_empty() || self.name.len() > 64, ManifestFault::Name(self.name.len()));
        fault(
            self.members.is_empty() || self.members.len() > MAX_MEMBERS,
            ManifestFault::Members(self.members.len()),
        );
        fault(self.periods.is_empty(), ManifestFault::Table("no periods"));
        fault(!self.leaves.is_sorted_by(|a, b| a < b), ManifestFault::LeafKeys);
        let spans = self.leaves.iter().all(|leaf| leaf.months > 0);
        fault(!spans, ManifestFault::Table("a leaf of no month"));
        fault(self.cells.is_empty() || self.cells.len() > MAX_CELLS, ManifestFault::Cells(self.cells.len()));
        let (mut areas, mut signers, mut keys) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for (index, member) in self.members.iter().enumerate() {
            let fresh = areas.insert(&member.area) & signers.insert(member.signing);
            fault(!fresh, ManifestFault::DuplicateMember(index));
        }
        for (index, cell) in self.cells.iter().enumerate() {
            fault(!keys.insert(&cell.key), ManifestFault::DuplicateCell(index));
            fault(cell.min_contributors < MIN_CONTRIBUTORS_FLOOR, ManifestFault::Minimum(index));
            let sorted = cell.leaves.is_sorted_by(|a, b| a < b);
            let known = cell.leaves.last().is_some_and(|last| (*last as usize) < self.leaves.len());
            fault(!(sorted && known), ManifestFault::Leaves(index));
            let begins = cell.first % 5 == 3 && (13..=MAX_FIRST).contains(&cell.first);
            let banded = begins && cell.first > u32::from(cell.min_contributors);
            fault(!matches!(cell.rounding, 1 | 5) || !banded, ManifestFault::Rounding(index));
        }
        faults.extend(self.rule_faults());
        let mut fault = |is: bool, what: ManifestFault| {
            if is {
                faults.push(what);
            }
        };
        if let Err(why) = Committee::of(self.trustees.len(), self.threshold) {
            fault(true, ManifestFault::Committee(why));
        }
        let served = self.keys.iter().map(|key| key.cells as usize).sum();
        fault(served != self.cells.len(), ManifestFault::KeyCells { served, cells: self.cells.len() });
        let mut ids = BTreeSet::new();
        for (index, key) in self.keys.iter().enumerate() {
            let right =
                KeyId::of(self.ceremony, key.index) == key.key && ids.insert(key.key) && key.cells > 0;
            fault(!right, ManifestFault::Key(index));
        }
        fault(self.deadline <= self.opens, ManifestFault::Dates);
        let (min, listed) = (self.policy.min_members, self.members.len());
        let enough = min >= MIN_CONTRIBUTORS_FLOOR && usize::from(min) <= listed;
        fault(!enough, ManifestFault::MinMembers { min, listed });
        fault(!self.earlier.is_empty() && !self.revision, ManifestFault::Unrevised);
        faults
    }

    /// Faults of the rules: places out of range or out of order.
    fn rule_faults(&self) -> Vec<ManifestFault> {
        let ascends = |list: &[u32], len: usize| {
            list.is_sorted_by(|a, b| a < b) && list.last().is_none_or(|last| (*last as usize) < len)
        };
        let cells = |list: &[u32]| ascends(list, self.cells.len());
        let leaves = |list: &[u32]| !list.is_empty() && ascends(list, self.leaves.len());
        let rules = &self.rules;
        let systems = rules.systems.iter().map(|system| {
            let own: Vec<u32> = system.cells.iter().map(|(cell, _)| *cell).collect();
            cells(&own) && system.cells.iter().all(|(_, list)| leaves(list))
        });
        let ladders = rules.ladders.iter().map(|slice| {
            slice.steps.iter().all(|step| cells(step)) && cells(&slice.elsewhere) && cells(&slice.quiet)
        });
        let counted = |cell: u32| self.cells.get(cell as usize).is_some_and(|cell| cell.count_only);
        let quiet = rules.quiet.iter().map(|group| {
            let soft = ascends(&group.soft, self.leaves.len());
            leaves(&group.leaves) && soft && leaves(&group.known) && counted(group.guard)
        });
        let whole = rules.whole.iter().map(|whole| cells(&whole.own) && cells(&whole.all));
        let within = rules.within.windows(2).map(|pair| matches!(pair, [a, b] if a.inner < b.inner));
        let parents = rules.parents.windows(2).map(|pair| matches!(pair, [a, b] if a < b));
        let evaluations = rules.evaluations.iter().map(|one| self.is_evaluated(one));
        let all: [(&'static str, Vec<bool>); 7] = [
            ("soft system", systems.collect()),
            ("ladder", ladders.collect()),
            ("group of quiet leaves", quiet.collect()),
            ("whole table", whole.collect()),
            ("area within another", within.collect()),
            ("parent of a code", parents.collect()),
            ("evaluation", evaluations.collect()),
        ];
        let wrong = |(what, right): (&'static str, Vec<bool>)| {
            let places = right.into_iter().enumerate().filter(|(_, right)| !right);
            places.map(move |(index, _)| ManifestFault::Rule { what, index }).collect::<Vec<_>>()
        };
        all.into_iter().flat_map(wrong).collect()
    }

    /// Whether these are terms, ascending, of four counts, and whoever reports one of the terms reports all and the counts:
    /// what is not reported as a whole is not proved.
    fn is_evaluated(&self, one: &Evaluated) -> bool {
        let terms: Vec<u32> = one.terms.iter().map(|(_, cell)| *cell).collect();
        let ascends = one.terms.is_sorted_by(|(a, _), (b, _)| a < b) && terms.is_sorted_by(|a, b| a < b);
        let cells: BTreeSet<u32> = one.cells().collect();
        let counted = |cell: &u32| self.cells.get(*cell as usize).is_none_or(|cell| cell.count_only);
        let different = cells.len() == terms.len() + 4 && !cells.iter().any(counted);
        let has = |list: &[u32], cell: &u32| list.binary_search(cell).is_ok();
        let together = self.rules.whole.iter().any(|whole| {
            terms.iter().all(|cell| has(&whole.own, cell)) && cells.iter().all(|cell| has(&whole.all, cell))
        });
        !terms.is_empty() && one.bits <= MOST_BITS && ascends && different && together
    }
}
