//! Two rounds of the same figures through the rules' input: what had a value of its own keeps it, and nothing else gets one.

mod foreign;

use super::{Returned, table};
use crate::hash::Digest;
use crate::opening::composition::{ComposedCell, Composition};
use crate::party::{CeremonyId, Instant, MemberIndex};
use crate::round::{CellSpec, CoordinatorEntry, Leaf, MemberEntry, Policy, RoundManifest, TableRules};
use crate::seal::SealingKey;
use crate::sign::SecretKey;
use intertally_disclosure::{plan, valued};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::BTreeSet;

const MEMBERS: u16 = 8;

/// The figures of one quarter each.
fn leaf(quarter: u32) -> Leaf {
    Leaf { figure: "figure".into(), start: 12 * 2024 + 3 * quarter, months: 3 }
}

/// A round of cells over quarters, by key.
fn manifest(cells: &[(&str, &[u32])]) -> RoundManifest {
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let mut key = || SecretKey::generate(&mut rng).verifying_key();
    let cell = |(key, leaves): &(&str, &[u32])| CellSpec {
        key: (*key).into(),
        max: 1_000,
        leaves: leaves.to_vec(),
        min_contributors: 3,
        count_only: false,
        rounding: 5,
        first: 13,
    };
    RoundManifest {
        spec_version: crate::SPEC_VERSION,
        name: "test".into(),
        practice: false,
        structure: Digest::ZERO,
        periods: vec!["2024".into()],
        leaves: (0..4).map(leaf).collect(),
        cells: cells.iter().map(cell).collect(),
        rules: TableRules::default(),
        members: (0..MEMBERS).map(|n| MemberEntry { area: format!("M{n}"), signing: key() }).collect(),
        coordinator: CoordinatorEntry { signing: key(), sealing: SealingKey(vec![]) },
        aggregator: key(),
        ceremony: CeremonyId(Digest::ZERO),
        trustees: vec![],
        threshold: 2,
        keys: vec![],
        policy: Policy { min_members: 3 },
        opens: Instant(10),
        deadline: Instant(20),
        grace_ms: 5,
        revision: false,
        earlier: vec![],
    }
}

/// All members report all cells.
fn returned(manifest: &RoundManifest) -> Returned {
    let all = vec![true; manifest.cells.len()];
    Returned {
        reported: (0..MEMBERS).map(|n| (MemberIndex(n), all.clone())).collect(),
        ..Returned::default()
    }
}

/// The round's record, with all cells open and all members above zero in all.
fn composition(manifest: &RoundManifest) -> Composition {
    let cell = |spec: &CellSpec| ComposedCell {
        key: spec.key.clone(),
        leaves: spec.leaves.iter().map(|at| manifest.leaves[*at as usize].clone()).collect(),
        members: manifest.members.iter().map(|member| member.area.clone()).collect(),
        minimum: spec.min_contributors,
        count: Some(u32::from(MEMBERS)),
        changed: None,
        opened: true,
    };
    let cells = manifest.cells.iter().map(cell).collect();
    Composition { round: manifest.id(), salt: Digest::ZERO, cells }
}

/// Keys of the cells that have a value of their own.
fn own(manifest: &RoundManifest, earlier: &[Composition]) -> BTreeSet<String> {
    let counts = vec![Some(u32::from(MEMBERS)); manifest.cells.len()];
    let table = table(manifest, &returned(manifest), &counts, None, earlier);
    let plan = plan(&table).unwrap();
    assert_eq!(plan.opened().len(), manifest.cells.len());
    valued(&table, &plan).into_iter().map(|at| manifest.cells[at as usize].key.clone()).collect()
}

/// Whatever the order of cells in the round: fine ones have values, and the whole follows, in the first round and, sent
/// again alone, in the second.
#[test]
fn a_second_round_knows_what_had_a_value_in_the_first() {
    let cells: [(&str, &[u32]); 3] = [("whole", &[0, 1]), ("first", &[0]), ("second", &[1])];
    for turn in 0..3 {
        let mut cells = cells;
        cells.rotate_left(turn);
        let first = manifest(&cells);
        assert_eq!(own(&first, &[]), ["first", "second"].map(String::from).into());
        let record = [composition(&first)];
        assert_eq!(own(&first, &record), ["first", "second"].map(String::from).into());
        assert_eq!(own(&manifest(&[("whole", &[0, 1])]), &record), BTreeSet::new(), "it had none");
        assert_eq!(own(&manifest(&[("first", &[0])]), &record), ["first".to_owned()].into());
    }
}
