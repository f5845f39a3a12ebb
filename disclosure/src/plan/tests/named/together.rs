//! Counts of several cells, held together.

use super::opened;
use crate::plan::tests::{cell, table};
use crate::plan::{Parts, with};
use crate::table::{Cell, Table};

/// What is open where each count is held by itself.
fn apart(table: &Table) -> Vec<u32> {
    with(table, &Parts { together: false, ..Parts::ALL }).unwrap().opened().into_iter().collect()
}

/// Members 1 to 3 have nothing in the first part, so all of the total that they have is in the second one, so members 4 and 5
/// have nothing in that: the total less the second part is member 0's.
#[test]
fn a_part_in_which_nobody_has_anything_hides_nobody() {
    let mut table = table(vec![cell(&[&[0, 1]], 0..4, 4), cell(&[&[0]], 1..6, 0), cell(&[&[1]], 1..6, 3)]);
    assert_eq!((opened(&table), apart(&table)), (vec![0], vec![0, 2]));
    // Two parts in which nobody has anything; each reported by some.
    table.cells[1].reporters = (1..3).chain(4..6).collect();
    table.cells.push(cell(&[&[0]], 3..5, 0));
    table.order.push(3);
    assert_eq!(opened(&table), [0]);
    // Two may have something in it: nothing is sure of members 4 and 5.
    table.cells[3].count = None;
    table.cells[1].count = Some(2);
    assert_eq!(opened(&table), [0, 2]);
}

/// One member has something in the second part, so members 1 to 5 have something in the first, and member 6 has nothing: the
/// total less the first part is member 0's and that one's.
#[test]
fn a_part_in_which_one_has_something_hides_nobody() {
    let table = table(vec![cell(&[&[0, 1]], 0..6, 6), cell(&[&[0]], 1..7, 4), cell(&[&[1]], 0..7, 1)]);
    assert_eq!((opened(&table), apart(&table)), (vec![0], vec![0, 1]));
}

/// Whoever has something in the first part is of members 0 to 2, so the four others have all that they have in the second one,
/// and one of members 0 to 2 has something there: the second part less the total is that one's.
#[test]
fn what_others_alone_have_hides_nobody() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 3..7, 4),
        cell(&[&[0]], 0..7, 2),
        cell(&[&[1]], 0..7, 5),
        cell(&[&[0]], 0..3, 2),
    ]);
    assert_eq!((opened(&table), apart(&table)), (vec![0], vec![0, 2]));
    // The two may be any.
    table.cells[3].count = None;
    assert_eq!(opened(&table), [0, 2]);
}

/// Nobody of members 0 to 2 has anything in the first part, so the total less that of before and less the first part is what
/// members 3 to 5 have in the second one, whatever is taken off of members 0 to 2. It may be of few, unless it is counted.
#[test]
fn what_takes_nothing_off_is_a_sum() {
    let part = || cell(&[&[0]], 0..6, 3);
    let none = || cell(&[&[0]], 0..3, 0);
    let of_few = |count| cell(&[&[1]], 3..6, count);
    let made = |few| {
        table(vec![
            cell(&[&[0, 1]], 0..6, 6),
            cell(&[&[0, 1]], 0..3, 3),
            part(),
            none(),
            Cell { count: few, ..of_few(0) },
        ])
    };
    assert_eq!(opened(&made(None)), [0, 1]);
    assert_eq!(apart(&made(None)), [0, 1, 2]);
    assert_eq!(opened(&made(Some(3))), [0, 1, 2]);
}

/// The same of members, where two of them are areas of one country.
#[test]
fn counts_are_of_members_also_where_these_are_areas() {
    let mut table = table(vec![
        cell(&[&[0, 1]], 0..7, 7),
        cell(&[&[1, 2]], 0..10, 4),
        cell(&[&[0]], 0..4, 4),
        cell(&[&[0]], 0..7, 4),
    ]);
    table.order = vec![2, 0, 1, 3];
    table.within = [(1, 0)].into();
    assert!(!opened(&table).contains(&1), "{:?}", opened(&table));
    assert!(apart(&table).contains(&1));
}
