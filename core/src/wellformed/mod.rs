//! Proof (c): every c1 of a part is well formed, `c1 = a*u + e1` with short u and e1 (docs/spec.md section 4.9; why and how
//! sure: docs/params.md section 4).
//!
//! One proof per group of at most [`GROUP`] ciphertexts that the member sends. Over the integers, a and c1 centred,
//! `c1 = a*u + e1 + 2^128*k`. The witness is `w = (u, k)`; e1 is what then remains of c1 and not committed. The member commits to
//! w, is asked for 256 random sums of the entries of (u, e1, k), commits to these, proves that they are small, and shows by
//! one linear argument that the sums are those of w and of `e1 = c1 - a*u - 2^128*k`.

mod common;
mod projection;
mod prove;
mod statement;
#[cfg(test)]
mod tests;
mod verify;

pub use common::Common;
pub use prove::prove;
pub use verify::{Claim, verify};

use crate::lattice::Params;
use crate::proof::linear;
use bulletproofs::BulletproofGens;
use projection::ROWS;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Ciphertexts that one proof covers, at most.
pub const GROUP: usize = 8;
/// A sum plus this lies in `[0, 2^RANGE_BITS)`.
const OFFSET: u32 = 1 << (RANGE_BITS - 1);
/// Bits of the range proof.
const RANGE_BITS: u32 = 16;
/// Bytes of the aggregated range proof: 9 elements and a pair per halving.
const RANGE_LEN: usize = 32 * (9 + 2 * (ROWS * RANGE_BITS as usize).trailing_zeros() as usize);

/// The proof of one group, on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellformedProof {
    /// W, commitment to the witness.
    pub witness: [u8; 32],
    /// `(z_i + 2^15)*G + r_i*H` per row of the projection.
    pub sums: Vec<[u8; 32]>,
    /// Aggregated range proof of the sums, 16 bits.
    pub range: Vec<u8>,
    /// The linear argument.
    pub linear: Vec<u8>,
}

impl WellformedProof {
    /// Bytes of the canonical encoding for a group of so many ciphertexts.
    #[must_use]
    pub const fn encoded_len(params: &Params, ciphertexts: usize) -> usize {
        let linear = linear::proof_len(2 * params.degree() * ciphertexts.next_power_of_two());
        32 + 8 + 32 * ROWS + 8 + RANGE_LEN + 8 + linear
    }

    /// Whether all lengths are those of a group of so many ciphertexts.
    const fn has_shape(&self, params: &Params, ciphertexts: usize) -> bool {
        let linear = linear::proof_len(2 * params.degree() * ciphertexts.next_power_of_two());
        self.sums.len() == ROWS && self.range.len() == RANGE_LEN && self.linear.len() == linear
    }
}

/// Sizes of the groups of so many ciphertexts: the ciphertexts sent, in order, eight at a time.
pub fn groups(ciphertexts: usize) -> impl ExactSizeIterator<Item = usize> {
    (0..ciphertexts.div_ceil(GROUP)).map(move |group| (ciphertexts - group * GROUP).min(GROUP))
}

/// Bit generators of the range proof.
fn range_generators() -> &'static BulletproofGens {
    static GENERATORS: OnceLock<BulletproofGens> = OnceLock::new();
    GENERATORS.get_or_init(|| BulletproofGens::new(RANGE_BITS as usize, ROWS))
}
