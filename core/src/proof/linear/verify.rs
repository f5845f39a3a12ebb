//! Reading a proof into a equations.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use merlin::Transcript;

use super::proof_len;
use crate::proof::equations::{Equations, products};
use crate::proof::transcript::challenge;

/// Adds `weight` times the equation of a proof to the equations, except for the terms of `P`: returns the factor by which the
/// caller must add `P`. Nothing if the bytes are not a proof of this length: then the equations are spoilt.
///
/// With `s_i` the product of the challenges of those halvings in which entry i was in the upper half:
/// `r*H + a*<b, s>*G + a*<s, G> - S - x*(P + sum_j (x_j*L_j + R_j/x_j)) = 0`.
#[must_use]
pub fn verify_into(
    equations: &mut Equations,
    weight: &Scalar,
    t: &mut Transcript,
    public: &[Scalar],
    proof: &[u8],
) -> Option<Scalar> {
    let n = public.len();
    if !n.is_power_of_two() || proof.len() != proof_len(n) {
        return None;
    }
    let (elements, _) = proof.as_chunks::<32>();
    let (rounds, end) = elements.split_at(2 * n.trailing_zeros() as usize);
    let [start, a, r] = end else { return None };
    let mut challenges = Vec::with_capacity(rounds.len() / 2);
    for pair in rounds.chunks_exact(2) {
        for (label, bytes) in [b"L", b"R"].into_iter().zip(pair) {
            // The identity has no place in an honest proof.
            if *bytes == [0; 32] {
                return None;
            }
            t.append_message(label, bytes);
        }
        challenges.push(challenge(t, b"x_j"));
    }
    t.append_message(b"S", start);
    let x = challenge(t, b"x_star");
    let a: Scalar = Option::from(Scalar::from_canonical_bytes(*a))?;
    let r: Scalar = Option::from(Scalar::from_canonical_bytes(*r))?;
    let factor = -(weight * x);

    let mut inverses = challenges.clone();
    Scalar::batch_invert(&mut inverses);
    for ((pair, x_j), inverse) in rounds.chunks_exact(2).zip(&challenges).zip(&inverses) {
        for (bytes, x) in pair.iter().zip([x_j, inverse]) {
            equations.push(factor * x, decompress(bytes)?);
        }
    }
    equations.push(-weight, decompress(start)?);
    let products = products(weight * a, &challenges);
    equations.value += public.iter().zip(&products).map(|(b, s)| b * s).sum::<Scalar>();
    equations.blinding += weight * r;
    equations.add_vector(products.into_iter());
    Some(factor)
}

fn decompress(bytes: &[u8; 32]) -> Option<RistrettoPoint> {
    CompressedRistretto(*bytes).decompress()
}
