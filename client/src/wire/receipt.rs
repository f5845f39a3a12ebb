//! The file of a receipt, as offices keep it under `receipts/` and show it to others.

use crate::error::{ClientError, Result};
use crate::home::files;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::Event;
use intertally_log::{Held, LeafHashes, LogVerifier, MAX_LEAVES, Receipt, ReceiptError, Root};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Most bytes of an event with its receipt.
pub const RECEIPT: usize = 1 << 16;
/// Most bytes of the file.
const FILE: usize = RECEIPT + 8 + 32 * MAX_LEAVES;

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
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = files::need(path)?;
        let bare = |(event, receipt)| Self { event, receipt, leaves: LeafHashes::default() };
        decode("receipt", &bytes, FILE).or_else(|_| decode("receipt", &bytes, RECEIPT).map(bare)).map_err(
            |_| ClientError::content(path, "is no receipt; they lie in an office's folder, under receipts/"),
        )
    }

    /// Write it.
    pub fn write(&self, path: &Path) -> Result<()> {
        files::write(path, &encode(self))
    }

    /// Check proof, signature, place and hashes; answers with the root that the log signed.
    pub fn verify(&self, log: &LogVerifier) -> std::result::Result<Root, ReceiptError> {
        self.with_leaf(|held| held.verify(log))
    }

    /// Refuse hashes that are not those of the tree that the proof leads to: all that can be checked without the log's key.
    pub fn check_leaves(self, path: &Path) -> Result<Self> {
        if self.with_leaf(|held| held.leaves_fit()) {
            return Ok(self);
        }
        let what = "the hashes of leaves in it are not those of the tree that its proof leads to; get the file again";
        Err(ClientError::content(path, what))
    }

    /// As the log's own room compares it.
    pub fn with_leaf<T>(&self, look: impl FnOnce(&Held<'_>) -> T) -> T {
        look(&Held { receipt: &self.receipt, leaf: &self.event.leaf(), leaves: &self.leaves })
    }
}
