//! Rational numbers of any length. Nearly all of a search fit a machine's numbers, and take the short way.

use crate::exact::number::Number;
use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::{Signed, ToPrimitive};
use std::cmp::Ordering;

/// A rational number. What fits a [`Number`] is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fraction {
    Short(Number),
    Long(Box<BigRational>),
}

impl Fraction {
    pub(super) const ZERO: Self = Self::Short(Number::ZERO);
    pub(super) const ONE: Self = Self::Short(Number::ONE);

    pub(super) fn whole(value: u64) -> Self {
        Self::Short(Number::whole(i128::from(value)))
    }

    fn long(&self) -> BigRational {
        match self {
            Self::Short(number) => {
                let ratio = number.ratio();
                BigRational::new_raw(BigInt::from(*ratio.numer()), BigInt::from(*ratio.denom()))
            }
            Self::Long(ratio) => (**ratio).clone(),
        }
    }

    fn of(value: BigRational) -> Self {
        match (value.numer().to_i128(), value.denom().to_i128()) {
            (Some(numer), Some(denom)) => Self::Short(Number::of_ratio(Ratio::new_raw(numer, denom))),
            _ => Self::Long(Box::new(value)),
        }
    }

    fn made(
        &self,
        other: &Self,
        short: impl Fn(Number, Number) -> Option<Number>,
        long: impl Fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        if let (Self::Short(a), Self::Short(b)) = (self, other)
            && let Some(made) = short(*a, *b)
        {
            return Self::Short(made);
        }
        Self::of(long(self.long(), other.long()))
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        self.made(other, Number::plus, |a, b| a + b)
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        self.made(other, Number::minus, |a, b| a - b)
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        self.made(other, Number::times, |a, b| a * b)
    }

    /// By a number that is not zero; else 0.
    pub(super) fn over(&self, other: &Self) -> Self {
        if other.is_zero() {
            return Self::ZERO;
        }
        self.made(other, Number::over, |a, b| a / b)
    }

    pub(super) fn negated(&self) -> Self {
        Self::ZERO.minus(self)
    }

    pub(super) const fn is_zero(&self) -> bool {
        matches!(self, Self::Short(number) if number.is_zero())
    }

    pub(super) fn is_negative(&self) -> bool {
        match self {
            Self::Short(number) => number.is_negative(),
            Self::Long(ratio) => ratio.is_negative(),
        }
    }

    pub(super) fn is_positive(&self) -> bool {
        !self.is_negative() && !self.is_zero()
    }

    /// The next whole number that is not below; 0 for what is below 0, and the largest of all for what is above that.
    pub(super) fn ceil(&self) -> u64 {
        match self {
            Self::Short(number) => whole(number.ceil()),
            Self::Long(ratio) => ratio.ceil().to_integer().to_i128().map_or_else(|| self.end(), whole),
        }
    }

    /// The next whole number that is not above, likewise.
    pub(super) fn floor(&self) -> u64 {
        match self {
            Self::Short(number) => whole(number.floor()),
            Self::Long(ratio) => ratio.floor().to_integer().to_i128().map_or_else(|| self.end(), whole),
        }
    }

    fn end(&self) -> u64 {
        if self.is_negative() { 0 } else { u64::MAX }
    }
}

fn whole(value: i128) -> u64 {
    u64::try_from(value.max(0)).unwrap_or(u64::MAX)
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Short(a), Self::Short(b)) => a.cmp(b),
            _ => self.long().cmp(&other.long()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_for_a_machine_is_exact_and_comes_back() {
        let most = Fraction::Short(Number::whole(i128::MAX));
        let twice = most.plus(&most);
        assert!(matches!(twice, Fraction::Long(_)) && twice > most && twice.is_positive());
        assert_eq!(twice.minus(&most), most);
        assert_eq!(twice.times(&twice).over(&twice).over(&twice), Fraction::ONE);
        assert_eq!((twice.floor(), twice.negated().ceil()), (u64::MAX, 0));
        let third = Fraction::ONE.over(&Fraction::whole(3));
        assert_eq!((third.ceil(), third.floor(), third.over(&Fraction::ZERO)), (1, 0, Fraction::ZERO));
        assert!(third.negated().is_negative() && third < Fraction::ONE);
    }
}
