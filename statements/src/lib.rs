//! What the messages of a round must prove, each as rows and constraints of `intertally-argument`.
//!
//! So far the member's statement: that a ciphertext is a fresh encryption of figures that keep the
//! rules. Nothing uses it yet; it is a step towards replacing version 1's proofs, and its checks
//! are in its tests alone.
//!
//! Pure: no I/O, no clock, no randomness.

mod error;
pub mod member;
mod ring;

pub use error::StatementError;
pub use ring::DEGREE;
