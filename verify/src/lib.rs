//! The numbered checks of the record (spec section 8), for an auditor who trusts nobody.
//!
//! [`verify`] reads a [`record`] through a [`record::Source`] and answers with a [`Report`]. It goes on after a failure as
//! far as it can, never panics on foreign bytes, and holds a few submissions in memory at a time.

mod answers;
mod audit;
mod checks;
mod closing;
mod diff;
mod previous;
mod published;
pub mod receipt;
pub mod record;
mod render;
mod replay;
mod report;
mod submissions;
mod witnesses;

pub use audit::{Options, Progress, verify};
pub use diff::{DiffError, Growth, diff};
pub use previous::{PreviousError, composition};
pub use published::{Files as PublishedFiles, Maker, NotMade, ThisRelease, files_of};
pub use report::{Cause, CheckReport, Finding, Outcome, Report, Verdict};
pub use witnesses::{SeenBy, Witnesses};
