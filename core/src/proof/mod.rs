//! Commitments and zero-knowledge proofs (docs/spec.md sections 4 and 5).
//!
//! One submission part is what a member encrypts to one key. [`PartWitness::commit`] gives its public
//! [`PartStatement`]; [`prove`] shows, for a [`TranscriptContext`] that names round, key, member, revision and
//! ciphertexts, that
//! - (a) every reported cell holds a bit 0 with value 0, or a bit 1 with a value from 1 to `2^w` ([`cell`], [`range`]);
//! - (b) the vector commitment holds the same bits, and 0 for every unreported cell ([`bits`]).
//!
//! [`verify`] checks it. [`check_counts`] and [`check_total`] compare opened sums with the commitments.

pub mod bits;
pub mod cell;
pub mod counts;
pub mod equations;
mod error;
pub mod generators;
pub mod linear;
mod linking;
mod part;
pub mod pedersen;
mod prove;
pub mod range;
mod statement;
mod sums;
#[cfg(test)]
mod tests;
pub mod transcript;
mod verify;

pub use error::{Element, ProofError};
pub use part::{ChangedProof, PartProof};
pub use prove::prove;
pub use range::Width;
pub use statement::{BitsWitness, MAX_CELLS, PartCommitments, PartStatement, PartWitness, VectorCommitments};
pub use sums::{PedersenSum, check_counts, check_total};
pub use transcript::{TranscriptContext, submission_transcript};
pub use verify::{Ranges, verify, verify_into};
