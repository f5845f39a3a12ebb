//! Attacks that were found, each with the smallest table that shows it.

mod counts;
mod members;
mod quiet;
mod rounds;
mod same;
mod standing;
mod sums;
mod tables;
mod together;

use crate::plan::{Decision, Reason, plan};
use crate::table::Table;

fn shut(reason: Reason) -> Decision {
    Decision::Shut(reason)
}

fn opened(table: &Table) -> Vec<u32> {
    plan(table).unwrap().opened().into_iter().collect()
}
