//! What the structure says of the round's table beside its cells: other readings of what adds up, ladders, tables that
//! are returned whole, areas within others, terms of counts (spec section 3.2). All of it follows from the structure file and the periods.

/// A term that follows from four counts in whole numbers: what is proved of it is what it is.
pub use intertally_statements::terms::Term as ProvedTerm;
use serde::{Deserialize, Serialize};

/// One soft system of equations: what a reader may assume to add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoftSystem {
    /// Cells whose leaves are others than in the hard system, ascending, with these leaves, ascending.
    pub cells: Vec<(u32, Vec<u32>)>,
}

/// One slice of a ladder: breakdowns of the same figures, finest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderSlice {
    /// Cells of each step, ascending.
    pub steps: Vec<Vec<u32>>,
    /// Cells of the slice that a table outside the ladder asks, too, ascending.
    pub elsewhere: Vec<u32>,
    /// Cells of quiet codes, ascending: they hold no step up.
    pub quiet: Vec<u32>,
}

/// Leaves that are taken as known to everybody, such as 'age unknown'. A leaf of several groups (a year and its quarters,
/// all suspects and the men among them) is so only if the guards of all of them allow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietLeaves {
    /// The leaves by declaration, ascending.
    pub leaves: Vec<u32>,
    /// What else they are in soft systems, ascending.
    pub soft: Vec<u32>,
    /// What stands beside them by declaration, ascending: together they are a slice of cells, or one of its margins.
    pub known: Vec<u32>,
    /// The count-only cell that counts members with figures in `leaves` and none in `known`.
    pub guard: u32,
}

/// Cells that are returned together: who reports one of `own` reports all of `all`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// The table, for people.
    pub table: String,
    /// Ascending.
    pub own: Vec<u32>,
    /// Ascending.
    pub all: Vec<u32>,
}

/// Cells whose figures are terms of four counts. Who reports them proves that they are (spec section 4.8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// The cell of a, with the event under the programme.
    pub event: u32,
    /// The cell of n1, all under the programme.
    pub of: u32,
    /// The cell of c, with the event in the comparison group.
    pub comparison_event: u32,
    /// The cell of n2, all of the comparison group.
    pub comparison_of: u32,
    /// Fractional bits of terms that are fractions, 8 at most.
    pub bits: u8,
    /// Terms with their cells, ascending. Those of logarithms are not among them: nobody can prove them.
    pub terms: Vec<(ProvedTerm, u32)>,
}

impl Evaluated {
    /// Cells of a, n1, c and n2.
    #[must_use]
    pub const fn counts(&self) -> [u32; 4] {
        [self.event, self.of, self.comparison_event, self.comparison_of]
    }

    /// All its cells.
    pub fn cells(&self) -> impl Iterator<Item = u32> + '_ {
        self.counts().into_iter().chain(self.terms.iter().map(|(_, cell)| *cell))
    }
}

/// An area that lies within another: one country, however many of its parts report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Within {
    /// The inner area, e.g. `GB-ENG`.
    pub inner: String,
    /// The outermost area that holds it, e.g. `GB`.
    pub outer: String,
}

/// A code that a reader may take for a part of another. It tells which figures of rounds of another structure file bear on
/// those of this round.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CodeParent {
    /// Place of the dimension among the codes of a leaf's figure.
    pub dimension: u32,
    /// The part.
    pub code: String,
    /// What it is a part of: by the codelist, by a declared sum, or as a numerator.
    pub parent: String,
}

/// All rules of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRules {
    /// Soft systems.
    pub systems: Vec<SoftSystem>,
    /// Slices of ladders, in the order of the structure.
    pub ladders: Vec<LadderSlice>,
    /// Quiet leaves.
    pub quiet: Vec<QuietLeaves>,
    /// Tables that are returned whole.
    pub whole: Vec<Whole>,
    /// Areas of the structure that lie within another, by inner area ascending.
    pub within: Vec<Within>,
    /// What lies within what, ascending.
    pub parents: Vec<CodeParent>,
    /// Terms of evaluations that are proved, in the order of their first cells.
    pub evaluations: Vec<Evaluated>,
}
