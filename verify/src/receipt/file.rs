//! The file of a receipt, as offices keep it under `receipts/` and show it to others.

use intertally_core::canonical::{decode, encode};
use intertally_core::event::Event;
use intertally_log::{Held, LeafHashes, LogVerifier, MAX_LEAVES, Receipt, ReceiptError, Root};
use serde::{Deserialize, Serialize};

/// Most bytes of an event with its receipt.
pub const RECEIPT: usize = 1 << 16;
/// Most bytes of the file.
const FILE: usize = RECEIPT + 8 + 32 * MAX_LEAVES;

/// Why a file is no good as a receipt.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptFileError {
    /// Other bytes.
    #[error("is no receipt; they lie in an office's folder, under receipts/")]
    NotOne,
    /// Hashes of other leaves.
    #[error(
        "the hashes of leaves in it are not those of the tree that its proof leads to; get the file again"
    )]
    Leaves,
    /// Of another log, or changed.
    #[error("is no receipt of this log ({0}); it proves nothing")]
    OtherLog(#[from] ReceiptError),
}

/// What the file holds (docs/spec.md section 6.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFile {
    /// The event.
    pub event: Event,
    /// The log's promise.
    pub receipt: Receipt,
    /// Hashes of all events under its checkpoint, from this office's own copy of the log; empty until it reaches so far.
    /// With them any two files of one log show whether it showed two histories.
    pub leaves: LeafHashes,
}

impl ReceiptFile {
    /// Read one; without a list of hashes it is one with an empty list. Nothing is checked yet.
    ///
    /// # Errors
    /// What is none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReceiptFileError> {
        let bare = |(event, receipt)| Self { event, receipt, leaves: LeafHashes::default() };
        let whole = decode("receipt", bytes, FILE).or_else(|_| decode("receipt", bytes, RECEIPT).map(bare));
        whole.map_err(|_| ReceiptFileError::NotOne)
    }

    /// As a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    /// Check proof, signature, place and hashes; answers with the root that the log signed.
    pub fn verify(&self, log: &LogVerifier) -> Result<Root, ReceiptError> {
        self.with_leaf(|held| held.verify(log))
    }

    /// Refuse hashes that are not those of the tree that the proof leads to: all that can be checked without the log's key.
    ///
    /// # Errors
    /// If they are not.
    pub fn check_leaves(self) -> Result<Self, ReceiptFileError> {
        if self.with_leaf(|held| held.leaves_fit()) { Ok(self) } else { Err(ReceiptFileError::Leaves) }
    }

    /// As the log's own room compares it.
    pub fn with_leaf<T>(&self, look: impl FnOnce(&Held<'_>) -> T) -> T {
        look(&Held { receipt: &self.receipt, leaf: &self.event.leaf(), leaves: &self.leaves })
    }
}
