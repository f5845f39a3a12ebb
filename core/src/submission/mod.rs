//! A member's submission (docs/spec.md section 5): public metadata, encrypted slots, commitments, proofs.

pub mod header;
pub mod part;
pub mod prepare;
pub mod verify;

pub use header::{PartHeader, Status, SubmissionHeader};
pub use part::{Linked, PartBody, PartProof, Place};
pub use prepare::{PrepareError, Prepared, prepare};
pub use verify::{Received, SubmissionRefusal, Unverified, Verified, VerifiedPart, verify_batch};
