//! What is made of other cells says of them what their totals would: it opens only beside all of these.

use super::decision::{Decision, Reason};
use crate::table::Table;

/// Terms of counts of which one stays shut stay shut. Terms have leaves of their own, so nothing else holds those of one
/// breakdown against those of another; their counts are held so.
pub(super) fn applied(table: &Table, mut decisions: Vec<Decision>) -> Vec<Decision> {
    let open = |cell: &u32| decisions.get(*cell as usize) == Some(&Decision::Open);
    let shut = |(cell, counts): (&u32, &Vec<u32>)| (open(cell) && !counts.iter().all(open)).then_some(*cell);
    let shut: Vec<u32> = table.made_of.iter().filter_map(shut).collect();
    for cell in shut {
        if let Some(decision) = decisions.get_mut(cell as usize) {
            *decision = Decision::Shut(Reason::Counts);
        }
    }
    decisions
}
