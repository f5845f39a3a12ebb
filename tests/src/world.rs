//! Parties with keys from fixed seeds, and rounds of any size, for tests and vectors alone.

use intertally_core::SPEC_VERSION;
use intertally_core::event::payload::file_digest;
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex, Party, TrusteeIndex};
use intertally_core::round::{CellSpec, CoordinatorEntry, MemberEntry, Policy, RoundKey, RoundManifest};
use intertally_core::seal::{SealingKey, SecretSealingKey};
use intertally_core::sign::SecretKey;

/// The signing key of a party, from a fixed seed. Worth nothing outside tests.
#[must_use]
pub fn key_of(party: Party) -> SecretKey {
    let (role, number) = match party {
        Party::Coordinator => (1u8, 0),
        Party::Aggregator => (2, 0),
        Party::Member(member) => (3, member.0),
        Party::Trustee(trustee) => (4, u16::from(trustee.0)),
    };
    SecretKey::from_seed(&digest("test-key", &[&[role], &number.to_le_bytes()]).0)
}

/// The coordinator's secret sealing key.
#[must_use]
pub fn coordinator_sealing() -> SecretSealingKey {
    SecretSealingKey::from_bytes(&digest("test-sealing", &[]).0)
}

/// Structure file of every test round.
pub const STRUCTURE: &[u8] = b"structure of a generated test round: one leaf per cell, no relations\n";

/// Dates of every test round.
pub const OPENS: Instant = Instant(1_000);
/// Deadline of every test round.
pub const DEADLINE: Instant = Instant(2_000);

fn leaf_key(leaf: u32) -> String {
    format!("A.OFF_REC.CELL{leaf:05}._Z._T._T.2024")
}

/// A round of `members` members and `cells` cells with maximum `max`, a committee of `n` with threshold `t`, and
/// one key of `ceremony` with joint public part of digest `public_part`.
#[must_use]
pub fn round(
    members: u16,
    cells: u32,
    max: u32,
    (n, t): (u8, u8),
    ceremony: CeremonyId,
    public_part: Digest,
) -> RoundManifest {
    let cell = |leaf: u32| CellSpec {
        key: leaf_key(leaf),
        max,
        leaves: vec![leaf],
        min_contributors: 3,
        public_members: vec![],
        rounding: 1,
    };
    let member = |m: u16| MemberEntry {
        area: format!("M{m}"),
        signing: key_of(Party::Member(MemberIndex(m))).verifying_key(),
    };
    RoundManifest {
        spec_version: SPEC_VERSION,
        name: "generated test round".into(),
        practice: true,
        structure: file_digest(STRUCTURE),
        leaves: (0..cells).map(leaf_key).collect(),
        cells: (0..cells).map(cell).collect(),
        relations: vec![],
        members: (0..members).map(member).collect(),
        coordinator: CoordinatorEntry {
            signing: key_of(Party::Coordinator).verifying_key(),
            sealing: SealingKey(coordinator_sealing().public().0),
        },
        aggregator: key_of(Party::Aggregator).verifying_key(),
        ceremony,
        trustees: (0..n).map(|i| key_of(Party::Trustee(TrusteeIndex(i))).verifying_key()).collect(),
        threshold: t,
        keys: vec![RoundKey { index: 0, key: KeyId::of(ceremony, 0), public_part, cells }],
        policy: Policy { min_members: 3, work_limit: 100_000 },
        opens: OPENS,
        deadline: DEADLINE,
        grace_ms: 100,
        revision: false,
        earlier: vec![],
    }
}
