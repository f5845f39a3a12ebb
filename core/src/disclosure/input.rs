//! What the plan is computed from.

use crate::round::Relation;
use std::collections::BTreeSet;

/// The disclosure rules of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellRule {
    /// Leaf figures whose sum the cell is, ascending. A leaf has one number in all rounds.
    pub leaves: Vec<u32>,
    /// Fewest non-zero contributors; 3 is the floor, whatever stands here.
    pub min_contributors: u16,
    /// Members whose figure is public nationally: they protect nobody.
    pub public_members: BTreeSet<u32>,
}

/// A sum of an earlier round that was opened, published or not, burnt or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Place of its round among the earlier ones, oldest first; openings of one round share it.
    pub round: u32,
    /// Leaf figures, ascending.
    pub leaves: Vec<u32>,
    /// Members that report it and are in the sealed set.
    pub members: BTreeSet<u32>,
    /// In a revision round: how many of its members changed their figure.
    pub changed: Option<u32>,
}

/// All that the plan depends on. Members and leaves are numbers that mean the same in every round named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanInput {
    /// Cells in round order.
    pub cells: Vec<CellRule>,
    /// Declared sums. They must be true of the leaves.
    pub relations: Vec<Relation>,
    /// Per cell: members of the sealed set that report it.
    pub reporters: Vec<BTreeSet<u32>>,
    /// Per cell: non-zero contributors.
    pub counts: Vec<u32>,
    /// Per cell, in a revision round: members that changed their figure.
    pub changed: Option<Vec<u32>>,
    /// Openings of the earlier records, ascending by `round`.
    pub earlier: Vec<Opening>,
    /// Steps that the search may take for one cell.
    pub work_limit: u64,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not one entry per cell.
    #[error("{given} {what} for {cells} cells; give one per cell, in round order")]
    Shape {
        /// Of what.
        what: &'static str,
        /// How many were given.
        given: usize,
        /// Cells of the round.
        cells: usize,
    },
    /// Leaves empty, unsorted or repeated.
    #[error("{what} {index}: leaves must be sorted, without repeats, at least one")]
    Leaves {
        /// A cell or an earlier opening.
        what: &'static str,
        /// Which.
        index: usize,
    },
    /// More contributors or changes than reporters.
    #[error("cell {cell}: {given} {what}, but only {reporters} members report it; combine step A again")]
    Count {
        /// Which cell.
        cell: usize,
        /// Contributors or changes.
        what: &'static str,
        /// How many were given.
        given: u32,
        /// Members that report the cell.
        reporters: usize,
    },
    /// A relation that is not true of the leaves.
    #[error(
        "relation {0}: the parent's leaves are not those of its children, each once; correct the structure"
    )]
    Relation(usize),
    /// Earlier openings out of order.
    #[error("earlier opening {0} is of an older round than the one before it; list the oldest first")]
    Order(usize),
}

impl PlanInput {
    /// Whether the lists fit together and the relations hold of the leaves.
    pub(super) fn check(&self) -> Result<(), PlanError> {
        let cells = self.cells.len();
        let changed = self.changed.as_ref().map_or(cells, Vec::len);
        for (what, given) in [
            ("lists of reporters", self.reporters.len()),
            ("counts", self.counts.len()),
            ("changed counts", changed),
        ] {
            if given != cells {
                return Err(PlanError::Shape { what, given, cells });
            }
        }
        let sorted = |leaves: &[u32]| !leaves.is_empty() && leaves.is_sorted_by(|a, b| a < b);
        if let Some(index) = self.cells.iter().position(|cell| !sorted(&cell.leaves)) {
            return Err(PlanError::Leaves { what: "cell", index });
        }
        if let Some(index) = self.earlier.iter().position(|opening| !sorted(&opening.leaves)) {
            return Err(PlanError::Leaves { what: "earlier opening", index });
        }
        if let Some(at) = self.earlier.windows(2).position(|pair| matches!(pair, [a, b] if a.round > b.round))
        {
            return Err(PlanError::Order(at + 1));
        }
        for (what, counts) in [("contributors", Some(&self.counts)), ("changes", self.changed.as_ref())] {
            for (cell, (given, who)) in counts.into_iter().flatten().zip(&self.reporters).enumerate() {
                if *given as usize > who.len() {
                    return Err(PlanError::Count { cell, what, given: *given, reporters: who.len() });
                }
            }
        }
        self.relations
            .iter()
            .position(|relation| !self.holds(relation))
            .map_or(Ok(()), |at| Err(PlanError::Relation(at)))
    }

    fn holds(&self, relation: &Relation) -> bool {
        let leaves = |cell: &u32| self.cells.get(*cell as usize).map(|cell| cell.leaves.as_slice());
        let Some(children) = relation.children.iter().map(leaves).collect::<Option<Vec<_>>>() else {
            return false;
        };
        let mut sum = children.concat();
        sum.sort_unstable();
        leaves(&relation.parent) == Some(sum.as_slice())
    }
}
