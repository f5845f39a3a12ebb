//! The round manifest: everything a member checks before it encrypts (spec section 3.1).

use super::cell::CellSpec;
use super::leaf::Leaf;
use super::rules::{TableRules, Whole};
use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::{CeremonyId, Instant, KeyId, RoundId};
use crate::seal::SealingKey;
use crate::sign::VerifyingKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A member: one country, however many of its offices report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberEntry {
    /// Area code, ISO 3166-1 alpha-2 or what the structure uses.
    pub area: String,
    /// Key that signs its submissions.
    pub signing: VerifyingKey,
}

/// The coordinator of the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoordinatorEntry {
    /// Key that signs the round, the seal, the plan and the publication.
    pub signing: VerifyingKey,
    /// Key to which shares are sealed.
    pub sealing: SealingKey,
}

/// One key of the round and the cells that it serves, contiguous in round order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundKey {
    /// Index of the key within the ceremony.
    pub index: u32,
    /// Its id, which `index` and the ceremony determine.
    pub key: KeyId,
    /// Digest of the joint public part b, canonical bytes.
    pub public_part: Digest,
    /// Number of cells, in round order after those of the keys before.
    pub cells: u32,
}

/// Rules that everybody evaluates alike; older than the first submission.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Fewest members for sealing at all.
    pub min_members: u16,
}

/// An earlier round that adopted a plan over some of the same leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierRecord {
    /// The round.
    pub round: RoundId,
    /// Digest of its [`Composition`](crate::opening::composition::Composition), as its adopted plan names it.
    pub composition: Digest,
    /// Digest of its [`PublicSheet`](crate::publication::PublicSheet), if it was published before this round opened.
    pub public: Option<Digest>,
}

/// What the coordinator signs when a round opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundManifest {
    /// Version of docs/spec.md; an unknown one is refused.
    pub spec_version: u16,
    /// Name for people, at most 64 bytes.
    pub name: String,
    /// A practice round is outside every ledger.
    pub practice: bool,
    /// Digest of the structure file.
    pub structure: Digest,
    /// The periods asked for, e.g. 2024. With the structure file they determine leaves, cells and rules.
    pub periods: Vec<String>,
    /// Leaf figures that cells sum over in any system; ascending, no repeats.
    pub leaves: Vec<Leaf>,
    /// All cells, in the order of the layout.
    pub cells: Vec<CellSpec>,
    /// What the structure says of them beside.
    pub rules: TableRules,
    /// All members, at most 256; the position is the member's index.
    pub members: Vec<MemberEntry>,
    /// The coordinator.
    pub coordinator: CoordinatorEntry,
    /// The aggregator's key, which also signs checkpoints.
    pub aggregator: VerifyingKey,
    /// The ceremony that made the keys.
    pub ceremony: CeremonyId,
    /// Signing keys of its trustees, in order.
    pub trustees: Vec<VerifyingKey>,
    /// Trustees needed for an opening.
    pub threshold: u8,
    /// Keys in round order.
    pub keys: Vec<RoundKey>,
    /// Rules for the round as a whole.
    pub policy: Policy,
    /// When submissions open.
    pub opens: Instant,
    /// When they close.
    pub deadline: Instant,
    /// Milliseconds after the deadline during which the server still accepts.
    pub grace_ms: u64,
    /// A revision round also carries encrypted `changed` bits.
    pub revision: bool,
    /// Earlier rounds that adopted a plan over some of the same leaves, oldest first.
    pub earlier: Vec<EarlierRecord>,
}

impl RoundManifest {
    /// Digest of the canonical bytes: names the round, and with it policy, members, cells, keys and dates.
    #[must_use]
    pub fn id(&self) -> RoundId {
        RoundId(digest("round", &[&canonical::encode(self)]))
    }

    /// Digest of the policy and of all that it speaks of in the cells.
    #[must_use]
    pub fn policy_digest(&self) -> Digest {
        digest(
            "policy",
            &[&canonical::encode(&(&self.policy, &self.periods, &self.leaves, &self.cells, &self.rules))],
        )
    }

    /// Digest of the list of earlier records.
    #[must_use]
    pub fn earlier_digest(&self) -> Digest {
        digest("earlier", &[&canonical::encode(&self.earlier)])
    }

    /// Derived cells, which are terms of evaluations, to the counts that their figures are made of (spec section 3.2): of the
    /// tables that are returned whole, what stands in `all` beside the own cells of such a one.
    #[must_use]
    pub fn made_of(&self) -> BTreeMap<u32, Vec<u32>> {
        let is_derived = |cell: &&u32| {
            self.cells.get(**cell as usize).is_some_and(|cell| !cell.count_only && !cell.is_typed())
        };
        let of_whole = |whole: &Whole| {
            let derived: Vec<u32> = whole.own.iter().filter(is_derived).copied().collect();
            let is_count = |cell: &u32| !derived.is_empty() && whole.own.binary_search(cell).is_err();
            let counts: Vec<u32> = whole.all.iter().copied().filter(is_count).collect();
            derived.into_iter().map(move |cell| (cell, counts.clone()))
        };
        self.rules.whole.iter().flat_map(of_whole).collect()
    }

    /// The cells that key number `part` serves, as a range of cell indices; empty for an unknown part.
    #[must_use]
    pub fn part_cells(&self, part: usize) -> std::ops::Range<usize> {
        let before = self.keys.iter().take(part).map(|key| key.cells as usize).sum();
        let len = self.keys.get(part).map_or(0, |key| key.cells as usize);
        before..before + len
    }
}
