//! False returns beside true ones: who publishes a figure says less of something that holds all of it, so that no figures meet
//! both. Whoever attacks knows which of the two is true.

use crate::fault::Fault;
use crate::generate::{Publisher, Showing};
use intertally_disclosure::{PublicFigure, Table};
use std::collections::{BTreeMap, BTreeSet};

/// A publisher before whom every figure that members publish is contradicted. The worlds that it publishes do not hold what is
/// false.
pub struct Contradicted<P>(pub P);

/// With half of each figure claimed of its leaves and of one more, which no cell has.
fn contradicted(table: &Table) -> Table {
    let all = table.cells.iter().flat_map(|cell| &cell.leaves);
    let all = all.chain(table.earlier.iter().flat_map(|row| &row.leaves)).flatten();
    let other = all.max().map_or(0, |last| last.saturating_add(1));
    let mut table = table.clone();
    let lie = |own: &PublicFigure| PublicFigure {
        leaves: own.leaves.iter().map(|leaves| leaves.iter().copied().chain([other]).collect()).collect(),
        figure: own.figure / 2,
        ..own.clone()
    };
    let lies: Vec<PublicFigure> = table.public.iter().filter(|own| own.figure > 0).map(lie).collect();
    table.public.extend(lies);
    table
}

impl<P: Publisher> Publisher for Contradicted<P> {
    fn open(&self, table: &Table) -> Result<BTreeSet<u32>, Fault> {
        self.0.open(&contradicted(table))
    }

    fn show(
        &self,
        table: &Table,
        opened: &BTreeSet<u32>,
        totals: &BTreeMap<u32, u64>,
    ) -> Result<Vec<Option<Showing>>, Fault> {
        self.0.show(&contradicted(table), opened, totals)
    }
}
