//! Whether there is an effect at all: Cochran, Mantel and Haenszel's test; and Peto's odds ratio, which is made of the same
//! sums. Observed events less expected ones are `R - S`, exactly.

use crate::estimate::{Estimate, chi_squared_above};
use crate::mantel_haenszel::all;
use crate::sums::Sums;
use crate::term::Term;

/// A test's statistic, chi-squared with one degree of freedom, and how likely one as large is without an effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The statistic.
    pub statistic: f64,
    /// Its p value.
    pub p: f64,
}

/// The test, with or without Yates' correction for continuity. None where a sum is missing.
#[must_use]
pub fn cochran_mantel_haenszel(sums: &Sums, corrected: bool) -> Option<Test> {
    let [r, s, e] = all(sums, [Term::R, Term::S, Term::E])?;
    let beyond = ((r - s).abs() - if corrected { 0.5 } else { 0.0 }).max(0.0);
    let statistic = beyond * beyond / e;
    Some(Test { statistic, p: chi_squared_above(statistic, 1.0)? }).filter(|test| test.statistic.is_finite())
}

/// Log of Peto's pooled odds ratio: for rare events and groups of about the same size. None where a sum is missing.
#[must_use]
pub fn peto(sums: &Sums) -> Option<Estimate> {
    sums.estimate(|sums| {
        let [r, s, e] = all(sums, [Term::R, Term::S, Term::E])?;
        Some(((r - s) / e, e.sqrt().recip()))
    })
}
