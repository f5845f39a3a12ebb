//! Which cells are opened (spec section 7.9): from structure, reporters and counts alone; values play no part.

mod areas;
mod bits;
mod certain;
mod check;
mod component;
mod countable;
mod counts;
mod covers;
mod decide;
mod decision;
mod differences;
mod find;
mod forms;
mod groups;
mod known;
mod ladder;
mod low;
mod margins;
mod narrowed;
mod possible;
mod room;
mod rows;
mod same;
mod standing;
mod systems;
mod terms;
#[cfg(test)]
mod tests;
mod void;

pub use countable::{Countable, countable};
pub use decision::{Decision, Plan, Reason};
pub(crate) use rows::{Countries, asked, minimum};

use crate::table::{Table, TableFault};

/// Steps that each of the two searches for one cell may take in one component. A constant of the rules: everybody who makes
/// the plan again must stop at the same step.
pub const LIMIT: u64 = 4_000;

/// Decide every cell. Equal tables give equal plans, whoever computes them.
pub fn plan(table: &Table) -> Result<Plan, TableFault> {
    with(table, &Parts::ALL)
}

/// The parts of the rule. Tests switch them off one by one, to see that each is needed.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Forms that hold few for sure.
    pub certain: bool,
    /// Forms of one sign that may hold few.
    pub possible: bool,
    /// Systems besides the hard one.
    pub soft: bool,
    /// What lines hold besides others.
    pub differences: bool,
    /// Counts of several rows are held together: what holds nothing as they say, and what is left beside one.
    pub together: bool,
    /// What counts of nothing say to be the same becomes known together, to whoever sees the counts.
    pub same: bool,
    /// Earlier rounds, with figures that are the same as then.
    pub unchanged: bool,
    /// Earlier rounds, with figures that are all others than then.
    pub changed: bool,
    /// Guards of margins, besides those of slices, say whether a leaf is dropped.
    pub groups: bool,
    /// Counts less those who have figures in dropped leaves alone.
    pub margins: bool,
    /// Members of one country report the same in all that is connected.
    pub areas: bool,
    /// What is connected with earlier openings opens only where these stand.
    pub standing: bool,
    /// Earlier rounds as far as they are for sure of today's figures.
    pub firm: bool,
    /// What follows from figures that members published in earlier rounds is not known for sure.
    pub said: bool,
    /// Earlier totals have room for what is opened of them.
    pub room: bool,
    /// What is made of other cells opens only beside all of these.
    pub counts: bool,
    /// What is left between counts of which terms are open is of as many as the terms ask for.
    pub terms: bool,
    /// Components without quiet leaves that a guard of few keeps, besides those with them.
    pub bare: bool,
    /// Components with the quiet leaves of who is gone, besides those without them.
    pub gone: bool,
    /// Steps of each search for one cell and component.
    pub limit: u64,
}

impl Parts {
    /// The rule.
    pub const ALL: Self = Self {
        certain: true,
        possible: true,
        soft: true,
        differences: true,
        together: true,
        same: true,
        unchanged: true,
        changed: true,
        groups: true,
        margins: true,
        areas: true,
        standing: true,
        firm: true,
        said: true,
        room: true,
        counts: true,
        terms: true,
        bare: true,
        gone: true,
        limit: LIMIT,
    };
}

/// The plan with some parts of the rule switched off.
#[doc(hidden)]
pub fn with(table: &Table, parts: &Parts) -> Result<Plan, TableFault> {
    table.check()?;
    let decisions = decide::decide(table, parts);
    let decisions = if parts.room { room::applied(table, decisions) } else { decisions };
    let decisions = ladder::applied(table, decisions);
    let decisions = if parts.counts { counts::applied(table, decisions) } else { decisions };
    let decisions = if parts.terms { terms::applied(table, parts, decisions) } else { decisions };
    Ok(Plan { decisions })
}
