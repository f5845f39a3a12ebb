//! What the coordinator learns of what was opened.

use super::{cell, earlier, figures, world};
use intertally_attack::coordinator::{self, Kind};
use intertally_attack::world::{Figures, World, recount};
use intertally_disclosure::plan::{Parts, with};
use intertally_disclosure::{Cell, PublicFigure, Quiet};
use std::collections::BTreeSet;

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
    let opened =
        |held| with(&world.table, &Parts { counts: held, terms: held, ..Parts::ALL }).unwrap().opened();
    for term in [0, 1] {
        assert_eq!(told(&opened(false), term), Some(1), "one country's own");
        assert_eq!(told(&opened(true), term), None);
    }
    assert!((0..4).chain([8, 9]).all(|cell| opened(true).contains(&cell)), "the terms of the code are open");
}
