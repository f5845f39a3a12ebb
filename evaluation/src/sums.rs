//! Sums of terms over countries, as they were opened.

use crate::bits::Bits;
use crate::estimate::Estimate;
use crate::rational::fraction;
use crate::table::TwoByTwo;
use crate::term::{OFFSET, Part, Term};
use std::collections::BTreeMap;

/// What is known: per term a sum of whole numbers, and how many countries it is of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    countries: u32,
    bits: Bits,
    opened: BTreeMap<Term, u64>,
    /// Of one country that knows its own table: terms without rounding.
    own: BTreeMap<Term, f64>,
    /// What is added to a term's sum, in its own unit, to see what rounding can do.
    shifted: Option<(Term, f64)>,
}

impl Sums {
    /// No sums yet, of so many countries.
    #[must_use]
    pub const fn new(countries: u32) -> Self {
        Self::in_bits(countries, Bits::MOST)
    }

    /// The same, of terms in so many fractional bits.
    #[must_use]
    pub const fn in_bits(countries: u32, bits: Bits) -> Self {
        Self { countries, bits, opened: BTreeMap::new(), own: BTreeMap::new(), shifted: None }
    }

    /// The terms of one country by itself, unrounded, for these that are fractions of its counts: what an office makes of
    /// its own table, on its own machine. A single table's pooled ratio is its own, with the variance of Woolf.
    #[must_use]
    pub fn of_one(table: &TwoByTwo, terms: impl IntoIterator<Item = Term>) -> Self {
        let fractions = terms.into_iter().filter_map(|term| {
            let (over, under) = fraction(table, term);
            (under > 0).then(|| (term, wide(over) / wide(under)))
        });
        Self { own: fractions.collect(), ..Self::new(1) }
    }

    /// What is left without one country, which knows its own table: all others. None if a sum is smaller than its term, so
    /// that the table is not in it.
    #[must_use]
    pub fn without(&self, table: &TwoByTwo) -> Option<Self> {
        let less = |(term, sum): (&Term, &u64)| {
            let own = u64::from(table.figure_in(*term, self.bits).ok()?);
            Some((*term, sum.checked_sub(own)?))
        };
        let opened = self.opened.iter().map(less).collect::<Option<_>>()?;
        Some(Self { opened, ..Self::in_bits(self.countries.checked_sub(1)?, self.bits) })
    }

    /// Sets the sum of a term's whole numbers.
    pub fn set(&mut self, term: Term, sum: u64) {
        self.opened.insert(term, sum);
    }

    /// How many countries report.
    #[must_use]
    pub const fn countries(&self) -> u32 {
        self.countries
    }

    /// The sum of a term, in the middle of what rounding down leaves open. None where it was not opened.
    #[must_use]
    pub fn get(&self, term: Term) -> Option<f64> {
        if let Some(own) = self.own.get(&term) {
            return Some(*own);
        }
        let sum = float(*self.opened.get(&term)?);
        let lifted = match term {
            Term::Log { scale, tau_squared, part: Part::Effect } => {
                let weight = Term::Log { scale, tau_squared, part: Part::Weight };
                sum - float(OFFSET) * float(*self.opened.get(&weight)?)
            }
            _ => sum,
        };
        let shift = self.shifted.filter(|(of, _)| *of == term).map_or(0.0, |(_, shift)| shift);
        Some((lifted + self.half(term) + shift) / unit(term, self.bits))
    }

    /// How many countries a term counts. None where it was not opened, or counts none.
    #[must_use]
    pub fn counted(&self, term: Term) -> Option<u64> {
        let sum = self.opened.get(&term)?;
        term.is_of_countries().then_some(sum >> term.bits(self.bits))
    }

    /// Half of what rounding down may have taken off, in the term's unit.
    fn half(&self, term: Term) -> f64 {
        if term.is_rounded() { f64::from(self.countries) / 2.0 } else { 0.0 }
    }

    /// A value and its standard error as functions of sums, with what rounding may do to the value: the sum over terms of
    /// what each does by itself.
    pub(crate) fn estimate(&self, of: impl Fn(&Self) -> Option<(f64, f64)>) -> Option<Estimate> {
        let (value, se) = of(self)?;
        if !value.is_finite() || !se.is_finite() {
            return None;
        }
        let mut rounding = 0.0;
        for term in self.opened.keys() {
            let half = self.half(*term);
            let moved = |shift: f64| {
                let other = of(&Self { shifted: Some((*term, shift)), ..self.clone() });
                other.map_or(f64::INFINITY, |(other, _)| {
                    if other.is_finite() { (other - value).abs() } else { f64::INFINITY }
                })
            };
            rounding += moved(half).max(moved(-half));
        }
        Some(Estimate { value, se, rounding })
    }
}

/// Whole numbers that a term's unit has.
fn unit(term: Term, bits: Bits) -> f64 {
    f64::from(1u32 << term.bits(bits))
}

/// The parts of a fraction may be longer than 53 bits: off by 2^-52 of itself at most.
#[expect(clippy::cast_precision_loss, reason = "what is lost is far below what is shown")]
const fn wide(part: u128) -> f64 {
    part as f64
}

/// Sums of 256 figures of 32 bits have 40 bits, so exact.
#[expect(clippy::cast_precision_loss, reason = "40 bits")]
const fn float(sum: u64) -> f64 {
    sum as f64
}
