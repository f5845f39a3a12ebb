//! What step A counts, as the seal says it (docs/spec.md section 7.1): of which cells the contributors, of which the changes.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Cells of which step A opens a bit per member, added up. Both lists ascend.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Whose contributors above zero are counted.
    pub contributors: Vec<u32>,
    /// Whose changed figures are counted: of sums that earlier rounds opened.
    pub changes: Vec<u32>,
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
        let first = u32::try_from(cells.start).unwrap_or(u32::MAX);
        let inside = |list: &[u32]| -> Vec<u32> {
            let those = list.iter().filter(|cell| cells.contains(&(**cell as usize)));
            those.map(|cell| cell - first).collect()
        };
        Self { contributors: inside(&self.contributors), changes: inside(&self.changes) }
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
