//! Checking the proof of one group.

use super::common::Common;
use super::proof::{ROWS, WellformedProof, entries, range_len};
use super::prove::{challenges, matrix, weights};
use super::{OFFSET, RANGE_BITS};
use crate::proof::equations::{Equations, weight};
use crate::proof::linear::{self, verify_into as linear_into};
use crate::proof::range::equation::verify_into as range_into;
use curve25519_dalek::ristretto::CompressedRistretto;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

/// Add range proof and linear argument to `equations`: the proof holds if there is an answer and they do. All inputs are
/// public; `rng` draws what the prover must not foresee. No answer: the equations are spoilt.
#[must_use]
pub fn verify_into(
    equations: &mut Equations,
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
    let decode = |z: &[u8; 32]| {
        let encoded = CompressedRistretto(*z);
        Some((encoded, encoded.decompress()?))
    };
    let points = proof.projections.iter().map(decode).collect::<Option<Vec<_>>>()?;
    range_into(equations, &mut t, RANGE_BITS, &points, &proof.range, rng)?;
    let challenges = challenges(&mut t);
    let weights = weights(common, masks, seed, &challenges);
    let factor = linear_into(equations, &weight(rng), &mut t, &weights.public, &proof.linear)?;
    // P = W + sum tau_i * (V_i - 2^15*G) - v_0*G.
    equations.push(factor, witness);
    let mut sum = Scalar::ZERO;
    for ((_, point), challenge) in points.iter().zip(challenges) {
        let challenge = Scalar::from(challenge);
        sum += challenge;
        equations.push(factor * challenge, *point);
    }
    equations.value -= factor * (sum * Scalar::from(OFFSET.unsigned_abs()) + weights.constant);
    Some(())
}
