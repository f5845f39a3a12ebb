//! A world: what members really have, and the table that the rules are asked about.

use intertally_disclosure::{Cell, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Figures by (member, leaf); what is not there is 0. Leaves of all systems stand side by side.
pub type Figures = BTreeMap<(u32, u32), u64>;

/// Lowest and highest total that what is shown of a cell allows; none if nothing is shown.
pub type Seen = Option<(u64, u64)>;

/// What members have, what was asked before, and what was shown of that.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// With the counts that these figures give.
    pub table: Table,
    /// Of this round.
    pub now: Figures,
    /// Of each earlier round, by [`intertally_disclosure::Earlier::round`].
    pub old: Vec<Figures>,
    /// Everybody sent other figures than before, so that earlier rounds tell nothing of this one's.
    pub replaced: bool,
    /// What is shown of each cell of `table.earlier`.
    pub seen: Vec<Seen>,
}

/// The sum of some members' figures in some leaves.
#[must_use]
pub fn total(figures: &Figures, members: &BTreeSet<u32>, leaves: &[u32]) -> u64 {
    members.iter().map(|member| figure(figures, *member, leaves)).sum()
}

/// One member's figure in some leaves.
#[must_use]
pub fn figure(figures: &Figures, member: u32, leaves: &[u32]) -> u64 {
    leaves.iter().filter_map(|leaf| figures.get(&(member, *leaf))).sum()
}

/// How many of these members have a figure above zero.
#[must_use]
pub fn count(figures: &Figures, members: &BTreeSet<u32>, leaves: &[u32]) -> u32 {
    members.iter().map(|member| u32::from(figure(figures, *member, leaves) > 0)).sum()
}

impl World {
    /// The exact total of a cell of this round.
    #[must_use]
    pub fn total(&self, cell: &Cell) -> u64 {
        total(&self.now, &cell.reporters, cell.leaves.first().map_or(&[], Vec::as_slice))
    }

    /// The outermost country that a member counts as.
    #[must_use]
    pub fn country(&self, member: u32) -> u32 {
        let mut at = member;
        // Chains are short; a circle would be a fault of the structure.
        for _ in 0..self.table.within.len() {
            match self.table.within.get(&at) {
                Some(outer) => at = *outer,
                None => break,
            }
        }
        at
    }

    /// Fills in the counts of this round.
    pub fn recount(&mut self) {
        for cell in &mut self.table.cells {
            cell.count =
                Some(count(&self.now, &cell.reporters, cell.leaves.first().map_or(&[], Vec::as_slice)));
        }
    }
}
