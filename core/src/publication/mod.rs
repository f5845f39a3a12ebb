//! The public edition's own proofs (spec section 7.11): that every opened cell has enough contributors, and that every
//! total lies where readers are told, without the counts and without the exact total.
//!
//! The coordinator, who knows counts and openings, makes one [`PublicSheet`] per round; anybody with the members'
//! commitments checks it. It hides everything else: a commitment per cell hides its count perfectly, and all lengths
//! follow from the round, the opened cells and what is shown of them.

mod fault;
mod prove;
mod statement;
mod verify;

pub use fault::{PublicFault, PublicProverError};
pub use prove::prove;
pub use verify::verify;

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::RoundId;
use serde::{Deserialize, Serialize};

/// What the public may know of the counts of one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCounts {
    /// `N_k = n_k*G + s_k*H` per cell of the key, in round order.
    pub commitments: Vec<[u8; 32]>,
    /// Ties the `N_k` to the sum of the members' `C`.
    pub link: Vec<u8>,
    /// `n_k - m_k` is in `[0, 2^8)` for the key's approved cells: one proof for at most 64 of them.
    pub minimums: Vec<Vec<u8>>,
}

/// What the public edition says of a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicTotal {
    /// The exact one.
    Exact {
        /// X.
        total: u64,
        /// R.
        blinding: [u8; 32],
    },
    /// A band, with the value that stands for it; at most 256 totals.
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
    /// Per key of the round.
    pub keys: Vec<PublicCounts>,
    /// The opened cells that are shown by themselves, ascending.
    pub cells: Vec<PublicCell>,
    /// `X - low` and `high - X` are in `[0, 2^8)` for the bands, two numbers each: one proof for at most 64 numbers.
    pub bands: Vec<Vec<u8>>,
    /// The same in `[0, 2^32)` for what is nearly all of another.
    pub nearly: Vec<Vec<u8>>,
}

impl PublicSheet {
    /// Digest that the publication names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("public-sheet", &[&canonical::encode(self)])
    }
}
