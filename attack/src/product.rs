//! The rules that are attacked.

use crate::generate::Publisher;
use crate::small::Rules;
use crate::world::Seen;
use intertally_disclosure::plan::{Parts, with};
use intertally_disclosure::{Decision, Plan, Reason, Shown, Table, countable, show};
use std::collections::{BTreeMap, BTreeSet};

/// The rules, or what is left of them when some parts are switched off.
#[derive(Clone, Copy, Debug)]
pub struct Product(pub Parts);

impl Product {
    /// The plan; nothing opens of a table that is refused.
    #[must_use]
    pub fn plan(&self, table: &Table) -> Plan {
        let shut = || Plan { decisions: vec![Decision::Shut(Reason::NotCounted); table.cells.len()] };
        with(table, &self.0).unwrap_or_else(|_| shut())
    }

    fn seen(&self, table: &Table, totals: &BTreeMap<u32, u64>) -> Vec<Seen> {
        let shown = show(table, &self.plan(table), totals);
        shown.map_or_else(|_| vec![None; table.cells.len()], |all| all.iter().map(Shown::ends).collect())
    }
}

impl Publisher for Product {
    fn open(&self, table: &Table) -> BTreeSet<u32> {
        self.plan(table).opened()
    }

    fn show(&self, table: &Table, _: &BTreeSet<u32>, totals: &BTreeMap<u32, u64>) -> Vec<Seen> {
        self.seen(table, totals)
    }
}

impl Rules for Product {
    fn open(&self, table: &Table) -> BTreeSet<u32> {
        self.plan(table).opened()
    }

    fn show(&self, table: &Table, _: &BTreeSet<u32>, totals: &BTreeMap<u32, u64>) -> Vec<Seen> {
        self.seen(table, totals)
    }

    fn countable(&self, table: &Table) -> Vec<bool> {
        countable(table).unwrap_or_else(|_| vec![false; table.cells.len()])
    }
}
