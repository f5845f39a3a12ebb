//! Parties with keys from fixed seeds, and rounds of any size, for tests and vectors alone.

#![expect(clippy::unwrap_used, reason = "a test's helper may fail loudly")]

use crate::structure::Asked;
use intertally_core::SPEC_VERSION;
use intertally_core::event::payload::file_digest;
use intertally_core::hash::{Digest, digest};
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{Params, PublicKey};
use intertally_core::packing::Layout;
use intertally_core::party::{CeremonyId, Instant, KeyId, MemberIndex, Party, TrusteeIndex};
use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy, RoundKey, RoundManifest};
use intertally_core::seal::{SealingKey, SecretSealingKey};
use intertally_core::sign::SecretKey;
use intertally_core::submission::SubmissionKey;
use intertally_structure::Structure;

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

/// Dates of every test round.
pub const OPENS: Instant = Instant(1_000);
/// Deadline of every test round.
pub const DEADLINE: Instant = Instant(2_000);

/// A round of `members` members over these cells, a committee of `n` with threshold `t`, and one key of `ceremony` with joint
/// public part of digest `public_part`.
///
/// # Panics
/// The generated structure file has a fault.
#[must_use]
pub fn round_over(
    members: u16,
    asked: &Asked,
    (n, t): (u8, u8),
    ceremony: CeremonyId,
    public_part: Digest,
) -> RoundManifest {
    let member = |m: u16| MemberEntry {
        area: format!("M{m}"),
        signing: key_of(Party::Member(MemberIndex(m))).verifying_key(),
    };
    let (file, periods) = (asked.structure(), vec!["2024".to_owned()]);
    let table = Structure::parse("test", file.as_bytes()).unwrap().table(&periods).unwrap();
    let cells = u32::try_from(table.cells.len()).unwrap();
    RoundManifest {
        spec_version: SPEC_VERSION,
        name: "generated test round".into(),
        practice: true,
        structure: file_digest(file.as_bytes()),
        periods,
        keys: vec![RoundKey { index: 0, key: KeyId::of(ceremony, 0), public_part, cells }],
        leaves: table.leaves,
        cells: table.cells,
        rules: table.rules,
        members: (0..members).map(member).collect(),
        coordinator: CoordinatorEntry {
            signing: key_of(Party::Coordinator).verifying_key(),
            sealing: SealingKey(coordinator_sealing().public().0),
        },
        aggregator: key_of(Party::Aggregator).verifying_key(),
        ceremony,
        trustees: (0..n).map(|i| key_of(Party::Trustee(TrusteeIndex(i))).verifying_key()).collect(),
        threshold: t,
        policy: Policy { min_members: 3 },
        opens: OPENS,
        deadline: DEADLINE,
        grace_ms: 100,
        revision: false,
        earlier: vec![],
    }
}

/// The same over `cells` cells with maximum `max`, all shown exactly.
#[must_use]
pub fn round(
    members: u16,
    cells: u32,
    max: u32,
    committee: (u8, u8),
    ceremony: CeremonyId,
    public_part: Digest,
) -> RoundManifest {
    round_over(members, &Asked::exact(cells, max), committee, ceremony, public_part)
}

/// The first key of a round as if no ceremony had made it: a stands for b, too, and nobody knows a secret of it.
#[must_use]
pub fn key_of_nothing(manifest: &RoundManifest) -> SubmissionKey {
    let params = Params::STANDARD;
    let a = expand_common(manifest.ceremony.0.as_bytes(), 0, &params);
    SubmissionKey {
        id: KeyId::of(manifest.ceremony, 0),
        cells: manifest.part_cells(0),
        layout: Layout::of_part(manifest, 0),
        public: PublicKey::new(&params, a.clone(), a),
    }
}
