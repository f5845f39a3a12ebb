//! The numbered checks of the record (spec section 8), for an auditor who trusts nobody.
//!
//! [`verify`] reads a [`record`] through a [`record::Source`] and answers with a [`Report`]. It goes on after a failure as
//! far as it can, never panics on foreign bytes, and holds a few submissions in memory at a time.
//!
//! # Example
//!
//! ```
//! use intertally_verify::record::archive;
//! use intertally_verify::{Options, Outcome, verify};
//!
//! let mut record = archive::read_files(std::fs::File::open("../vectors/record/small.tar")?)?;
//! // In earnest 32 bytes that the record's makers cannot foresee.
//! let options = Options { seed: [7; 32], ..Options::default() };
//! let report = verify(&record, &options);
//! assert_eq!(report.checks.len(), 14);
//! assert!(matches!(report.checks[10].outcome, Outcome::Pass { .. }), "the totals are those of the sum");
//!
//! // One byte of a published file is changed: it is not the one that the list of files names.
//! record.get_mut("published/totals.csv").unwrap()[0] ^= 1;
//! let report = verify(&record, &options);
//! assert!(matches!(report.checks[0].outcome, Outcome::Fail { .. }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod audit;
pub mod chain;
mod checks;
mod closing;
mod diff;
mod meant;
mod names;
mod previous;
mod published;
pub mod receipt;
pub mod record;
mod render;
mod replay;
mod report;
mod submissions;
mod witnesses;
mod words;

pub use audit::{Options, Progress, verify};
pub use diff::{DiffError, Growth, diff};
pub use meant::{MeantError, meant};
pub use names::{PartyKeys, area_named};
pub use previous::{PreviousError, remembered};
pub use published::{Files as PublishedFiles, Maker, NotMade, ThisRelease, files_of};
pub use report::{Cause, CheckReport, Finding, Outcome, Report, Verdict};
pub use witnesses::{SeenBy, Witnesses};
