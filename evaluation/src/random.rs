//! Random effects for a tau^2 that is known before: the mean with the interval of Hartung, Knapp, Sidik and Jonkman, and
//! where the effect of a further country is to be expected.

use crate::estimate::{Estimate, Interval, t_975};
use crate::heterogeneity::{Weighted, mean};
use crate::logs::tau;
use crate::sums::Sums;
use crate::term::Scale;

/// Random effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Random {
    /// The mean effect, a log ratio, with Wald's standard error `1/sqrt(sum w)`.
    pub mean: Estimate,
    /// Standard error of Hartung, Knapp, Sidik and Jonkman.
    pub hksj_se: f64,
    /// The interval of 95 percent with it, by Student's t with k - 1 degrees of freedom.
    pub hksj: Interval,
    /// The prediction interval of 95 percent of Higgins, Thompson and Spiegelhalter, with k - 2 degrees of freedom; none
    /// for fewer than three tables.
    pub prediction: Option<Interval>,
}

/// From sums with the weights of this tau^2 (in ten-thousandths). None where a sum is missing or fewer than two tables are
/// in.
#[must_use]
pub fn random(sums: &Sums, scale: Scale, tau_squared: u32) -> Option<Random> {
    let mean = mean(sums, scale, tau_squared)?;
    let all = Weighted::of(sums, scale, tau_squared)?;
    let freedom = all.k - 1.0;
    let hksj_se = (all.q() / (freedom * all.w)).sqrt();
    let hksj = Interval::around(mean.value, t_975(freedom)? * hksj_se);
    let spread = (tau(tau_squared) + mean.se * mean.se).sqrt();
    let prediction = t_975(freedom - 1.0).map(|t| Interval::around(mean.value, t * spread));
    Some(Random { mean, hksj_se, hksj, prediction })
}
