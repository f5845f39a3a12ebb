//! The public edition's own proofs (spec section 7.11): that every published cell has enough contributors, and that
//! every rounded total is that of the members' commitments, without the counts and without the exact total.
//!
//! The coordinator, who knows counts and openings, makes one [`PublicSheet`] per round; anybody with the members'
//! commitments checks it. It hides everything else: a commitment per cell hides its count perfectly, and all lengths
//! follow from the round and the approved cells.

mod fault;
mod prove;
mod rounding;
mod statement;
mod verify;

pub use fault::{PublicFault, PublicProverError};
pub use prove::prove;
pub use rounding::{ROUNDING_SLACK, rounded};
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

/// A published total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCell {
    /// The cell.
    pub cell: u32,
    /// The total as published: rounded where the cell says so.
    pub total: u64,
    /// R of a cell that is published as it is; none for a rounded one.
    pub blinding: Option<[u8; 32]>,
}

/// Everything that the public edition says of one round's openings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicSheet {
    /// The round.
    pub round: RoundId,
    /// Per key of the round.
    pub keys: Vec<PublicCounts>,
    /// The approved cells that are published, ascending. An opened cell that is withheld for the sake of others is not here.
    pub cells: Vec<PublicCell>,
    /// `X - X_r + 2` and `X_r + 2 - X` are in `[0, 2^8)` for the rounded cells, two numbers each: one proof for at most
    /// 64 numbers.
    pub roundings: Vec<Vec<u8>>,
}

impl PublicSheet {
    /// Digest that the publication names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("public-sheet", &[&canonical::encode(self)])
    }
}
