//! The log as bytes: an RFC 6962 Merkle tree, its proofs, and checkpoints as C2SP signed notes.
//!
//! Knows nothing of rounds. Receipts and forks can be checked by anybody from the bytes alone.

mod bounded;
pub mod checkpoint;
mod contradiction;
pub mod copy;
pub mod cosignature;
mod gather;
mod leaves;
pub mod receipt;
pub mod seen;
pub mod tree;
#[cfg(test)]
mod vectors;

pub use checkpoint::{Checkpoint, CheckpointError, LogSigner, LogVerifier};
pub use contradiction::{Contradiction, Held, Verdict, contradiction};
pub use cosignature::{CosignatureError, WitnessSigner, WitnessVerifier, cosigners};
pub use gather::{MAX_LINES, gather};
pub use leaves::{LeafHashes, MAX_LEAVES};
pub use receipt::{Receipt, ReceiptError};
pub use seen::{Fork, Seen, SeenError};
pub use tree::{ConsistencyProof, InclusionProof, Root, Tree, TreeError};
