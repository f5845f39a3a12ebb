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
        self.product_by(uniform, binary, lift)
    }

    fn product_by<T>(
        &self,
        uniform: &Transformed,
        binary: &Transformed,
        lift: impl Fn([u32; 5]) -> T,
    ) -> Vec<T> {
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

    /// Exact product over the integers, modulo X^N + 1 alone: the uniform factor centred in [-2^127, 2^127), the
    /// other binary, both of length N. Below 2^140 in absolute value, so that the five primes determine it.
    #[must_use]
    pub fn mul_binary_wide(&self, uniform: &[u128], binary: &[u128]) -> Vec<Wide> {
        let centred = self.forward(uniform, |x, p| x.cast_signed().rem_euclid(i128::from(p)) as u32);
        self.product_by(&centred, &self.transform_binary(binary), lift_wide)
    }

    /// The k of the well-formedness proof (docs/spec.md annex B): `c1 = a*u + e1 + 2^128*k` over the integers,
    /// a and c1 centred in [-2^127, 2^127). c1 is taken as `a*u + e1` modulo 2^128; |k| <= N/2 + 1.
    #[must_use]
    pub fn quotient(&self, uniform: &[u128], binary: &[u128], error: &[i8]) -> Vec<i32> {
        let products = self.mul_binary_wide(uniform, binary);
        let one = |(product, e): (Wide, &i8)| {
            let (low, carry) = product.low.overflowing_add_signed(i128::from(*e));
            let step = if *e < 0 { -i32::from(carry) } else { i32::from(carry) };
            // The centred representative of `low` is 2^128 less where its top bit is set.
            -(product.high + step) - (low >> 127) as i32
        };
        products.into_iter().zip(error).map(one).collect()
    }
}

/// The integer `high * 2^128 + low`.
#[derive(Clone, Copy, PartialEq, Eq, Zeroize)]
pub struct Wide {
    /// Modulo 2^128.
    pub low: u128,
    /// The rest, rounded down.
    pub high: i32,
}

#[expect(
    clippy::expect_used,
    reason = "the five primes are constants and have every root that a power of two needs"
)]
fn plan(degree: usize, prime: u32) -> Plan {
    Plan::try_new(degree, prime).expect("degree is a power of two")
}

/// Garner's mixed radix digits: the residue is `sum digits[i] * PRIMES[0] * .. * PRIMES[i-1]`.
#[inline]
fn digits(residues: [u32; 5]) -> [u64; 5] {
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
    digits
}

/// 1 where the centred residue is negative: the top digit tells, without a branch.
#[inline]
fn sign(digits: &[u64; 5]) -> u128 {
    u128::from(digits[4] > u64::from(PRIMES[4]) / 2)
}

/// Centred residue modulo the five primes, modulo 2^128.
#[inline]
fn lift(residues: [u32; 5]) -> u128 {
    let digits = digits(residues);
    let value = (0..5).fold(0u128, |sum, i| sum.wrapping_add(PREFIX[i].wrapping_mul(u128::from(digits[i]))));
    value.wrapping_sub(PREFIX[5].wrapping_mul(sign(&digits)))
}

/// Centred residue modulo the five primes, whole.
#[inline]
fn lift_wide(residues: [u32; 5]) -> Wide {
    let digits = digits(residues);
    // A negative residue is the value less the primes' product: take the last prime off the top digit. The first
    // four digits are below 2^120, so only the top term reaches beyond 128 bits.
    let top = i64::from(digits[4] as u32) - i64::from(PRIMES[4]) * sign(&digits) as i64;
    let rest = (0..4).fold(0u128, |sum, i| sum + PREFIX[i] * u128::from(digits[i]));
    let upper = (PREFIX[4] >> 64).cast_signed() * i128::from(top);
    let lower = (PREFIX[4] & u128::from(u64::MAX)).cast_signed() * i128::from(top) + rest.cast_signed();
    let middle = upper + (lower >> 64);
    let low = (middle.cast_unsigned() << 64) | (lower.cast_unsigned() & u128::from(u64::MAX));
    Wide { low, high: (middle >> 64) as i32 }
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn wide_products_are_exact(seed: u64, edge in 0u8..3) {
            use num_bigint::BigInt;
            let params = Params::SMALL_FOR_TESTS;
            let (ring, n) = (Ring::get(&params), 256);
            let mut rng = ChaCha20Rng::seed_from_u64(seed);
            let a: Vec<u128> = (0..n).map(|_| match edge {
                0 => 1 << 127,
                1 => (1 << 127) - 1,
                _ => u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64()),
            }).collect();
            let u: Vec<u128> = (0..n).map(|_| u128::from(rng.next_u32() & 1)).collect();
            let e: Vec<i8> = (0..n).map(|_| (rng.next_u32() % 17) as i8 - 8).collect();
            let (wide, k) = (ring.mul_binary_wide(&a, &u), ring.quotient(&a, &u, &e));
            let c1 = ring.mul_binary(&a, &u);
            for i in 0..n {
                let mut exact = BigInt::ZERO;
                for j in 0..n {
                    let term = BigInt::from(a[(n + i - j) % n].cast_signed()) * u[j];
                    if j <= i { exact += term } else { exact -= term }
                }
                prop_assert_eq!((BigInt::from(wide[i].high) << 128) + wide[i].low, exact.clone());
                let c1 = c1[i].wrapping_add(i128::from(e[i]).cast_unsigned()).cast_signed();
                prop_assert_eq!(exact + e[i] + (BigInt::from(k[i]) << 128), BigInt::from(c1));
                prop_assert!(k[i].unsigned_abs() <= 129);
            }
        }
    }
}
