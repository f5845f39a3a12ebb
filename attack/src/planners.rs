//! Plans that are too simple, so that the attacks can be seen to find what they are for.

use crate::fault::Fault;
use crate::generate::{Publisher, Showing};
use crate::small::Rules;
use intertally_disclosure::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Opens everything.
#[must_use]
pub fn everything(table: &Table) -> BTreeSet<u32> {
    (0u32..).zip(&table.cells).map(|(index, _)| index).collect()
}

/// Opens every cell that has enough contributors of its own.
#[must_use]
pub fn by_count(table: &Table) -> BTreeSet<u32> {
    let enough = (0u32..).zip(&table.cells).filter(|(_, cell)| cell.count.is_some_and(|n| n >= cell.minimum));
    enough.filter(|(_, cell)| !cell.count_only).map(|(index, _)| index).collect()
}

/// A planner that shows exact totals.
#[derive(Clone, Copy, Debug)]
pub struct Exact(pub fn(&Table) -> BTreeSet<u32>);

impl Publisher for Exact {
    fn open(&self, table: &Table) -> Result<BTreeSet<u32>, Fault> {
        Ok((self.0)(table))
    }

    fn show(
        &self,
        table: &Table,
        _: &BTreeSet<u32>,
        totals: &BTreeMap<u32, u64>,
    ) -> Result<Vec<Option<Showing>>, Fault> {
        let all = (0u32..).zip(&table.cells);
        let exact = |total: &u64| Showing { low: *total, high: *total, alone: true };
        Ok(all.map(|(index, _)| totals.get(&index).map(exact)).collect())
    }
}

impl Rules for Exact {
    fn countable(&self, table: &Table) -> Result<Vec<bool>, Fault> {
        Ok(vec![true; table.cells.len()])
    }
}
