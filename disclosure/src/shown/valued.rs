//! Which opened cells have a value of their own: those that do not follow from others that have one, so that adding and
//! subtracting undoes no rounding.

use crate::atoms::{Row, atoms};
use crate::exact::linear::{Sparse, indicator};
use crate::exact::span::Span;
use crate::plan::Plan;
use crate::table::{Cell, Table};
use std::collections::BTreeSet;

/// A cell as a row of the hard system.
pub(super) fn hard(cell: &Cell) -> Row<'_> {
    (cell.leaves.first().map_or(&[], Vec::as_slice), &cell.reporters)
}

/// The opened cells from fine to coarse: the order of candidates backwards.
pub(super) fn finest_first(table: &Table, plan: &Plan) -> Vec<u32> {
    let opened = plan.opened();
    let there = |cell: &u32| opened.contains(cell) && (*cell as usize) < table.cells.len();
    table.order.iter().rev().copied().filter(there).collect()
}

/// The opened cells that have a value of their own.
///
/// They are chosen from fine to coarse. A cell has a value unless its row is a combination, in the hard system, of rows
/// that have one in this round or in an earlier one; the very row that had one earlier keeps it. Earlier rounds are gone
/// through in the same way, so the cells of an earlier round must stand in the order in which that round tried them.
#[must_use]
pub fn valued(table: &Table, plan: &Plan) -> BTreeSet<u32> {
    let mut order: Vec<(Option<u32>, Row<'_>)> = Vec::new();
    for round in table.earlier.chunk_by(|one, next| one.round == next.round) {
        let opened = round.iter().rev().filter(|cell| cell.opened);
        order.extend(
            opened.map(|cell| (None, (cell.leaves.first().map_or(&[][..], Vec::as_slice), &cell.reporters))),
        );
    }
    let now = finest_first(table, plan).into_iter();
    order.extend(now.filter_map(|index| Some((Some(index), hard(table.cells.get(index as usize)?)))));
    let rows = atoms(&order.iter().map(|(_, row)| *row).collect::<Vec<_>>());
    let mut span = Span::new();
    let mut earlier: BTreeSet<&[u32]> = BTreeSet::new();
    let mut out = BTreeSet::new();
    for ((index, _), row) in order.iter().zip(&rows) {
        let vector: Sparse<i64> = indicator(row.iter().copied());
        let new = span.add(&vector);
        match index {
            None if new => {
                earlier.insert(row);
            }
            Some(index) if new || earlier.contains(row.as_slice()) => {
                out.insert(*index);
            }
            _ => {}
        }
    }
    out
}
