//! The rules that are attacked.

use crate::fault::Fault;
use crate::generate::{Publisher, Showing};
use crate::small::Rules;
use intertally_disclosure::plan::{Parts, with};
use intertally_disclosure::{Plan, Shown, Table, countable, show};
use std::collections::{BTreeMap, BTreeSet};

/// The rules, or what is left of them when some parts are switched off.
#[derive(Clone, Copy, Debug)]
pub struct Product(pub Parts);

impl Product {
    /// The plan.
    ///
    /// # Errors
    ///
    /// The table is refused.
    pub fn plan(&self, table: &Table) -> Result<Plan, Fault> {
        Ok(with(table, &self.0)?)
    }
}

impl Publisher for Product {
    fn open(&self, table: &Table) -> Result<BTreeSet<u32>, Fault> {
        Ok(self.plan(table)?.opened())
    }

    fn show(
        &self,
        table: &Table,
        _: &BTreeSet<u32>,
        totals: &BTreeMap<u32, u64>,
    ) -> Result<Vec<Option<Showing>>, Fault> {
        let alone = |shown: &Shown| !matches!(shown, Shown::Interval { .. });
        let showing =
            |shown: &Shown| shown.ends().map(|(low, high)| Showing { low, high, alone: alone(shown) });
        Ok(show(table, &self.plan(table)?, totals)?.iter().map(showing).collect())
    }
}

impl Rules for Product {
    fn countable(&self, table: &Table) -> Result<Vec<bool>, Fault> {
        Ok(countable(table)?.contributors)
    }
}
