//! Whole small worlds: every assignment of figures to four members and a few cells, grouped by what a reader sees.
//! Nothing is bounded from above for the reader: beside the worlds that are judged, each one's neighbours (a person more,
//! fewer, or moved to another figure) count as possible where the reader sees the same.
mod coordinator;
mod group;
mod lab;
mod public;
mod structure;
mod tally;

pub use lab::Lab;
pub use structure::Small;
pub use tally::{Example, Tally};

use crate::fault::Fault;
use crate::world::Seen;
use intertally_disclosure::Table;
use std::collections::{BTreeMap, BTreeSet};

/// Figures, member by member, leaf by leaf.
pub type Vector = Vec<u8>;

/// Decides and shows.
pub trait Rules {
    /// The cells that are opened.
    fn open(&self, table: &Table) -> Result<BTreeSet<u32>, Fault>;
    /// What is shown of each cell.
    fn show(
        &self,
        table: &Table,
        opened: &BTreeSet<u32>,
        totals: &BTreeMap<u32, u64>,
    ) -> Result<Vec<Seen>, Fault>;
    /// The cells whose counts are opened.
    fn countable(&self, table: &Table) -> Result<Vec<bool>, Fault>;
}
