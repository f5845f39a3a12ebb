//! What is shown of the opened cells (spec section 9.3), so that neither adding nor comparing shown figures undoes their
//! rounding. All that opens is shown. Nothing here depends on an exact total but through what is shown of it, so that
//! whoever has the shown values alone makes the same publication.

mod around;
mod bands;
mod family;
mod fraction;
mod given;
mod interval;
mod least;
mod limits;
mod long;
mod near;
mod rate;
mod running;
mod taken;
#[cfg(test)]
mod tests;
mod valued;

pub(crate) use bands::width;
pub use bands::{Band, Bands, bands};
pub use interval::SIZE;
pub use rate::{NoRate, Rate, SMALLEST, rate, rate_of};
pub use valued::valued;

use crate::floor::Floors;
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

/// As [`show`], for readers who have one round alone: of each cell that is shown by itself what is shown of it. `alone`: the
/// round names no earlier one, so that all of this must be what [`show`] gives; with earlier ones, which play a part in values
/// and bands, their word is taken, and what follows from others is made of it.
///
/// # Errors
///
/// As of [`show`]; a cell that is not opened has something told of it; `alone`, one that follows from others has, or one with
/// a value has nothing.
pub fn show_told(
    table: &Table,
    plan: &Plan,
    told: &BTreeMap<u32, Shown>,
    alone: bool,
) -> Result<Vec<Shown>, ShowFault> {
    let own: BTreeSet<u32> = told.keys().copied().collect();
    let opened = plan.opened();
    if alone {
        let may = valued(table, plan);
        if let Some(cell) = own.difference(&may).next() {
            return Err(ShowFault::Follows(*cell));
        }
        if let Some(cell) = may.difference(&own).next() {
            return Err(ShowFault::Silent(*cell));
        }
        let total = |shown: &Shown| match shown {
            Shown::Value(band) => band.value,
            Shown::NearlyAll { low, .. } | Shown::Interval { low, .. } => *low,
            Shown::Withheld => 0,
        };
        let totals = told.iter().map(|(cell, shown)| (*cell, total(shown))).collect();
        return shown_of(table, plan, &own, &totals);
    }
    if let Some(cell) = own.difference(&opened).next() {
        return Err(ShowFault::Follows(*cell));
    }
    checked(table, plan)?;
    Ok(with_intervals(table, &opened, told))
}

fn checked(table: &Table, plan: &Plan) -> Result<(), ShowFault> {
    let (decisions, cells) = (plan.decisions.len(), table.cells.len());
    if decisions == cells { Ok(()) } else { Err(ShowFault::Plan { decisions, cells }) }
}

fn shown_of(
    table: &Table,
    plan: &Plan,
    own: &BTreeSet<u32>,
    totals: &BTreeMap<u32, u64>,
) -> Result<Vec<Shown>, ShowFault> {
    checked(table, plan)?;
    let opened = plan.opened();
    let floors = Floors::new(table, &opened);
    let bands = bands::banded(table, plan, own, &floors);
    let (mut own_bands, mut all) = (BTreeMap::new(), Vec::new());
    for cell in table.order.iter().filter(|cell| own.contains(cell)) {
        let (Some(spec), Some(Some(bands))) = (table.cells.get(*cell as usize), bands.get(*cell as usize))
        else {
            continue;
        };
        let total = *totals.get(cell).ok_or(ShowFault::Missing(*cell))?;
        let fault =
            if total < bands.minimum { ShowFault::BelowLeast(*cell) } else { ShowFault::TooLarge(*cell) };
        let band = bands.of(total).ok_or(fault)?;
        own_bands.insert(*cell, (total, band));
        all.push(Valued { cell: *cell, first: spec.first, bands: *bands, band });
    }
    let exact = own_bands.iter().map(|(cell, (total, _))| (*cell, *total)).collect();
    let again = given::again(table, &exact, &floors);
    all.retain(|one| !again.contains_key(&one.cell));
    let near = nearly_all(table, &given::given(table, &again, &all, &floors), &all, &floors);
    let told = own_bands.into_iter().map(|(cell, (_, band))| {
        // What was shown with its own band before has a value again.
        let before = again.get(&cell).filter(|ends| **ends != (band.low, band.high));
        let shown = before.or_else(|| near.get(&cell));
        (cell, shown.map_or(Shown::Value(band), |(low, high)| Shown::NearlyAll { low: *low, high: *high }))
    });
    Ok(with_intervals(table, &opened, &told.collect()))
}

/// What is told of cells by themselves, and what follows from it of the other opened ones.
fn with_intervals(table: &Table, opened: &BTreeSet<u32>, told: &BTreeMap<u32, Shown>) -> Vec<Shown> {
    let ends = told.iter().filter_map(|(cell, shown)| Some((*cell, shown.ends()?))).collect();
    let follow = interval::intervals(table, opened, &ends);
    let shown = |cell: u32| match (told.get(&cell), follow.get(&cell)) {
        (Some(shown), _) => *shown,
        (None, Some((low, high))) => Shown::Interval { low: *low, high: *high },
        (None, None) => Shown::Withheld,
    };
    (0u32..).take(table.cells.len()).map(shown).collect()
}
