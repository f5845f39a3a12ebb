//! Sub-keys and the joint public key (docs/spec.md section 2.3).

use super::params::Params;
use super::ring::{Ring, Uniform};
use super::sample;
use intertally_statements::Polynomial;
use std::sync::Arc;
use zeroize::Zeroizing;

/// s_A and e_A of a seed: binary, and TUniform(3).
#[must_use]
pub fn secrets(
    params: &Params,
    seed: &[u8; 32],
    context: &[u8],
) -> (Zeroizing<Vec<u128>>, Zeroizing<Vec<i8>>) {
    let secret = sample::binary(&mut sample::stream("sub-key/secret", &[seed, context]), params);
    let errors = sample::tuniform3(&mut sample::stream("sub-key/error", &[seed, context]), params.degree());
    (secret, errors)
}

/// The public part `b_A = a*s_A + e_A` of what [`secrets`] gives: what all holders of a seed make and compare.
#[must_use]
pub fn public_part(ring: &Ring, a: &[u128], (secret, errors): (&[u128], &[i8])) -> Vec<u128> {
    let product = Zeroizing::new(ring.mul_binary(a, secret));
    product.iter().zip(errors.iter()).map(|(x, e)| x.wrapping_add(sample::lift_small(*e))).collect()
}

/// `b`, the sum of all public parts, modulo 2^128.
#[must_use]
pub fn sum_public_parts<'a>(parts: impl IntoIterator<Item = &'a [u128]>, params: &Params) -> Vec<u128> {
    parts.into_iter().fold(vec![0u128; params.degree()], |mut sum, part| {
        sum.iter_mut().zip(part).for_each(|(s, x)| *s = s.wrapping_add(*x));
        sum
    })
}

/// A joint public key (a, b) with both transforms, made once per round.
pub struct PublicKey {
    ring: Arc<Ring>,
    a: Polynomial,
    b: Polynomial,
    a_transformed: Uniform,
    b_transformed: Uniform,
}

impl PublicKey {
    /// From the common polynomial and the summed public part, N coefficients each.
    #[must_use]
    pub fn new(params: &Params, a: Vec<u128>, b: Vec<u128>) -> Self {
        let ring = Ring::get(params);
        let (a_transformed, b_transformed) = (ring.transform(&a), ring.transform(&b));
        Self { ring, a: a.into(), b: b.into(), a_transformed, b_transformed }
    }

    /// The ring.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The common polynomial.
    #[must_use]
    pub const fn common(&self) -> &Polynomial {
        &self.a
    }

    /// The summed public part.
    #[must_use]
    pub const fn public_part(&self) -> &Polynomial {
        &self.b
    }

    pub(super) const fn transforms(&self) -> (&Uniform, &Uniform) {
        (&self.a_transformed, &self.b_transformed)
    }
}
