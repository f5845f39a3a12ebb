//! Making the proof of one group.

use super::common::Common;
use super::modular::{Integer, centred};
use super::projection::{Matrix, Tables};
use super::proof::{GROUP, ROWS, WellformedProof, entries};
use super::{OFFSET, RANGE_BITS};
use crate::lattice::Witness;
use crate::proof::generators::{base, projection_generators, vector_generators};
use crate::proof::linear::{self, CrossTerms, Instance, SmallVector};
use crate::proof::{Element, ProofError};
use bulletproofs::RangeProof;
use curve25519_dalek::scalar::Scalar;
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// An honest prover fails once in 2^61 tries; so many failures are a fault of the witness.
const TRIES: usize = 8;

/// What a proof's second half is made of, shared with the verifier: all public.
pub(super) struct Weights {
    /// Public vector of the linear argument, (v_u, v_k).
    pub(super) public: Vec<Scalar>,
    /// `<y, c1>`.
    pub(super) constant: Scalar,
}

/// Absorb W and draw the matrix.
pub(super) fn matrix(t: &mut Transcript, witness: &[u8; 32]) -> [u8; 32] {
    t.append_message(b"W", witness);
    let mut seed = [0u8; 32];
    t.challenge_bytes(b"R", &mut seed);
    seed
}

/// One independent challenge of 128 bits per row, after the range proof.
pub(super) fn challenges(t: &mut Transcript) -> Vec<u128> {
    let mut bytes = vec![0u8; 16 * ROWS];
    t.challenge_bytes(b"tau", &mut bytes);
    bytes.as_chunks::<16>().0.iter().map(|chunk| u128::from_le_bytes(*chunk)).collect()
}

/// The vectors of step 4. `masks`: c1 of the ciphertexts sent; the padding has c1 = 0.
pub(super) fn weights(common: &Common, masks: &[&[u128]], seed: [u8; 32], challenges: &[u128]) -> Weights {
    let n = common.params().degree();
    let count = n * masks.len().next_power_of_two();
    let tables = Tables::new(challenges);
    let mut matrix = Matrix::new(seed);
    let of_u = tables.combine(&mut matrix, count);
    let y = tables.combine(&mut matrix, count);
    let of_k = tables.combine(&mut matrix, count);
    let mut public = Vec::with_capacity(2 * count);
    for (of_u, y) in of_u.chunks(n).zip(y.chunks(n)) {
        let transposed = common.transposed.times(y);
        public.extend(of_u.iter().zip(transposed).map(|(x, product)| x.scalar() - product));
    }
    let shift = Scalar::from(1u128 << 64) * Scalar::from(1u128 << 64);
    let scalars: Vec<Scalar> = y.iter().copied().map(Integer::scalar).collect();
    public.extend(of_k.iter().zip(&scalars).map(|(x, y)| x.scalar() - shift * y));
    let words = masks.iter().flat_map(|mask| mask.iter());
    let constant = scalars.iter().zip(words).map(|(y, word)| y * centred(*word)).sum();
    Weights { public, constant }
}

/// Prove that each mask is `a*u + e1` for the short u, e1 of its witness. 1 to [`GROUP`] of them.
///
/// Private inputs: the witnesses. Public: everything else; `transcript` MUST have absorbed it, and the place of the group.
///
/// # Errors
/// [`ProofError::Prover`] for witnesses that are not those of the masks, and for wrong shapes.
pub fn prove(
    transcript: &Transcript,
    common: &Common,
    masks: &[&[u128]],
    witnesses: &[&Witness],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<WellformedProof, ProofError> {
    let refused = ProofError::Prover { element: Element::Wellformed };
    let n = common.params().degree();
    let shaped = witnesses.iter().all(|w| w.ephemeral.len() == n && w.error.len() == n)
        && masks.iter().all(|mask| mask.len() == n);
    if !shaped || masks.len() != witnesses.len() || masks.is_empty() || masks.len() > GROUP {
        return Err(refused);
    }
    let count = n * masks.len().next_power_of_two();
    let mut secret = SmallVector {
        bits: Vec::with_capacity(count),
        signed: Vec::with_capacity(count),
        padding: count - n * masks.len(),
    };
    for witness in witnesses {
        secret.bits.extend(witness.ephemeral.iter().map(|bit| *bit as u8));
        let quotient = Zeroizing::new(common.ring.quotient(&common.a, &witness.ephemeral, &witness.error));
        secret.signed.extend(quotient.iter().map(|k| *k as i16));
    }
    secret.bits.resize(count, 0);
    secret.signed.resize(count, 0);
    let generators = vector_generators(entries(common.params(), masks.len()));
    let generators = generators.get(..2 * count).ok_or(refused.clone())?;
    let cross = CrossTerms::new(&secret, generators).ok_or(refused.clone())?;
    for _ in 0..TRIES {
        let mut t = transcript.clone();
        let blinding = Zeroizing::new(Scalar::random(rng));
        let witness = (cross.product() + &base().blinding * &*blinding).compress().to_bytes();
        let seed = matrix(&mut t, &witness);
        let Some(z) = project(seed, &secret, witnesses, count) else { continue };
        let blindings: Zeroizing<Vec<Scalar>> =
            Zeroizing::new((0..ROWS).map(|_| Scalar::random(rng)).collect());
        let (range, projections) = RangeProof::prove_multiple_with_rng(
            projection_generators(),
            &base().pair,
            &mut t,
            &z,
            &blindings,
            RANGE_BITS,
            rng,
        )
        .map_err(|_| refused.clone())?;
        let challenges = challenges(&mut t);
        let weights = weights(common, masks, seed, &challenges);
        let sum: Scalar = blindings.iter().zip(&challenges).map(|(r, c)| r * Scalar::from(*c)).sum();
        let instance = Instance {
            secret: Zeroizing::new(secret.scalars()),
            blinding: *blinding + sum,
            public: weights.public,
            generators,
            cross: Some(&cross),
        };
        let linear = linear::prove(&mut t, instance, rng).ok_or(refused)?;
        return Ok(WellformedProof {
            witness,
            projections: projections.into_iter().map(|point| point.to_bytes()).collect(),
            range: range.to_bytes(),
            linear,
        });
    }
    Err(refused)
}

/// `z_i + 2^15` per row, or nothing if one is out of range.
fn project(
    seed: [u8; 32],
    secret: &SmallVector,
    witnesses: &[&Witness],
    count: usize,
) -> Option<Zeroizing<Vec<u64>>> {
    let mut z = Zeroizing::new([0i32; ROWS]);
    let mut matrix = Matrix::new(seed);
    matrix.project(secret.bits.iter().map(|bit| i32::from(*bit)), &mut z);
    let errors = witnesses.iter().flat_map(|witness| witness.error.iter().map(|e| i32::from(*e)));
    matrix.project(errors.chain(std::iter::repeat(0)).take(count), &mut z);
    matrix.project(secret.signed.iter().map(|k| i32::from(*k)), &mut z);
    let shifted = z.iter().map(|z| u64::try_from(z + OFFSET).ok().filter(|z| z >> RANGE_BITS == 0));
    shifted.collect::<Option<Vec<u64>>>().map(Zeroizing::new)
}
