//! Residues modulo five primes, and back.
//!
//! For a residue `x_i` modulo prime `p_i` put `y_i = x_i * (P/p_i)^-1 mod p_i`, with P the primes' product. Then the
//! value is `sum y_i * (P/p_i) - k*P` for one integer k. A product of a uniform by a binary polynomial of degree
//! 8192 is below 2^141 in absolute value, and P above 2^149: so `sum y_i / p_i` is within 2^-8 of k, and k is found by
//! rounding it in fixed point, without a branch and without a division. The factor `(P/p_i)^-1` is put into the
//! uniform polynomial before its transform, which is linear, and so costs nothing later.

use zeroize::Zeroize;

/// The primes of `tfhe_ntt::native_binary128::Plan32`, in its order.
pub(super) const PRIMES: [u32; 5] = [0x3F5A_0001, 0x3F5D_0001, 0x3F76_0001, 0x3F82_0001, 0x3FAC_0001];

/// `P / p_i`, below 2^120.
const COFACTORS: [u128; 5] = cofactors();
/// `(P / p_i)^-1 mod p_i`.
const INVERSES: [u64; 5] = inverses();
/// `floor(2^60 / p_i)`.
const RECIPROCALS: [u64; 5] = reciprocals();
/// P modulo 2^128.
const PRODUCT: u128 = COFACTORS[0].wrapping_mul(PRIMES[0] as u128);
/// P = HIGH * 2^64 + LOW.
const PRODUCT_LOW: u64 = PRODUCT as u64;
const PRODUCT_HIGH: u128 = {
    let (high, low) = (COFACTORS[0] >> 64, COFACTORS[0] & u64::MAX as u128);
    high * PRIMES[0] as u128 + ((low * PRIMES[0] as u128) >> 64)
};

const fn cofactors() -> [u128; 5] {
    let mut table = [1u128; 5];
    let mut i = 0;
    while i < 5 {
        let mut j = 0;
        while j < 5 {
            if j != i {
                table[i] *= PRIMES[j] as u128;
            }
            j += 1;
        }
        i += 1;
    }
    table
}

const fn inverses() -> [u64; 5] {
    let mut table = [0u64; 5];
    let mut i = 0;
    while i < 5 {
        let p = PRIMES[i] as u64;
        let (mut result, mut square) = (1, (COFACTORS[i] % p as u128) as u64);
        let mut exponent = p - 2;
        while exponent > 0 {
            if exponent & 1 == 1 {
                result = result * square % p;
            }
            square = square * square % p;
            exponent >>= 1;
        }
        table[i] = result;
        i += 1;
    }
    table
}

const fn reciprocals() -> [u64; 5] {
    let mut table = [0u64; 5];
    let mut i = 0;
    while i < 5 {
        table[i] = (1 << 60) / PRIMES[i] as u64;
        i += 1;
    }
    table
}

/// Scaled residues modulo prime number I of words in [0, 2^128), or of the same words taken in [-2^127, 2^127).
fn residue<const I: usize>(poly: &[u128], centred: bool) -> Vec<u32> {
    let p = const { PRIMES[I] as u64 };
    // 2^32, 2^64, 2^96 and 2^128 modulo p, and the scale.
    let [c1, c2, c3, c4] = const {
        let p = PRIMES[I] as u64;
        let c1 = (1u64 << 32) % p;
        let c2 = c1 * c1 % p;
        [c1, c2, c2 * c1 % p, c2 * c2 % p]
    };
    let offset = if centred { p - c4 } else { 0 };
    let one = |x: &u128| {
        let (low, high) = (*x as u64, (*x >> 64) as u64);
        let (l0, l1) = (low & 0xFFFF_FFFF, low >> 32);
        let (l2, l3) = (high & 0xFFFF_FFFF, high >> 32);
        // Each term is below 2^62: four of them fit.
        let value = (l0 + l1 * c1 + l2 * c2 + l3 * c3) % p + offset * (high >> 63);
        (value % p * const { INVERSES[I] } % p) as u32
    };
    poly.iter().map(one).collect()
}

/// Scaled residues of a uniform polynomial, coefficients in [0, 2^128).
pub(super) fn residues(poly: &[u128]) -> [Vec<u32>; 5] {
    let f = false;
    [
        residue::<0>(poly, f),
        residue::<1>(poly, f),
        residue::<2>(poly, f),
        residue::<3>(poly, f),
        residue::<4>(poly, f),
    ]
}

/// Scaled residues of a uniform polynomial, coefficients in [-2^127, 2^127).
pub(super) fn centred_residues(poly: &[u128]) -> [Vec<u32>; 5] {
    let t = true;
    [
        residue::<0>(poly, t),
        residue::<1>(poly, t),
        residue::<2>(poly, t),
        residue::<3>(poly, t),
        residue::<4>(poly, t),
    ]
}

/// k: `sum y_i / p_i` rounded. The fixed point is short by less than `5 * 2^-30`.
#[inline]
fn multiple(scaled: [u32; 5]) -> u64 {
    let sum: u64 = (0..5).map(|i| u64::from(scaled[i]) * RECIPROCALS[i]).sum();
    (sum + (1 << 59)) >> 60
}

/// The centred value modulo 2^128 of scaled residues.
#[inline]
pub(super) fn lift(scaled: [u32; 5]) -> u128 {
    let sum = (0..5).fold(0u128, |sum, i| sum.wrapping_add(COFACTORS[i].wrapping_mul(u128::from(scaled[i]))));
    sum.wrapping_sub(PRODUCT.wrapping_mul(u128::from(multiple(scaled))))
}

/// The integer `high * 2^128 + low`.
#[derive(Clone, Copy, PartialEq, Eq, Zeroize)]
pub struct Wide {
    /// Modulo 2^128.
    pub low: u128,
    /// The rest, rounded down.
    pub high: i32,
}

/// The centred value, whole, of scaled residues.
#[inline]
pub(super) fn lift_wide(scaled: [u32; 5]) -> Wide {
    // In halves of 64 bits: every sum stays below 2^127.
    let half = |shift: u32| {
        (0..5).fold(0u128, |sum, i| sum + u128::from((COFACTORS[i] >> shift) as u64) * u128::from(scaled[i]))
    };
    let k = u128::from(multiple(scaled));
    let lower = half(0).cast_signed() - (k * u128::from(PRODUCT_LOW)).cast_signed();
    let upper = half(64).cast_signed() - (k * PRODUCT_HIGH).cast_signed() + (lower >> 64);
    let low = (upper.cast_unsigned() << 64) | (lower.cast_unsigned() & u128::from(u64::MAX));
    Wide { low, high: (upper >> 64) as i32 }
}
