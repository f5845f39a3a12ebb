//! A member's submission (docs/spec.md section 5): public metadata, encrypted slots, commitments, proofs.

pub mod header;
mod kept;
pub mod note;
pub mod part;
pub mod prepare;
#[cfg(test)]
mod tests;
pub mod verify;

pub use header::{PartHeader, Status, SubmissionHeader};
pub use kept::{Kept, KeptPart, verify_kept};
pub use note::{Note, NoteFault};
pub use part::{CiphertextProof, PartBody, PartProofs, Place};
pub use prepare::{PrepareError, Prepared, prepare, round_keys};
pub use verify::{
    Checks, SubmissionRefusal, Unverified, Verified, VerifiedPart, VerifiedSubmission, verify_many,
};
