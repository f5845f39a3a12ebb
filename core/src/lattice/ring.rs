//! Products of a uniform by a binary polynomial modulo X^N + 1 and 2^128, with transforms that can be kept.
//!
//! The same five primes as `tfhe_ntt::native_binary128::Plan32`, whose inner plans are private; a test holds the
//! two equal. The exact product is below 2^141 in absolute value and the primes' product above 2^149, so the
//! centred residue is the product itself.

use super::params::Params;
use std::sync::{Arc, OnceLock};
use tfhe_ntt::prime32::Plan;
use zeroize::{Zeroize, ZeroizeOnDrop};

const PRIMES: [u32; 5] = [0x3F5A_0001, 0x3F5D_0001, 0x3F76_0001, 0x3F82_0001, 0x3FAC_0001];

/// `INVERSES[i][j]` = inverse of prime j modulo prime i, for j < i.
const INVERSES: [[u64; 5]; 5] = inverses();
/// Product of the first i primes modulo 2^128.
const PREFIX: [u128; 6] = prefix();

const fn power(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let (mut result, mut square) = (1, base % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * square % modulus;
        }
        square = square * square % modulus;
        exponent >>= 1;
    }
    result
}

const fn inverses() -> [[u64; 5]; 5] {
    let mut table = [[0; 5]; 5];
    let mut i = 0;
    while i < 5 {
        let mut j = 0;
        while j < i {
            let p = PRIMES[i] as u64;
            table[i][j] = power(PRIMES[j] as u64, p - 2, p);
            j += 1;
        }
        i += 1;
    }
    table
}

const fn prefix() -> [u128; 6] {
    let mut table = [1u128; 6];
    let mut i = 0;
    while i < 5 {
        table[i + 1] = table[i].wrapping_mul(PRIMES[i] as u128);
        i += 1;
    }
    table
}

/// A polynomial transformed modulo the five primes. Erased when dropped, since one of a secret is a secret.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Transformed([Vec<u32>; 5]);

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
    pub fn transform(&self, poly: &[u128]) -> Transformed {
        self.forward(poly, |x, p| (x % u128::from(p)) as u32)
    }

    /// Transform of a binary polynomial. Length N. No division, and no branch on a coefficient.
    #[must_use]
    pub fn transform_binary(&self, poly: &[u128]) -> Transformed {
        self.forward(poly, |x, _| x as u32)
    }

    fn forward(&self, poly: &[u128], reduce: impl Fn(u128, u32) -> u32) -> Transformed {
        let mut residues = [const { Vec::new() }; 5];
        for (residue, plan) in residues.iter_mut().zip(&self.plans) {
            *residue = poly.iter().map(|x| reduce(*x, plan.modulus())).collect();
            residue.resize(self.params.degree(), 0);
            plan.fwd(residue);
        }
        Transformed(residues)
    }

    /// Product of a uniform and a binary polynomial, both transformed, modulo X^N + 1 and 2^128.
    #[must_use]
    pub fn product(&self, uniform: &Transformed, binary: &Transformed) -> Vec<u128> {
        let mut residues = uniform.clone();
        for ((residue, factor), plan) in residues.0.iter_mut().zip(&binary.0).zip(&self.plans) {
            plan.mul_assign_normalize(residue, factor);
            plan.inv(residue);
        }
        let [r0, r1, r2, r3, r4] = &residues.0;
        let lanes = r0.iter().zip(r1).zip(r2).zip(r3).zip(r4);
        lanes.map(|((((a, b), c), d), e)| lift([*a, *b, *c, *d, *e])).collect()
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

/// Centred residue modulo the five primes, modulo 2^128: Garner's mixed radix digits.
#[inline]
fn lift(residues: [u32; 5]) -> u128 {
    let mut digits = [0u64; 5];
    let mut i = 0;
    while i < 5 {
        let p = u64::from(PRIMES[i]);
        let mut digit = u64::from(residues[i]);
        let mut j = 0;
        while j < i {
            digit = (digit + 2 * p - digits[j]) % p * INVERSES[i][j] % p;
            j += 1;
        }
        digits[i] = digit;
        i += 1;
    }
    let value = (0..5).fold(0u128, |sum, i| sum.wrapping_add(PREFIX[i].wrapping_mul(u128::from(digits[i]))));
    // Branch-free: the top digit tells the sign of the centred residue.
    let negative = u128::from(digits[4] > u64::from(PRIMES[4]) / 2);
    value.wrapping_sub(PREFIX[5].wrapping_mul(negative))
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
            let plans = PRIMES.map(|prime| plan(degree, prime));
            let ring = Ring { params: Params::STANDARD, plans };
            let product = {
                let forward = |poly: &[u128]| {
                    let mut t = [const { Vec::new() }; 5];
                    for (r, plan) in t.iter_mut().zip(&ring.plans) {
                        *r = poly.iter().map(|x| (x % u128::from(plan.modulus())) as u32).collect();
                        plan.fwd(r);
                    }
                    Transformed(t)
                };
                ring.product(&forward(&a), &forward(&u))
            };
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
