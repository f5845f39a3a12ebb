//! Ladders, and tables that cannot be planned.

use super::{opened, shut};
use crate::plan::tests::{cell, table};
use crate::plan::{Plan, Reason, countable, plan};
use crate::table::{Ladder, Table, TableFault};

#[test]
fn ladders_are_decided_before_opening() {
    let mut table = table(vec![
        cell(&[&[0, 1, 2]], 0..8, 8),
        cell(&[&[0]], 0..8, 8),
        cell(&[&[1]], 0..8, 2),
        cell(&[&[2]], 0..8, 2),
    ]);
    table.cells[3].count = Some(8);
    let free = opened(&table);
    assert_eq!(free, [0, 1]);
    table.ladders = vec![Ladder { steps: vec![vec![1, 2, 3], vec![0]], ..Ladder::default() }];
    assert_eq!(plan(&table).unwrap().decisions[1], shut(Reason::Ladder));
    assert_eq!(opened(&table), [0]);
}

#[test]
fn bad_tables_are_refused() {
    let good = table(vec![cell(&[&[0]], 0..5, 5), cell(&[&[1]], 0..5, 5)]);
    let with = |change: &dyn Fn(&mut Table)| {
        let mut table = good.clone();
        change(&mut table);
        assert_eq!(plan(&table).err(), countable(&table).err());
        plan(&table).err()
    };
    assert_eq!(with(&|_| ()), None);
    let leaves = Some(TableFault::Leaves { what: "cell", index: 1 });
    assert_eq!(with(&|table| table.cells[1].leaves[0] = vec![2, 2]), leaves);
    assert_eq!(with(&|table| table.cells[1].leaves.clear()), leaves);
    let count = |of| Some(TableFault::Count { what: "cell", index: 0, of });
    assert_eq!(with(&|table| table.cells[0].count = Some(6)), count("contributors"));
    assert_eq!(with(&|table| table.cells[0].changed = Some(6)), count("changes"));
    assert_eq!(with(&|table| table.cells[0].confidential = [9].into()), count("confidential figures"));
    assert_eq!(with(&|table| table.order = vec![0, 0]), Some(TableFault::Order));
    assert_eq!(with(&|table| table.order = vec![0, 2]), Some(TableFault::Order));
    let ladder = Some(TableFault::Unknown { what: "ladder", index: 0 });
    assert_eq!(with(&|table| table.ladders = vec![Ladder { quiet: vec![2], ..Ladder::default() }]), ladder);
    assert_eq!(plan(&Table::default()), Ok(Plan::default()));
}
