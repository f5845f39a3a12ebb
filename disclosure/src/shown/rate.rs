//! Rates: a total by another, as the range that what is shown of both allows.

use super::Shown;
use crate::table::Table;

/// The smallest lowest total of a denominator.
pub const SMALLEST: u64 = 20;

/// A range of a rate, in tenths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Lowest, rounded down.
    pub low: u64,
    /// Highest, rounded up; below 1000.
    pub high: u64,
}

/// Why there is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    /// Nothing is shown of the numerator.
    #[error("the numerator is not shown")]
    Numerator,
    /// Nothing is shown of the denominator.
    #[error("the denominator is not shown")]
    Denominator,
    /// They are totals of different members.
    #[error("numerator and denominator are of different members")]
    Reporters,
    /// The denominator may be below [`SMALLEST`].
    #[error("the denominator may be below 20")]
    Small,
    /// All of the denominator may be in the numerator.
    #[error("the rate may be 100 %")]
    All,
}

/// The rate of two cells of a table of which this is shown.
///
/// # Errors
///
/// The first reason why there is none, in the order of [`NoRate`].
pub fn rate(table: &Table, shown: &[Shown], numerator: u32, denominator: u32) -> Result<Rate, NoRate> {
    let of = |cell: u32| shown.get(cell as usize).copied().unwrap_or(Shown::Withheld);
    let reporters = |cell: u32| table.cells.get(cell as usize).map(|cell| &cell.reporters);
    rate_of(of(numerator), of(denominator), reporters(numerator) == reporters(denominator))
}

/// The rate of what is shown of two totals; `same`: they are of the same members.
///
/// # Errors
///
/// As of [`rate`].
pub fn rate_of(numerator: Shown, denominator: Shown, same: bool) -> Result<Rate, NoRate> {
    let (low, high) = numerator.ends().ok_or(NoRate::Numerator)?;
    let (least, most) = denominator.ends().ok_or(NoRate::Denominator)?;
    if !same {
        return Err(NoRate::Reporters);
    }
    if least < SMALLEST {
        return Err(NoRate::Small);
    }
    let tenths = |above: u64| u128::from(above) * 1000;
    let (low, high) = (tenths(low) / u128::from(most), tenths(high).div_ceil(u128::from(least)));
    match (u64::try_from(low), u64::try_from(high)) {
        (Ok(low), Ok(high)) if high < 1000 => Ok(Rate { low, high }),
        _ => Err(NoRate::All),
    }
}
