//! Integers of two kinds. Machine words first; where they overflow, the caller starts again with integers of any length, so
//! the answer never depends on the size of the numbers.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// A machine integer was too small; start again with [`BigInt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overflow;

/// Integers that say when they overflow.
pub(crate) trait Exact: Clone + Eq + Send + Sync + std::hash::Hash {
    /// 0 or 1, as entries of the start.
    fn of(value: i32) -> Self;
    /// `a * x - b * y`.
    fn cross(a: &Self, x: &Self, b: &Self, y: &Self) -> Result<Self, Overflow>;
    /// This plus `a * x`.
    fn plus(&self, a: &Self, x: &Self) -> Result<Self, Overflow>;
    fn times(&self, by: &Self) -> Result<Self, Overflow> {
        Self::of(0).plus(self, by)
    }
    /// With the other sign: numbers that come of these functions always have one.
    fn negated(&self) -> Self;
    fn gcd(&self, other: &Self) -> Self;
    fn exact_div(&self, by: &Self) -> Self;
    fn is_zero(&self) -> bool;
    fn is_one(&self) -> bool;
    fn is_negative(&self) -> bool;
}

impl Exact for i64 {
    fn of(value: i32) -> Self {
        Self::from(value)
    }
    fn cross(a: &Self, x: &Self, b: &Self, y: &Self) -> Result<Self, Overflow> {
        let wide = i128::from(*a) * i128::from(*x) - i128::from(*b) * i128::from(*y);
        match Self::try_from(wide) {
            Ok(value) if value != Self::MIN => Ok(value),
            _ => Err(Overflow),
        }
    }
    fn plus(&self, a: &Self, x: &Self) -> Result<Self, Overflow> {
        let sum = a.checked_mul(*x).and_then(|product| self.checked_add(product));
        sum.filter(|value| *value != Self::MIN).ok_or(Overflow)
    }
    fn negated(&self) -> Self {
        -self
    }
    fn gcd(&self, other: &Self) -> Self {
        Integer::gcd(self, other)
    }
    fn exact_div(&self, by: &Self) -> Self {
        self / by
    }
    fn is_zero(&self) -> bool {
        *self == 0
    }
    fn is_one(&self) -> bool {
        *self == 1
    }
    fn is_negative(&self) -> bool {
        *self < 0
    }
}

impl Exact for BigInt {
    fn of(value: i32) -> Self {
        Self::from(value)
    }
    fn cross(a: &Self, x: &Self, b: &Self, y: &Self) -> Result<Self, Overflow> {
        Ok(a * x - b * y)
    }
    fn plus(&self, a: &Self, x: &Self) -> Result<Self, Overflow> {
        Ok(self + a * x)
    }
    fn negated(&self) -> Self {
        -self
    }
    fn gcd(&self, other: &Self) -> Self {
        Integer::gcd(self, other)
    }
    fn exact_div(&self, by: &Self) -> Self {
        self / by
    }
    fn is_zero(&self) -> bool {
        Zero::is_zero(self)
    }
    fn is_one(&self) -> bool {
        One::is_one(self)
    }
    fn is_negative(&self) -> bool {
        Signed::is_negative(self)
    }
}
