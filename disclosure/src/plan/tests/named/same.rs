//! What counts of nothing say to be the same.

use super::{opened, shut};
use crate::plan::tests::{cell, table};
use crate::plan::{Parts, Reason, plan, with};
use crate::table::Table;

/// A part, another one, and the whole that holds both, each in a system of its own; what is left beside each is counted alone: of
/// one nobody has anything, so that it is the whole.
fn parts_of_a_whole() -> Table {
    let mut table = table(vec![
        cell(&[&[1], &[1], &[1]], 0..6, 6),
        cell(&[&[2], &[2], &[2]], 0..6, 6),
        cell(&[&[0], &[1, 3], &[2, 4]], 0..6, 6),
        cell(&[&[3], &[3], &[3]], 0..6, 0),
        cell(&[&[4], &[4], &[4]], 0..6, 1),
    ]);
    table.cells.iter_mut().skip(3).for_each(|rest| rest.count_only = true);
    table
}

fn apart(table: &Table) -> Vec<u32> {
    with(table, &Parts { same: false, ..Parts::ALL }).unwrap().opened().into_iter().collect()
}

/// The first part is the whole, so the one less the other is one member's. The whole itself stays shut: beside the part it would
/// tell readers that nobody has anything else.
#[test]
fn a_part_that_is_the_whole_is_judged_as_the_whole() {
    let mut table = parts_of_a_whole();
    assert_eq!((opened(&table), apart(&table)), (vec![0], vec![0, 1]));
    table.order = vec![1, 0, 2, 3, 4];
    assert_eq!((opened(&table), apart(&table)), (vec![1], vec![0, 1]));
    // Of others than the whole: nothing is known of the one by the other.
    table.cells[0].reporters = (1..7).collect();
    assert_eq!(opened(&table), [0, 1]);
    // Enough have something beside the other.
    let mut table = parts_of_a_whole();
    table.cells[4].count = Some(3);
    assert_eq!(opened(&table), [0, 1]);
}

/// Both parts are the whole, and a member calls the one confidential.
#[test]
fn what_is_the_same_as_a_confidential_cell_is_confidential() {
    let mut table = parts_of_a_whole();
    table.cells[4].count = Some(0);
    assert_eq!(opened(&table), [0, 1]);
    table.cells[1].confidential = [0].into();
    assert_eq!((opened(&table), apart(&table)), (vec![], vec![0]));
    assert_eq!(plan(&table).unwrap().decisions[0], shut(Reason::Isolates));
}
