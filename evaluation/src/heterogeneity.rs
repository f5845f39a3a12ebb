//! Inverse variance, and how much countries differ: Q, I^2, H^2, and tau^2 by DerSimonian and Laird.

use crate::estimate::{Estimate, Interval, chi_squared_above, normal_975};
use crate::logs::tau;
use crate::sums::Sums;
use crate::term::{Part, Scale, Term};

/// Sums of log ratios with weights `1/(v + tau^2)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Weighted {
    /// Tables that are not left out.
    pub(crate) k: f64,
    pub(crate) w: f64,
    pub(crate) wy: f64,
    pub(crate) wyy: f64,
}

impl Weighted {
    pub(crate) fn of(sums: &Sums, scale: Scale, tau_squared: u32) -> Option<Self> {
        let get = |part: Part| sums.get(Term::Log { scale, tau_squared, part });
        let (k, w) = (get(Part::Number)?, get(Part::Weight)?);
        Some(Self { k, w, wy: get(Part::Effect)?, wyy: get(Part::Square)? })
    }

    /// The weighted sum of squares around the mean; rounding may take it below zero.
    pub(crate) fn q(&self) -> f64 {
        (self.wyy - self.wy * self.wy / self.w).max(0.0)
    }
}

/// Log of the ratio pooled with weights `1/(v + tau^2)`: by inverse variance for a tau^2 of 0, else the mean of random
/// effects with Wald's standard error. None where a sum is missing.
#[must_use]
pub fn mean(sums: &Sums, scale: Scale, tau_squared: u32) -> Option<Estimate> {
    sums.estimate(|sums| {
        let Weighted { w, wy, .. } = Weighted::of(sums, scale, tau_squared)?;
        Some((wy / w, w.sqrt().recip()))
    })
}

/// How much countries differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heterogeneity {
    /// Tables that are not left out.
    pub tables: f64,
    /// Cochran's Q.
    pub q: f64,
    /// How likely a Q as large is without any difference.
    pub p: f64,
    /// Share of the variance that is not by chance, 0 to 1.
    pub i_squared: f64,
    /// Its interval of 95 percent, by Higgins and Thompson's test-based one for H; none for fewer than three tables.
    pub i_squared_interval: Option<Interval>,
    /// Q by its degrees of freedom.
    pub h_squared: f64,
    /// tau^2 by DerSimonian and Laird.
    pub tau_squared: f64,
}

/// From sums with a tau^2 of 0. None where a sum is missing or fewer than two tables are in.
#[must_use]
pub fn heterogeneity(sums: &Sums, scale: Scale) -> Option<Heterogeneity> {
    let all = Weighted::of(sums, scale, 0)?;
    let q = all.q();
    let freedom = Some(all.k - 1.0).filter(|freedom| *freedom >= 1.0)?;
    let h_squared = q / freedom;
    Some(Heterogeneity {
        tables: all.k,
        q,
        p: chi_squared_above(q, freedom)?,
        i_squared: i_squared(h_squared),
        i_squared_interval: interval(q, freedom),
        h_squared,
        tau_squared: next_tau_squared(sums, scale, 0)?,
    })
}

fn i_squared(h_squared: f64) -> f64 {
    if h_squared > 1.0 { 1.0 - h_squared.recip() } else { 0.0 }
}

fn interval(q: f64, freedom: f64) -> Option<Interval> {
    if freedom < 2.0 {
        return None;
    }
    let se = if q > freedom + 1.0 {
        0.5 * (q.ln() - freedom.ln()) / ((2.0 * q).sqrt() - (2.0 * freedom - 1.0).sqrt())
    } else {
        let less = freedom - 1.0;
        ((1.0 - (3.0 * less * less).recip()) / (2.0 * less)).sqrt()
    };
    let (log, half) = (0.5 * (q / freedom).ln(), normal_975() * se);
    let end = |log: f64| i_squared((2.0 * log).exp());
    Some(Interval { low: end(log - half), high: end(log + half) })
}

/// tau^2 by the method of moments with weights `a = 1/(v + tau^2)` (DerSimonian and Kacker 2007): DerSimonian and Laird's
/// for a tau^2 of 0, the second step's for theirs. `sum a v` and `sum a^2 v` follow from `a v = 1 - tau^2 a`. None where a
/// sum is missing.
#[must_use]
pub fn next_tau_squared(sums: &Sums, scale: Scale, tau_squared: u32) -> Option<f64> {
    let all = Weighted::of(sums, scale, tau_squared)?;
    let squares = sums.get(Term::Log { scale, tau_squared, part: Part::Squared })?;
    let tau = tau(tau_squared);
    let (av, aav) = (all.k - tau * all.w, all.w - tau * squares);
    let found = (all.q() - (av - aav / all.w)) / (all.w - squares / all.w);
    Some(found.max(0.0)).filter(|found| found.is_finite())
}
