//! Between opening and publication: which opened totals are withheld all the same (docs/publications.md).
//!
//! Two steps. `intervals`: no withheld figure may be pinned down too closely by the published ones. `ladder`: of the
//! breakdowns of one ladder the finest that can be published whole is shown. Both are exact and the same for everybody.

mod intervals;
pub(crate) mod ladder;
mod number;
mod plan_rows;
mod rows;
mod simplex;

use super::{Material, PublishError, figures};
use std::collections::BTreeSet;

pub use plan_rows::{Fate, PlanRow, plan_rows, plan_text, public_text};

/// Cells, by index in round order, that were opened and are not published.
pub fn withheld_after_opening(material: &Material<'_>) -> Result<BTreeSet<u32>, PublishError> {
    let (intervals, ladder) = after_opening(material)?;
    Ok(intervals.into_iter().chain(ladder).collect())
}

/// The same, by step: for the sake of a withheld figure, and for a coarser step of a ladder.
fn after_opening(material: &Material<'_>) -> Result<(BTreeSet<u32>, BTreeSet<u32>), PublishError> {
    let opened = figures::totals(material)?;
    let kept = intervals::keep(material, &opened);
    let shown = ladder::keep(material.structure, material.manifest, &kept)?;
    let index = |cell: &usize| u32::try_from(*cell).ok();
    let narrow = opened.keys().filter(|cell| !kept.contains(cell)).filter_map(index).collect();
    Ok((narrow, kept.difference(&shown).filter_map(index).collect()))
}
