//! How many cells each key of a round serves, within its privacy budget (docs/params.md section 3).

use super::layout::Layout;
use crate::lattice::Params;
use crate::lattice::noise::{BoundError, Committee};
use crate::round::Width;

/// Split cells, in round order, into as few keys as the budget admits, filled in order. The result is the number of
/// cells of each key.
///
/// The refusal names the admissible size if one cell alone exceeds the budget.
pub fn split_cells(
    params: &Params,
    committee: Committee,
    members: u64,
    widths: &[Width],
    changed: bool,
) -> Result<Vec<usize>, BoundError> {
    let mut keys = Vec::new();
    let mut rest = widths;
    while !rest.is_empty() {
        let fits = |cells: usize| {
            let slots = Layout::new(*params, rest.get(..cells).unwrap_or_default(), changed).slots();
            committee.check_budget(params, members, slots as u64)
        };
        fits(1)?;
        let (mut low, mut high) = (1, rest.len());
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(middle).is_ok() { low = middle } else { high = middle - 1 }
        }
        keys.push(low);
        rest = rest.get(low..).unwrap_or_default();
    }
    Ok(keys)
}
