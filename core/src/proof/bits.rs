//! The vector commitment of the bits and its link to the cells (docs/spec.md section 4, proof (b)).
//!
//! `C = r'*H + sum_k b_k*G_k` over all `n` cells of the part, and `S_k = b_k*G + rho_k*H` per reported cell. The
//! verifier draws a weight `z_k` from the transcript, which has absorbed `C` and all `S_k`, for every
//! `k` below the next power of two, and forms `P = C + sum_{k reported} z_k*S_k`. The prover shows by one linear
//! argument that it knows `c` and `h` with `P = sum_k c_k*G_k + <c, z>*G + h*H`.
//!
//! Why this forces `c_k = b_k` on reported cells and `c_k = 0` elsewhere. The OR proofs give openings
//! `S_k = b_k*G + rho_k*H`; put `b_k = 0` where `k` is unreported or padding, so that `S_k` is the identity
//! there. The argument's extractor gives `c`, `h` for `P`, hence an opening of `C`: the `G_k` parts are `c_k`, the `G`
//! part is `g = sum_k z_k*(c_k - b_k)`. As `C` was fixed before `z` and discrete logs between the generators
//! are unknown, `c` and `g` are the same for nearly all `z`. So `sum_k z_k*(c_k - b_k) - g = 0` holds for independent
//! uniform `z_k`; as a polynomial in `z` of degree 1 it is zero identically, or holds with probability `1/l`.
//! Hence `c = b` and `g = 0`. Both halves need that every weight is random: a constant weight 1 on some `k` (one
//! that is unreported or padding, say) would admit `c_k = g`, a bit that no `S_k` answers for, hidden by a component of
//! `C` on `G`. So padding has random weights too, and generators `G_k` of its own.

use std::iter;

use curve25519_dalek::{
    ristretto::RistrettoPoint,
    scalar::Scalar,
    traits::{Identity, VartimeMultiscalarMul},
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use subtle::{Choice, ConditionallySelectable};
use zeroize::Zeroizing;

use super::{
    generators::{base, vector_generators},
    linear::SmallVector,
    linking,
    statement::BitsWitness,
    transcript::challenges,
};
use crate::proof::{Element, ProofError};

/// `r'*H + sum_k b_k*G_k`: `bits` and their places in the part, in time independent of the bits.
pub fn commit_vector(bits: &[u8], cells: &[usize], blinding: &Scalar) -> RistrettoPoint {
    let generators = vector_generators(cells.last().map_or(0, |k| k + 1));
    let zero = RistrettoPoint::identity();
    bits.iter()
        .zip(cells.iter().filter_map(|&k| generators.get(k)))
        .map(|(b, g)| RistrettoPoint::conditional_select(&zero, g, Choice::from(b & 1)))
        .fold(&base().blinding * blinding, |sum, term| sum + term)
}

/// Exact size in bytes of the link proof for a part of `cells` cells.
pub const fn link_proof_len(cells: usize) -> usize {
    linking::proof_len(cells.next_power_of_two())
}

/// `P`, and the weights of all cells and of the padding.
fn combine(
    t: &mut Transcript,
    n: usize,
    vector: &RistrettoPoint,
    cells: &[usize],
    companions: &[RistrettoPoint],
) -> (RistrettoPoint, Vec<Scalar>) {
    let weights = challenges(t, b"z", n.next_power_of_two());
    // Both lists have a known length (the library asserts that they agree).
    let used: Vec<Scalar> = cells.iter().map(|&k| weights.get(k).copied().unwrap_or_default()).collect();
    let sum = RistrettoPoint::vartime_multiscalar_mul(
        used.iter().chain(iter::once(&Scalar::ONE)),
        companions.iter().chain(iter::once(vector)),
    );
    (sum, weights)
}

/// Proves the link. Public: part length `n`, the reported `cells`, commitments. Private: the witness.
///
/// # Errors
/// [`ProofError::Prover`] if the shapes do not fit.
pub fn prove_link(
    mut t: Transcript,
    n: usize,
    cells: &[usize],
    vector: &RistrettoPoint,
    companions: &[RistrettoPoint],
    witness: &BitsWitness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<u8>, ProofError> {
    let (point, weights) = combine(&mut t, n, vector, cells, companions);
    let mut opened = SmallVector { bits: vec![], signed: vec![0; weights.len()], padding: 0 };
    let mut blinding = Zeroizing::new(witness.vector_blinding);
    for ((&k, bit), rho) in cells.iter().zip(&witness.bits).zip(&witness.blindings) {
        if let (Some(slot), Some(z)) = (opened.signed.get_mut(k), weights.get(k)) {
            *slot = i16::from(*bit);
            *blinding += z * rho;
        }
    }
    linking::prove(t, &point, &blinding, &opened, weights, rng)
        .ok_or(ProofError::Prover { element: Element::LinkProof })
}

/// Verifies the link. All inputs are public.
pub fn verify_link(
    mut t: Transcript,
    n: usize,
    cells: &[usize],
    vector: &RistrettoPoint,
    companions: &[RistrettoPoint],
    proof: &[u8],
) -> bool {
    if proof.len() != link_proof_len(n) || cells.len() != companions.len() {
        return false;
    }
    let (point, weights) = combine(&mut t, n, vector, cells, companions);
    linking::verify(t, &point, &weights, proof)
}
