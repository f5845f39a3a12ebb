//! Receipts: what a party gets once its event is durable.

use crate::checkpoint::{CheckpointError, LogVerifier, MAX_NOTE};
use crate::tree::{InclusionProof, Root, TreeError};
use serde::{Deserialize, Serialize};

/// Position, proof and checkpoint. Anybody can check it against the leaf's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Position of the leaf.
    pub index: u64,
    /// Proof to the root of the checkpoint.
    pub proof: InclusionProof,
    /// The checkpoint note.
    #[serde(deserialize_with = "crate::bounded::list::<_, _, MAX_NOTE>")]
    pub note: Vec<u8>,
}

/// Why a receipt is worth nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The checkpoint is not this log's.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The proof does not hold.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The hashes of leaves that came with it are not those of the tree.
    #[error(
        "the {got} hashes of leaves beside the receipt do not give the root of the {size} leaves that the log signed; get \
         the file again, or use the receipt without them"
    )]
    Leaves {
        /// Hashes that came with it.
        got: u64,
        /// Leaves under the checkpoint.
        size: u64,
    },
}

impl Receipt {
    /// Check it; answers with the root that the log committed to.
    pub fn verify(&self, leaf: &[u8], log: &LogVerifier) -> Result<Root, ReceiptError> {
        let checkpoint = log.open(&self.note)?;
        self.proof.verify(leaf, self.index, checkpoint.root())?;
        Ok(*checkpoint.root())
    }
}
