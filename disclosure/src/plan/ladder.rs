//! Ladders: of breakdowns of the same figures the finest that opens whole is taken, apart for every slice.

use super::decision::{Decision, Reason};
use crate::table::{Ladder, Table};
use std::collections::BTreeSet;

/// Cells of finer steps than the one taken stay shut. All ladders are judged by the same open cells.
pub(super) fn applied(table: &Table, mut decisions: Vec<Decision>) -> Vec<Decision> {
    let open: BTreeSet<u32> = (0u32..)
        .zip(&decisions)
        .filter(|(_, decision)| **decision == Decision::Open)
        .map(|(cell, _)| cell)
        .collect();
    for cell in table.ladders.iter().flat_map(|ladder| dropped(ladder, &open)) {
        if let Some(decision) = decisions.get_mut(cell as usize).filter(|one| **one == Decision::Open) {
            *decision = Decision::Shut(Reason::Ladder);
        }
    }
    decisions
}

/// Cells of the slice that neither the step taken, nor a coarser one, nor another table shows.
fn dropped(ladder: &Ladder, open: &BTreeSet<u32>) -> BTreeSet<u32> {
    let whole = |step: &Vec<u32>| {
        !step.is_empty() && step.iter().all(|cell| open.contains(cell) || ladder.quiet.contains(cell))
    };
    let taken = ladder.steps.iter().position(whole).unwrap_or(ladder.steps.len().saturating_sub(1));
    let stays: BTreeSet<u32> =
        ladder.steps.iter().skip(taken).flatten().chain(&ladder.elsewhere).copied().collect();
    let finer = ladder.steps.iter().take(taken).flatten();
    finer.copied().filter(|cell| !stays.contains(cell)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finest_whole_step_is_taken() {
        let ladder =
            Ladder { steps: vec![vec![0, 1, 2], vec![3, 4], vec![5]], elsewhere: vec![1], quiet: vec![2] };
        let ask = |open: &[u32]| dropped(&ladder, &open.iter().copied().collect());
        assert!(ask(&[0, 1]).is_empty(), "quiet cells hold nothing up");
        assert_eq!(ask(&[0, 3, 4, 5]), BTreeSet::from([0, 2]), "cell 1 is asked elsewhere");
        assert_eq!(ask(&[0, 3, 5]), BTreeSet::from([0, 2, 3, 4]));
        assert_eq!(ask(&[0]), BTreeSet::from([0, 2, 3, 4]), "the coarsest shows what it can");
    }
}
