//! The log as bytes: an RFC 6962 Merkle tree, its proofs, and checkpoints as C2SP signed notes.
//!
//! Knows nothing of rounds. Receipts and forks can be checked by anybody from the bytes alone.
//!
//! # Example
//!
//! ```
//! use intertally_log::{LogSigner, Receipt, Tree};
//!
//! let signer = LogSigner::new("tally.example.org", &[7; 32])?;
//! let mut tree = Tree::default();
//! tree.push(b"a round is opened".to_vec());
//! tree.push(b"a member submits".to_vec());
//!
//! // What the member gets: where its event stands, and what the log signed for.
//! let note = signer.checkpoint(&tree.root())?.note().to_vec();
//! let receipt = Receipt { index: 1, proof: tree.prove_inclusion(1)?, note };
//! assert_eq!(receipt.verify(b"a member submits", &signer.verifier())?, tree.root());
//! assert!(receipt.verify(b"a member submits something else", &signer.verifier()).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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
