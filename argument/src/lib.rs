//! A zero-knowledge argument over rows: the prover knows rows `w_i` of 512 entries, each with a
//! Pedersen commitment, with `sum e_i*w_i^2 + sum v_i*w_i = t`, where `e`, `v` and `t` follow from
//! challenges drawn after all commitments.
//!
//! `docs/argument.md` says what it proves, how, and with which errors; the code cites its steps.
//! Nothing here knows what the rows mean. A statement is anything that implements [`Statement`];
//! [`Constraints`] turns constraints into weights.
//!
//! Pure: no I/O, no clock; randomness is an argument. Time and addresses depend on public shapes
//! alone, wherever a secret is touched.
//!
//! # Example
//!
//! ```
//! use curve25519_dalek::ristretto::CompressedRistretto;
//! use intertally_argument::{
//!     ArgumentError, Constraints, Field, Layout, Row, Statement, Transcript, Weights, Witness, commit, prove, verify,
//! };
//! use rand_core::OsRng;
//!
//! /// "This commitment is to a row of bits."
//! struct Bits(Layout, [CompressedRistretto; 1]);
//!
//! impl Statement for Bits {
//!     fn label(&self) -> &str {
//!         "example/bits"
//!     }
//!     fn layout(&self) -> &Layout {
//!         &self.0
//!     }
//!     fn given(&self) -> &[CompressedRistretto] {
//!         &self.1
//!     }
//!     fn absorb(&self, _: &mut Transcript) {}
//!     fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
//!         let mut constraints = Constraints::default();
//!         constraints.bits(0, None);
//!         constraints.weights(self.0.rows(), transcript)
//!     }
//! }
//!
//! let (row, blinding) = (Row::bits(vec![1, 0, 1])?, Field::from(7_u64));
//! let statement = Bits(Layout::new(1, 0, Vec::new())?, [commit(&row, &blinding).compress()]);
//! let witness = Witness { rows: vec![row], given_blindings: vec![blinding] };
//! let proof = prove(&statement, &witness, &mut OsRng)?.proof.to_bytes();
//! verify(&statement, &proof, &mut OsRng)?;
//!
//! // Of a commitment to anything else the same proof says nothing.
//! let other = commit(&Row::scalars(vec![Field::from(2_u64)])?, &Field::ONE).compress();
//! assert!(verify(&Bits(Layout::new(1, 0, Vec::new())?, [other]), &proof, &mut OsRng).is_err());
//! # Ok::<(), ArgumentError>(())
//! ```

mod batch;
mod commitment;
mod constraints;
mod equations;
mod error;
mod field;
mod generators;
mod layout;
mod mask;
mod masks;
mod multilinear;
mod proof;
mod prove;
mod row;
mod statement;
mod steps;
mod sumcheck;
mod transcript;
mod verify;
mod weights;

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

/// Entries of a row.
pub const COLUMNS: usize = 1 << COLUMN_ROUNDS;
/// Variables that number the columns.
const COLUMN_ROUNDS: usize = 9;

pub use batch::{Batch, verify};
pub use commitment::commit;
pub use constraints::{Constraints, Linear, Term};
pub use error::{ArgumentError, Element};
pub use field::{Field, inner, inner_words};
pub use layout::{Combination, Layout, MAX_ROWS};
pub use multilinear::{eq_table, powers};
pub use proof::Proof;
pub use prove::{Blindings, Proved, prove};
pub use row::Row;
pub use statement::{Statement, Witness};
pub use transcript::Transcript;
pub use weights::{RowWeights, Vector, Weights};

use steps::PROTOCOL;
