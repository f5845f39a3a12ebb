//! Packed additive encryption over `Z_q[X]/(X^N + 1)`, q = 2^128 (docs/spec.md section 2, docs/params.md).
//!
//! The only room that names `tfhe`. A ciphertext is `(c1, c2)`; `c2 = c1*s + noise + Delta*m`.

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
