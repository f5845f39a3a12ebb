//! Earlier openings that stand or do not: what is connected with them, changes, and figures that come back.

use super::{opened, shut};
use crate::plan::tests::{again, cell, earlier, table};
use crate::plan::{Decision, Parts, Reason, countable, plan, with};
use crate::table::{Cell, Earlier, PublicFigure, Quiet, Table};
use std::collections::BTreeSet;

const YEAR: &[&[u32]] = &[&[0, 1, 2, 3]];

fn quarters() -> Vec<Cell> {
    let all: [&[u32]; 4] = [&[0], &[1], &[2], &[3]];
    all.iter().map(|leaf| cell(&[leaf], 0..8, 8)).collect()
}

/// All of these cells were opened, in round `round`.
fn before(cells: Vec<Cell>, round: u32) -> Vec<Earlier> {
    let all = 0..cells.len() as u32;
    earlier(&table(cells), &all.collect()).into_iter().map(|row| Earlier { round, ..row }).collect()
}

/// A sum of these leaves, of so many of whom so many changed.
fn changed(changed: u32, reporters: u32, count: u32) -> Cell {
    Cell { changed: Some(changed), ..cell(&[&[0]], 0..reporters, count) }
}

/// A year, then its quarters: one country corrected one between. The sum of the quarters less the year would be its correction;
/// and where others had nothing in a quarter then, the year less the others is somebody's figure of then.
#[test]
fn quarters_after_their_year_stay_shut_if_that_is_not_asked_again() {
    let mut parts = table(quarters());
    parts.earlier = before(vec![cell(YEAR, 0..8, 8)], 0);
    assert_eq!(plan(&parts).unwrap().decisions, [shut(Reason::Unasked); 4]);
    let off = Parts { standing: false, ..Parts::ALL };
    assert_eq!(with(&parts, &off).unwrap().opened().len(), 4);
}

/// The year asked again: then changes of it are counted, and one is enough to shut its quarters.
#[test]
fn quarters_beside_their_year_open_if_nobody_changed_it() {
    let mut parts = table([quarters(), vec![again(YEAR)]].concat());
    parts.earlier = before(vec![cell(YEAR, 0..8, 8)], 0);
    assert_eq!(opened(&parts), [0, 1, 2, 3, 4]);
    for few in [1, 8] {
        parts.cells[4].changed = Some(few);
        let quarters = plan(&parts).unwrap().decisions[..4].to_vec();
        assert!(quarters.iter().all(|one| *one == shut(Reason::Revision)), "{quarters:?}");
    }
    // Where nobody counted changes, or not of all that the year is of, or where no figure is there to compare, nobody knows.
    let unasked = |parts: &Table| plan(parts).unwrap().decisions[..4] == [shut(Reason::Unasked); 4];
    parts.cells[4].changed = None;
    assert!(unasked(&parts));
    parts.cells[4].changed = Some(0);
    parts.cells[4].count_only = true;
    assert!(unasked(&parts));
    parts.cells[4].count_only = false;
    parts.cells[4].reporters.remove(&7);
    parts.cells[4].count = Some(7);
    assert!(unasked(&parts));
    // Who is gone from all of them is asked nothing.
    for cell in &mut parts.cells {
        (cell.reporters, cell.count) = ((0..5).collect(), Some(5));
    }
    assert_eq!(opened(&parts), [0, 1, 2, 3, 4]);
}

/// Over three rounds: two quarters, then the year, then the others.
#[test]
fn a_chain_of_rounds_asks_all_of_them_again() {
    let mut third = table(quarters().split_off(2));
    third.earlier = before(quarters()[..2].to_vec(), 0);
    third.earlier.extend(before(vec![cell(YEAR, 0..8, 8)], 1));
    assert_eq!(plan(&third).unwrap().decisions, [shut(Reason::Unasked); 2]);
    // The year alone is not enough: through it the first two are connected.
    third.cells.push(again(YEAR));
    third.order.push(2);
    assert_eq!(plan(&third).unwrap().decisions[..2], [shut(Reason::Unasked); 2]);
    third.cells.extend(quarters()[..2].to_vec());
    third.order.extend([3, 4]);
    assert_eq!(opened(&third), [0, 1, 2, 3, 4]);
    third.cells[3].changed = Some(1);
    assert_eq!(plan(&third).unwrap().decisions[..2], [shut(Reason::Revision); 2]);
}

/// A year put together from quarters of before; and a sum that nobody declared.
#[test]
fn wholes_after_their_parts_and_soft_sums_stay_shut() {
    let mut year = table(vec![cell(YEAR, 0..8, 8)]);
    year.earlier = before(quarters(), 0);
    assert_eq!(plan(&year).unwrap().decisions, [shut(Reason::Unasked)]);
    let mut soft = table(vec![cell(&[&[0], &[0]], 0..8, 8)]);
    soft.earlier = before(vec![cell(&[&[9], &[0, 1]], 0..8, 8), cell(&[&[1], &[1]], 0..8, 8)], 0);
    assert_eq!(plan(&soft).unwrap().decisions, [shut(Reason::Unasked)]);
}

/// Nine, then five of them, then all nine, of whom one alone changed since it was in; and three that change, two of whom take
/// that back: what is between the first round and the third would be one country's.
#[test]
fn changes_are_of_all_openings_and_not_of_the_last_one() {
    let mut third = table(vec![changed(1, 9, 9)]);
    third.earlier = before(vec![changed(0, 9, 9)], 0);
    third.earlier.extend(before(vec![changed(0, 5, 5)], 1));
    assert_eq!(plan(&third).unwrap().decisions, [shut(Reason::Revision)]);
    third.cells[0].changed = Some(0);
    assert_eq!(opened(&third), [0], "whoever comes back with the same figure is no change");
    // A sum is opened anew once. Who went from nothing to a figure, and others from that figure to nothing, would be nobody in
    // the first total less the second plus the third.
    let mut third = table(vec![changed(0, 8, 8)]);
    third.earlier = before(vec![changed(0, 8, 8)], 0);
    third.earlier.extend(before(vec![changed(3, 8, 8)], 1));
    for few in [0, 1, 3, 8] {
        third.cells[0].changed = Some(few);
        assert_eq!(plan(&third).unwrap().decisions, [shut(Reason::Revision)], "{few}");
    }
}

/// Changes of fewer than the minimum, and sums that do not compare one to one.
#[test]
fn a_revision_of_few_is_not_opened() {
    for (few, reporters, decision) in [
        (0, 8, Decision::Open),
        (0, 12, Decision::Open),
        (2, 8, shut(Reason::Revision)),
        (3, 8, Decision::Open),
        (3, 12, shut(Reason::Revision)),
    ] {
        let mut second = table(vec![changed(few, reporters, reporters)]);
        second.earlier = before(vec![changed(0, 8, 8)], 0);
        assert_eq!(plan(&second).unwrap().decisions, [decision], "{few} of {reporters}");
    }
}

/// Of those who changed two published their figure, be it a part of it, and be it nothing by now: one is left.
#[test]
fn who_published_is_no_change_among_others() {
    for figure in [0, 5] {
        for before_ in [false, true] {
            let mut second = table(vec![changed(4, 8, 8)]);
            second.earlier = before(vec![changed(0, 8, 8)], 0);
            assert_eq!(opened(&second), [0]);
            let public = |member| PublicFigure { member, leaves: vec![vec![0, 1]], figure, before: before_ };
            second.public = vec![public(0), public(1)];
            assert_eq!(plan(&second).unwrap().decisions, [shut(Reason::Revision)]);
        }
    }
}

/// A total with a quiet part in which nobody has anything, then the known part alone: they are the same sum, which nobody asked.
#[test]
fn a_quiet_part_is_no_way_around() {
    let guard = Cell { count_only: true, count: Some(0), ..again(&[&[1]]) };
    let mut known = table(vec![cell(&[&[0]], 0..8, 8), guard]);
    known.quiet = vec![Quiet {
        leaves: BTreeSet::from([1]),
        soft: BTreeSet::new(),
        known: BTreeSet::from([0]),
        guard: 1,
    }];
    assert_eq!(opened(&known), [0]);
    known.earlier = before(vec![cell(&[&[0, 1]], 0..8, 8)], 0);
    assert_eq!(plan(&known).unwrap().decisions[0], shut(Reason::Unasked));
}

/// All that one country has is of unknown age, so that is protected. Then it is gone, and the guard counts nobody: the unknown
/// part of the others would open as known to everybody, and the first round's less that is the country's.
#[test]
fn a_guard_says_nothing_of_who_is_gone() {
    let asked = |members: u32, alone: u32| {
        let own = |leaves: &[&[u32]], count| cell(leaves, 0..members, count);
        let guard = Cell { count_only: true, ..cell(&[&[9]], 0..members, alone) };
        let (whole, known, unknown) =
            (own(&[&[0, 1]], members), own(&[&[0]], members - alone), own(&[&[1]], 4 + alone));
        let mut made = table(vec![whole, known, unknown, guard]);
        made.quiet = vec![Quiet {
            leaves: BTreeSet::from([1]),
            soft: BTreeSet::new(),
            known: BTreeSet::from([0]),
            guard: 3,
        }];
        made
    };
    let first = asked(9, 1);
    assert_eq!(opened(&first), [0, 1, 2]);
    let mut second = asked(6, 0);
    assert!(opened(&second).contains(&2), "known to everybody");
    second.earlier = earlier(&first, &opened(&first).into_iter().collect());
    assert!(!opened(&second).contains(&2));
    second.earlier = earlier(&asked(6, 0), &BTreeSet::from([0, 1, 2]));
    assert!(opened(&second).contains(&2), "nobody is gone");
}

/// GB reports the whole, then its two areas do, and FR likewise; beside them somebody is gone, whose figure is the difference.
#[test]
fn a_country_is_no_change_to_its_areas() {
    let members = |all: &[u32]| all.iter().copied().collect::<BTreeSet<u32>>();
    let mut second = table(vec![cell(&[&[0]], [10, 11, 20, 21, 4, 5, 6], 7)]);
    second.within = [(10, 1), (11, 1), (20, 2), (21, 2)].into();
    let mut first = second.clone();
    first.cells = vec![cell(&[&[0]], [1, 2, 3, 4, 5, 6], 6)];
    assert_eq!((opened(&first), opened(&second)), (vec![0], vec![0]));
    second.earlier = earlier(&first, &BTreeSet::from([0]));
    assert_eq!(plan(&second).unwrap().decisions, [shut(Reason::Areas)]);
    // The same in one round: one country reports the whole, its areas the parts.
    let mut both = table(vec![
        cell(&[&[0, 1]], [1, 3, 4, 5, 6], 5),
        cell(&[&[0]], [10, 11, 4, 5, 6], 5),
        cell(&[&[1]], [10, 11, 4, 5, 6], 5),
    ]);
    both.within.clone_from(&second.within);
    assert_eq!(plan(&both).unwrap().decisions[1..], [shut(Reason::Areas); 2]);
    both.cells[0].reporters = members(&[10, 11, 4, 5, 6]);
    assert_eq!(opened(&both), [0, 1, 2]);
    // Earlier openings that were of different areas already are of none that could report beside them.
    let mut third = table(vec![cell(&[&[0]], [10, 11, 4, 5, 6], 5)]);
    third.within.clone_from(&second.within);
    let apart = vec![cell(&[&[0, 1]], [10, 4, 5, 6], 4), cell(&[&[1]], [11, 4, 5, 6], 4)];
    third.earlier = before(apart, 0);
    assert_eq!(plan(&third).unwrap().decisions, [shut(Reason::Areas)]);
    // Who reports nothing at all of it is in nobody's way.
    both.cells[1].reporters = members(&[4, 5, 6]);
    (both.cells[1].count, both.cells[2].count) = (Some(3), None);
    assert!(!plan(&both).unwrap().decisions.contains(&shut(Reason::Areas)));
}

/// A part that was counted and not opened then bounds nothing now: others may have something there by now.
#[test]
fn a_count_of_then_bounds_nothing_now() {
    let half: &[&[u32]] = &[&[0, 1]];
    // Of eight one alone had something in the second part.
    let first = vec![cell(half, 0..8, 8), cell(&[&[0]], 0..8, 8), cell(&[&[1]], 0..8, 1)];
    let rest = Cell { count_only: true, ..again(&[&[1]]) };
    let mut now = table(vec![cell(&[&[0]], 0..8, 8), again(half), rest]);
    now.earlier = earlier(&table(first), &BTreeSet::from([0]));
    assert_eq!(opened(&now), [0, 1], "all have something there now");
    now.earlier[2].count = Some(8);
    now.cells[2].count = Some(1);
    assert_eq!(plan(&now).unwrap().decisions[0], shut(Reason::Isolates), "as it is now");
    let loose = |table: &Table| with(table, &Parts { firm: false, ..Parts::ALL }).unwrap().opened().len();
    (now.cells[2].count, now.cells[2].changed) = (None, None);
    now.foreign = BTreeSet::from([1]);
    assert_eq!((opened(&now).len(), loose(&now)), (0, 1), "as nobody says now");
}

/// What a member published of a part in an earlier round may be another figure by now: what follows from it would tell that.
#[test]
fn what_follows_from_an_old_claim_is_not_known() {
    // Three have the part, and one of them published it; the other two are all that is left of it.
    let mut parts = table(vec![cell(&[&[0]], 0..8, 8), cell(&[&[0]], 1..8, 7)]);
    parts.public = vec![PublicFigure { member: 0, leaves: vec![vec![0]], figure: 7, before: false }];
    assert_eq!(opened(&parts), [0, 1], "known now, it takes nothing");
    parts.public[0].before = true;
    assert_eq!(opened(&parts), [0]);
    let off = Parts { said: false, ..Parts::ALL };
    assert_eq!(with(&parts, &off).unwrap().opened().len(), 2);
}

/// Two of eight had something in a part then, which stayed shut; now that all have, it opens. What one calls confidential stays.
#[test]
fn a_count_of_then_is_no_hindrance_where_it_is_counted_now() {
    let first = table(vec![cell(&[&[0]], 0..8, 2)]);
    let mut now = table(vec![cell(&[&[0]], 0..8, 8)]);
    now.earlier = earlier(&first, &BTreeSet::new());
    assert_eq!(opened(&now), [0]);
    now.earlier[0].confidential = BTreeSet::from([1]);
    assert_eq!(plan(&now).unwrap().decisions, [shut(Reason::Isolates)]);
}

/// Quarters of ten, by two parts each; then their year is asked with the quarters again, by nine. Who stayed away changed nothing, but
/// its figures are the whole less the year: of the year's parts all open but what would tell that.
#[test]
fn one_that_stays_away_shuts_its_own_figures_alone() {
    let part = |part: u32, quarter: u32| 4 * part + quarter;
    let leaves = |parts: &[u32], quarters: std::ops::Range<u32>| -> Vec<u32> {
        parts.iter().flat_map(|one| quarters.clone().map(|quarter| part(*one, quarter))).collect()
    };
    let sum =
        |parts: &[u32], quarters, reporters: u32| cell(&[&leaves(parts, quarters)], 0..reporters, reporters);
    let quarters = |reporters| (0..4).map(move |quarter| sum(&[0, 1, 2], quarter..quarter + 1, reporters));
    let mut year = table(
        quarters(9)
            .chain([0, 1, 2].map(|one| sum(&[one], 0..4, 9)))
            .chain([sum(&[0, 1, 2], 0..4, 9)])
            .collect(),
    );
    year.earlier = before(quarters(10).collect(), 0);
    for (at, cell) in year.cells.iter_mut().enumerate().filter(|(at, _)| *at < 4) {
        // As the seal has it: contributors would differ by one bit.
        cell.count = None;
        assert!(cell.changed.is_some(), "{at}");
    }
    let admitted = countable(&year).unwrap();
    assert_eq!(admitted.contributors, [[false; 4], [true; 4]].concat());
    assert_eq!(admitted.changes, [[true; 4], [false; 4]].concat());
    year.cells.iter_mut().skip(4).for_each(|cell| cell.changed = None);
    let decisions = plan(&year).unwrap().decisions;
    assert_eq!(decisions[7], shut(Reason::Isolates), "the quarters less the year are one country's");
    assert_eq!(decisions[4..7].iter().filter(|one| **one == Decision::Open).count(), 2);
    // A newcomer is in the year and in none of the quarters.
    year.cells.iter_mut().for_each(|cell| cell.reporters = (0..11).collect());
    assert_eq!(countable(&year).unwrap().changes[..4], [true; 4]);
    assert_eq!(plan(&year).unwrap().decisions[4..7].iter().filter(|one| **one == Decision::Open).count(), 2);
    // Too few are left of whom a change could be.
    year.cells.iter_mut().for_each(|cell| cell.reporters = (8..20).collect());
    assert_eq!(countable(&year).unwrap().changes[..4], [false; 4]);
}

/// Numbers of changes are sums of bits, too. Who was in the latest opening and is the same as there leaves the bits of those who
/// were away; and where a round opened nothing, its number less a later one is the bit of who left.
#[test]
fn changes_of_few_that_were_away_or_left_are_not_counted() {
    let of = |reporters: std::ops::Range<u32>, round, opened: bool| {
        let number = reporters.len() as u32;
        let rows = before(vec![cell(&[&[0]], reporters, number)], round);
        rows.into_iter().map(move |row| Earlier { opened, ..row })
    };
    let may = |reporters: std::ops::Range<u32>, earlier: Vec<Earlier>| {
        let number = reporters.len() as u32;
        let mut now = table(vec![cell(&[&[0]], reporters, number)]);
        now.earlier = earlier;
        countable(&now).unwrap().changes[0]
    };
    let opened = |all: &[u32]| -> Vec<Earlier> {
        (0u32..).zip(all).flat_map(|(round, reporters)| of(0..*reporters, round, true)).collect()
    };
    assert!(!may(0..10, vec![]), "nothing to compare with");
    assert!(may(0..10, opened(&[10])) && may(0..9, opened(&[10])) && may(0..11, opened(&[10])));
    assert!(may(0..9, opened(&[10, 10])), "one leaves after two rounds");
    assert!(may(0..11, opened(&[10, 11])), "one came with the second");
    assert!(!may(0..10, opened(&[10, 9])), "one was away, and is back");
    assert!(!may(0..10, opened(&[10, 9, 9])) && !may(0..10, opened(&[10, 8])));
    assert!(may(0..10, opened(&[10, 7])), "three were");
    assert!(may(0..9, opened(&[10, 9, 9])), "it is away again");
    // Compared in a round that opened nothing: who leaves then takes its bit along.
    let refused = |reporters| [opened(&[10]), of(0..reporters, 1, false).collect()].concat();
    assert!(may(0..10, refused(10)) && !may(0..9, refused(10)) && may(0..7, refused(10)));
    assert!(!may(0..10, refused(9)), "or brings it");
    assert!(may(0..10, refused(12)), "newcomers had nothing to change");
    // Too few are left of whom a change could be.
    assert!(!may(8..20, opened(&[10])));
}

/// One joined, so that a part is compared and not counted. Two of its three call it confidential: the whole less another part
/// would be the three's total. (Found by a stranger.)
#[test]
fn what_is_confidential_stays_so_without_a_count() {
    let (whole, part): (&[&[u32]], &[&[u32]]) = (&[&[0, 1]], &[&[0]]);
    let mut now = table(vec![cell(whole, 0..6, 6), cell(&[&[1]], 0..6, 3), cell(part, 0..6, 3)]);
    (now.cells[2].count, now.cells[2].confidential) = (None, BTreeSet::from([0, 1]));
    assert_eq!(opened(&now), [0]);
    now.cells[2].confidential.insert(2);
    assert_eq!(opened(&now), [0, 1], "three hide each other");
    now.earlier = before(vec![cell(part, 0..6, 3)], 0);
    (now.earlier[0].opened, now.earlier[0].count) = (false, None);
    now.earlier[0].confidential = BTreeSet::from([0, 1]);
    assert_eq!(opened(&now), [0], "and what was called so before");
}

/// A quarter was opened and not asked again. All publish the half-year: less the other quarter and the old one it is whatever was
/// corrected. (Found by a stranger.)
#[test]
fn published_figures_join_openings_that_share_nothing() {
    let mut now = table(vec![cell(&[&[1]], 0..6, 6), cell(&[&[0, 1]], 0..6, 6)]);
    now.cells[1].changed = None;
    now.earlier = before(vec![cell(&[&[0]], 0..6, 6)], 0);
    let said = |member| PublicFigure { member, leaves: vec![vec![0, 1]], figure: 40, before: false };
    assert_eq!(plan(&now).unwrap().decisions[0], Decision::Open);
    now.public = (0..6).map(said).collect();
    assert_eq!(plan(&now).unwrap().decisions[0], shut(Reason::Unasked));
}
