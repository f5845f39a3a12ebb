//! The proof's bytes and sizes.

use crate::lattice::Params;
use crate::proof::{linear, range};
use serde::{Deserialize, Serialize};

/// Projections: rows of the random matrix. A row lets an entry that is too long, or a fraction modulo the group order,
/// pass with probability 1/2, whatever its weights; so 128 rows are needed, and enough (docs/params.md section 5).
pub const ROWS: usize = 128;
/// Ciphertexts that one proof covers, at most.
pub const GROUP: usize = 8;

/// The proof of one group of ciphertexts of one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WellformedProof {
    /// W: commitment to (u, k) of the whole group.
    pub witness: [u8; 32],
    /// Commitments to `z_i + 2^15`, one per row.
    pub projections: Vec<[u8; 32]>,
    /// One aggregated range proof for all rows.
    pub range: Vec<u8>,
    /// The linear argument.
    pub linear: Vec<u8>,
}

impl WellformedProof {
    /// Canonical bytes of a proof over `present` ciphertexts.
    #[must_use]
    pub const fn encoded_len(params: &Params, present: usize) -> usize {
        32 + 8 + 32 * ROWS + 8 + range_len() + 8 + linear::proof_len(entries(params, present))
    }
}

/// Bytes of the range proof.
pub(super) const fn range_len() -> usize {
    range::proof_len(ROWS * super::RANGE_BITS)
}

/// Entries of w: u and k of every ciphertext, padded to a power of two.
pub(super) const fn entries(params: &Params, present: usize) -> usize {
    2 * params.degree() * present.next_power_of_two()
}

/// How many ciphertexts each proof of a part covers, if `present` are sent: groups of [`GROUP`], the last one smaller.
#[must_use]
pub fn group_sizes(present: usize) -> Vec<usize> {
    (0..present).step_by(GROUP).map(|first| GROUP.min(present - first)).collect()
}
