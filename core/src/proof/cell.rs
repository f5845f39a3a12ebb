//! The OR proof of a cell (docs/spec.md section 4, proof (a), first half).
//!
//! Statement for `S` (bit) and, for non-zero bits, `V` (value): (S and V both pure H) or (S - G pure H).
//! Cramer, Damgard and Schoenmakers (CRYPTO '94) over Schnorr proofs, made non-interactive on the part's
//! transcript. With `V - S` in `[0, 2^w)` from the range proof: the bit is 0 or 1; a bit 0 comes with value 0, a
//! bit 1 with `1 <= x <= 2^w`. For `changed` bits there is no `V` and the first branch is about `S'` alone.
//!
//! The proof keeps the first messages, not the challenges, so that all proofs of a part are verified as one
//! random combination. The prover takes the same steps and table look-ups whatever the bit is.

use curve25519_dalek::{
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use subtle::{Choice, ConditionallySelectable};
use zeroize::Zeroize;

use super::{
    equations::{Equations, weight},
    error::{Element, ProofError},
    generators::base,
    pedersen,
    transcript::challenge,
};

/// Proof that a commitment hides 0 or 1: 160 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BitProof {
    /// First message of the branch 'S is pure H'.
    pub a_zero: [u8; 32],
    /// First message of the branch 'S - G is pure H'.
    pub a_one: [u8; 32],
    /// Challenge of the branch zero; the other is the transcript's challenge minus this.
    pub c_zero: [u8; 32],
    /// Response of the branch zero.
    pub z_zero: [u8; 32],
    /// Response of the branch one.
    pub z_one: [u8; 32],
}

/// Second leg of the branch zero: `V` is pure H too. 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueLeg {
    /// First message for `V`.
    pub a: [u8; 32],
    /// Response for `V`.
    pub z: [u8; 32],
}

/// Proof of a cell's non-zero bit and value: 224 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellProof {
    /// About `S`.
    pub bit: BitProof,
    /// About `V`.
    pub value: ValueLeg,
}

/// What the prover knows of one cell. Private: `bit` 0 or 1, `rho` opens `S`; `value` and its blinding open `V`.
#[derive(Zeroize)]
#[zeroize(drop)]
pub struct CellOpening {
    /// The bit.
    pub bit: u8,
    /// Blinding of `S`.
    pub rho: Scalar,
    /// Value and blinding of `V`; for `changed` bits none.
    pub value: Option<(Scalar, Scalar)>,
}

/// Proves one cell; the leg is there exactly if the opening has a value.
pub fn prove(
    mut t: Transcript,
    open: &CellOpening,
    rng: &mut (impl RngCore + CryptoRng),
) -> (BitProof, Option<ValueLeg>) {
    let base = base();
    let one = Choice::from(open.bit & 1);
    let (mut s_zero, mut s_one, mut s_leg) = (Scalar::random(rng), Scalar::random(rng), Scalar::random(rng));
    let fake = Scalar::random(rng);
    // The challenge already fixed for a branch: `fake` for the false one, nothing yet (0) for the true one.
    let e_zero = Scalar::conditional_select(&Scalar::ZERO, &fake, one);
    let e_one = Scalar::conditional_select(&fake, &Scalar::ZERO, one);
    let bit = Scalar::from(open.bit);
    // A = s*H - e*Y, with Y spelled out as its opening.
    let first = |s: &Scalar, e: &Scalar, value: &Scalar, blinding: &Scalar| {
        (&base.blinding * &(s - e * blinding) - &base.value * &(e * value)).compress()
    };
    let a_zero = first(&s_zero, &e_zero, &bit, &open.rho);
    let a_one = first(&s_one, &e_one, &(bit - Scalar::ONE), &open.rho);
    let a_leg = open.value.as_ref().map(|(x, r)| first(&s_leg, &e_zero, x, r));

    let c = or_challenge(&mut t, &a_zero, a_leg.as_ref(), &a_one);
    let real = c - fake;
    let c_zero = Scalar::conditional_select(&real, &fake, one);
    // The true branch answers s + c*blinding, the false one s: its challenge is inside A already.
    let answer_zero = Scalar::conditional_select(&real, &Scalar::ZERO, one);
    let answer_one = Scalar::conditional_select(&Scalar::ZERO, &real, one);
    let proof = BitProof {
        a_zero: a_zero.to_bytes(),
        a_one: a_one.to_bytes(),
        c_zero: c_zero.to_bytes(),
        z_zero: (s_zero + answer_zero * open.rho).to_bytes(),
        z_one: (s_one + answer_one * open.rho).to_bytes(),
    };
    let leg = open
        .value
        .as_ref()
        .zip(a_leg)
        .map(|((_, r), a)| ValueLeg { a: a.to_bytes(), z: (s_leg + answer_zero * r).to_bytes() });
    s_zero.zeroize();
    s_one.zeroize();
    s_leg.zeroize();
    (proof, leg)
}

fn or_challenge(
    t: &mut Transcript,
    zero: &CompressedRistretto,
    leg: Option<&CompressedRistretto>,
    one: &CompressedRistretto,
) -> Scalar {
    t.append_message(b"A-zero", zero.as_bytes());
    if let Some(leg) = leg {
        t.append_message(b"A-value", leg.as_bytes());
    }
    t.append_message(b"A-one", one.as_bytes());
    challenge(t, b"c")
}

/// Adds the three equations `z*H - c*Y - A = 0` of one cell (two without `value`) with fresh 128-bit weights.
///
/// `cell` is used in errors alone.
///
/// # Errors
/// [`ProofError::Point`], [`ProofError::Scalar`] for non-canonical elements.
pub fn verify_into(
    equations: &mut Equations,
    mut t: Transcript,
    cell: usize,
    bit_commitment: RistrettoPoint,
    value: Option<(RistrettoPoint, &ValueLeg)>,
    proof: &BitProof,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(), ProofError> {
    let point = |bytes| pedersen::decode(bytes, Element::CellProof, Some(cell));
    let scalar = |bytes| pedersen::decode_scalar(bytes, Some(cell));
    let leg = value.as_ref().map(|(_, leg)| CompressedRistretto(leg.a));
    let (zero, one) = (CompressedRistretto(proof.a_zero), CompressedRistretto(proof.a_one));
    let c = or_challenge(&mut t, &zero, leg.as_ref(), &one);
    let c_zero = scalar(&proof.c_zero)?;
    let c_one = c - c_zero;
    let (w_zero, w_one) = (weight(rng), weight(rng));
    equations.blinding += w_zero * scalar(&proof.z_zero)? + w_one * scalar(&proof.z_one)?;
    equations.value += w_one * c_one;
    equations.push(-(w_zero * c_zero + w_one * c_one), bit_commitment);
    // Weights stay short (128 bits) on the first messages: the sign goes to the point.
    equations.push(w_zero, -point(&proof.a_zero)?);
    equations.push(w_one, -point(&proof.a_one)?);
    if let Some((value, leg)) = value {
        let w = weight(rng);
        equations.blinding += w * scalar(&leg.z)?;
        equations.push(-(w * c_zero), value);
        equations.push(w, -point(&leg.a)?);
    }
    Ok(())
}
