//! Mantel and Haenszel's pooled effects, with the variances of Robins, Breslow and Greenland (odds ratio) and of Greenland
//! and Robins (risk ratio, risk difference). They hold with few countries of many persons and with many of few.

use crate::estimate::Estimate;
use crate::sums::Sums;
use crate::term::Term;

/// Log of the pooled odds ratio. None where a sum is missing or zero.
#[must_use]
pub fn odds_ratio(sums: &Sums) -> Option<Estimate> {
    sums.estimate(|sums| {
        let [r, s, p, q] = all(sums, [Term::R, Term::S, Term::P, Term::Q])?;
        let variance = p / (2.0 * r * r) + (r - p + s - q) / (2.0 * r * s) + q / (2.0 * s * s);
        Some(((r / s).ln(), variance.sqrt()))
    })
}

/// Log of the pooled risk ratio. None where a sum is missing or zero.
#[must_use]
pub fn risk_ratio(sums: &Sums) -> Option<Estimate> {
    sums.estimate(|sums| {
        let [r, s, g, h] = all(sums, [Term::R, Term::S, Term::G, Term::H])?;
        let (over, under) = (r + g, s + g);
        Some(((over / under).ln(), ((h - g) / (over * under)).sqrt()))
    })
}

/// The pooled risk difference. None where a sum is missing, or no table has both groups.
#[must_use]
pub fn risk_difference(sums: &Sums) -> Option<Estimate> {
    sums.estimate(|sums| {
        let [r, s, w, v] = all(sums, [Term::R, Term::S, Term::W, Term::V])?;
        Some(((r - s) / w, v.sqrt() / w))
    })
}

/// How many countries of equal size the weights of the risk difference amount to: `(sum w)^2 / sum w^2`. Near 1 where one
/// country is nearly all of it.
#[must_use]
pub fn effective_number(sums: &Sums) -> Option<f64> {
    let [w, d] = all(sums, [Term::W, Term::D])?;
    Some(w * w / d).filter(|number| number.is_finite())
}

pub(crate) fn all<const N: usize>(sums: &Sums, terms: [Term; N]) -> Option<[f64; N]> {
    let mut found = [0.0; N];
    for (slot, term) in found.iter_mut().zip(terms) {
        *slot = sums.get(term)?;
    }
    Some(found)
}
