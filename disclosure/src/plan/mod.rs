//! Which cells are opened (spec section 7.9): from structure, reporters and counts alone; values play no part.

mod bits;
mod certain;
mod check;
mod component;
mod countable;
mod covers;
mod decide;
mod decision;
mod find;
mod forms;
mod ladder;
mod low;
mod possible;
mod revision;
mod rows;
mod systems;
#[cfg(test)]
mod tests;

pub use countable::countable;
pub use decision::{Decision, Plan, Reason};

use crate::table::{Table, TableFault};

/// Steps that the search for one cell may take in one system. A constant of the rules: everybody who makes the plan again
/// must stop at the same step.
pub const LIMIT: u64 = 4_000;

/// Decide every cell. Equal tables give equal plans, whoever computes them.
pub fn plan(table: &Table) -> Result<Plan, TableFault> {
    with(table, &Parts::ALL)
}

/// The parts of the rule. Tests switch them off one by one, to see that each is needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    /// Forms that hold few for sure.
    pub(crate) certain: bool,
    /// Forms of one sign that may hold few.
    pub(crate) possible: bool,
    /// Systems besides the hard one.
    pub(crate) soft: bool,
    /// What lines hold besides others.
    pub(crate) differences: bool,
    /// Earlier rounds, with figures that are the same as then.
    pub(crate) unchanged: bool,
    /// Earlier rounds, with figures that are all others than then.
    pub(crate) changed: bool,
    /// Steps for one cell and component.
    pub(crate) limit: u64,
}

impl Parts {
    pub(crate) const ALL: Self = Self {
        certain: true,
        possible: true,
        soft: true,
        differences: true,
        unchanged: true,
        changed: true,
        limit: LIMIT,
    };
}

pub(crate) fn with(table: &Table, parts: &Parts) -> Result<Plan, TableFault> {
    table.check()?;
    Ok(Plan { decisions: ladder::applied(table, decide::decide(table, parts)) })
}
