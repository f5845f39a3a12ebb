//! Products of a uniform by a binary polynomial modulo X^N + 1 and 2^128, with transforms that can be kept.
//!
//! The same five primes as `tfhe_ntt::native_binary128::Plan32`, whose inner plans are private; a test holds the
//! two equal. The exact product is below 2^141 in absolute value and the primes' product above 2^149, so the
//! centred residue is the product itself.

use super::crt::{self, PRIMES};
use super::params::Params;
use std::sync::{Arc, OnceLock};
use tfhe_ntt::prime32::Plan;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A binary polynomial transformed modulo the five primes. Erased when dropped: it is a secret's.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Binary([Vec<u32>; 5]);

/// A uniform polynomial transformed modulo the five primes, each residue scaled as `crt::lift` wants it.
#[derive(Clone)]
pub struct Uniform([Vec<u32>; 5]);

/// The transforms of one degree.
pub struct Ring {
    params: Params,
    plans: [Plan; 5],
}

impl Ring {
    /// The ring of these parameters. Made once per process for the standard degree.
    #[must_use]
    pub fn get(params: &Params) -> Arc<Self> {
        static STANDARD: OnceLock<Arc<Ring>> = OnceLock::new();
        if *params == Params::STANDARD {
            return Arc::clone(STANDARD.get_or_init(|| Arc::new(Self::new(params))));
        }
        Arc::new(Self::new(params))
    }

    fn new(params: &Params) -> Self {
        // A plan exists for every power of two up to 2^16: 2^17 divides each p - 1.
        let plans = PRIMES.map(|prime| plan(params.degree(), prime));
        Self { params: *params, plans }
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// Transform of a polynomial with coefficients modulo 2^128, taken in [0, 2^128). Length N.
    #[must_use]
    pub fn transform(&self, poly: &[u128]) -> Uniform {
        Uniform(self.forward(crt::residues(poly)))
    }

    /// Transform of a binary polynomial. Length N. No division, and no branch on a coefficient.
    #[must_use]
    pub fn transform_binary(&self, poly: &[u128]) -> Binary {
        let bits: Vec<u32> = poly.iter().map(|bit| *bit as u32).collect();
        let transformed = self.forward([bits.clone(), bits.clone(), bits.clone(), bits.clone(), bits]);
        Binary(transformed)
    }

    fn forward(&self, mut residues: [Vec<u32>; 5]) -> [Vec<u32>; 5] {
        for (residue, plan) in residues.iter_mut().zip(&self.plans) {
            residue.resize(self.params.degree(), 0);
            plan.fwd(residue);
        }
        residues
    }

    /// Product of a uniform and a binary polynomial, both transformed, modulo X^N + 1 and 2^128.
    #[must_use]
    pub fn product(&self, uniform: &Uniform, binary: &Binary) -> Vec<u128> {
        let mut residues = Zeroizing::new(binary.0.clone());
        for ((residue, factor), plan) in residues.iter_mut().zip(&uniform.0).zip(&self.plans) {
            plan.mul_assign_normalize(residue, factor);
            plan.inv(residue);
        }
        crt::lift_all(&residues)
    }

    /// Product of a uniform and a binary polynomial of length N, modulo X^N + 1 and 2^128.
    #[must_use]
    pub fn mul_binary(&self, uniform: &[u128], binary: &[u128]) -> Vec<u128> {
        self.product(&self.transform(uniform), &self.transform_binary(binary))
    }
}

#[expect(
    clippy::expect_used,
    reason = "the five primes are constants and have every root that a power of two needs"
)]
fn plan(degree: usize, prime: u32) -> Plan {
    Plan::try_new(degree, prime).expect("degree is a power of two")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::{RngCore, SeedableRng};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn equals_the_crate_s_own_product(seed: u64, degree in prop::sample::select(vec![256usize, 1024, 8192])) {
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let a: Vec<u128> = (0..degree).map(|_| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())).collect();
            let u: Vec<u128> = (0..degree).map(|_| u128::from(rng.next_u32() & 1)).collect();
            let mut expected = vec![0; degree];
            tfhe_ntt::native_binary128::Plan32::try_new(degree).unwrap().negacyclic_polymul(&mut expected, &a, &u);
            let ring = Ring::new(&Params::of_degree(degree));
            let product = ring.mul_binary(&a, &u);
            prop_assert_eq!(product, expected);
        }
    }

    #[test]
    fn the_extreme_product_does_not_wrap_the_primes() {
        let ring = Ring::get(&Params::STANDARD);
        let n = 8192;
        let product = ring.mul_binary(&vec![u128::MAX; n], &vec![1; n]);
        let mut expected = vec![0; n];
        tfhe_ntt::native_binary128::Plan32::try_new(n).unwrap().negacyclic_polymul(
            &mut expected,
            &vec![u128::MAX; n],
            &vec![1; n],
        );
        assert_eq!(product, expected);
        assert_eq!(product[n - 1], u128::MAX.wrapping_mul(n as u128));
    }
}
