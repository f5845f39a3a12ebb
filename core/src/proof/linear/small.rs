//! Secret vectors of small integers: bits, then signed numbers of 16 bits.

use curve25519_dalek::scalar::Scalar;
use subtle::{Choice, ConditionallyNegatable, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

use curve25519_dalek::{ristretto::RistrettoPoint, traits::Identity};

/// Radix-16 digits of a signed entry.
pub(super) const DIGITS: usize = 4;
/// Multiples of a generator that a digit can ask for.
pub(super) const MULTIPLES: usize = 8;

/// `bits || signed`: the entries of a witness, all public in number and secret in value. Erased when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SmallVector {
    /// Each 0 or 1.
    pub bits: Vec<u8>,
    /// Each from -2^14 to 2^14.
    pub signed: Vec<i16>,
}

impl SmallVector {
    /// Number of entries.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bits.len() + self.signed.len()
    }

    /// Whether there is no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entries as scalars, in constant time.
    #[must_use]
    pub fn scalars(&self) -> Vec<Scalar> {
        const OFFSET: u16 = 1 << 15;
        let offset = Scalar::from(OFFSET);
        let signed = |x: &i16| Scalar::from(x.cast_unsigned() ^ OFFSET) - offset;
        self.bits.iter().map(|bit| Scalar::from(*bit)).chain(self.signed.iter().map(signed)).collect()
    }
}

/// `x = sum 16^i * digits[i]`, digits in [-8, 8), for |x| up to 2^14. No branch.
pub(super) fn digits(x: i16) -> [i8; DIGITS] {
    let mut rest = i32::from(x);
    [(); DIGITS].map(|()| {
        let digit = ((rest + 8) & 15) - 8;
        rest = (rest - digit) >> 4;
        digit as i8
    })
}

/// P, 2P, .., 8P.
pub(super) fn multiples(point: &RistrettoPoint) -> [RistrettoPoint; MULTIPLES] {
    let mut sum = *point;
    let mut first = true;
    [(); MULTIPLES].map(|()| {
        if !first {
            sum += point;
        }
        first = false;
        sum
    })
}

/// `digit * P` from its multiples, in time independent of the digit.
pub(super) fn lookup(multiples: &[RistrettoPoint; MULTIPLES], digit: i8) -> RistrettoPoint {
    let sign = digit >> 7;
    let magnitude = ((digit ^ sign) - sign).cast_unsigned();
    let mut point = RistrettoPoint::identity();
    for (at, multiple) in (1u8..).zip(multiples) {
        point.conditional_assign(multiple, magnitude.ct_eq(&at));
    }
    point.conditional_negate(Choice::from(sign.cast_unsigned() & 1));
    point
}
