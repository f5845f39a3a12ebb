//! Sums of earlier rounds that this one breaks down or puts together without asking them again: nobody says whether a figure in
//! them changed, so the cell with which they add up would tell the corrections between the rounds, be they of one member.

use crate::atoms::{Row, atoms};
use crate::exact::linear::{Sparse, indicator};
use crate::exact::span::Span;
use crate::table::{Earlier, Table};
use std::collections::{BTreeMap, BTreeSet};

/// What has been opened, per system that has such sums.
pub(super) struct Unasked {
    systems: Vec<System>,
}

struct System {
    /// Per cell of the round.
    rows: Vec<Sparse<i64>>,
    /// All that is open, of all rounds.
    open: Span,
    /// Of that what this round opened or asks again.
    asked: Span,
}

impl Unasked {
    pub(super) fn new(table: &Table, soft: bool) -> Self {
        let systems = if soft { table.systems.max(1) } else { 1 };
        Self { systems: (0..systems).filter_map(|system| System::new(table, system)).collect() }
    }

    /// The cell is opened.
    pub(super) fn open(&mut self, cell: usize) {
        for system in &mut self.systems {
            if let Some(row) = system.rows.get(cell) {
                system.open.add(row);
                system.asked.add(row);
            }
        }
    }

    /// It follows from what is open, and not without sums that nobody was asked about again.
    pub(super) fn forbids(&mut self, cell: usize) -> bool {
        self.systems.iter_mut().any(|system| {
            let Some(row) = system.rows.get(cell) else { return false };
            system.open.follows(row) && !system.asked.follows(row)
        })
    }
}

impl System {
    /// None if each opened earlier cell is asked again.
    fn new(table: &Table, system: usize) -> Option<Self> {
        let mut again: BTreeMap<&[u32], Vec<&BTreeSet<u32>>> = BTreeMap::new();
        for cell in table.cells.iter().filter(|cell| cell.changed.is_some()) {
            again.entry(of(&cell.leaves, system)).or_default().push(&cell.reporters);
        }
        let earlier: Vec<&Earlier> = table.earlier.iter().filter(|row| row.opened).collect();
        let is_asked = |row: &&Earlier| {
            let same = again.get(of(&row.leaves, system));
            same.is_some_and(|all| all.iter().any(|members| row.reporters.is_subset(members)))
        };
        let asked: Vec<bool> = earlier.iter().map(is_asked).collect();
        if asked.iter().all(|asked| *asked) {
            return None;
        }
        let mut rows: Vec<Row<'_>> =
            earlier.iter().map(|row| (of(&row.leaves, system), &row.reporters)).collect();
        rows.extend(table.cells.iter().map(|cell| (of(&cell.leaves, system), &cell.reporters)));
        let mut rows = atoms(&rows).into_iter().map(indicator::<i64>);
        let mut made = Self { rows: Vec::new(), open: Span::new(), asked: Span::new() };
        for (row, asked) in rows.by_ref().take(earlier.len()).zip(asked) {
            made.open.add(&row);
            if asked {
                made.asked.add(&row);
            }
        }
        made.rows = rows.collect();
        Some(made)
    }
}

fn of(leaves: &[Vec<u32>], system: usize) -> &[u32] {
    leaves.get(system).map_or(&[], Vec::as_slice)
}
