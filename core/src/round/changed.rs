//! Which figures a member changed since their sums were last opened, for a round of revisions (spec section 4.2): by leaves,
//! since one sum may have another key in another round.

use super::{Leaf, RoundManifest};
use std::collections::{BTreeMap, BTreeSet};

/// What a member returned to an earlier round, and what was opened there.
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// The round.
    pub manifest: &'a RoundManifest,
    /// Cells whose totals were opened, or may have been.
    pub opened: &'a [u32],
    /// The member's figure per cell; none of a member that returned nothing.
    pub values: Option<&'a [Option<u32>]>,
}

/// Leaves of a cell with their months joined, so that it does not matter where a round cuts them.
#[must_use]
pub fn joined(manifest: &RoundManifest, cell: u32) -> Vec<Leaf> {
    let places = manifest.cells.get(cell as usize).map_or(&[][..], |cell| &cell.leaves);
    let leaves: BTreeSet<&Leaf> = places.iter().filter_map(|at| manifest.leaves.get(*at as usize)).collect();
    let mut out: Vec<Leaf> = Vec::new();
    for leaf in leaves {
        match out.last_mut().filter(|last| last.figure == leaf.figure && last.end() == leaf.start) {
            Some(last) => last.months += leaf.months,
            None => out.push(leaf.clone()),
        }
    }
    out
}

/// Per cell of a round whether the figure is another than in the last opening of a sum with its leaves; also true where
/// there was none, or where the member had no figure in it. `before` is in the order of the rounds, oldest first. Cells that
/// nobody types are left to what they are made from.
#[must_use]
pub fn changed(manifest: &RoundManifest, values: &[Option<u32>], before: &[Before<'_>]) -> Vec<bool> {
    let mut last: BTreeMap<Vec<Leaf>, Option<u32>> = BTreeMap::new();
    for round in before {
        for cell in round.opened {
            let figure = round.values.and_then(|values| values.get(*cell as usize).copied().flatten());
            last.insert(joined(round.manifest, *cell), figure);
        }
    }
    let differs =
        |(cell, value): (u32, &Option<u32>)| last.get(&joined(manifest, cell)).copied().flatten() != *value;
    (0u32..).zip(values).map(differs).collect()
}
