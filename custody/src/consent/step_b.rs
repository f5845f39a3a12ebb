//! Before any share of step B: the counts fit the commitments, the plan is the one recomputed (docs/spec.md section 7).

use crate::ledger::{Ledger, LedgerEntry, LedgerError, Quorate, StepB, StepBIntent};
use intertally_core::opening::positions::PositionError;
use std::collections::BTreeSet;

/// What the coordinator shows: counts of this key's cells and the adopted plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Non-zero contributors per cell of this key.
    pub counts: Vec<u32>,
    /// Cells of this key that the adopted plan approves.
    pub approved: BTreeSet<u32>,
}

/// Why step B is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepBRefusal {
    /// Not one count per cell.
    #[error("{given} counts for {cells} cells; ask for the counts of this key")]
    Shape {
        /// Counts shown.
        given: usize,
        /// Cells of the key.
        cells: u32,
    },
    /// `sum n_k*G_k + R'*H` is not the sum of the commitments C.
    #[error("the counts do not fit the members' commitments; combine step A again")]
    WrongCounts,
    /// The plan recomputed here is another.
    #[error("the adopted plan is not the one that policy and counts give here; recompute the plan")]
    OtherPlan,
    /// A cell with fewer contributors than the minimum, whatever the plan says.
    #[error("cell {cell} has fewer contributors than the minimum; it is never opened")]
    BelowMinimum {
        /// Which.
        cell: u32,
    },
    /// The plan asks for a cell that is not there, or for none.
    #[error(transparent)]
    Positions(#[from] PositionError),
    /// The ledger forbids it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Check counts and plan. `fits` says whether counts (and R') open the sum of commitments C; `plan` recomputes from
/// the counts the approved cells of this key. It is called only with counts that fit.
pub fn consent(
    quorate: &Quorate<'_>,
    ledger: &Ledger,
    shown: &Shown,
    fits: impl FnOnce(&[u32]) -> bool,
    plan: impl FnOnce(&[u32]) -> BTreeSet<u32>,
) -> Result<StepBIntent, StepBRefusal> {
    let stated = quorate.0;
    let (given, cells) = (shown.counts.len(), stated.ranges.cells());
    if u32::try_from(given) != Ok(cells) {
        return Err(StepBRefusal::Shape { given, cells });
    }
    if !fits(&shown.counts) {
        return Err(StepBRefusal::WrongCounts);
    }
    if plan(&shown.counts) != shown.approved {
        return Err(StepBRefusal::OtherPlan);
    }
    let positions = stated.ranges.step_b(&shown.approved)?;
    let below =
        (0u32..).zip(&shown.counts).find(|(cell, n)| shown.approved.contains(cell) && **n < stated.minimum);
    if let Some((cell, _)) = below {
        return Err(StepBRefusal::BelowMinimum { cell });
    }
    let statement = stated.statement;
    let digest = positions.digest();
    ledger.admits(&LedgerEntry::Answered {
        key: statement.key,
        round: statement.round,
        positions: digest,
    })?;
    Ok(StepBIntent(StepB { statement, positions }))
}
