//! What the messages of a round must prove, each as rows and constraints of `intertally-argument`.
//!
//! - [`leader`]: a sub-key's public part has a short secret, in rows committed to;
//! - [`member`]: a ciphertext is a fresh encryption of figures that keep the rules;
//! - [`terms`]: terms of evaluations are those of the counts beside them;
//! - [`trustee`]: a share is what that secret and a flooding of the right width give;
//! - [`coordinator`]: published cells have enough contributors, and totals lie where readers are
//!   told.
//!
//! Pure: no I/O, no clock, no randomness.
//!
//! # Example
//!
//! ```
//! use intertally_argument::{prove, verify};
//! use intertally_statements::leader::Leader;
//! use intertally_statements::{DEGREE, Polynomial, SubKey};
//! use rand_core::OsRng;
//!
//! // A sub-key whose secret is the polynomial 1, without noise: its public part is the common polynomial itself.
//! let mut bits = vec![0; DEGREE];
//! bits[0] = 1;
//! let secret = SubKey::new(bits, vec![0; DEGREE], &[7; 32], b"example")?;
//! let words: Vec<u128> = (1..=DEGREE as u128).map(|x| x << 100).collect();
//! let a = Polynomial::from(words.clone());
//! let rows = secret.commitments()?;
//!
//! // "The public part has a short secret, in the rows committed to."
//! let leader = Leader::new(&a, &a, &rows, b"example")?;
//! let proof = prove(&leader, &leader.witness(&secret)?, &mut OsRng)?.proof.to_bytes();
//! verify(&leader, &proof, &mut OsRng)?;
//!
//! // Of another public part the same proof says nothing.
//! let mut other = words;
//! other[0] += 1;
//! let other = Polynomial::from(other);
//! assert!(verify(&Leader::new(&a, &other, &rows, b"example")?, &proof, &mut OsRng).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
pub mod terms;
pub mod trustee;

pub use error::StatementError;
pub use polynomial::Polynomial;
pub use ring::DEGREE;
pub use sub_key::{SUB_KEY_ROWS, SubKey};
pub use table::{BIT_SLOT_BITS, Kind, Table};
