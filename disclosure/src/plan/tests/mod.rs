//! Adversaries by name, and oracles that share no code with the plan.

mod named;
mod oracle;
mod ragged;
mod random;
mod slow;
mod slow_find;

use crate::table::{Cell, Earlier, ShownBefore, Table};
use std::collections::BTreeSet;

/// A cell with one list of leaves for all systems. Nobody changed it.
pub(super) fn cell(leaves: &[&[u32]], reporters: impl IntoIterator<Item = u32>, count: u32) -> Cell {
    Cell {
        leaves: leaves.iter().map(|leaves| leaves.to_vec()).collect(),
        minimum: 3,
        reporters: reporters.into_iter().collect(),
        count: Some(count),
        changed: Some(0),
        count_only: false,
        confidential: BTreeSet::new(),
        base: 5,
        first: 13,
        max: 1000,
    }
}

/// A table that comes after what another one opened: it asks all of that again, behind its own cells. Nobody changed it.
pub(super) fn after(first: &Table, opened: &BTreeSet<u32>, mut own: Table) -> Table {
    own.earlier.extend(earlier(first, opened));
    own.cells.extend(opened.iter().map(|at| first.cells[*at as usize].clone()));
    own.order = table(own.cells.clone()).order;
    own
}

/// An earlier cell of eight that is asked again: nobody changed it.
pub(super) fn again(leaves: &[&[u32]]) -> Cell {
    cell(leaves, 0..8, 8)
}

/// Cells in the order of the rules: many leaves first, then as they stand.
pub(super) fn table(cells: Vec<Cell>) -> Table {
    let systems = cells.first().map_or(1, |cell| cell.leaves.len());
    let mut order: Vec<u32> = (0..cells.len() as u32).collect();
    order.sort_by_key(|cell| std::cmp::Reverse(cells[*cell as usize].leaves[0].len()));
    Table { systems, cells, order, ..Table::default() }
}

/// The cells of a round as later rounds see them.
pub(super) fn earlier(table: &Table, opened: &BTreeSet<u32>) -> Vec<Earlier> {
    let row = |(at, cell): (u32, &Cell)| Earlier {
        round: 0,
        leaves: cell.leaves.clone(),
        minimum: cell.minimum,
        reporters: cell.reporters.clone(),
        count: cell.count,
        changed: cell.changed,
        opened: opened.contains(&at),
        confidential: cell.confidential.clone(),
        first: cell.first,
        shown: ShownBefore::Nothing,
    };
    (0u32..).zip(&table.cells).map(row).collect()
}
