//! Which cells are opened (spec section 7.9): from structure, reporters and counts alone; values play no part.

mod decision;

pub use decision::{Decision, Plan, Reason};

/// Steps that the search for one cell may take in one system. A constant of the rules: everybody who makes the plan again
/// must stop at the same step.
pub const LIMIT: u64 = 4_000;
