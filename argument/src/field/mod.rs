//! Integers modulo `l = 2^252 + 27742317777372353535851937790883648493`, the order of Ristretto255.
//!
//! A thin type over `fiat-crypto` (Montgomery form, machine-checked, no branch and no address that
//! depends on a value): the sumcheck multiplies secrets half a million times, and the curve
//! library's `Scalar` takes four times as long. Group operations take [`Field::scalar`]. There is
//! no `Debug`: most values are secret.

mod inner;
mod sum;

pub use inner::{inner, inner_words};
pub(crate) use sum::LongSum;

use curve25519_dalek::scalar::Scalar;
use fiat_crypto::curve25519_scalar_64::{
    fiat_25519_scalar_add, fiat_25519_scalar_from_bytes, fiat_25519_scalar_from_montgomery,
    fiat_25519_scalar_montgomery_domain_field_element as Montgomery, fiat_25519_scalar_mul,
    fiat_25519_scalar_non_montgomery_domain_field_element as Plain, fiat_25519_scalar_opp,
    fiat_25519_scalar_set_one, fiat_25519_scalar_sub, fiat_25519_scalar_to_bytes,
    fiat_25519_scalar_to_montgomery,
};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};
use subtle::{Choice, ConstantTimeEq};
use zeroize::DefaultIsZeroes;

/// An integer modulo `l`. Every operation takes the same time whatever the values are.
#[derive(Clone, Copy)]
pub struct Field([u64; 4]);

impl Field {
    /// 0.
    pub const ZERO: Self = Self([0; 4]);
    /// 1.
    pub const ONE: Self = {
        let mut one = Montgomery([0; 4]);
        fiat_25519_scalar_set_one(&mut one);
        Self(one.0)
    };

    fn from_plain(limbs: [u64; 4]) -> Self {
        let mut out = Montgomery([0; 4]);
        fiat_25519_scalar_to_montgomery(&mut out, &Plain(limbs));
        Self(out.0)
    }

    /// `2^exponent`, by doubling.
    #[must_use]
    pub fn power_of_two(exponent: usize) -> Self {
        (0..exponent).fold(Self::ONE, |power, _| power.double())
    }

    /// `self^exponent`. The exponent is public.
    #[must_use]
    pub fn power(self, exponent: usize) -> Self {
        let (mut square, mut left, mut power) = (self, exponent, Self::ONE);
        while left > 0 {
            if left & 1 == 1 {
                power *= square;
            }
            square *= square;
            left >>= 1;
        }
        power
    }

    /// `2 * self`.
    #[must_use]
    pub fn double(self) -> Self {
        self + self
    }

    /// `self` where `bit` is 1, 0 where it is 0; without a branch. Other values of `bit` are not
    /// bits.
    #[inline]
    #[must_use]
    pub fn times_bit(self, bit: u8) -> Self {
        let mask = 0_u64.wrapping_sub(u64::from(bit));
        Self(self.0.map(|limb| limb & mask))
    }

    /// `1 / self`; 0 for 0.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self::from_scalar(&self.scalar().invert())
    }

    /// The canonical encoding: 32 bytes, little end first, below `l`.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        let (mut plain, mut bytes) = (Plain([0; 4]), [0; 32]);
        fiat_25519_scalar_from_montgomery(&mut plain, &Montgomery(self.0));
        fiat_25519_scalar_to_bytes(&mut bytes, &plain.0);
        bytes
    }

    /// Reads a canonical encoding; nothing if it is not below `l`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        Option::<Scalar>::from(Scalar::from_canonical_bytes(*bytes)).map(|scalar| Self::from_scalar(&scalar))
    }

    /// 64 bytes, little end first, modulo `l`: uniform bytes give a value within 2^-259 of uniform.
    #[must_use]
    pub fn from_wide_bytes(bytes: &[u8; 64]) -> Self {
        Self::from_scalar(&Scalar::from_bytes_mod_order_wide(bytes))
    }

    /// The same integer for the group.
    #[must_use]
    pub fn scalar(&self) -> Scalar {
        Scalar::from_bytes_mod_order(self.to_bytes())
    }

    /// The same integer from the group's scalars.
    #[must_use]
    pub fn from_scalar(scalar: &Scalar) -> Self {
        let mut limbs = [0; 4];
        fiat_25519_scalar_from_bytes(&mut limbs, scalar.as_bytes());
        Self::from_plain(limbs)
    }
}

impl From<u64> for Field {
    fn from(value: u64) -> Self {
        Self::from_plain([value, 0, 0, 0])
    }
}

impl From<u128> for Field {
    fn from(value: u128) -> Self {
        // The low and the high half.
        Self::from_plain([value as u64, (value >> 64) as u64, 0, 0])
    }
}

impl From<i64> for Field {
    fn from(value: i64) -> Self {
        let sign = u8::from(value.is_negative());
        let size = Self::from(value.unsigned_abs());
        size - size.double().times_bit(sign)
    }
}

impl From<i128> for Field {
    fn from(value: i128) -> Self {
        let sign = u8::from(value.is_negative());
        let size = Self::from(value.unsigned_abs());
        size - size.double().times_bit(sign)
    }
}

impl Default for Field {
    fn default() -> Self {
        Self::ZERO
    }
}

impl DefaultIsZeroes for Field {}

impl ConstantTimeEq for Field {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Field {}

impl Add for Field {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        let mut out = Montgomery([0; 4]);
        fiat_25519_scalar_add(&mut out, &Montgomery(self.0), &Montgomery(other.0));
        Self(out.0)
    }
}

impl Sub for Field {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        let mut out = Montgomery([0; 4]);
        fiat_25519_scalar_sub(&mut out, &Montgomery(self.0), &Montgomery(other.0));
        Self(out.0)
    }
}

impl Mul for Field {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let mut out = Montgomery([0; 4]);
        fiat_25519_scalar_mul(&mut out, &Montgomery(self.0), &Montgomery(other.0));
        Self(out.0)
    }
}

impl Neg for Field {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        let mut out = Montgomery([0; 4]);
        fiat_25519_scalar_opp(&mut out, &Montgomery(self.0));
        Self(out.0)
    }
}

impl AddAssign for Field {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Field {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Field {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl Sum for Field {
    fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
        terms.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_curve_library(a in any::<[u8; 32]>(), b in any::<[u8; 32]>(), bit in 0_u8..2) {
            let (x, y) = (Scalar::from_bytes_mod_order(a), Scalar::from_bytes_mod_order(b));
            let (f, g) = (Field::from_scalar(&x), Field::from_scalar(&y));
            prop_assert_eq!((f + g).scalar(), x + y);
            prop_assert_eq!((f - g).scalar(), x - y);
            prop_assert_eq!((f * g).scalar(), x * y);
            prop_assert_eq!((-f).scalar(), -x);
            prop_assert_eq!(f.times_bit(bit).scalar(), x * Scalar::from(bit));
            prop_assert!(f.inverse() * f == Field::ONE || f == Field::ZERO);
            prop_assert!(Field::from_bytes(&f.to_bytes()) == Some(f));
            prop_assert!(f.power(5) == f * f * f * f * f);
        }

        #[test]
        fn agrees_with_integers(a in any::<i64>(), b in any::<i128>(), c in any::<u128>()) {
            let sign = |negative: bool, size: Scalar| if negative { -size } else { size };
            prop_assert_eq!(Field::from(a).scalar(), sign(a < 0, Scalar::from(a.unsigned_abs())));
            prop_assert_eq!(Field::from(b).scalar(), sign(b < 0, Scalar::from(b.unsigned_abs())));
            prop_assert_eq!(Field::from(c).scalar(), Scalar::from(c));
        }
    }

    #[test]
    fn powers_and_canonical_bytes() {
        assert!(Field::power_of_two(130) == Field::from(1_u64 << 10).power(13));
        let mut order = (-Field::ONE).to_bytes();
        order[0] += 1;
        assert!(Field::from_bytes(&order).is_none(), "l itself is not canonical");
        assert!(Field::from_bytes(&[255; 32]).is_none());
    }
}
