//! Terms of log ratios. They are no fractions: the country's machine takes logarithms, and nobody can check them.

use crate::bits::Bits;
use crate::table::TwoByTwo;
use crate::term::{OFFSET, Part, Scale, Term, TermFault};

/// tau^2 from ten-thousandths.
pub(crate) fn tau(tau_squared: u32) -> f64 {
    f64::from(tau_squared) / 10_000.0
}

/// A log ratio and its variance. One half is added to the four cells where one is zero. None where the table says nothing.
pub(crate) fn log_ratio(table: &TwoByTwo, scale: Scale) -> Option<(f64, f64)> {
    if table.is_silent() {
        return None;
    }
    let cells = [table.a, table.b, table.c, table.d];
    let half = if cells.contains(&0) { 0.5 } else { 0.0 };
    // Below 2^24, so exact.
    let [a, b, c, d] = cells.map(|cell| u32::try_from(cell).map_or(f64::NAN, f64::from) + half);
    Some(match scale {
        Scale::Odds => ((a * d / (b * c)).ln(), a.recip() + b.recip() + c.recip() + d.recip()),
        Scale::Risk => {
            let (n1, n2) = (a + b, c + d);
            ((a * n2 / (c * n1)).ln(), a.recip() - n1.recip() + c.recip() - n2.recip())
        }
    })
}

pub(crate) fn figure(
    table: &TwoByTwo,
    (scale, tau_squared): (Scale, u32),
    part: Part,
    bits: Bits,
) -> Result<u32, TermFault> {
    let Some((y, v)) = log_ratio(table, scale) else {
        return Ok(0);
    };
    let w = (v + tau(tau_squared)).recip();
    let of = |part| Term::Log { scale, tau_squared, part }.bits(bits);
    let weight = whole(w, of(Part::Weight))?;
    let figure = match part {
        Part::Number => 1 << of(part),
        Part::Weight => weight,
        Part::Effect => whole(w * y, of(part))? + i64::try_from(OFFSET).unwrap_or(i64::MAX) * weight,
        Part::Square => whole(w * y * y, of(part))?,
        Part::Squared => whole(w * w, of(part))?,
    };
    u32::try_from(figure).map_err(|_| TermFault::TooLarge)
}

/// Rounded down, with so many fractional bits.
fn whole(t: f64, bits: u32) -> Result<i64, TermFault> {
    let scaled = (t * f64::from(1u32 << bits)).floor();
    if scaled.abs() < f64::from(u32::MAX) {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 32 bits")]
        return Ok(scaled as i64);
    }
    Err(TermFault::TooLarge)
}
