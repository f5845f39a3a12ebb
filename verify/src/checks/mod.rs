//! One file per numbered check of spec section 8.

pub(crate) mod check_01_format;
pub(crate) mod check_02_manifest;
pub(crate) mod check_03_ceremony;
pub(crate) mod check_04_log;
pub(crate) mod check_05_submissions;
pub(crate) mod check_06_seal;
pub(crate) mod check_07_sum;
pub(crate) mod check_08_statements;
pub(crate) mod check_09_counts;
pub(crate) mod check_10_plan;
pub(crate) mod check_11_totals;
pub(crate) mod check_12_disclosure;
pub(crate) mod check_13_files;
pub(crate) mod check_14_erasure;
pub(crate) mod sheets;
mod shown;

use crate::report::{Cause, Judged};

/// To whom a fault of the copy points: what was signed is another thing.
pub(crate) const COPY: &str = "whoever made this copy of the record";

/// The record has no readable round: nothing that rests on one is reached.
fn no_round() -> Judged {
    Judged::not_reached(Cause::Fault, "the log does not open this round")
}
