//! Leaks that were found (`attack/found`) as small worlds: given what was shown then, the attacker finds each, and nothing
//! where what it rests on is not there. So it is not blinded.

use intertally_attack::coordinator::{self, Kind};
use intertally_attack::public::{self, Narrow};
use intertally_attack::world::{Figures, Seen, World, figure, recount};
use intertally_disclosure::plan::{Parts, with};
use intertally_disclosure::{Cell, Earlier, PublicFigure, Quiet, ShownBefore, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What policy leaves.
const POSSIBLE: u64 = 5;

fn cell(leaves: &[u32], minimum: u32, reporters: std::ops::Range<u32>) -> Cell {
    Cell {
        leaves: vec![leaves.to_vec()],
        minimum,
        reporters: reporters.collect(),
        count: None,
        changed: None,
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 60_000,
    }
}

fn figures(all: &[(u32, u32, u64)]) -> Figures {
    all.iter().map(|(member, leaf, value)| ((*member, *leaf), *value)).collect()
}

/// A round without earlier ones.
fn world(now: Figures, cells: Vec<Cell>) -> World {
    let mut table = Table { systems: 1, cells, ..Table::default() };
    recount(&mut table, &now);
    World { table, now, ..World::default() }
}

/// One more earlier round of the same figures.
fn earlier(world: &mut World, cells: &[(Cell, Seen)]) {
    let round = world.table.earlier.last().map_or(0, |row| row.round + 1);
    let mut table = Table { cells: cells.iter().map(|(cell, _)| cell.clone()).collect(), ..Table::default() };
    recount(&mut table, &world.now);
    for (cell, (_, seen)) in table.cells.into_iter().zip(cells) {
        world.seen.push(*seen);
        world.most.push(cell.max);
        world.table.earlier.push(Earlier {
            round,
            leaves: cell.leaves,
            minimum: cell.minimum,
            reporters: cell.reporters,
            count: cell.count,
            changed: cell.changed,
            opened: seen.is_some(),
            confidential: cell.confidential,
            first: cell.first,
            shown: seen.map_or(ShownBefore::Nothing, |(low, high)| ShownBefore::Ends(low, high)),
        });
    }
    world.old.push(world.now.clone());
}

/// What readers learn; the true sum lies within the ends of each.
fn readers(world: &World, shown: &[Seen]) -> Vec<Narrow> {
    let found = public::attack(world, shown, POSSIBLE);
    assert!(found.is_ok(), "{found:?}");
    let found = found.unwrap_or_default();
    for one in &found {
        let sum: u64 = one.places.iter().map(|place| world.value(*place)).sum();
        assert!((one.low..=one.high).contains(&sum), "{one:?}");
        assert!(one.high - one.low + 1 < POSSIBLE, "{one:?}");
    }
    found
}

/// The ends of one member's figures in all of these leaves. Of members that nothing tells apart the
/// attacker names the first.
fn ends(found: &[Narrow], member: u32, leaves: &[u32]) -> Option<(u64, u64)> {
    let places: Vec<_> = leaves.iter().map(|leaf| (member, *leaf, None)).collect();
    found.iter().find(|one| one.places == places).map(|one| (one.low, one.high))
}

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
fn kind_2_a_claim_of_an_earlier_round() {
    // The year, shut, is published by member 0; then all quarters open.
    let now = figures(&[
        (0, 0, 10),
        (0, 1, 10),
        (0, 2, 10),
        (0, 3, 10),
        (1, 0, 15),
        (1, 1, 15),
        (2, 2, 10),
        (2, 3, 10),
    ]);
    let mut world = world(now.clone(), (0..4).map(|leaf| cell(&[leaf], 3, 0..3)).collect());
    earlier(&mut world, &[(cell(&[0, 1, 2, 3], 3, 0..3), None)]);
    let open = BTreeSet::from([0, 1, 2, 3]);
    // Half of the year's figures are zeros, so quarters are of two countries by themselves.
    let only = |world: &World| coordinator::attack(world, &open).unwrap();
    let before = only(&world).len();
    world.table.public =
        vec![PublicFigure { member: 0, leaves: vec![vec![0, 1, 2, 3]], figure: 40, before: false }];
    world.claimed = vec![0];
    assert!(only(&world).iter().any(|leak| leak.kind == Kind::Sum));
    assert!(before > 0);
}

#[test]
fn kind_3_what_was_confidential() {
    let values: Vec<(u32, u32, u64)> =
        (0..4).flat_map(|member| (0..4).map(move |leaf| (member, leaf, 5 + u64::from(member)))).collect();
    let told = |flagged: &[u32]| {
        let mut world = world(figures(&values), (0..4).map(|leaf| cell(&[leaf], 3, 0..4)).collect());
        let year = Cell { confidential: flagged.iter().copied().collect(), ..cell(&[0, 1, 2, 3], 3, 0..4) };
        earlier(&mut world, &[(year, None)]);
        coordinator::attack(&world, &BTreeSet::from([0, 1, 2, 3])).unwrap()
    };
    assert_eq!(told(&[0]).iter().map(|leak| leak.kind).collect::<Vec<_>>(), [Kind::Mixed]);
    assert_eq!(told(&[]), []);
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

/// A country with quiet figures alone protects others by them only before who does not know them.
#[test]
fn kind_6_quiet_figures_of_one_country() {
    // Leaves: part, other part, quiet. Total and first part are open.
    let mut all = Vec::new();
    for member in 0..4 {
        all.push((member, 0, 20));
    }
    all.extend([(0, 1, 8), (1, 1, 9), (2, 2, 10)]);
    let mut world = world(figures(&all), vec![cell(&[0, 1, 2], 3, 0..4), cell(&[0], 3, 0..4)]);
    world.table.cells.push(Cell { count_only: true, ..cell(&[2], 3, 0..4) });
    let quiet =
        Quiet { leaves: BTreeSet::from([2]), soft: BTreeSet::new(), known: BTreeSet::from([1]), guard: 2 };
    world.table.quiet = vec![quiet];
    let now = world.now.clone();
    recount(&mut world.table, &now);
    let open = BTreeSet::from([0, 1]);
    assert_eq!(coordinator::attack(&world, &open).unwrap(), []);
    world.knows_quiet = true;
    let found = coordinator::attack(&world, &open).unwrap();
    assert!(found.iter().any(|leak| leak.kind == Kind::Sum), "{found:?}");
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

/// The total of two parts stands. All but member 2 are asked again, and revise the second part
/// alone; the first one opens.
#[test]
fn a_total_of_before_and_a_part_beside_which_others_changed() {
    let old = figures(&[(0, 0, 1), (1, 0, 2), (2, 0, 1), (4, 0, 3), (2, 1, 3), (4, 1, 8)]);
    let mut now = old.clone();
    now.extend([((0, 1), 2), ((1, 1), 2)]);
    let mut again = cell(&[0], 3, 0..6);
    again.reporters.remove(&2);
    let mut world = world(old, vec![again]);
    earlier(&mut world, &[(cell(&[0, 1], 3, 0..6), Some((3, 22)))]);
    let told = |world: &World| coordinator::attack(world, &BTreeSet::from([0])).unwrap();
    world.now = now;
    // Members 2 and 4 have all of what is left.
    assert!(told(&world).iter().any(|leak| leak.kind == Kind::Sum));
    // As long as members 0 and 1 had something of the second part then, too, four have.
    world.old[0].clone_from(&world.now);
    assert_eq!(told(&world), []);
}

/// A year of six countries stands. Its quarters are asked later, of the same six, and one corrected one quarter in between: with
/// all four open the correction is told, and the rule leaves them shut.
#[test]
fn a_year_and_later_its_quarters() {
    let all = |member: u32| (0..4).map(move |leaf| (member, leaf, 20 + u64::from(member)));
    let old = figures(&(0..6).flat_map(all).collect::<Vec<_>>());
    let mut now = old.clone();
    now.insert((2, 3), 29);
    let mut world = world(old, (0..4).map(|leaf| cell(&[leaf], 3, 0..6)).collect());
    earlier(&mut world, &[(cell(&[0, 1, 2, 3], 3, 0..6), Some((538, 542)))]);
    world.now = now;
    for (at, cell) in world.table.cells.iter_mut().enumerate() {
        cell.changed = Some(0);
        cell.count = Some(6);
        world.table.order.push(u32::try_from(at).unwrap());
    }
    let told = |opened: &BTreeSet<u32>| {
        let leaks = coordinator::attack(&world, opened).unwrap();
        leaks.iter().any(|leak| leak.kind == Kind::Change)
    };
    let opened = |standing| {
        let parts = Parts { standing, ..Parts::ALL };
        with(&world.table, &parts).unwrap().opened()
    };
    assert!(told(&opened(false)) && opened(false).len() == 4);
    assert_eq!(opened(true), BTreeSet::new());
}

/// What the coordinator learns of one sum over three rounds, whose reporters and figures are these.
fn thrice(rounds: [(&[u32], &[u64]); 3]) -> Vec<Kind> {
    let of =
        |own: &[u64]| figures(&(0u32..).zip(own).map(|(member, own)| (member, 0, *own)).collect::<Vec<_>>());
    let asked = |who: &[u32]| Cell { reporters: who.iter().copied().collect(), ..cell(&[0], 3, 0..9) };
    let mut made = world(of(rounds[0].1), vec![asked(rounds[2].0)]);
    for (at, (who, _)) in rounds[..2].iter().enumerate() {
        earlier(&mut made, &[(asked(who), Some((100, 104)))]);
        made.now = of(rounds[at + 1].1);
    }
    let found = coordinator::attack(&made, &BTreeSet::from([0]));
    assert!(found.is_ok(), "{found:?}");
    found.unwrap_or_default().iter().map(|leak| leak.kind).collect()
}

/// Nine, then five of them, then all nine, of whom one changed since it was in.
#[test]
fn who_comes_back_with_another_figure() {
    let all: Vec<u32> = (0..9).collect();
    let same = [10, 11, 12, 13, 14, 15, 16, 17, 18];
    let mut back = same;
    back[8] = 30;
    assert!(thrice([(&all, &same), (&all[..5], &same), (&all, &back)]).contains(&Kind::Change));
    assert_eq!(thrice([(&all, &same), (&all[..5], &same), (&all, &same)]), []);
}

/// Three change, then two of them take that back.
#[test]
fn changes_that_are_taken_back() {
    let all: Vec<u32> = (0..9).collect();
    let same = [10, 11, 12, 13, 14, 15, 16, 17, 18];
    let (mut three, mut one) = (same, same);
    three[..3].copy_from_slice(&[20, 21, 22]);
    one[0] = 20;
    assert!(thrice([(&all, &same), (&all, &three), (&all, &one)]).contains(&Kind::Change));
    assert_eq!(thrice([(&all, &same), (&all, &three), (&all, &three)]), []);
}

/// Who completed a programme did not drop out of it, so of those who started neither have what is left after both, and it is
/// one country's. Leaf 3: in both, which the structure allows as long as it does not say otherwise.
#[test]
fn what_measures_that_exclude_each_other_leave() {
    let ends = |member: u32| [(member, 1, 10 + u64::from(member)), (member, 2, 20 + u64::from(member))];
    let now = figures(&(0..7).flat_map(ends).chain([(0, 0, 5)]).collect::<Vec<_>>());
    let of = |asked: [&[u32]; 3], left: &[&[u32]]| {
        let asked = asked.iter().map(|leaves| cell(leaves, 3, 0..7));
        let left = left.iter().map(|leaves| Cell { count_only: true, ..cell(leaves, 3, 0..7) });
        let mut world = world(now.clone(), asked.chain(left).collect());
        world.table.order = (0..).take(world.table.cells.len()).collect();
        world
    };
    let both = of([&[0, 1, 2, 3], &[1, 3], &[2, 3]], &[&[0, 2], &[0, 1]]);
    let apart = of([&[0, 1, 2], &[1], &[2]], &[&[0, 2], &[0, 1], &[0]]);
    let opened = |world: &World| with(&world.table, &Parts::ALL).unwrap().opened();
    let told = |opened: &BTreeSet<u32>| {
        let found = coordinator::attack(&apart, opened).unwrap();
        found.iter().any(|leak| leak.kind == Kind::Sum)
    };
    assert!(opened(&both).len() == 3 && told(&opened(&both)));
    assert!(opened(&apart).len() == 2 && !told(&opened(&apart)), "{:?}", opened(&apart));
}

/// A half year, of whose second quarter one country alone had anything; the first quarter is opened when others have some, too.
#[test]
fn a_rest_in_which_others_had_nothing_then() {
    let first = |member: u32| (member, 0, 20 + u64::from(member));
    let mut then = figures(&(0..8).map(first).collect::<Vec<_>>());
    then.insert((0, 1), 9);
    let mut now = then.clone();
    now.extend([((1, 1), 5), ((2, 1), 5), ((3, 1), 5)]);
    let told = |then: &Figures| {
        let mut world = world(then.clone(), vec![cell(&[0], 3, 0..8)]);
        earlier(&mut world, &[(cell(&[0, 1], 3, 0..8), Some((100, 300)))]);
        world.now.clone_from(&now);
        let leaks = coordinator::attack(&world, &BTreeSet::from([0])).unwrap();
        leaks.iter().any(|leak| leak.kind == Kind::Sum)
    };
    assert!(told(&then));
    assert!(!told(&now));
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

/// Of the zero-part-hides-few kind: counts tell that two have nothing in what is taken off, so one is left.
#[test]
fn counts_that_tell_who_has_nothing() {
    let now = figures(&[(0, 0, 77), (1, 1, 21), (2, 1, 32), (3, 1, 43)]);
    let told = |parts: std::ops::Range<u32>, opened: &[u32]| {
        let cells = vec![cell(&[0, 1], 3, 0..4), cell(&[0], 3, parts.clone()), cell(&[1], 3, parts)];
        let mut world = world(now.clone(), cells);
        world.table.order = vec![0, 1, 2];
        let found = coordinator::attack(&world, &opened.iter().copied().collect()).unwrap();
        let rules = with(&world.table, &Parts::ALL).unwrap().opened();
        (found.into_iter().map(|leak| leak.kind).collect::<Vec<Kind>>(), rules)
    };
    let (found, rules) = told(1..6, &[0, 2]);
    assert!(found.contains(&Kind::Sum), "{found:?}");
    assert_eq!(rules, BTreeSet::from([0]));
    assert!(told(1..6, &[0]).0.is_empty());
}

/// Four counts of a code and of one below it, and two terms of each: eight countries, of whom one alone has anything outside the
/// lower code. What the terms of the one less those of the other are made of is looked at country by country.
#[test]
fn terms_of_two_levels() {
    const TABLES: [[u64; 4]; 8] = [
        [66, 160, 66, 251],
        [31, 90, 40, 95],
        [22, 71, 30, 80],
        [41, 120, 52, 115],
        [18, 66, 25, 70],
        [27, 88, 33, 92],
        [35, 99, 44, 101],
        [29, 77, 38, 83],
    ];
    // R = ad/n and S = bc/n, to 1/256.
    let terms = |[a, n1, c, n2]: [u64; 4]| {
        [256 * a * (n2 - c), 256 * (n1 - a) * c].map(|term: u64| term.checked_div(n1 + n2).unwrap_or(0))
    };
    let lower = |member: usize| if member == 0 { [0; 4] } else { TABLES[member] };
    // Leaves 2i and 2i + 1: of count i, below the lower code and beside it; 8 to 11: terms, of the code and of the lower one.
    let mut all = Vec::new();
    for member in 0..8u32 {
        let (whole, part) = (TABLES[member as usize], lower(member as usize));
        for count in 0..4u32 {
            let (whole, part) = (whole[count as usize], part[count as usize]);
            all.extend([(member, 2 * count, part), (member, 2 * count + 1, whole - part)]);
        }
        let [[r, s], [lower_r, lower_s]] = [terms(whole), terms(part)];
        all.extend([(member, 8, r), (member, 9, s), (member, 10, lower_r), (member, 11, lower_s)]);
    }
    let wholes = (0..4u32).map(|count| cell(&[2 * count, 2 * count + 1], 3, 0..8));
    let parts = (0..4u32).map(|count| cell(&[2 * count], 3, 0..8));
    let mut cells: Vec<Cell> = wholes.chain(parts).collect();
    cells.extend((8..12).map(|leaf| cell(&[leaf], 7, 0..8)));
    let mut world = world(figures(&all), cells);
    world.table.order = (0..12).collect();
    world.table.made_of =
        (8..12u32).map(|term| (term, if term < 10 { (0..4).collect() } else { (4..8).collect() })).collect();
    // Countries of which the difference of a term, of the code less of the lower one, is not 0.
    let told = |opened: &BTreeSet<u32>, term: u32| {
        let both = opened.contains(&(8 + term)) && opened.contains(&(10 + term));
        let of = |member: usize, table: [u64; 4]| (member, terms(table)[term as usize]);
        let differs = |member: &usize| of(*member, TABLES[*member]) != of(*member, lower(*member));
        both.then(|| (0..8).filter(differs).count())
    };
    let opened = |counts| with(&world.table, &Parts { counts, ..Parts::ALL }).unwrap().opened();
    for term in [0, 1] {
        assert_eq!(told(&opened(false), term), Some(1), "one country's own");
        assert_eq!(told(&opened(true), term), None);
    }
    assert!((0..4).chain([8, 9]).all(|cell| opened(true).contains(&cell)), "the terms of the code are open");
}
