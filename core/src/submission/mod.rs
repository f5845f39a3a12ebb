//! A member's submission (spec section 5): public metadata, encrypted slots, commitments, proofs.

pub mod header;

pub use header::{PartHeader, Status, SubmissionHeader};
