//! The public edition's own proofs (spec section 7.11): that every opened cell has enough contributors, and that every
//! total lies where readers are told, without the counts and without the exact total.
//!
//! The coordinator, who knows counts and openings, makes one [`PublicSheet`] per round; anybody with the members' ciphertexts
//! and the trustees' proofs checks it. It hides everything else, and all lengths follow from the round, the opened cells and
//! what is shown of them.

mod fault;
mod prove;
mod statement;
mod verify;

pub use fault::{PublicFault, PublicProverError};
pub use prove::prove;
pub use statement::{KeySteps, told};
pub use verify::verify;

use crate::blob::BlobKind;
use crate::canonical;
use crate::hash::Digest;
use crate::party::{RoundId, TrusteeIndex};
use serde::{Deserialize, Serialize};

/// What the public edition says of one key of which a cell is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKeySheet {
    /// Per sub-key the trustee whose share of step A is in the sum.
    pub counts: Vec<TrusteeIndex>,
    /// The same of step B.
    pub values: Vec<TrusteeIndex>,
    /// A proof for each ciphertext of which a cell is opened, ascending.
    pub proofs: Vec<Vec<u8>>,
}

/// What the public edition says of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicTotal {
    /// The exact one.
    Exact(u64),
    /// A band, with the value that stands for it.
    Band {
        /// The value shown.
        value: u64,
        /// Least total.
        low: u64,
        /// Greatest total.
        high: u64,
    },
    /// All totals for which the cell is nearly all of another.
    NearlyAll {
        /// Least total.
        low: u64,
        /// Greatest total.
        high: u64,
    },
}

impl PublicTotal {
    /// Least and greatest total.
    #[must_use]
    pub const fn ends(self) -> (u64, u64) {
        match self {
            Self::Exact(total) => (total, total),
            Self::Band { low, high, .. } | Self::NearlyAll { low, high } => (low, high),
        }
    }
}

/// An opened cell that is shown by itself; the others follow from these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCell {
    /// The cell.
    pub cell: u32,
    /// Its total.
    pub total: PublicTotal,
}

/// Everything that the public edition says of one round's openings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicSheet {
    /// The round.
    pub round: RoundId,
    /// The opened cells that are shown by themselves, ascending.
    pub cells: Vec<PublicCell>,
    /// Per key of the round; none where no cell is opened.
    pub keys: Vec<Option<PublicKeySheet>>,
}

impl PublicSheet {
    /// Digest that the publication names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        BlobKind::PublicSheet.name(&canonical::encode(self))
    }
}
