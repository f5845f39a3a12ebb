//! Checking the proof of one group.

use super::common::Common;
use super::proof::{ROWS, WellformedProof, entries, range_len};
use super::prove::{challenges, matrix, weights};
use super::{OFFSET, RANGE_BITS};
use crate::proof::generators::{base, projection_generators};
use crate::proof::linear::{self, Batch, verify_into as linear_into};
use bulletproofs::RangeProof;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

/// Check the range proof now and add the linear argument to `batch`: the proof holds if there is an answer and the batch
/// does. All inputs are public; `rng` draws what the prover must not foresee. No answer: the batch is spoilt.
#[must_use]
pub fn verify_into(
    batch: &mut Batch,
    transcript: &Transcript,
    common: &Common,
    masks: &[&[u128]],
    proof: &WellformedProof,
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<()> {
    let params = common.params();
    let shaped = proof.projections.len() == ROWS
        && proof.range.len() == range_len()
        && proof.linear.len() == linear::proof_len(entries(params, masks.len()))
        && masks.iter().all(|mask| mask.len() == params.degree());
    if !shaped || masks.is_empty() {
        return None;
    }
    let witness = CompressedRistretto(proof.witness).decompress()?;
    let mut t = transcript.clone();
    let seed = matrix(&mut t, &proof.witness);
    let points: Vec<CompressedRistretto> =
        proof.projections.iter().map(|z| CompressedRistretto(*z)).collect();
    let range = RangeProof::from_bytes(&proof.range).ok()?;
    range
        .verify_multiple_with_rng(projection_generators(), &base().pair, &mut t, &points, RANGE_BITS, rng)
        .ok()?;
    let challenges = challenges(&mut t);
    let weights = weights(common, masks, seed, &challenges);
    let weight = linear::weight(rng);
    let factor = linear_into(batch, &weight, &mut t, &weights.public, &proof.linear)?;
    // P = W + sum tau_i * (V_i - 2^15*G) - v_0*G.
    batch.push(factor, witness);
    let mut sum = Scalar::ZERO;
    for (point, challenge) in points.iter().zip(challenges) {
        let challenge = Scalar::from(challenge);
        sum += challenge;
        batch.push(factor * challenge, point.decompress()?);
    }
    batch.value -= factor * (sum * Scalar::from(OFFSET.unsigned_abs()) + weights.constant);
    Some(())
}
