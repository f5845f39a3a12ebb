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
