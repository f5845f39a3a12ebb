//! A member's submission (docs/spec.md section 5): public metadata, encrypted figures, proofs.

pub mod header;
mod keys;
pub mod note;
pub mod part;
pub mod prepare;
mod prove_terms;
mod read_terms;
pub mod terms;
pub mod verify;

pub use header::{PartHeader, PublishedFigure, Status, SubmissionHeader};
pub use keys::{SubmissionKey, round_keys};
pub use note::{Note, NoteFault};
pub use part::{PartBody, Place};
pub use prepare::{PartSecrets, PrepareError, Prepared, prepare};
pub use terms::{TermsForm, terms_forms};
pub use verify::{
    Checks, SubmissionRefusal, Unverified, Verified, VerifiedPart, VerifiedSubmission, verify_many,
};
