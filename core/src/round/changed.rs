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
    /// What the member had in it.
    pub figures: FiguresBefore<'a>,
}

/// The figures with which a member was in an earlier round.
#[derive(Clone, Copy)]
pub enum FiguresBefore<'a> {
    /// It was not in it.
    Absent,
    /// Its figure per cell.
    Kept(&'a [Option<u32>]),
    /// It was in it, and has its figures no more.
    Lost,
}

impl std::fmt::Debug for FiguresBefore<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Kept(_) => "Kept",
            Self::Lost => "Lost",
        })
    }
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

/// Per cell of a round whether the member was in openings of sums with its leaves, and the figure is another than in each of
/// them. A newcomer has changed nothing; what is lost cannot be compared, and counts as another. A cell that is only counted
/// has no figure to compare.
#[must_use]
pub fn changed(manifest: &RoundManifest, values: &[Option<u32>], before: &[Before<'_>]) -> Vec<bool> {
    // None: a figure that is lost.
    let mut had: BTreeMap<Vec<Leaf>, BTreeSet<Option<u32>>> = BTreeMap::new();
    for round in before {
        for cell in round.opened {
            let figure = match round.figures {
                FiguresBefore::Absent => continue,
                FiguresBefore::Kept(values) => match values.get(*cell as usize) {
                    Some(Some(figure)) => Some(*figure),
                    _ => continue,
                },
                FiguresBefore::Lost => None,
            };
            had.entry(joined(round.manifest, *cell)).or_default().insert(figure);
        }
    }
    let has_figure = |cell: u32| manifest.cells.get(cell as usize).is_some_and(|cell| !cell.count_only);
    let differs = |(cell, value): (u32, &Option<u32>)| {
        has_figure(cell)
            && value.is_some()
            && had.get(&joined(manifest, cell)).is_some_and(|all| !all.contains(value))
    };
    (0u32..).zip(values).map(differs).collect()
}
