//! Estimates and their intervals.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal, StudentsT};

/// A pooled effect: a log ratio or a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The effect.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// How far rounding of terms may have moved the effect, at most and to first order.
    pub rounding: f64,
}

/// Two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower one.
    pub low: f64,
    /// The upper one.
    pub high: f64,
}

impl Interval {
    pub(crate) fn around(middle: f64, half: f64) -> Self {
        Self { low: middle - half, high: middle + half }
    }
}

impl Estimate {
    /// The interval of 95 percent by the normal distribution.
    #[must_use]
    pub fn interval(&self) -> Interval {
        Interval::around(self.value, normal_975() * self.se)
    }
}

/// The 97.5 percent point of the standard normal distribution.
pub(crate) fn normal_975() -> f64 {
    Normal::standard().inverse_cdf(0.975)
}

/// The same of Student's t. None without a degree of freedom.
pub(crate) fn t_975(freedom: f64) -> Option<f64> {
    let t = StudentsT::new(0.0, 1.0, freedom).ok().filter(|_| freedom >= 1.0)?;
    Some(t.inverse_cdf(0.975))
}

/// How likely a chi-squared of so many degrees of freedom is as large or larger.
pub(crate) fn chi_squared_above(value: f64, freedom: f64) -> Option<f64> {
    Some(ChiSquared::new(freedom).ok()?.sf(value))
}
