//! Which cells may be opened: the plan, a pure function that coordinator, trustees and verifiers all compute
//! (spec section 7.9; docs/adr/0002-plan-in-core.md).
//!
//! Three things withhold a cell: too few contributors; an opening that, with all earlier ones, would isolate too few
//! members; and a withheld cell that would follow from the approved ones. Values play no part, counts of non-zero
//! contributors do. Zero totals are not treated apart: with them, as with any cell, the count decides.

mod derivable;
mod input;
mod linear;
mod of_round;
mod plan;
mod rounding;
mod rows;
mod search;
mod secondary;

#[cfg(test)]
mod tests;

pub use input::{CellRule, Opening, PlanError, PlanInput};
pub use plan::{Decision, Plan, Reason, plan};
pub use rounding::{ROUNDING_SLACK, rounded};
