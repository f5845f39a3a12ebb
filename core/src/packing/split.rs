//! How many cells each key of a round serves, within its privacy budget (docs/params.md section 3).

use crate::lattice::Params;
use crate::lattice::noise::{BoundError, Committee, Demand};

/// Cells of one key at most, in a revision round half as many: with them a trustee's answer of 70 sub-keys fits a letter.
pub const MOST_CELLS: usize = 16_384;

/// Cells that a key of these rounds may serve, whatever its budget.
#[must_use]
pub const fn most_cells(changed: bool) -> usize {
    if changed { MOST_CELLS / 2 } else { MOST_CELLS }
}

/// Split cells, in round order and by the bits of each, into as few keys as the budget and [`most_cells`] admit, filled in
/// order. The result is the number of cells of each key.
///
/// # Errors
/// The refusal names the admissible size if one cell alone exceeds the budget.
pub fn split_cells(
    committee: Committee,
    members: u64,
    widths: &[u8],
    changed: bool,
) -> Result<Vec<usize>, BoundError> {
    let mut keys = Vec::new();
    let mut rest = widths;
    while !rest.is_empty() {
        let fits = |cells: usize| {
            let width = rest.iter().take(cells).copied().max().unwrap_or(1);
            let demand = Demand { members, width, changed };
            committee.check_budget(&Params::STANDARD, demand, cells as u64)
        };
        fits(1)?;
        let (mut low, mut high) = (1, rest.len().min(most_cells(changed)));
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle).is_ok() { low = middle } else { high = middle - 1 }
        }
        keys.push(low);
        rest = rest.get(low..).unwrap_or_default();
    }
    Ok(keys)
}
