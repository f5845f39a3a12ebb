//! A coordinator that opens a round with another table than its structure file gives.

use super::{d, refused};
use crate::consent::refusal::ConsentRefusal as No;
use crate::consent::table::SeenTable;
use intertally_core::SPEC_VERSION;
use intertally_core::event::payload::file_digest;
use intertally_core::party::{CeremonyId, Instant};
use intertally_core::round::{CoordinatorEntry, Policy, RoundManifest};
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_structure::{DEFAULT, Structure, TableDifference};

fn manifest() -> RoundManifest {
    let periods = vec!["2024".to_owned()];
    let table = Structure::parse("structure", DEFAULT.as_bytes()).unwrap().table(&periods).unwrap();
    RoundManifest {
        spec_version: SPEC_VERSION,
        name: "test".into(),
        practice: false,
        structure: file_digest(DEFAULT.as_bytes()),
        periods,
        leaves: table.leaves,
        cells: table.cells,
        rules: table.rules,
        members: vec![],
        coordinator: CoordinatorEntry { signing: VerifyingKey([0; 32]), sealing: SealingKey(vec![]) },
        aggregator: VerifyingKey([0; 32]),
        ceremony: CeremonyId(d("ceremony")),
        trustees: vec![],
        threshold: 2,
        keys: vec![],
        policy: Policy { min_members: 3 },
        opens: Instant(0),
        deadline: Instant(1),
        grace_ms: 0,
        revision: false,
        earlier: vec![],
    }
}

/// Reasons against a round whose manifest was changed so.
fn against(change: impl Fn(&mut RoundManifest)) -> Vec<No> {
    let mut manifest = manifest();
    change(&mut manifest);
    let seen = SeenTable::of(&manifest, DEFAULT.as_bytes());
    refused(move |view| {
        view.table = seen.clone();
        view.claimed.round = manifest.id();
    })
}

#[test]
fn the_table_of_the_structure_file_is_consented_to_and_so_is_a_stricter_minimum() {
    assert_eq!(against(|_| ()), []);
    assert_eq!(against(|m| m.cells.iter_mut().for_each(|cell| cell.min_contributors += 1)), []);
}

#[test]
fn any_other_table_is_refused() {
    let cell = |what: &'static str, change: fn(&mut RoundManifest)| match against(change).as_slice() {
        [No::Table(TableDifference::Cell { place: 0, what: found, .. })] => assert_eq!(*found, what),
        other => panic!("{what}: {other:?}"),
    };
    cell("minimum of contributors", |m| m.cells[0].min_contributors = 3);
    cell("list of leaves", |m| m.cells[0].leaves = vec![0]);
    cell("rounding", |m| m.cells[0].rounding = 6 - m.cells[0].rounding);
    cell("first band", |m| m.cells[0].first += 5);
    cell("largest count", |m| m.cells[0].max -= 1);
    let leaf = against(|m| m.leaves[0].figure.push('x'));
    assert!(matches!(leaf[..], [No::Table(TableDifference::Leaf { place: 0, .. })]), "{leaf:?}");
    let systems = against(|m| drop(m.rules.systems.pop()));
    assert!(matches!(systems[..], [No::Table(TableDifference::Rule { .. })]), "{systems:?}");
    let whole = against(|m| drop(m.rules.whole.pop()));
    assert!(matches!(whole[..], [No::Table(TableDifference::Rule { .. })]), "{whole:?}");
    assert!(!against(|m| drop(m.cells.pop())).is_empty());
    assert!(!against(|m| m.periods = vec!["2023".into()]).is_empty());
}

#[test]
fn another_structure_file_is_refused() {
    assert_eq!(against(|m| m.structure = d("other")), [No::OtherStructureFile]);
    let mut manifest = manifest();
    manifest.structure = file_digest(b"no structure");
    let seen = SeenTable::of(&manifest, b"no structure");
    assert!(matches!(seen.no[..], [No::Structure(_), ..]), "{:?}", seen.no);
}
