//! Packed additive encryption over `Z_q[X]/(X^N + 1)`, q = 2^128 (docs/spec.md section 2, docs/params.md).
//!
//! The only room that names `tfhe`. A ciphertext is `(c1, c2)`; `c2 = c1*s + noise + Delta*m`.
//!
//! # Example
//!
//! ```
//! use intertally_lattice::params::{delta, slot_bits};
//! use intertally_lattice::{Accumulator, EncryptionSeed, Params, PublicKey, Ring, encrypt, key, sample};
//!
//! // Two sub-keys; the joint key is the sum of their public parts.
//! let params = Params::STANDARD;
//! let (ring, a) = (Ring::get(&params), sample::expand_common(&[1; 32], 0, &params));
//! let sub_keys = [[2; 32], [3; 32]].map(|seed| key::secrets(&params, &seed, b"example"));
//! let parts = sub_keys.iter().map(|(secret, errors)| key::public_part(&ring, &a, (secret, errors)));
//! let parts: Vec<Vec<u128>> = parts.collect();
//! let b = key::sum_public_parts(parts.iter().map(Vec::as_slice), &params);
//! let joint = PublicKey::new(&params, a, b);
//!
//! // Two members encrypt a figure of 8 bits each; anybody adds up.
//! let delta = delta(slot_bits(2, 8));
//! let mut sum = Accumulator::new(&params, 1);
//! for (seed, figure) in [([4; 32], 37), ([5; 32], 5)] {
//!     sum.add(&encrypt(&joint, &[figure * delta], &EncryptionSeed::from_bytes(seed)).0)?;
//! }
//! let sum = sum.finish();
//!
//! // Each holder takes away what its sub-key gives (in a round: flooded and proved). Noise rounds away.
//! let mut word = sum.body()[0];
//! for (secret, _) in &sub_keys {
//!     word = word.wrapping_sub(ring.mul_binary(sum.mask(), secret)[0]);
//! }
//! assert_eq!(word.wrapping_add(delta / 2) / delta, 42);
//! # Ok::<(), intertally_lattice::ciphertext::SumError>(())
//! ```

pub mod ciphertext;
pub mod committee;
mod crt;
pub mod encrypt;
pub mod flooding;
pub mod key;
pub mod noise;
pub mod params;
pub mod ring;
pub mod sample;

pub use ciphertext::{Accumulator, Ciphertext, ShapeError};
pub use encrypt::{EncryptionSeed, Witness, encrypt};
pub use flooding::Flooding;
pub use key::PublicKey;
pub use params::Params;
pub use ring::Ring;

#[cfg(test)]
mod tests;
