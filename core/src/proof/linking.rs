//! The linear argument behind the link proof, in one place so that another can take over.
//!
//! `bulletproofs::LinearProof` (Gentry, Halevi and Lyubashevsky, eprint 2021/1397, appendix E.3): knowledge of `a`, `h`
//! with `P = <a, G> + <a, b>*F + h*B`, here `F = G`, `B = H`. It recompresses all generators and multiplies the bits in
//! variable time, which only somebody measuring on the member's own machine can see.

use bulletproofs::LinearProof;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

use super::generators::{base, vector_generators};

/// Bytes of a proof over `n` (a power of two) entries: a pair per halving, a point and two scalars.
pub(super) const fn proof_len(n: usize) -> usize {
    32 * (2 * n.trailing_zeros() as usize + 3)
}

/// The proof, or nothing if the lengths differ or are no power of two.
pub(super) fn prove(
    mut t: Transcript,
    point: &RistrettoPoint,
    blinding: &Scalar,
    secret: &[Scalar],
    public: Vec<Scalar>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<Vec<u8>> {
    let generators = vector_generators(secret.len()).get(..secret.len())?.to_vec();
    let pair = &base().pair;
    LinearProof::create(
        &mut t,
        rng,
        &point.compress(),
        *blinding,
        secret.to_vec(),
        public,
        generators,
        &pair.B,
        &pair.B_blinding,
    )
    .ok()
    .map(|proof| proof.to_bytes())
}

/// Whether the proof holds for `point` and the public weights.
pub(super) fn verify(mut t: Transcript, point: &RistrettoPoint, public: Vec<Scalar>, proof: &[u8]) -> bool {
    let pair = &base().pair;
    let table = vector_generators(public.len());
    let Some(generators) = table.get(..public.len()) else { return false };
    LinearProof::from_bytes(proof).is_ok_and(|proof| {
        proof.verify(&mut t, &point.compress(), generators, &pair.B, &pair.B_blinding, public).is_ok()
    })
}
