//! What the two steps opened, for those who may know it (spec section 7.8). Never in a log line or an error.

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::RoundId;
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness};
use serde::{Deserialize, Serialize};

/// What step A opened of one key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCounts {
    /// Non-zero contributors per cell of the key.
    pub counts: Vec<u32>,
    /// R': canonical scalar, the sum of the bits' blinding factors.
    pub blinding: [u8; 32],
    /// In a revision round: contributors that changed, per cell, and R''.
    pub changed: Option<(Vec<u32>, [u8; 32])>,
}

/// What step A opened, one entry per key of the round. For coordinator, trustees and accredited auditors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsSheet {
    /// The round.
    pub round: RoundId,
    /// In the order of the round's keys.
    pub keys: Vec<KeyCounts>,
}

/// One opened cell.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCell {
    /// The cell.
    pub cell: u32,
    /// X: its total, below 2^57.
    pub total: u64,
    /// R: canonical scalar, the sum of its blinding factors.
    pub blinding: [u8; 32],
}

/// What step B opened: exactly the approved cells, ascending. For coordinator and accredited auditors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningsSheet {
    /// The round.
    pub round: RoundId,
    /// Ascending by cell.
    pub cells: Vec<OpenedCell>,
}

impl CountsSheet {
    /// Digest that the adopted plan names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("counts-sheet", &[&canonical::encode(self)])
    }

    /// Counts of all cells, in round order.
    #[must_use]
    pub fn counts(&self) -> Vec<u32> {
        self.keys.iter().flat_map(|key| &key.counts).copied().collect()
    }

    /// In a revision round: how many changed, per cell in round order.
    #[must_use]
    pub fn changed(&self) -> Option<Vec<u32>> {
        let of = |key: &KeyCounts| key.changed.as_ref().map(|(changed, _)| changed.clone());
        Some(self.keys.iter().map(of).collect::<Option<Vec<_>>>()?.concat())
    }

    /// Seal to a trustee's reply key.
    pub fn seal(&self, to: &SealingKey, randomness: &SealingRandomness) -> Result<Sealed, SealError> {
        let message = zeroize::Zeroizing::new(canonical::encode(self));
        to.seal(&Self::context(self.round), &message, randomness)
    }

    /// The context under which the sheet of a round is sealed.
    #[must_use]
    pub fn context(round: RoundId) -> Vec<u8> {
        canonical::encode(&("intertally/v1/counts-sheet", round))
    }
}

impl OpeningsSheet {
    /// Digest that the publication names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("openings-sheet", &[&canonical::encode(self)])
    }
}
