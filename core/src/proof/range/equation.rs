//! A range proof as one equation over the common generators, so that many are checked together.
//!
//! The crate checks one proof at a time. This reads its bytes, follows its transcript and adds its equation (eprint
//! 2017/1066, section 6.2 and the linear combination of `RangeProof::verify_multiple`) to an [`Equations`]. Tests hold it
//! against the crate. Proofs are made by the crate alone, and the crate names the guilty one when a batch fails.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use std::iter::successors;

use crate::proof::equations::{Equations, products, weight};
use crate::proof::transcript::challenge;

/// Adds a random multiple of the equation of a proof that `values` (each encoded and decoded, a power of two of them, the
/// identity where padded) commit to numbers below `2^width`. The proof holds exactly if there is an answer and the
/// equations hold, but for a chance of 2^-126. No answer: not a proof of this length; then the equations are spoilt.
/// All inputs are public; `rng` draws what the prover must not foresee.
#[must_use]
pub fn verify_into(
    equations: &mut Equations,
    t: &mut Transcript,
    width: usize,
    values: &[(CompressedRistretto, RistrettoPoint)],
    proof: &[u8],
    rng: &mut (impl RngCore + CryptoRng),
) -> Option<()> {
    let size = width * values.len();
    if !size.is_power_of_two() || proof.len() != super::proof_len(size) {
        return None;
    }
    let (elements, _) = proof.as_chunks::<32>();
    let ([big_a, big_s, t_1, t_2, t_x, t_x_blinding, e_blinding], rest) =
        elements.split_first_chunk::<7>()?;
    let (rounds, [a, b]) = rest.split_last_chunk::<2>()?;

    t.append_message(b"dom-sep", b"rangeproof v1");
    t.append_u64(b"n", width as u64);
    t.append_u64(b"m", values.len() as u64);
    values.iter().for_each(|(encoded, _)| t.append_message(b"V", encoded.as_bytes()));
    let points = [point(t, b"A", big_a)?, point(t, b"S", big_s)?];
    let (y, z) = (challenge(t, b"y"), challenge(t, b"z"));
    let sums = [point(t, b"T_1", t_1)?, point(t, b"T_2", t_2)?];
    let x = challenge(t, b"x");
    let t_x = scalar(t, b"t_x", t_x)?;
    let t_x_blinding = scalar(t, b"t_x_blinding", t_x_blinding)?;
    let e_blinding = scalar(t, b"e_blinding", e_blinding)?;
    let w = challenge(t, b"w");
    t.append_message(b"dom-sep", b"ipp v1");
    t.append_u64(b"n", size as u64);
    let mut halvings = Vec::with_capacity(rounds.len() / 2);
    for pair in rounds.as_chunks::<2>().0 {
        let pair = [point(t, b"L", &pair[0])?, point(t, b"R", &pair[1])?];
        halvings.push((pair, challenge(t, b"u")));
    }
    let (a, b) = (canonical(a)?, canonical(b)?);

    // Inner product and polynomial, each with a weight of its own.
    let (inner, polynomial) = (weight(rng), weight(rng));
    let mut inverses: Vec<Scalar> = halvings.iter().map(|(_, u)| *u).chain([y]).collect();
    let all = Scalar::batch_invert(&mut inverses) * y;
    let y_inverse = inverses.pop()?;
    let squares: Vec<Scalar> = halvings.iter().map(|(_, u)| u * u).collect();
    for ((([left, right], _), square), inverse) in halvings.iter().zip(&squares).zip(&inverses) {
        equations.push(inner * square, *left);
        equations.push(inner * inverse * inverse, *right);
    }
    // Of entry i: each challenge where its bit of i is set, its inverse where not.
    let products = products(all, &squares);

    let zz = z * z;
    let powers = || successors(Some(Scalar::ONE), |power| Some(power + power)).take(width);
    let of_values: Vec<Scalar> = successors(Some(zz), |power| Some(power * z)).take(values.len()).collect();
    let (shift, scale) = (inner * z, inner * a);
    let g = products.iter().map(|s| -shift - scale * s).collect();
    let mut y_power = inner;
    let twos = of_values.iter().flat_map(|z| powers().map(move |two| z * two));
    let h = products.iter().rev().zip(twos).map(|(s, two)| {
        let term = shift + y_power * (two - b * s);
        y_power *= y_inverse;
        term
    });
    equations.add_bits(width, [g, h.collect()]);

    equations.push(inner, points[0]);
    equations.push(inner * x, points[1]);
    equations.push(polynomial * x, sums[0]);
    equations.push(polynomial * x * x, sums[1]);
    for ((_, value), z) in values.iter().zip(&of_values) {
        equations.push(polynomial * z, *value);
    }
    let sum_y: Scalar = successors(Some(Scalar::ONE), |power| Some(power * y)).take(size).sum();
    let sum_z: Scalar = of_values.iter().sum::<Scalar>() * z;
    let delta = (z - zz) * sum_y - sum_z * powers().sum::<Scalar>();
    equations.value += inner * w * (t_x - a * b) + polynomial * (delta - t_x);
    equations.blinding -= inner * e_blinding + polynomial * t_x_blinding;
    Some(())
}

/// A point of the proof, absorbed: never the identity.
fn point(t: &mut Transcript, label: &'static [u8], bytes: &[u8; 32]) -> Option<RistrettoPoint> {
    if *bytes == [0; 32] {
        return None;
    }
    t.append_message(label, bytes);
    CompressedRistretto(*bytes).decompress()
}

fn scalar(t: &mut Transcript, label: &'static [u8], bytes: &[u8; 32]) -> Option<Scalar> {
    t.append_message(label, bytes);
    canonical(bytes)
}

fn canonical(bytes: &[u8; 32]) -> Option<Scalar> {
    Option::from(Scalar::from_canonical_bytes(*bytes))
}
