//! The cases of the issue, and what becomes of them.

use super::{all_but, before, cell, shown, table};
use crate::shown::{Band, NoRate, Rate, Shown, rate, rate_of, valued};
use crate::table::{Earlier, ShownBefore};
use std::collections::BTreeSet;

/// All five cells of a sum open, as 60 = 10 + 30 + 5 + 15: rounded to five each there would be one possibility.
#[test]
fn the_total_of_parts_that_have_values_is_an_interval() {
    let table = table(vec![cell(&[1, 2, 3, 4]), cell(&[1]), cell(&[2]), cell(&[3]), cell(&[4])]);
    let out = shown(&table, &all_but(&table, &[]), &[60, 10, 30, 5, 15]);
    assert_eq!(out[0], Shown::Interval { low: 3 + 28 + 3 + 13, high: 12 + 32 + 12 + 17 });
    assert_eq!(out[1], Shown::Value(Band { value: 8, low: 3, high: 12 }));
    assert_eq!(out[2], Shown::Value(Band { value: 30, low: 28, high: 32 }));
}

/// One part is shut: the total has a value, and the part that leaves little of it is shown as nearly all.
#[test]
fn a_part_that_leaves_little_is_nearly_all() {
    let table = table(vec![cell(&[1, 2]), cell(&[1]), cell(&[2])]);
    let plan = all_but(&table, &[2]);
    let value = |value: u64| Shown::Value(Band { value, low: value - 2, high: value + 2 });
    let near = Shown::NearlyAll { low: 48, high: 62 };
    for (part, what) in [(47, value(45)), (48, near), (55, near), (57, near), (30, value(30))] {
        assert_eq!(shown(&table, &plan, &[60, part, 60 - part])[..2], [value(60), what]);
    }
}

/// Followed up 5, reoffended 5, of five countries: everybody's one person reoffended. Were both opened, nothing would tell
/// that the two are the same, and no rate is shown.
#[test]
fn everybodys_one_person() {
    let mut cells = vec![cell(&[1]), cell(&[2]), cell(&[3])];
    cells[0].leaves.push(vec![1, 2]);
    cells[1].leaves.push(vec![1]);
    cells[2].leaves.push(vec![2]);
    for cell in &mut cells {
        (cell.reporters, cell.minimum) = ((0..5).collect(), 5);
    }
    let table = table(cells);
    let plan = all_but(&table, &[2]);
    let five = shown(&table, &plan, &[5, 5, 0]);
    assert_eq!(five[0], Shown::Value(Band { value: 11, low: 5, high: 17 }));
    assert_eq!(five[1], Shown::NearlyAll { low: 5, high: 17 });
    for (followed, back) in [(12, 5), (12, 12), (8, 6), (17, 17)] {
        assert_eq!(shown(&table, &plan, &[followed, back, followed - back]), five);
    }
    assert_eq!(rate(&table, &five, 1, 0), Err(NoRate::Small));
    assert_eq!(rate(&table, &shown(&table, &plan, &[40, 39, 1]), 1, 0), Err(NoRate::All));
    assert_eq!(rate(&table, &shown(&table, &plan, &[40, 20, 20]), 2, 0), Err(NoRate::Numerator));
    assert_eq!(rate(&table, &shown(&table, &plan, &[40, 20, 20]), 0, 2), Err(NoRate::Denominator));
    let rates = |totals: &[u64]| rate(&table, &shown(&table, &plan, totals), 1, 0);
    assert_eq!(rates(&[40, 20, 20]), Ok(Rate { low: 18_000 / 42, high: 579 }));
    assert_eq!(rates(&[22, 5, 17]), Err(NoRate::Small));
    assert_eq!(rates(&[23, 5, 18]), Ok(Rate { low: 185, high: 522 }));
    // Parts that exceed the total do not add up; they are no 'nearly all', and there is no rate.
    let over = shown(&table, &plan, &[40, 60, 0]);
    assert_eq!(over[1], Shown::Value(Band { value: 60, low: 58, high: 62 }));
    assert_eq!(rate(&table, &over, 1, 0), Err(NoRate::All));
    let mut others = table.clone();
    others.cells[1].reporters = (1..6).collect();
    assert_eq!(rate(&others, &five, 1, 0), Err(NoRate::Reporters));
}

/// Rows of an earlier round, in the order in which that round tried them.
fn earlier(round: u32, rows: &[&[u32]]) -> Vec<Earlier> {
    rows.iter().map(|leaves| before(round, leaves, ShownBefore::Nothing)).collect()
}

#[test]
fn what_earlier_rounds_showed_counts() {
    let mut table = table(vec![cell(&[1, 2]), cell(&[1]), cell(&[2])]);
    let plan = all_but(&table, &[]);
    let own = |table: &crate::Table| valued(table, &plan).into_iter().collect::<Vec<u32>>();
    assert_eq!(own(&table), [1, 2]);
    // The same table again: the same cells have values.
    table.earlier = earlier(0, &[&[1, 2], &[1], &[2]]);
    assert_eq!(own(&table), [1, 2]);
    // The total had one, and one part: the other part would undo both roundings.
    table.earlier = earlier(0, &[&[1, 2], &[1]]);
    assert_eq!(own(&table), [0, 1]);
    let out = shown(&table, &plan, &[60, 20, 40]);
    assert_eq!(out[2], Shown::Interval { low: 58 - 22, high: 62 - 18 });
    // First the parts, then the total alone: it was an interval, and stays one. This round shows no bounds to add.
    table.earlier = earlier(0, &[&[1, 2], &[1], &[2]]);
    let alone = all_but(&table, &[1, 2]);
    assert_eq!(valued(&table, &alone), BTreeSet::new());
    assert_eq!(shown(&table, &alone, &[60, 0, 0])[0], Shown::Interval { low: 3, high: 8000 });
    // What was not opened, or of other members, takes nothing away.
    table.earlier.iter_mut().for_each(|cell| cell.opened = false);
    assert_eq!(own(&table), [1, 2]);
    assert_eq!(valued(&table, &alone), BTreeSet::from([0]));
    table.earlier.iter_mut().for_each(|cell| (cell.opened, cell.reporters) = (true, (0..7).collect()));
    assert_eq!(own(&table), [1, 2]);
}

/// Parts in soft systems, which may come after or before their total in the order of candidates.
#[test]
fn a_total_is_judged_before_its_parts_whatever_the_order() {
    let mut cells = vec![cell(&[1]), cell(&[2])];
    cells[0].leaves.push(vec![1, 3]);
    cells[1].leaves.push(vec![1]);
    let mut table = table(cells);
    for order in [[0, 1], [1, 0]] {
        table.order = order.to_vec();
        let out = shown(&table, &all_but(&table, &[]), &[50, 45]);
        assert_eq!(out[0], Shown::Value(Band { value: 50, low: 48, high: 52 }));
        assert_eq!(out[1], Shown::NearlyAll { low: 38, high: 52 });
    }
    // Cells that are parts of each other end, too.
    (table.systems, table.order) = (3, vec![0, 1]);
    table.cells[0].leaves.push(vec![1]);
    table.cells[1].leaves.push(vec![1, 3]);
    let out = shown(&table, &all_but(&table, &[]), &[50, 45]);
    assert!(matches!(out[0], Shown::Value(_)) && matches!(out[1], Shown::NearlyAll { .. }));
}

/// Where the highest numerator is the lowest denominator, everybody may have the outcome, and there is no rate.
#[test]
fn a_rate_that_may_be_just_all_is_not_shown() {
    let ends = |low, high| Shown::Interval { low, high };
    assert_eq!(rate_of(ends(10, 20), ends(20, 30), true), Err(NoRate::All));
    assert_eq!(rate_of(ends(10, 19), ends(20, 30), true), Ok(Rate { low: 333, high: 950 }));
    assert_eq!(rate_of(ends(10, 1_999), ends(2_000, 2_100), true), Err(NoRate::All), "rounded up");
}

/// Three members with 20 each at most in a year, which is shut: of three quarters the last one would tell that the year has 60.
#[test]
fn parts_leave_room_below_the_greatest_total() {
    let mut cells = vec![cell(&[1, 2, 3, 4]), cell(&[1]), cell(&[2]), cell(&[3])];
    for cell in &mut cells {
        (cell.reporters, cell.max) = ((0..3).collect(), 20);
    }
    let table = table(cells);
    let plan = all_but(&table, &[0]);
    let band = |low: u64| Shown::Value(Band { value: low + 2, low, high: low + 4 });
    let out = shown(&table, &plan, &[60, 20, 20, 20]);
    assert_eq!(out[1..3], [band(18), band(18)]);
    assert_eq!(out[3], Shown::NearlyAll { low: 3, high: 27 });
    let low = Shown::Value(Band { value: 8, low: 3, high: 12 });
    assert_eq!(shown(&table, &plan, &[45, 20, 15, 10])[1..], [band(18), band(13), low]);
}
