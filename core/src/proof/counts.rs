//! The link of proof (b) for sums of bits: a vector commitment opens to the same numbers as a list of commitments, one
//! per cell (spec section 7.11).
//!
//! `C = R'*H + sum_k n_k*G_k` is the product of the members' bit vectors, `N_k = n_k*G + s_k*H` the coordinator's.
//! As in [`super::bits`], the argument shows `C + sum_k z_k*N_k = sum_k c_k*G_k + <c, z>*G + h*H` for independent random
//! `z_k`. Nobody proves here that `N_k` has no part on the `G_j`: say `N_k = sum_j a_kj*G_j + b_k*G + d_k*H` and
//! `C = sum_k n_k*G_k + ..` (the members' own proofs). Then `sum_j z_j*(n_j + sum_k z_k*a_kj) = sum_k z_k*b_k` holds for
//! nearly all `z`, so its part of degree 1 gives `b_k = n_k` for every cell, whatever the `a_kj` are; and for a published
//! cell the range proof on `N_k - m*G` shows that there are none.

use super::{
    bits::verify_link,
    error::{Element, ProofError},
    linear::SmallVector,
    linking,
    pedersen::commit,
    transcript::challenges,
};
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar, traits::VartimeMultiscalarMul};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use std::iter;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Counts of one key with their blinding factors. Erased when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct CountsWitness {
    /// `n_k` per cell of the key, below 2^14.
    pub counts: Vec<i16>,
    /// `s_k` per cell, fresh.
    pub blindings: Vec<Scalar>,
    /// `R'`, which opens the sum of the members' `C`.
    pub vector_blinding: Scalar,
}

impl CountsWitness {
    /// `N_k` of every cell.
    #[must_use]
    pub fn commit(&self) -> Vec<RistrettoPoint> {
        let scalars =
            Zeroizing::new(SmallVector { bits: vec![], signed: self.counts.clone(), padding: 0 }.scalars());
        scalars.iter().zip(&self.blindings).map(|(n, s)| commit(n, s)).collect()
    }
}

/// Proves the link on a transcript that has absorbed the sum of C and every `N_k`.
///
/// # Errors
/// [`ProofError::Prover`] if the lengths differ.
pub fn prove_counts(
    mut t: Transcript,
    vector: &RistrettoPoint,
    commitments: &[RistrettoPoint],
    witness: &CountsWitness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<u8>, ProofError> {
    let failed = ProofError::Prover { element: Element::LinkProof };
    let n = commitments.len();
    if n != witness.counts.len() || n != witness.blindings.len() {
        return Err(failed);
    }
    let weights = challenges(&mut t, b"z", n.next_power_of_two());
    let used = weights.get(..n).unwrap_or_default();
    let point = RistrettoPoint::vartime_multiscalar_mul(
        used.iter().chain(iter::once(&Scalar::ONE)),
        commitments.iter().chain(iter::once(vector)),
    );
    let mut blinding = Zeroizing::new(witness.vector_blinding);
    used.iter().zip(&witness.blindings).for_each(|(z, s)| *blinding += z * s);
    let mut opened = SmallVector { bits: vec![], signed: witness.counts.clone(), padding: 0 };
    opened.signed.resize(weights.len(), 0);
    linking::prove(t, &point, &blinding, &opened, weights, rng).ok_or(failed)
}

/// Whether the link holds. All of it is public.
#[must_use]
pub fn verify_counts(
    t: Transcript,
    vector: &RistrettoPoint,
    commitments: &[RistrettoPoint],
    proof: &[u8],
) -> bool {
    let cells: Vec<usize> = (0..commitments.len()).collect();
    verify_link(t, commitments.len(), &cells, vector, commitments, proof)
}
