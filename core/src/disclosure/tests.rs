//! Two rounds of the same figures through the rules' input: what had a value of its own keeps it, and nothing else gets one.

mod foreign;

use super::{Returned, table};
use crate::hash::Digest;
use crate::opening::composition::{ComposedCell, Composition, composed};
use crate::opening::remembered::Remembered;
use crate::party::{CeremonyId, Instant, MemberIndex};
use crate::publication::{PublicCell, PublicSheet, PublicTotal};
use crate::round::{CellSpec, CoordinatorEntry, Leaf, MemberEntry, Policy, RoundManifest, TableRules, Whole};
use crate::seal::SealingKey;
use crate::sign::SecretKey;
use crate::submission::PublishedFigure;
use intertally_disclosure::ShownBefore;
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
        public: vec![],
        confidential: vec![],
        first: spec.first,
        minimum: spec.min_contributors,
        count: Some(u32::from(MEMBERS)),
        changed: None,
        opened: true,
    };
    let cells = manifest.cells.iter().map(cell).collect();
    Composition { round: manifest.id(), salt: Digest::ZERO, cells }
}

/// A round that was not published.
fn unpublished(composition: Composition) -> Remembered {
    Remembered { composition, public: None }
}

/// Keys of the cells that have a value of their own.
fn own(manifest: &RoundManifest, earlier: &[Remembered]) -> BTreeSet<String> {
    let counts = vec![Some(u32::from(MEMBERS)); manifest.cells.len()];
    let changed = vec![Some(0); manifest.cells.len()];
    let table = table(manifest, &returned(manifest), &counts, Some(&changed), earlier);
    let plan = plan(&table).unwrap();
    assert_eq!(plan.opened().len(), manifest.cells.len());
    valued(&table, &plan).into_iter().map(|at| manifest.cells[at as usize].key.clone()).collect()
}

/// Whatever the order of cells in the round: fine ones have values, and the whole follows, in the first round and in the
/// second.
#[test]
fn a_second_round_knows_what_had_a_value_in_the_first() {
    let cells: [(&str, &[u32]); 3] = [("whole", &[0, 1]), ("first", &[0]), ("second", &[1])];
    for turn in 0..3 {
        let mut cells = cells;
        cells.rotate_left(turn);
        let first = manifest(&cells);
        assert_eq!(own(&first, &[]), ["first", "second"].map(String::from).into());
        let record = [unpublished(composition(&first))];
        assert_eq!(own(&first, &record), ["first", "second"].map(String::from).into());
    }
}

/// What a member publishes holds for later rounds, until it publishes the same figure anew; and so does what is confidential.
#[test]
fn claims_hold_for_later_rounds_and_the_newest_of_a_figure_stands() {
    let first = manifest(&[("whole", &[0, 1]), ("first", &[0]), ("second", &[1])]);
    let mut old = composition(&first);
    let says = |area: &str, figure| (area.to_owned(), figure);
    old.cells[0].public = vec![says("M1", 40), says("M2", 41)];
    old.cells[1].public = vec![says("M1", 20), says("XX", 9)];
    old.cells[2].confidential = vec!["M3".into(), "XX".into()];
    old.cells[2].first = 18;
    let mut newer = composition(&first);
    newer.cells[0].public = vec![says("M2", 42)];
    let asked = manifest(&[("second", &[1]), ("first", &[0])]);
    let mut returned = returned(&asked);
    returned.public = [(MemberIndex(1), vec![PublishedFigure { cell: 1, figure: 21 }])].into();
    let told = PublicCell { cell: 1, total: PublicTotal::Exact(40) };
    let public = Some(PublicSheet { round: newer.round, cells: vec![told], keys: vec![] });
    let earlier = [unpublished(old), Remembered { composition: newer, public }];
    let table = table(&asked, &returned, &[None, None], None, &earlier);
    let public: Vec<(u32, Vec<u32>, u64)> =
        table.public.iter().map(|one| (one.member, one.leaves[0].clone(), one.figure)).collect();
    // This round's come first; of the first round, whose whole is tried first, that of member 1 stays and member 2 has a newer.
    assert_eq!(public, [(1, vec![0], 21), (1, vec![0, 1], 40), (2, vec![0, 1], 42)]);
    let flagged: Vec<_> = table.earlier.iter().map(|row| (row.confidential.clone(), row.first)).collect();
    let (none, three) = (BTreeSet::new(), BTreeSet::from([3]));
    let said = [&none, &none, &three, &none, &none, &none].map(Clone::clone);
    assert_eq!(flagged.iter().map(|one| one.0.clone()).collect::<Vec<_>>(), said, "of reporters alone");
    assert_eq!(flagged.iter().map(|one| one.1).collect::<Vec<_>>(), [13, 13, 18, 13, 13, 13]);
    let shown: Vec<_> = table.earlier.iter().map(|row| row.shown).collect();
    let (not_yet, nothing) = (ShownBefore::NotYet, ShownBefore::Nothing);
    let all = [not_yet, not_yet, not_yet, nothing, ShownBefore::Ends(40, 40), nothing];
    assert_eq!(shown, all, "in the order of candidates");
}

/// A term is confidential with whoever calls a count of it so, in this round and for later ones.
#[test]
fn a_flag_of_a_count_is_one_of_what_is_made_of_it() {
    let names = ["count", "other", "~E~R", "alone"];
    let cells: Vec<(&str, &[u32])> = names.into_iter().zip([&[0][..], &[1], &[2], &[3]]).collect();
    let mut asked = manifest(&cells);
    asked.rules.whole = vec![
        Whole { table: "TABLE".into(), own: vec![0], all: vec![0, 1] },
        Whole { table: "E".into(), own: vec![2], all: vec![0, 1, 2] },
    ];
    assert_eq!(asked.made_of(), [(2, vec![0, 1])].into());
    let mut returned = returned(&asked);
    returned.confidential = [(MemberIndex(4), vec![1])].into();
    let table = table(&asked, &returned, &[None; 4], None, &[]);
    assert_eq!(table.made_of, asked.made_of());
    let flagged: Vec<usize> = table.cells.iter().map(|cell| cell.confidential.len()).collect();
    assert_eq!(flagged, [0, 1, 1, 0]);
    let kept = composed(&asked, &returned, (&[None; 4], None), &BTreeSet::new());
    let flagged: Vec<&[String]> = kept.iter().map(|cell| cell.confidential.as_slice()).collect();
    assert_eq!(flagged, [&[][..], &["M4".to_owned()], &["M4".to_owned()], &[]]);
}

/// What shares quarters with earlier openings, directly or through others, and is not among the cells.
#[test]
fn what_is_not_asked_again_is_known_before_the_round() {
    let year = manifest(&[("year", &[0, 1, 2, 3])]);
    let halves = manifest(&[("one", &[0, 1]), ("two", &[2, 3])]);
    let first = manifest(&[("first", &[0])]);
    let of = |asked: &[(&str, &[u32])], earlier: &[(&RoundManifest, &[u32])]| {
        crate::round::again::cells_not_again(&manifest(asked), earlier)
    };
    assert_eq!(of(&[("quarter", &[0])], &[(&year, &[0])]), [[0]]);
    assert_eq!(of(&[("quarter", &[0]), ("again", &[0, 1, 2, 3])], &[(&year, &[0])]), [[]; 1]);
    // A half that was not opened, or that nothing is asked of, is nothing to ask again.
    assert_eq!(of(&[("quarter", &[0])], &[(&halves, &[1])]), [[]; 1]);
    assert_eq!(of(&[("quarter", &[0])], &[(&halves, &[0, 1])]), [[0]]);
    // Through the year the other half is connected, too.
    let through = of(&[("quarter", &[0]), ("year", &[0, 1, 2, 3])], &[(&halves, &[0, 1]), (&first, &[0])]);
    assert_eq!(through, [vec![0, 1], vec![]]);
}
