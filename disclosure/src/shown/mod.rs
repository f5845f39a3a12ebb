//! What is shown of the opened cells (spec section 9.3), so that neither adding nor comparing shown figures undoes their
//! rounding. All that opens is shown. Nothing here depends on an exact total but through what is shown of it, so that
//! whoever has the shown values alone makes the same publication.

mod around;
mod bands;
mod family;
mod interval;
mod limits;
mod long;
mod near;
mod rate;
mod rows;
mod running;
#[cfg(test)]
mod tests;
mod valued;

pub use bands::{Band, Bands, bands};
pub use interval::SIZE;
pub use rate::{NoRate, Rate, SMALLEST, rate, rate_of};
pub use valued::valued;

use crate::plan::Plan;
use crate::table::Table;
use near::{Valued, nearly_all};
use std::collections::{BTreeMap, BTreeSet};

/// What is shown of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It was not opened.
    Withheld,
    /// A value, with the totals that it stands for.
    Value(Band),
    /// It follows from other cells: the totals that these allow.
    Interval {
        /// Lowest total.
        low: u64,
        /// Highest total.
        high: u64,
    },
    /// By shown values hardly anything of a total is left beside it: all totals of which this is so.
    NearlyAll {
        /// Lowest total.
        low: u64,
        /// Highest total.
        high: u64,
    },
}

impl Shown {
    /// The lowest and the highest total that it may be, if anything is shown.
    #[must_use]
    pub const fn ends(&self) -> Option<(u64, u64)> {
        match *self {
            Self::Withheld => None,
            Self::Value(Band { low, high, .. })
            | Self::Interval { low, high }
            | Self::NearlyAll { low, high } => Some((low, high)),
        }
    }
}

/// Why nothing is shown. No figure is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShowFault {
    /// The plan is of another table.
    #[error("the plan decides {decisions} cells, and the table has {cells}; make the plan of this table")]
    Plan {
        /// Cells of the plan.
        decisions: usize,
        /// Cells of the table.
        cells: usize,
    },
    /// No total of a cell that has a value of its own.
    #[error("cell {0} is opened, and its total is missing; combine its answers first")]
    Missing(u32),
    /// A value of a cell that has none of its own.
    #[error("cell {0} has no value of its own, since it is shut or follows from others")]
    Follows(u32),
    /// No value of a cell that has one of its own.
    #[error("cell {0} has a value of its own, and nothing is told of it; make the publication again")]
    Silent(u32),
    /// Below the minimum of a cell that was opened, though each contributor has 1 at least: no total of a sealed round that
    /// follows its plan.
    #[error(
        "cell {0}: its total is below its minimum of contributors; the totals are not those of this plan"
    )]
    BelowLeast(u32),
    /// Larger than any band: no sum of a round's figures, each of 32 bits at most.
    #[error("cell {0}: its total is too large to be shown; check the maximum of its figures")]
    TooLarge(u32),
    /// A band that the public sheet cannot prove.
    #[error(
        "cell {0}: a band is wider than 256 totals; lower `first` or `base` of its measure in the structure"
    )]
    TooWide(u32),
}

/// What is shown of each cell, in round order.
///
/// # Arguments
///
/// * `totals` - of each cell that has a value ([`valued`]) its exact total, or the value that is shown of it, or of one that
///   is shown as nearly all of another the low end of that; others are not looked at. All three give the same result.
///
/// Parts that do not add up to their totals, as members' returns often have them, are no fault: see [`Bands`], and 9.3 on
/// intervals.
///
/// # Errors
///
/// If plan or totals are not of this table.
pub fn show(table: &Table, plan: &Plan, totals: &BTreeMap<u32, u64>) -> Result<Vec<Shown>, ShowFault> {
    shown_of(table, plan, &valued(table, plan), totals)
}

/// As [`show`], for readers who do not know what earlier rounds opened: the cells of `told` are those that are shown by
/// themselves. `alone`: the round names no earlier one, so that these must be the cells with a value, no more and no fewer;
/// with earlier ones a total may have kept its value, and one of its parts has none: then their word is taken.
///
/// # Errors
///
/// As of [`show`]; a cell that is not opened, or, `alone`, that follows from others of the round, has nothing told of it;
/// `alone`, of one with a value nothing is told.
pub fn show_told(
    table: &Table,
    plan: &Plan,
    told: &BTreeMap<u32, u64>,
    alone: bool,
) -> Result<Vec<Shown>, ShowFault> {
    let own: BTreeSet<u32> = told.keys().copied().collect();
    let opened = plan.opened();
    let may = if alone { valued(table, plan) } else { opened };
    if let Some(cell) = own.difference(&may).next() {
        return Err(ShowFault::Follows(*cell));
    }
    match may.difference(&own).next().filter(|_| alone) {
        Some(cell) => Err(ShowFault::Silent(*cell)),
        None => shown_of(table, plan, &own, told),
    }
}

fn shown_of(
    table: &Table,
    plan: &Plan,
    own: &BTreeSet<u32>,
    totals: &BTreeMap<u32, u64>,
) -> Result<Vec<Shown>, ShowFault> {
    if plan.decisions.len() != table.cells.len() {
        return Err(ShowFault::Plan { decisions: plan.decisions.len(), cells: table.cells.len() });
    }
    let bands = bands::banded(table, plan, own);
    let mut all = Vec::new();
    for cell in table.order.iter().filter(|cell| own.contains(cell)) {
        let (Some(spec), Some(Some(bands))) = (table.cells.get(*cell as usize), bands.get(*cell as usize))
        else {
            continue;
        };
        if bands.spread() > u64::from(u8::MAX) {
            return Err(ShowFault::TooWide(*cell));
        }
        let total = *totals.get(cell).ok_or(ShowFault::Missing(*cell))?;
        let fault =
            if total < bands.minimum { ShowFault::BelowLeast(*cell) } else { ShowFault::TooLarge(*cell) };
        let band = bands.of(total).ok_or(fault)?;
        all.push(Valued { cell: *cell, first: spec.first, bands: *bands, band });
    }
    let near = nearly_all(table, &all);
    let bands: BTreeMap<u32, Band> = all.iter().map(|one| (one.cell, one.band)).collect();
    let ends = |one: &Valued| near.get(&one.cell).copied().unwrap_or((one.band.low, one.band.high));
    let ends: BTreeMap<u32, (u64, u64)> = all.iter().map(|one| (one.cell, ends(one))).collect();
    let opened = plan.opened();
    let follow = interval::intervals(table, &opened, &ends);
    let shown = |cell: u32| match (near.get(&cell), bands.get(&cell), follow.get(&cell)) {
        (Some((low, high)), ..) => Shown::NearlyAll { low: *low, high: *high },
        (None, Some(band), _) => Shown::Value(*band),
        (None, None, Some((low, high))) => Shown::Interval { low: *low, high: *high },
        (None, None, None) => Shown::Withheld,
    };
    Ok((0u32..).take(table.cells.len()).map(shown).collect())
}
