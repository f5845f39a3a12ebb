//! Every way to change one thing in the small record, and the checks that may answer for it.

mod copies;
mod events;
mod payloads;
mod proofs;
mod sheets;

pub use copies::{of_copies, relist};
pub use events::{of_aggregator, of_events};
pub use payloads::{of_fields, of_signers};
pub use proofs::{of_answers, of_bodies, of_leaders};
pub use sheets::of_sheets;

use intertally_verify::record::Files;

/// A changed record, what was done to it, and the checks of which at least one must fail. None: nobody but the changed
/// object's own maker can tell, see `why`.
pub struct Mutant {
    /// For people.
    pub what: String,
    /// The record.
    pub files: Files,
    /// Checks that may answer.
    pub checks: &'static [u8],
    /// Why it may survive, if it may.
    pub why: Option<&'static str>,
}

/// Where bytes of a file are flipped: both ends, the middle, and `more` places between.
fn places(len: usize, more: usize) -> Vec<usize> {
    let mut at: Vec<usize> = (0..more + 2).map(|i| i * len.saturating_sub(1) / (more + 1)).collect();
    at.dedup();
    at
}
