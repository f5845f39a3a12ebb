//! What readers learn of what was shown.

use super::{cell, earlier, ends, figures, readers, world};
use intertally_attack::public::Narrow;
use intertally_attack::world::figure;
use intertally_disclosure::{Cell, PublicFigure, Quiet};
use std::collections::{BTreeMap, BTreeSet};

/// January, quarter, half and year of 3, 6, 9 and 12 members, each with one person: each a round
/// with the band 3 to `high`.
fn chain(high: u64) -> Vec<Narrow> {
    let now = figures(&(0..12).map(|member| (member, member / 3, 1)).collect::<Vec<_>>());
    let part = |step: u32| cell(&(0..step).collect::<Vec<u32>>(), 3, 0..3 * step);
    let mut world = world(now, vec![part(4)]);
    for step in 1..4 {
        earlier(&mut world, &[(part(step), Some((3, high)))]);
    }
    readers(&world, &[Some((3, high))])
}

#[test]
fn kind_1_bands_of_several_rounds() {
    let found = chain(12);
    assert_eq!(ends(&found, 0, &[0]), Some((1, 1)), "{found:?}");
    // With room for all twelve and four persons more, each sum of few has five values.
    assert_eq!(chain(16), []);
}

/// Four members with 60 persons in one round, and four newcomers with one each in the next.
#[test]
fn kind_1_newcomers() {
    let now = figures(&[
        (0, 0, 18),
        (1, 0, 20),
        (2, 0, 10),
        (3, 0, 10),
        (4, 0, 1),
        (5, 0, 1),
        (6, 0, 1),
        (7, 0, 1),
    ]);
    let told = |shown: (u64, u64)| {
        let mut world = world(now.clone(), vec![cell(&[0], 4, 0..8)]);
        earlier(&mut world, &[(cell(&[0], 4, 0..4), Some((58, 62)))]);
        readers(&world, &[Some(shown)])
    };
    assert_eq!(ends(&told((58, 62)), 4, &[0]), Some((1, 1)));
    assert_eq!(told((63, 67)), []);
}

#[test]
fn kind_4_figures_that_a_country_publishes() {
    let told = |own: u64, shown: (u64, u64), claims: bool| {
        let now = figures(&[(0, 0, own), (1, 0, 1), (2, 0, 1), (3, 0, 1)]);
        let mut world = world(now, vec![cell(&[0], 3, 0..4)]);
        if claims {
            world.table.public =
                vec![PublicFigure { member: 0, leaves: vec![vec![0]], figure: own, before: false }];
        }
        readers(&world, &[Some(shown)])
    };
    for (own, shown) in [(9, (3, 12)), (57, (58, 62))] {
        let found = told(own, shown, true);
        let most = shown.1 - own - 2;
        assert_eq!(ends(&found, 1, &[0]), Some((1, most)), "{found:?}");
        assert_eq!(told(own, shown, false), []);
        // What it publishes itself is not told by the round.
        assert_eq!(ends(&found, 0, &[0]), None);
    }
    // With room for three others and four persons more.
    assert_eq!(told(9, (12, 16), true), []);
}

/// Quiet figures are known to everybody, as figures are that a country publishes.
#[test]
fn kind_4_quiet_figures() {
    let now = figures(&[(0, 0, 1), (1, 0, 1), (2, 0, 1), (0, 1, 19), (1, 1, 19), (2, 1, 19)]);
    let mut world = world(now, vec![cell(&[0, 1], 3, 0..3), cell(&[1], 3, 0..3)]);
    let guard = Cell { count_only: true, count: Some(0), ..cell(&[1], 3, 0..3) };
    world.table.cells.push(guard);
    let (leaves, known) = (BTreeSet::from([1]), BTreeSet::from([0]));
    world.table.quiet = vec![Quiet { leaves, soft: BTreeSet::new(), known, guard: 2 }];
    let found = readers(&world, &[Some((58, 62)), Some((48, 62)), None]);
    assert_eq!(ends(&found, 0, &[0]), Some((1, 3)), "{found:?}");
    world.table.quiet.clear();
    assert_eq!(readers(&world, &[Some((58, 62)), Some((48, 62)), None]), []);
}

#[test]
fn kind_5_upper_ends() {
    let told = |figure: u64, max: u64, shown: (u64, u64)| {
        let now = figures(&[(0, 0, figure), (1, 0, figure), (2, 0, figure)]);
        readers(&world(now, vec![Cell { max, ..cell(&[0], 3, 0..3) }]), &[Some(shown)])
    };
    for (figure, max, shown, ends_) in
        [(31, 31, (93, 97), (31, 31)), (7, 7, (18, 22), (4, 7)), (1, 1, (3, 12), (1, 1))]
    {
        let found = told(figure, max, shown);
        assert_eq!(ends(&found, 0, &[0]), Some(ends_), "{found:?}");
    }
    assert_eq!(told(31, 60_000, (93, 97)), []);
    // Four persons below the most.
    assert_eq!(told(30, 31, (89, 93)), []);
}

/// A part that is told by the most that a figure of the whole may be, though the whole is not open.
#[test]
fn kind_5_of_a_cell_that_is_shut() {
    let values = [(0, 13), (1, 4), (2, 3)];
    let now: Vec<(u32, u32, u64)> =
        (0..3).flat_map(|member| values.iter().map(move |(leaf, value)| (member, *leaf, *value))).collect();
    let max = 20;
    let cells = [&[0, 1, 2][..], &[0], &[1], &[2]].map(|leaves| Cell { max, ..cell(leaves, 3, 0..3) });
    let mut world = world(figures(&now), cells.to_vec());
    let shown = [None, Some((38, 42)), Some((13, 17)), Some((8, 12))];
    let found = readers(&world, &shown);
    assert_eq!(ends(&found, 0, &[0, 1, 2]), Some((19, 20)), "{found:?}");
    world.table.cells[0].max = 60_000;
    assert_eq!(readers(&world, &shown), []);
}

/// Three cells within each other in one round: as many steps as cells, each of `m` members with one
/// person.
fn steps(m: u32, shown: [(u64, u64); 3]) -> Vec<Narrow> {
    let all: Vec<(u32, u32, u64)> = (0..3 * m).map(|member| (member, member / m, 1)).collect();
    let cells = (1..4).rev().map(|step| cell(&(0..step).collect::<Vec<u32>>(), m, 0..step * m)).collect();
    readers(&world(figures(&all), cells), &shown.map(Some))
}

#[test]
fn kind_8_chains_in_one_round() {
    let found = steps(5, [(10, 17), (10, 17), (5, 17)]);
    assert_eq!(ends(&found, 0, &[0]), Some((1, 3)), "{found:?}");
    let found = steps(9, [(23, 27), (18, 27), (9, 27)]);
    assert_eq!(ends(&found, 0, &[0]), Some((1, 1)), "{found:?}");
    assert_eq!(ends(&found, 9, &[0, 1]), Some((0, 1)), "{found:?}");
    assert_eq!(steps(5, [(15, 19), (10, 19), (5, 19)]), []);
}

/// Figures that changed tell nothing of this round's.
#[test]
fn figures_of_before_that_changed_bound_nothing() {
    let now: BTreeMap<(u32, u32), u64> =
        figures(&[(0, 0, 1), (1, 0, 1), (2, 0, 1), (3, 0, 1), (4, 0, 1), (5, 0, 1)]);
    let mut world = world(now, vec![cell(&[0], 3, 0..6)]);
    earlier(&mut world, &[(cell(&[0], 3, 0..3), Some((3, 7)))]);
    assert!(!readers(&world, &[Some((3, 7))]).is_empty());
    for member in 0..3 {
        world.old[0].insert((member, 0), 2);
    }
    assert_eq!(figure(&world.old[0], 0, &[0]), 2);
    assert_eq!(readers(&world, &[Some((3, 7))]), []);
}

/// A country that publishes one person tells where that one is, once a part opens that exactly m
/// report. No band mends it.
#[test]
fn a_small_figure_that_is_published() {
    let now = figures(&(0..8).map(|member| (member, member / 4, 1)).collect::<Vec<_>>());
    let mut world = world(now, vec![cell(&[0, 1], 4, 0..8), cell(&[0], 4, 0..4)]);
    let shown = [Some((8, 17)), Some((4, 17))];
    assert_eq!(readers(&world, &shown), []);
    world.table.public = vec![PublicFigure { member: 2, leaves: vec![vec![0, 1]], figure: 1, before: false }];
    let found = readers(&world, &shown);
    assert_eq!(ends(&found, 2, &[0]), Some((1, 1)), "{found:?}");
    assert_eq!(ends(&found, 2, &[1]), Some((0, 0)), "{found:?}");
}

/// Both halves of a whole, of which member 0 says that it has 100, and member 4 that it has 8 and, falsely, 14 of a quarter.
#[test]
fn claims_that_contradict_each_other() {
    let now =
        figures(&[(0, 0, 50), (0, 1, 50), (1, 0, 1), (2, 1, 1), (3, 0, 1), (3, 1, 1), (4, 0, 4), (4, 1, 4)]);
    let claim = |member, figure| PublicFigure { member, leaves: vec![vec![0, 1]], figure, before: false };
    let told = |whole: (u64, u64), half: (u64, u64)| {
        let cells = [&[0, 1][..], &[0], &[1]].map(|leaves| cell(leaves, 3, 0..5));
        let mut world = world(now.clone(), cells.to_vec());
        // What is false binds nobody who knows that it is.
        world.table.public = vec![claim(0, 100), claim(4, 8)];
        readers(&world, &[Some(whole), Some((53, 57)), Some(half)])
    };
    let found = told((106, 114), (53, 57));
    assert_eq!(ends(&found, 3, &[0, 1]), Some((1, 4)), "{found:?}");
    assert_eq!(told((96, 129), (43, 72)), []);
}
