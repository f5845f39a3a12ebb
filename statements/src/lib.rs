//! What the messages of a round must prove, each as rows and constraints of `intertally-argument`.
//!
//! - [`leader`]: a sub-key's public part has a short secret, in rows committed to;
//! - [`member`]: a ciphertext is a fresh encryption of figures that keep the rules;
//! - [`trustee`]: a share is what that secret and a flooding of the right width give;
//! - [`coordinator`]: published cells have enough contributors, and totals lie where readers are
//!   told.
//!
//! Pure: no I/O, no clock, no randomness.

pub mod coordinator;
mod equation;
mod error;
#[cfg(test)]
mod fixture;
pub mod leader;
pub mod member;
mod planes;
mod polynomial;
mod ring;
mod sub_key;
mod table;
pub mod trustee;

pub use error::StatementError;
pub use polynomial::Polynomial;
pub use ring::DEGREE;
pub use sub_key::{SUB_KEY_ROWS, SubKey};
pub use table::{BIT_SLOT_BITS, Kind, Table};
