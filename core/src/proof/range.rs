//! Range proofs: `V - S` commits to a number in `[0, 2^w)` (docs/spec.md section 4, proof (a), second half).
//!
//! Aggregated Bulletproofs (Bunz et al., eprint 2017/1066) of the `bulletproofs` crate. The reported cells of one
//! width are taken in round order in batches of at most [`MAX_BATCH`]; the last batch of a width is padded to a
//! power of two with the identity (value 0, blinding 0), which the verifier adds itself.

use bulletproofs::RangeProof;
use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};

use super::{
    error::{Element, ProofError},
    generators::{base, range_generators},
};

/// Values per aggregated proof.
pub const MAX_BATCH: usize = 64;

/// Bits of a range proof; by the measure's declared maximum, so part of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Width {
    /// 8 bits: counts up to 2^8.
    W8,
    /// 16 bits: counts up to 2^16.
    W16,
    /// 32 bits: counts up to 2^32.
    W32,
}

impl Width {
    /// All widths, in the order in which batches are formed.
    pub const ALL: [Self; 3] = [Self::W8, Self::W16, Self::W32];

    /// Number of bits `w`.
    pub const fn bits(self) -> usize {
        match self {
            Self::W8 => 8,
            Self::W16 => 16,
            Self::W32 => 32,
        }
    }

    /// The byte that stands for the width in the transcript.
    pub const fn tag(self) -> u8 {
        match self {
            Self::W8 => 8,
            Self::W16 => 16,
            Self::W32 => 32,
        }
    }

    /// The smallest width that admits every count up to `maximum`; none above 2^32.
    ///
    /// A non-zero `x` is proved as `x - 1 < 2^w`, so the width admits `2^w` itself.
    pub const fn for_maximum(maximum: u64) -> Option<Self> {
        match maximum {
            0..=0x100 => Some(Self::W8),
            0x101..=0x1_0000 => Some(Self::W16),
            0x1_0001..=0x1_0000_0000 => Some(Self::W32),
            _ => None,
        }
    }

    /// Whether `value` (a count, before its bit is taken off) can be proved at this width.
    pub const fn admits(self, value: u64) -> bool {
        value <= 1u64 << self.bits()
    }
}

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

    /// Exact size of the proof in bytes: 9 elements and a pair per halving.
    pub fn proof_len(&self) -> usize {
        let halvings = (self.padded() * self.width.bits()).trailing_zeros() as usize;
        32 * (9 + 2 * halvings)
    }
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
        batch.width.bits(),
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
    let width = batch.width.bits();
    proof
        .verify_multiple_with_rng(range_generators(), &base().pair, &mut transcript, &points, width, rng)
        .is_ok()
}
