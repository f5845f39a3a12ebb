//! What becomes of each cell, and why.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a cell stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Reason {
    /// Nobody counted its contributors.
    NotCounted,
    /// It is there for its count alone.
    CountOnly,
    /// Fewer contributors than its minimum.
    TooFewContributors,
    /// Some reporters, but fewer than its minimum, call their figure confidential.
    Confidential,
    /// An earlier round opened a part or a whole of it that this round does not ask, or a member published it or called it
    /// confidential; ask that again beside it.
    Foreign,
    /// Other areas of a country report it than report what is open and connected with it.
    Areas,
    /// It is connected with a sum that an earlier round opened, and somebody changed a figure in that since.
    Revision,
    /// It is connected with a sum that an earlier round opened, and not all who are in both say whether that changed: it is
    /// not asked again beside it.
    Unasked,
    /// With what is open already it would tell a sum of fewer members than the minimum.
    Isolates,
    /// A total that an earlier round showed has no room for what it would be known to hold.
    NoRoom,
    /// The search for such a sum took more steps than [`super::LIMIT`].
    WorkLimit,
    /// A ladder shows a coarser step instead.
    Ladder,
    /// It is made of other cells, such as the term of four counts, and one of these stays shut.
    Counts,
}

/// What becomes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// It is opened.
    Open,
    /// It stays shut.
    Shut(Reason),
}

/// One decision per cell, in round order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The decisions.
    pub decisions: Vec<Decision>,
}

impl Plan {
    /// The cells to open.
    #[must_use]
    pub fn opened(&self) -> BTreeSet<u32> {
        let all = (0u32..).zip(&self.decisions);
        all.filter(|(_, decision)| **decision == Decision::Open).map(|(cell, _)| cell).collect()
    }
}
