//! What the rules are applied to: one round's table with its counts, and what earlier rounds opened.
//!
//! Members and leaves are numbers that mean the same in this and all earlier rounds. A *system* is one reading of which
//! cells add up: system 0 is the hard one (declared sums and sums of periods), the others are soft (besides, a codelist
//! parent is the sum of its children and a rest, or a measure that of one within it and what is left).

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One cell of the round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Leaf figures whose sum the cell is, one ascending list per system.
    pub leaves: Vec<Vec<u32>>,
    /// Fewest contributors, at least 3.
    pub minimum: u32,
    /// Members of the sealed set that report it.
    pub reporters: BTreeSet<u32>,
    /// Members whose figure is above zero; none if nobody counted.
    pub count: Option<u32>,
    /// Members whose figure is another than in each earlier opening of these leaves; none if nobody counted.
    pub changed: Option<u32>,
    /// Its count bounds what others give away; its value is never opened.
    pub count_only: bool,
    /// Reporters that call their figure confidential.
    pub confidential: BTreeSet<u32>,
    /// 5: shown in bands of five; 1: shown exactly from `first` on.
    pub base: u32,
    /// Where bands begin: below, one band holds everything.
    pub first: u64,
    /// Largest figure of one member.
    pub max: u64,
}

/// A cell of an earlier round, opened or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Place of its round among the earlier ones, oldest first.
    pub round: u32,
    /// As of [`Cell`].
    pub leaves: Vec<Vec<u32>>,
    /// As of [`Cell`].
    pub minimum: u32,
    /// As of [`Cell`].
    pub reporters: BTreeSet<u32>,
    /// As of [`Cell`].
    pub count: Option<u32>,
    /// As of [`Cell`].
    pub changed: Option<u32>,
    /// Its total was opened, or may have been.
    pub opened: bool,
    /// As of [`Cell`].
    pub confidential: BTreeSet<u32>,
    /// As of [`Cell`].
    pub first: u64,
    /// What its round showed of it.
    pub shown: ShownBefore,
}

/// What an earlier round showed of a cell by itself: as a value or as nearly all of another, not as what follows from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownBefore {
    /// Nothing: it was not opened, or follows from others.
    Nothing,
    /// The round is not published yet: whatever is shown will know nothing of this round.
    NotYet,
    /// The lowest and the highest total.
    Ends(u64, u64),
}

/// A figure that a member says it publishes itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFigure {
    /// The member.
    pub member: u32,
    /// Leaves of the cell whose figure it is, one ascending list per system.
    pub leaves: Vec<Vec<u32>>,
    /// What it publishes.
    pub figure: u64,
    /// It said so in an earlier round, and may have another figure now.
    pub before: bool,
}

/// Leaves that are taken as known to everybody ('age unknown'), so that they hold nothing up. In force unless 1 to
/// minimum - 1 members have figures in quiet leaves alone, which the guard counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiet {
    /// The hard leaves.
    pub leaves: BTreeSet<u32>,
    /// What else they are in soft systems: there it is taken as known, too.
    pub soft: BTreeSet<u32>,
    /// Hard leaves beside them in the same slice of cells, or in the same margin of one.
    pub known: BTreeSet<u32>,
    /// Index of the count-only cell that counts the members with figures in `leaves` and none in `known`.
    pub guard: u32,
}

/// One slice of a ladder: breakdowns of the same figures, finest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    /// Cells (ascending) of each step within this slice.
    pub steps: Vec<Vec<u32>>,
    /// Cells of the slice that a table outside the ladder asks, too: they are never dropped for the ladder's sake.
    pub elsewhere: Vec<u32>,
    /// Cells of quiet codes: they hold no step up.
    pub quiet: Vec<u32>,
}

/// Everything that plan and publication depend on, but for the totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Number of systems; at least 1.
    pub systems: usize,
    /// Cells in round order.
    pub cells: Vec<Cell>,
    /// All cells once, in the order in which they are tried: sums over most months of hard leaves first, then by key.
    pub order: Vec<u32>,
    /// What is taken as known.
    pub quiet: Vec<Quiet>,
    /// Slices of ladders.
    pub ladders: Vec<Ladder>,
    /// Cells of earlier rounds, ascending by `round`, those of one round in the order in which it tried them.
    pub earlier: Vec<Earlier>,
    /// Figures that members publish themselves.
    pub public: Vec<PublicFigure>,
    /// Cells whose figures each member makes of those of others, such as terms of its counts: to these.
    pub made_of: BTreeMap<u32, Vec<u32>>,
    /// Members that lie within another country: to its number, which need not be a member. They count as one.
    pub within: BTreeMap<u32, u32>,
    /// Cells of which a part or a whole was opened in an earlier round, published or called confidential, while this round does
    /// not ask for that: what is left beside it is no sum of any of its cells.
    pub foreign: BTreeSet<u32>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// Leaves of a row are not one list per system, ascending, without repeats, at least one.
    #[error("{what} {index}: leaves must be one ascending list per system, at least one leaf each")]
    Leaves {
        /// A cell, an earlier cell or a public figure.
        what: &'static str,
        /// Which.
        index: usize,
    },
    /// More contributors, changes or confidential figures than reporters.
    #[error("{what} {index}: more {of} than members that report it; combine the counts again")]
    Count {
        /// A cell or an earlier cell.
        what: &'static str,
        /// Which.
        index: usize,
        /// Contributors, changes or confidential figures.
        of: &'static str,
    },
    /// The order does not name every cell once.
    #[error("the order of candidates does not name every cell once")]
    Order,
    /// Earlier cells out of order.
    #[error("earlier cell {0} is of an older round than the one before it; list the oldest first")]
    Rounds(usize),
    /// A ladder, the guard of quiet leaves, or what a cell is made of, names a cell that is not there.
    #[error("{what} {index} names a cell that the table does not have")]
    Unknown {
        /// A ladder, a group of quiet leaves or a cell that is made of others.
        what: &'static str,
        /// Which.
        index: usize,
    },
}
