//! What the coordinator makes of exact totals: what readers see, and its own report of the plan.

use crate::error::{Result, RoleError};
use intertally_core::disclosure::{Plan, Shown, shown};
use intertally_core::fold::RoundState;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_publish::plan_text;

/// What readers see of each cell of a counted round, from the exact totals of the approved cells.
///
/// # Errors
/// A stop, if the totals are not those of the adopted plan.
pub fn shown_of(round: &RoundState, openings: &OpeningsSheet, earlier: &[Remembered]) -> Result<Vec<Shown>> {
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    let totals = openings.cells.iter().map(|opened| (opened.cell, opened.total)).collect();
    let made = shown(round.manifest(), &round.returned(), approved, earlier, &totals);
    made.map_err(|why| RoleError::stop(why.to_string(), "count and open the round again"))
}

/// What was decided of each cell, and why, before any total is opened, as text for the coordinator alone.
#[must_use]
pub fn decided(round: &RoundState, plan: &Plan) -> String {
    let unseen = vec![Shown::Withheld; round.manifest().cells.len()];
    plan_text(round.manifest(), &round.returned().reported, plan, &unseen)
}

/// What became of each cell, and why, as text for the coordinator alone.
///
/// # Errors
/// A stop, if plan and totals are not of one round.
pub fn plan_of(
    round: &RoundState,
    openings: &OpeningsSheet,
    earlier: &[Remembered],
    plan: &Plan,
) -> Result<String> {
    let shown = shown_of(round, openings, earlier)?;
    Ok(plan_text(round.manifest(), &round.returned().reported, plan, &shown))
}
