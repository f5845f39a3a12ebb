//! The common polynomial as proof (c) needs it: `a^T * y` modulo the group order.
//!
//! `a^T` is the transpose of the map u -> a*u, so `a^T * y = a(1/X) * y`: a negacyclic product again. a is centred, below
//! 2^127, y below 2^139, N at most 2^13: the product is below 2^279 in absolute value, the primes' product above 2^304.

use super::projection::Combined;
use crate::lattice::{Params, PublicKey, Ring};
use curve25519_dalek::scalar::Scalar;
use std::sync::Arc;
use tfhe_ntt::prime64::Plan;

/// Each is 1 modulo 2^17.
const PRIMES: [u64; 5] = [
    0x1fff_ffff_ffe0_0001,
    0x1fff_ffff_ffc8_0001,
    0x1fff_ffff_ffb4_0001,
    0x1fff_ffff_ff50_0001,
    0x1fff_ffff_ff42_0001,
];

/// `INVERSES[i][j]` = inverse of prime j modulo prime i, for j < i.
const INVERSES: [[u64; 5]; 5] = inverses();

const fn power(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let m = modulus as u128;
    let (mut result, mut square) = (1u128, base as u128 % m);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % m;
        }
        square = square * square % m;
        exponent >>= 1;
    }
    result as u64
}

const fn inverses() -> [[u64; 5]; 5] {
    let mut table = [[0; 5]; 5];
    let mut i = 0;
    while i < 5 {
        let mut j = 0;
        while j < i {
            table[i][j] = power(PRIMES[j], PRIMES[i] - 2, PRIMES[i]);
            j += 1;
        }
        i += 1;
    }
    table
}

/// A key's common polynomial with what multiplies by its transpose. Public.
pub struct Common {
    ring: Arc<Ring>,
    a: Vec<u128>,
    plans: [Plan; 5],
    /// a(1/X), transformed modulo each prime.
    reversed: [Vec<u64>; 5],
    /// The primes' product modulo the group order.
    modulus: Scalar,
}

impl Common {
    /// Of a key.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        Self::new(key.ring().params(), key.common())
    }

    /// Of the polynomial a, N coefficients.
    #[must_use]
    pub fn new(params: &Params, a: &[u128]) -> Self {
        let plans = PRIMES.map(|prime| plan(params.degree(), prime));
        let reversed = std::array::from_fn(|i| {
            let (prime, plan) = (i128::from(PRIMES[i]), &plans[i]);
            let centred = |x: &u128| x.cast_signed().rem_euclid(prime) as u64;
            let negated = |x: &u128| (prime - x.cast_signed().rem_euclid(prime)) as u64 % PRIMES[i];
            let (first, rest) = a.split_at(1.min(a.len()));
            let mut residues: Vec<u64> =
                first.iter().map(centred).chain(rest.iter().rev().map(negated)).collect();
            residues.resize(params.degree(), 0);
            plan.fwd(&mut residues);
            plan.normalize(&mut residues);
            residues
        });
        let mut limbs = [0u64; 5];
        limbs[0] = 1;
        PRIMES.iter().for_each(|p| multiply_add(&mut limbs, *p, 0));
        Self { ring: Ring::get(params), a: a.to_vec(), plans, reversed, modulus: scalar(&limbs) }
    }

    /// The ring.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// a.
    #[must_use]
    pub fn polynomial(&self) -> &[u128] {
        &self.a
    }

    /// `a^T * y` modulo the group order; y has N entries.
    pub(super) fn transposed(&self, y: &[Combined]) -> Vec<Scalar> {
        let mut lanes = PRIMES.map(|prime| y.iter().map(|y| y.residue(prime)).collect::<Vec<u64>>());
        for ((lane, plan), reversed) in lanes.iter_mut().zip(&self.plans).zip(&self.reversed) {
            plan.fwd(lane);
            let p = u128::from(plan.modulus());
            lane.iter_mut()
                .zip(reversed)
                .for_each(|(x, a)| *x = (u128::from(*x) * u128::from(*a) % p) as u64);
            plan.inv(lane);
        }
        let [l0, l1, l2, l3, l4] = &lanes;
        let rows = l0.iter().zip(l1).zip(l2).zip(l3).zip(l4);
        rows.map(|((((a, b), c), d), e)| self.lift([*a, *b, *c, *d, *e])).collect()
    }

    /// The centred residue modulo the primes, modulo the group order.
    fn lift(&self, residues: [u64; 5]) -> Scalar {
        let mut digits = [0u64; 5];
        for i in 0..5 {
            let p = u128::from(PRIMES[i]);
            let mut digit = u128::from(residues[i]);
            for j in 0..i {
                digit = (digit + 2 * p - u128::from(digits[j])) * u128::from(INVERSES[i][j]) % p;
            }
            digits[i] = digit as u64;
        }
        let mut limbs = [0u64; 5];
        for i in (0..5).rev() {
            multiply_add(&mut limbs, PRIMES[i], digits[i]);
        }
        let value = scalar(&limbs);
        if digits[4] > PRIMES[4] / 2 { value - self.modulus } else { value }
    }
}

/// `limbs * factor + term`, which fits.
fn multiply_add(limbs: &mut [u64; 5], factor: u64, term: u64) {
    let mut carry = u128::from(term);
    for limb in limbs {
        carry += u128::from(*limb) * u128::from(factor);
        *limb = carry as u64;
        carry >>= 64;
    }
}

fn scalar(limbs: &[u64; 5]) -> Scalar {
    let mut bytes = [0u8; 64];
    for (to, limb) in bytes.as_chunks_mut::<8>().0.iter_mut().zip(limbs) {
        *to = limb.to_le_bytes();
    }
    Scalar::from_bytes_mod_order_wide(&bytes)
}

#[expect(
    clippy::expect_used,
    reason = "the five primes are constants and have every root that a power of two needs"
)]
fn plan(degree: usize, prime: u64) -> Plan {
    Plan::try_new(degree, prime).expect("degree is a power of two")
}

#[cfg(test)]
mod tests {
    use super::super::projection::{Projection, ROWS};
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::{RngCore, SeedableRng};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn equals_the_schoolbook_product(seed: [u8; 32], edge in 0u8..4) {
            let (params, mut rng) = (Params::SMALL_FOR_TESTS, ChaCha20Rng::from_seed(seed));
            let n = params.degree();
            let a: Vec<u128> = (0..n).map(|_| match edge {
                0 => 1 << 127,
                1 => (1 << 127) - 1,
                _ => u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64()),
            }).collect();
            let tau = [if edge < 3 { u128::MAX } else { u128::from(rng.next_u64()) }; ROWS];
            let y = Projection::new(seed).transpose(&tau, n);
            let product = Common::new(&params, &a).transposed(&y);
            let offset = Scalar::from(1u128 << 127);
            let centred: Vec<Scalar> = a.iter().map(|x| Scalar::from(x ^ (1 << 127)) - offset).collect();
            for (i, product) in product.iter().enumerate() {
                // (a*u)_j = sum_i a_(j-i) u_i, negated where j < i.
                let sum: Scalar = y.iter().enumerate().map(|(j, y)| {
                    let term = centred[(n + j - i) % n] * y.scalar();
                    if j >= i { term } else { -term }
                }).sum();
                prop_assert_eq!(*product, sum);
            }
        }
    }
}
