//! What the two steps opened, for those who may know it (spec section 7.8). Never in a log line or an error.
//!
//! Beside the figures a sheet carries the sums of shares and their blinding factors: with the members' ciphertexts and the
//! trustees' proofs anybody who has the sheet divides and finds the figures. The blinding factors also make its digest hide.

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::party::{RoundId, TrusteeIndex};
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::Field;
use intertally_statements::trustee::{Slots, Sum, Total};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// The sums of shares of one ciphertext. Erased when dropped, no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct OpenedPart {
    /// `sum_A d_A[j]` over the integers, words centred, per slot opened: modulo 2^128, and how often 2^128.
    pub sums: Vec<(u128, i16)>,
    /// Sum of the blinding factors, per block: canonical scalars.
    pub blindings: Vec<[u8; 32]>,
}

/// What one step of one key opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepOpening {
    /// Per sub-key the trustee whose share is in the sums.
    pub holders: Vec<TrusteeIndex>,
    /// Per ciphertext concerned, ascending.
    pub parts: Vec<OpenedPart>,
}

impl OpenedPart {
    pub(super) fn of(total: &Total) -> Self {
        Self {
            sums: total.sums().iter().map(|sum| (sum.low, sum.high)).collect(),
            blindings: total.blindings().iter().map(Field::to_bytes).collect(),
        }
    }

    /// The total that it says, over these commitments; none if the lengths do not fit.
    #[must_use]
    pub fn total(&self, slots: &Slots, commitments: &[CompressedRistretto]) -> Option<Total> {
        let sums = self.sums.iter().map(|(low, high)| Sum { low: *low, high: *high }).collect();
        let blindings = self.blindings.iter().map(Field::from_bytes).collect::<Option<Vec<_>>>()?;
        Total::from_parts(slots, commitments, sums, blindings).ok()
    }
}

/// What step A opened of one key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCounts {
    /// Non-zero contributors per cell of the key; none where nobody counted.
    pub counts: Vec<Option<u32>>,
    /// In a revision round: members that changed, none where nobody counted these.
    pub changed: Option<Vec<Option<u32>>>,
    /// What it follows from; none if nothing of the key is counted.
    pub opening: Option<StepOpening>,
}

/// What step A opened, one entry per key of the round. For coordinator, trustees and accredited auditors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountsSheet {
    /// The round.
    pub round: RoundId,
    /// In the order of the round's keys.
    pub keys: Vec<KeyCounts>,
    /// Random, so that digests of sheet and composition hide even what few shares open.
    pub salt: Digest,
}

/// One opened cell.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCell {
    /// The cell.
    pub cell: u32,
    /// X: its total.
    pub total: u64,
}

/// What step B opened: exactly the approved cells, ascending. For coordinator and accredited auditors.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningsSheet {
    /// The round.
    pub round: RoundId,
    /// Ascending by cell.
    pub cells: Vec<OpenedCell>,
    /// What they follow from, together with the counts, per key; none where no cell of the key is approved.
    pub keys: Vec<Option<StepOpening>>,
}

impl CountsSheet {
    /// Digest that the adopted plan names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("counts-sheet", &[&canonical::encode(self)])
    }

    /// Counts of all cells, in round order; none where nobody counted.
    #[must_use]
    pub fn counts(&self) -> Vec<Option<u32>> {
        self.keys.iter().flat_map(|key| &key.counts).copied().collect()
    }

    /// In a revision round: how many changed, per cell in round order.
    #[must_use]
    pub fn changed(&self) -> Option<Vec<Option<u32>>> {
        Some(self.keys.iter().map(|key| key.changed.clone()).collect::<Option<Vec<_>>>()?.concat())
    }

    /// Seal to a trustee's reply key.
    ///
    /// # Errors
    /// A malformed key.
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
