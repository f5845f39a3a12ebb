//! What step A counts, as the seal says it (docs/spec.md section 7.1): of which cells the contributors, of which the changes.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// Cells of which step A opens a bit per member, added up. Both lists ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Whose contributors above zero are counted.
    pub contributors: Vec<u32>,
    /// Whose changed figures are counted: of sums that earlier rounds opened.
    pub changes: Vec<u32>,
}

/// A cell that is counted, or not, against what the rules admit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// Contributors or changes.
    pub of: &'static str,
    /// The cell.
    pub cell: u32,
    /// It is counted, and may not be.
    pub is_counted: bool,
}

/// Those of a list that lie among these cells, numbered from the first of them.
pub(crate) fn within<'a>(list: &'a [u32], cells: &'a Range<usize>) -> impl Iterator<Item = u32> + 'a {
    let first = u32::try_from(cells.start).unwrap_or(u32::MAX);
    list.iter().filter(|cell| cells.contains(&(**cell as usize))).map(move |cell| cell - first)
}

impl Counted {
    /// These cells (ascending): their contributors, and where `revision` is set their changes, too.
    #[must_use]
    pub fn all(cells: &[u32], revision: bool) -> Self {
        let changes = if revision { cells.to_vec() } else { Vec::new() };
        Self { contributors: cells.to_vec(), changes }
    }

    /// Nothing is counted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.contributors.is_empty() && self.changes.is_empty()
    }

    /// What of it lies among these cells, numbered from the first of them: the cells of one key.
    #[must_use]
    pub fn within(&self, cells: &Range<usize>) -> Self {
        let inside = |list| within(list, cells).collect();
        Self { contributors: inside(&self.contributors), changes: inside(&self.changes) }
    }

    /// Where it counts otherwise than it may: contributors first, then changes, by cell.
    #[must_use]
    pub fn otherwise(&self, admitted: &Self) -> Vec<Otherwise> {
        let lists = [
            ("contributors", &self.contributors, &admitted.contributors),
            ("changes", &self.changes, &admitted.changes),
        ];
        let differing = |(of, own, admitted): (&'static str, &Vec<u32>, &Vec<u32>)| {
            let [own, admitted] = [own, admitted].map(|list| list.iter().copied().collect::<BTreeSet<u32>>());
            let one = |cell: &u32| Otherwise { of, cell: *cell, is_counted: own.contains(cell) };
            own.symmetric_difference(&admitted).map(one).collect::<Vec<_>>()
        };
        lists.into_iter().flat_map(differing).collect()
    }

    /// Whether both lists ascend strictly and name cells below `cells` alone.
    #[must_use]
    pub fn is_of(&self, cells: usize) -> bool {
        let is_good = |list: &[u32]| {
            list.is_sorted_by(|a, b| a < b) && list.last().is_none_or(|last| (*last as usize) < cells)
        };
        is_good(&self.contributors) && is_good(&self.changes)
    }
}
