//! Totals of earlier rounds stand as they were shown. What this round opens of one adds to what it is known to hold: where
//! its shown band has no room for that, nothing new of it is opened.

use super::decision::{Decision, Reason};
use crate::atoms::{Row, atoms};
use crate::exact::linear::indicator;
use crate::exact::span::Span;
use crate::floor::Floors;
use crate::shown::width;
use crate::table::{Cell, Earlier, ShownBefore, Table};
use std::collections::BTreeSet;

/// Decisions with cells shut that would tell an earlier total too closely: all those that are new, and that share figures
/// with it and do not hold it whole.
pub(super) fn applied(table: &Table, mut decisions: Vec<Decision>) -> Vec<Decision> {
    if table.earlier.iter().all(|row| highest(row).is_none()) {
        return decisions;
    }
    let systems = table.systems.max(1);
    let mut tight: BTreeSet<(usize, usize)> = BTreeSet::new();
    loop {
        let open = |cell: &u32| decisions.get(*cell as usize) == Some(&Decision::Open);
        let opened: BTreeSet<u32> = (0u32..).take(decisions.len()).filter(open).collect();
        let floors = Floors::new(table, &opened);
        let before = tight.len();
        for (place, row) in table.earlier.iter().enumerate() {
            let Some(highest) = highest(row) else { continue };
            let room = |floor: u64| floor.saturating_add(width_of(row) - 1) <= highest;
            tight.extend(
                (0..systems)
                    .filter(|system| !room(floors.of_earlier(*system, place)))
                    .map(|system| (system, place)),
            );
        }
        if tight.len() == before {
            return decisions;
        }
        for system in 0..systems {
            let wholes: Vec<&Earlier> = tight
                .iter()
                .filter(|(of, _)| *of == system)
                .filter_map(|(_, at)| table.earlier.get(*at))
                .collect();
            for cell in new_cells(table, &opened, system) {
                let parts = table
                    .cells
                    .get(cell as usize)
                    .filter(|cell| wholes.iter().any(|whole| is_partly_in(cell, whole, system)));
                if let (Some(_), Some(decision)) = (parts, decisions.get_mut(cell as usize)) {
                    *decision = Decision::Shut(Reason::NoRoom);
                }
            }
        }
    }
}

fn width_of(row: &Earlier) -> u64 {
    width(row.first, u64::from(row.minimum))
}

/// The highest total that readers may take an earlier cell to have, if anything is shown of it by itself.
fn highest(row: &Earlier) -> Option<u64> {
    match row.shown {
        ShownBefore::Ends(_, high) => Some(high),
        ShownBefore::NotYet if row.opened => Some(u64::from(row.minimum).saturating_add(width_of(row) - 1)),
        ShownBefore::NotYet | ShownBefore::Nothing => None,
    }
}

/// Of the open cells those that do not follow from what earlier rounds opened.
fn new_cells(table: &Table, opened: &BTreeSet<u32>, system: usize) -> Vec<u32> {
    let old = table.earlier.iter().filter(|row| row.opened);
    let mut rows: Vec<Row<'_>> =
        old.filter_map(|row| Some((row.leaves.get(system)?.as_slice(), &row.reporters))).collect();
    let earlier = rows.len();
    let now = || opened.iter().filter_map(|cell| Some((*cell, table.cells.get(*cell as usize)?)));
    rows.extend(now().filter_map(|(_, cell)| Some((cell.leaves.get(system)?.as_slice(), &cell.reporters))));
    let rows = atoms(&rows);
    let vector = |row: &Vec<u32>| indicator(row.iter().copied());
    let mut span = Span::new();
    for row in rows.iter().take(earlier) {
        span.add(&vector(row));
    }
    let new = now().zip(rows.iter().skip(earlier)).filter(|(_, row)| !span.follows(&vector(row)));
    new.map(|((cell, _), _)| cell).collect()
}

fn is_partly_in(cell: &Cell, whole: &Earlier, system: usize) -> bool {
    let (Some(own), Some(other)) = (cell.leaves.get(system), whole.leaves.get(system)) else { return false };
    let shares = own.iter().any(|leaf| other.binary_search(leaf).is_ok())
        && !cell.reporters.is_disjoint(&whole.reporters);
    let holds = other.iter().all(|leaf| own.binary_search(leaf).is_ok())
        && whole.reporters.is_subset(&cell.reporters);
    shares && !holds
}
