//! Whether a table can be planned at all.

use crate::table::{Table, TableFault};
use std::collections::BTreeSet;

impl Table {
    /// Whether its lists fit together.
    pub(crate) fn check(&self) -> Result<(), TableFault> {
        let systems = self.systems.max(1);
        let sorted = |leaves: &Vec<u32>| !leaves.is_empty() && leaves.is_sorted_by(|a, b| a < b);
        let whole = |leaves: &[Vec<u32>]| leaves.len() == systems && leaves.iter().all(sorted);
        for (index, cell) in self.cells.iter().enumerate() {
            if !whole(&cell.leaves) {
                return Err(TableFault::Leaves { what: "cell", index });
            }
            counts("cell", index, &cell.reporters, cell.count, cell.changed)?;
            flags("cell", index, &cell.reporters, &cell.confidential)?;
        }
        for (index, row) in self.earlier.iter().enumerate() {
            if !whole(&row.leaves) {
                return Err(TableFault::Leaves { what: "earlier cell", index });
            }
            counts("earlier cell", index, &row.reporters, row.count, row.changed)?;
            flags("earlier cell", index, &row.reporters, &row.confidential)?;
        }
        if let Some(at) = self.earlier.windows(2).position(|pair| matches!(pair, [a, b] if a.round > b.round))
        {
            return Err(TableFault::Rounds(at + 1));
        }
        if let Some(index) = self.public.iter().position(|figure| !whole(&figure.leaves)) {
            return Err(TableFault::Leaves { what: "public figure", index });
        }
        let named: BTreeSet<u32> = self.order.iter().copied().collect();
        let there = |cell: &u32| (*cell as usize) < self.cells.len();
        if self.order.len() != self.cells.len() || named.len() != self.cells.len() || !named.iter().all(there)
        {
            return Err(TableFault::Order);
        }
        if let Some(index) = self.quiet.iter().position(|quiet| !there(&quiet.guard)) {
            return Err(TableFault::Unknown { what: "group of quiet leaves", index });
        }
        let made = self.made_of.iter().position(|(cell, counts)| !there(cell) || !counts.iter().all(there));
        if let Some(index) = made {
            return Err(TableFault::Unknown { what: "cell made of others", index });
        }
        let unknown = self.ladders.iter().position(|ladder| {
            let steps = ladder.steps.iter().flatten();
            !steps.chain(&ladder.elsewhere).chain(&ladder.quiet).all(there)
        });
        unknown.map_or(Ok(()), |index| Err(TableFault::Unknown { what: "ladder", index }))
    }
}

fn flags(
    what: &'static str,
    index: usize,
    reporters: &BTreeSet<u32>,
    confidential: &BTreeSet<u32>,
) -> Result<(), TableFault> {
    if confidential.is_subset(reporters) {
        Ok(())
    } else {
        Err(TableFault::Count { what, index, of: "confidential figures" })
    }
}

fn counts(
    what: &'static str,
    index: usize,
    reporters: &BTreeSet<u32>,
    count: Option<u32>,
    changed: Option<u32>,
) -> Result<(), TableFault> {
    for (of, given) in [("contributors", count), ("changes", changed)] {
        if given.is_some_and(|given| given as usize > reporters.len()) {
            return Err(TableFault::Count { what, index, of });
        }
    }
    Ok(())
}
