//! Exact rational numbers of machine size. Nearly all numbers of a tableau are whole: those take a short way.

use num_rational::Ratio;
use num_traits::{CheckedAdd, CheckedDiv, CheckedMul, CheckedSub};
use std::cmp::Ordering;

/// A rational number; a result that does not fit is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(Ratio<i128>);

impl Number {
    pub(crate) const ZERO: Self = Self(Ratio::new_raw(0, 1));
    pub(crate) const ONE: Self = Self(Ratio::new_raw(1, 1));

    pub(crate) const fn whole(value: i128) -> Self {
        Self(Ratio::new_raw(value, 1))
    }

    /// A ratio in lowest terms with a denominator above 0.
    pub(crate) const fn of_ratio(ratio: Ratio<i128>) -> Self {
        Self(ratio)
    }

    const fn is_whole(self) -> bool {
        *self.0.denom() == 1
    }

    pub(crate) const fn is_zero(self) -> bool {
        *self.0.numer() == 0
    }

    pub(crate) const fn is_negative(self) -> bool {
        *self.0.numer() < 0
    }

    pub(crate) const fn is_positive(self) -> bool {
        *self.0.numer() > 0
    }

    /// The same with the other sign; the smallest of all has none.
    pub(crate) const fn negated(self) -> Option<Self> {
        match self.0.numer().checked_neg() {
            Some(numer) => Some(Self(Ratio::new_raw(numer, *self.0.denom()))),
            None => None,
        }
    }

    fn short(
        self,
        other: Self,
        whole: impl Fn(i128, i128) -> Option<i128>,
        broken: impl Fn(&Ratio<i128>, &Ratio<i128>) -> Option<Ratio<i128>>,
    ) -> Option<Self> {
        if self.is_whole() && other.is_whole() {
            return whole(*self.0.numer(), *other.0.numer()).map(Self::whole);
        }
        broken(&self.0, &other.0).map(Self)
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        self.short(other, i128::checked_add, CheckedAdd::checked_add)
    }

    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.short(other, i128::checked_sub, CheckedSub::checked_sub)
    }

    pub(crate) fn times(self, other: Self) -> Option<Self> {
        self.short(other, i128::checked_mul, CheckedMul::checked_mul)
    }

    /// By a number that is not zero.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        if other == Self::ONE || self.is_zero() {
            return (!other.is_zero()).then_some(self);
        }
        if other == Self::whole(-1) {
            return self.negated();
        }
        self.0.checked_div(&other.0).map(Self)
    }

    /// The next whole number that is not below.
    pub(crate) fn ceil(self) -> i128 {
        self.0.ceil().to_integer()
    }

    /// The next whole number that is not above.
    pub(crate) fn floor(self) -> i128 {
        self.0.floor().to_integer()
    }

    /// As a ratio in lowest terms.
    pub(crate) const fn ratio(self) -> Ratio<i128> {
        self.0
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        if self.is_whole() && other.is_whole() {
            return self.0.numer().cmp(other.0.numer());
        }
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers() -> impl Strategy<Value = Number> {
        let small = (-40i128..40, 1i128..7).prop_map(|(numer, denom)| Number(Ratio::new(numer, denom)));
        let large = any::<i64>().prop_map(|value| Number::whole(value.into()));
        prop_oneof![4 => small, 1 => large]
    }

    proptest! {
        #[test]
        fn the_short_way_leads_where_the_long_one_does(a in numbers(), b in numbers()) {
            prop_assert_eq!(a.plus(b).map(Number::ratio), a.0.checked_add(&b.0));
            prop_assert_eq!(a.minus(b).map(Number::ratio), a.0.checked_sub(&b.0));
            prop_assert_eq!(a.times(b).map(Number::ratio), a.0.checked_mul(&b.0));
            prop_assert_eq!(a.over(b).map(Number::ratio), a.0.checked_div(&b.0));
            prop_assert_eq!(a.cmp(&b), a.0.cmp(&b.0));
            prop_assert_eq!(a.negated().map(Number::ratio), Some(-a.0));
        }
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let (most, least) = (Number::whole(i128::MAX), Number::whole(i128::MIN));
        assert_eq!(most.plus(Number::ONE), None);
        assert_eq!(least.minus(Number::ONE), None);
        assert_eq!(most.times(Number::whole(2)), None);
        assert_eq!(least.negated(), None);
        assert_eq!(least.over(Number::whole(-1)), None);
        assert_eq!(Number::ONE.over(Number::ZERO), None);
    }
}
