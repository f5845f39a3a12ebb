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
use crate::generate::Publisher;
use intertally_disclosure::Table;

/// Figures, member by member, leaf by leaf.
pub type Vector = Vec<u8>;

/// Decides and shows, and says which counts are opened.
pub trait Rules: Publisher {
    /// The cells whose counts are opened.
    fn countable(&self, table: &Table) -> Result<Vec<bool>, Fault>;
}
