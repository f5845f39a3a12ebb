//! `a^T * y` modulo the group order, by transforms modulo five primes of 61 bits.
//!
//! |a| <= 2^127 and |y| < 2^137, so a sum of 8192 products is below 2^277; the primes' product is above 2^304. The
//! value is `sum x_i * (P/p_i) - k*P`, k found by rounding `sum x_i / p_i` in fixed point, as in the lattice's
//! own lift: the true quotient is within 2^-26 of an integer.

use curve25519_dalek::scalar::Scalar;
use std::sync::{Arc, OnceLock};
use tfhe_ntt::prime64::Plan;

/// The largest primes below 2^61 that are 1 modulo 2^17.
const PRIMES: [u64; 5] = [
    0x1FFF_FFFF_FFE0_0001,
    0x1FFF_FFFF_FFC8_0001,
    0x1FFF_FFFF_FFB4_0001,
    0x1FFF_FFFF_FF50_0001,
    0x1FFF_FFFF_FF42_0001,
];

fn times(a: u64, b: u64, p: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(p)) as u64
}

/// What the way back from residues needs: `P/p_i` and its inverse modulo `p_i` per prime, P, and a multiple of the group
/// order that is larger than any absolute value that is lifted. Integers as words of 64 bits, the lowest first.
struct Lift {
    cofactors: [[u64; 5]; 5],
    inverses: [u64; 5],
    product: [u64; 5],
    shift: [u64; 5],
}

/// The product of numbers, below 2^320.
fn product(of: impl IntoIterator<Item = u64>) -> [u64; 5] {
    of.into_iter().fold([1, 0, 0, 0, 0], |mut number, factor| {
        let mut carry = 0;
        for word in &mut number {
            let sum = u128::from(*word) * u128::from(factor) + carry;
            *word = sum as u64;
            carry = sum >> 64;
        }
        number
    })
}

fn lift() -> &'static Lift {
    static LIFT: OnceLock<Lift> = OnceLock::new();
    LIFT.get_or_init(|| {
        let others = |i: usize| (0..5).filter(move |j| *j != i);
        let inverse = |i: usize, p: u64| {
            let cofactor = others(i).fold(1, |product, j| times(product, PRIMES[j] % p, p));
            let (mut result, mut square, mut exponent) = (1, cofactor, p - 2);
            while exponent > 0 {
                if exponent & 1 == 1 {
                    result = times(result, square, p);
                }
                square = times(square, square, p);
                exponent >>= 1;
            }
            result
        };
        // The order is 1 more than the scalar -1, an even number.
        let mut order = [0u64; 5];
        let bytes = (-Scalar::ONE).to_bytes();
        order
            .iter_mut()
            .zip(bytes.as_chunks::<8>().0)
            .for_each(|(word, bytes)| *word = u64::from_le_bytes(*bytes));
        order[0] |= 1;
        let indexed: [usize; 5] = [0, 1, 2, 3, 4];
        let shifted = |i: usize| order[i] << 26 | i.checked_sub(1).map_or(0, |below| order[below] >> 38);
        Lift {
            cofactors: indexed.map(|i| product(others(i).map(|j| PRIMES[j]))),
            inverses: indexed.map(|i| inverse(i, PRIMES[i])),
            product: product(PRIMES),
            shift: indexed.map(shifted),
        }
    })
}

impl Lift {
    /// `sum x_i * P/p_i - quotient * P`, of an absolute value below 2^277, modulo the group order: whole numbers until the end.
    fn scalar(&self, x: [u64; 5], quotient: u64) -> Scalar {
        // Five products below 2^125: no column overflows.
        let mut columns = [0u128; 5];
        for (x, cofactor) in x.iter().zip(&self.cofactors) {
            for (column, word) in columns.iter_mut().zip(cofactor) {
                *column += u128::from(*x) * u128::from(*word);
            }
        }
        let mut bytes = [0u8; 64];
        let mut carry = 0i128;
        let words = bytes.as_chunks_mut::<8>().0.iter_mut();
        for (((word, column), product), shift) in words.zip(columns).zip(self.product).zip(self.shift) {
            let taken = (u128::from(product) * u128::from(quotient)).cast_signed();
            let sum = carry + i128::from(column as u64) + i128::from(shift) - taken;
            *word = (sum as u64).to_le_bytes();
            carry = (sum >> 64) + (column >> 64).cast_signed();
        }
        Scalar::from_bytes_mod_order_wide(&bytes)
    }
}

/// An integer as the sign and the absolute value, below 2^192.
#[derive(Clone, Copy, Default)]
pub(super) struct Integer {
    /// `high * 2^128 + low` in two's complement of 192 bits.
    pub(super) low: u128,
    /// The rest.
    pub(super) high: i64,
}

impl Integer {
    /// Modulo the group order.
    pub(super) fn scalar(self) -> Scalar {
        let [one, _] = powers();
        Scalar::from(self.low) + signed(self.high) * one
    }

    /// Modulo a prime of 61 bits.
    fn residue(self, p: u64) -> u64 {
        let wide = u128::from(p);
        let low = self.low % wide;
        let high = i128::from(self.high).rem_euclid(i128::from(p)).cast_unsigned();
        let two = (u128::MAX % wide + 1) % wide;
        ((low + high * two) % wide) as u64
    }
}

/// 2^128 and 2^64 modulo the group order.
fn powers() -> [Scalar; 2] {
    let half = Scalar::from(1u128 << 64);
    [half * half, half]
}

/// A small signed number as a scalar.
pub(super) fn signed(x: i64) -> Scalar {
    let magnitude = Scalar::from(x.unsigned_abs());
    if x < 0 { -magnitude } else { magnitude }
}

/// A word taken in [-2^127, 2^127) as a scalar.
pub(super) fn centred(word: u128) -> Scalar {
    let magnitude = Scalar::from(word.cast_signed().unsigned_abs());
    if word.cast_signed() < 0 { -magnitude } else { magnitude }
}

/// A public polynomial whose transpose is to be multiplied, transformed.
pub(super) struct Transposed {
    plans: Arc<Vec<Plan>>,
    transformed: Vec<Vec<u64>>,
}

fn plans(degree: usize) -> Arc<Vec<Plan>> {
    static STANDARD: OnceLock<Arc<Vec<Plan>>> = OnceLock::new();
    let make = || Arc::new(PRIMES.iter().filter_map(|p| Plan::try_new(degree, *p)).collect());
    if degree == crate::lattice::Params::STANDARD.degree() {
        return Arc::clone(STANDARD.get_or_init(make));
    }
    make()
}

impl Transposed {
    /// Of a, its words taken in [-2^127, 2^127). The transpose of multiplication by `a(X)` is multiplication by `a(1/X)`.
    pub(super) fn new(a: &[u128]) -> Self {
        let scale = lift().inverses;
        let plans = plans(a.len());
        let transform = |(plan, (p, scale)): (&Plan, (u64, u64))| {
            let residue = |word: &u128| word.cast_signed().rem_euclid(i128::from(p)) as u64;
            let first = a.iter().take(1).map(residue);
            let turned = a.iter().skip(1).rev().map(|word| (p - residue(word)) % p);
            let mut poly: Vec<u64> = first.chain(turned).map(|x| times(x, scale, p)).collect();
            plan.fwd(&mut poly);
            poly
        };
        let transformed = plans.iter().zip(PRIMES.into_iter().zip(scale)).map(transform).collect();
        Self { plans, transformed }
    }

    /// `a^T * y` modulo the group order.
    pub(super) fn times(&self, y: &[Integer]) -> Vec<Scalar> {
        let mut residues: Vec<Vec<u64>> = Vec::with_capacity(5);
        for ((plan, factor), p) in self.plans.iter().zip(&self.transformed).zip(PRIMES) {
            let mut poly: Vec<u64> = y.iter().map(|x| x.residue(p)).collect();
            plan.fwd(&mut poly);
            plan.mul_assign_normalize(&mut poly, factor);
            plan.inv(&mut poly);
            residues.push(poly);
        }
        let lift = lift();
        let one = |at: usize| {
            let (mut x, mut quotient) = ([0; 5], 1u128 << 123);
            for ((x, poly), p) in x.iter_mut().zip(&residues).zip(PRIMES) {
                *x = poly.get(at).copied().unwrap_or_default();
                quotient += u128::from(*x) * ((1u128 << 124) / u128::from(p));
            }
            lift.scalar(x, (quotient >> 124) as u64)
        };
        (0..y.len()).map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha20Rng;
    use rand_core::{RngCore, SeedableRng};

    #[test]
    fn the_transpose_by_transforms_is_the_transpose_by_definition() {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let mut word = || u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
        let n = 64;
        for edge in [None, Some(1u128 << 127), Some((1 << 127) - 1)] {
            let a: Vec<u128> = (0..n).map(|_| edge.unwrap_or_else(&mut word)).collect();
            let y: Vec<Integer> =
                (0..n).map(|i| Integer { low: word(), high: [-200, 255, 0, -1][i % 4] }).collect();
            let product = Transposed::new(&a).times(&y);
            for j in 0..n {
                let term = |i: usize| {
                    let product = centred(a[(n + i - j) % n]) * y[i].scalar();
                    if i >= j { product } else { -product }
                };
                assert_eq!(product[j], (0..n).map(term).sum::<Scalar>(), "entry {j}");
            }
        }
    }

    #[test]
    fn there_is_a_plan_for_every_prime() {
        assert_eq!(plans(8192).len(), 5);
        assert_eq!(plans(256).len(), 5);
    }
}
