//! Range proofs: `V - S` commits to a number in `[0, 2^w)` (docs/spec.md section 4, proof (a), second half).
//!
//! Aggregated Bulletproofs (Bunz et al., eprint 2017/1066) of the `bulletproofs` crate. The reported cells of one
//! width are taken in round order in batches of at most [`MAX_BATCH`]; the last batch of a width is padded to a
//! power of two with the identity (value 0, blinding 0), which the verifier adds itself.
//!
//! The crate makes proofs and checks one by itself ([`verify`]); many are checked together ([`equation`], [`Claim`]).

mod claim;
pub mod equation;
#[cfg(test)]
mod tests;

pub use claim::Claim;

use bulletproofs::RangeProof;
use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

use super::{
    error::{Element, ProofError},
    generators::{base, range_generators},
};

pub use crate::round::Width;

/// Values per aggregated proof.
pub const MAX_BATCH: usize = 64;

/// The reported cells that one range proof covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Common width.
    pub width: Width,
    /// Positions in the list of reported cells, ascending, 1 to [`MAX_BATCH`] of them.
    pub members: Vec<usize>,
}

impl Batch {
    /// Values of the aggregated proof, padding included.
    pub fn padded(&self) -> usize {
        self.members.len().next_power_of_two()
    }

    /// Exact size of the proof in bytes.
    pub fn proof_len(&self) -> usize {
        proof_len(self.padded() * self.width.bits() as usize)
    }
}

/// Bytes of a proof of `size` bits in all, a power of two: 9 elements and a pair per halving.
#[must_use]
pub const fn proof_len(size: usize) -> usize {
    32 * (9 + 2 * size.trailing_zeros() as usize)
}

/// Batches for reported cells of these widths: by width ascending, then round order. Fixed by public data.
pub fn batches(widths: &[Width]) -> Vec<Batch> {
    Width::ALL
        .into_iter()
        .flat_map(|width| {
            let cells: Vec<usize> =
                widths.iter().enumerate().filter(|&(_, w)| *w == width).map(|(i, _)| i).collect();
            cells.chunks(MAX_BATCH).map(|c| Batch { width, members: c.to_vec() }).collect::<Vec<_>>()
        })
        .collect()
}

/// Proves that each value of the batch is below `2^w`. `values` and `blindings` open `V - S`, in batch order.
///
/// # Errors
/// [`ProofError::Prover`] if the shapes do not fit.
pub fn prove(
    mut transcript: Transcript,
    batch: &Batch,
    values: &[u64],
    blindings: &[Scalar],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<u8>, ProofError> {
    let mut values = zeroize::Zeroizing::new(values.to_vec());
    let mut blindings = zeroize::Zeroizing::new(blindings.to_vec());
    values.resize(batch.padded(), 0);
    blindings.resize(batch.padded(), Scalar::ZERO);
    RangeProof::prove_multiple_with_rng(
        range_generators(),
        &base().pair,
        &mut transcript,
        &values,
        &blindings,
        batch.width.bits() as usize,
        rng,
    )
    .map(|(proof, _)| proof.to_bytes())
    .map_err(|_| ProofError::Prover { element: Element::RangeProof })
}

/// Verifies the proof of a batch against the points `V - S`, in batch order. `true` if it holds.
pub fn verify(
    mut transcript: Transcript,
    batch: &Batch,
    points: &[RistrettoPoint],
    proof: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> bool {
    if proof.len() != batch.proof_len() || points.len() != batch.members.len() {
        return false;
    }
    let Ok(proof) = RangeProof::from_bytes(proof) else { return false };
    let mut points: Vec<CompressedRistretto> = points.iter().map(RistrettoPoint::compress).collect();
    points.resize(batch.padded(), CompressedRistretto([0u8; 32]));
    let width = batch.width.bits() as usize;
    proof
        .verify_multiple_with_rng(range_generators(), &base().pair, &mut transcript, &points, width, rng)
        .is_ok()
}
