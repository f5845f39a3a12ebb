//! A manifest around a table.

use crate::RoundTable;
use intertally_core::SPEC_VERSION;
use intertally_core::hash::digest;
use intertally_core::party::{CeremonyId, Instant, KeyId};
use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy, RoundKey, RoundManifest};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;

pub(super) fn manifest(table: &RoundTable, periods: &[String]) -> RoundManifest {
    let ceremony = CeremonyId(digest("test", &[]));
    let member = |index: u8| MemberEntry { area: format!("M{index}"), signing: VerifyingKey([index; 32]) };
    RoundManifest {
        spec_version: SPEC_VERSION,
        name: "a round".into(),
        practice: false,
        structure: digest("test", &[b"structure"]),
        periods: periods.to_vec(),
        leaves: table.leaves.clone(),
        cells: table.cells.clone(),
        rules: table.rules.clone(),
        members: (0..10).map(member).collect(),
        coordinator: CoordinatorEntry { signing: VerifyingKey([50; 32]), sealing: SealingKey(vec![1]) },
        aggregator: VerifyingKey([51; 32]),
        ceremony,
        trustees: (60..65).map(|index| VerifyingKey([index; 32])).collect(),
        threshold: 3,
        keys: vec![RoundKey {
            index: 0,
            key: KeyId::of(ceremony, 0),
            public_part: digest("test", &[b"key"]),
            cells: table.cells.len() as u32,
        }],
        policy: Policy { min_members: 5 },
        opens: Instant(1),
        deadline: Instant(2),
        grace_ms: 0,
        revision: false,
        earlier: Vec::new(),
    }
}
