//! The numbered checks of the record (spec section 8), for an auditor who trusts nobody.
//!
//! [`verify`] reads a [`record`] through a [`record::Source`] and answers with a [`Report`]. It goes on after a failure as
//! far as it can, never panics on foreign bytes, and holds a few submissions in memory at a time.

mod audit;
mod checks;
mod closing;
mod diff;
pub mod record;
mod render;
mod replay;
mod report;
mod submissions;

pub use audit::{Anchor, Options, Progress, Regenerate, Released, verify};
pub use diff::{DiffError, Growth, diff};
pub use report::{Cause, CheckReport, Finding, Outcome, Report, Verdict};
