//! The last checkpoint a party saw, and forks.

use crate::checkpoint::{Checkpoint, CheckpointError, LogVerifier};
use crate::tree::{ConsistencyProof, TreeError};

/// The last checkpoint that a party checked. It only moves forward along one history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(Checkpoint);

/// Two checkpoints of one log, signed by it, that cannot both be true: same size, different roots. Anybody who has
/// the log's key can check it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The note seen first.
    pub first: Vec<u8>,
    /// The note that contradicts it.
    pub second: Vec<u8>,
}

/// Why a checkpoint does not follow the one seen before.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SeenError {
    /// Same size, different roots.
    #[error(
        "the log shows two histories of one length: keep both notes as evidence and tell the other parties"
    )]
    Fork(Box<Fork>),
    /// The newer one is shorter.
    #[error("the log went back from {seen} to {shown} events; keep both notes and tell the other parties")]
    Shorter {
        /// Size seen before.
        seen: u64,
        /// Size shown now.
        shown: u64,
    },
    /// The proof does not show the older tree to be a prefix.
    #[error(
        "the log does not show that it only grew: {0}; ask again, and tell the other parties if it stays"
    )]
    Inconsistent(#[from] TreeError),
}

impl Seen {
    /// The first checkpoint ever seen.
    #[must_use]
    pub const fn first(checkpoint: Checkpoint) -> Self {
        Self(checkpoint)
    }

    /// The checkpoint.
    #[must_use]
    pub const fn checkpoint(&self) -> &Checkpoint {
        &self.0
    }

    /// Move on to a newer checkpoint of the same log.
    pub fn advance(&self, newer: Checkpoint, proof: &ConsistencyProof) -> Result<Self, SeenError> {
        let (old, new) = (self.0.root(), newer.root());
        if new.size < old.size {
            return Err(SeenError::Shorter { seen: old.size, shown: new.size });
        }
        if new.size == old.size && new.hash != old.hash {
            let fork = Fork { first: self.0.note().to_vec(), second: newer.note().to_vec() };
            return Err(SeenError::Fork(Box::new(fork)));
        }
        proof.verify(old, new)?;
        Ok(Self(newer))
    }
}

impl Fork {
    /// Whether the two notes show, to anybody, that the log signed two histories.
    pub fn verify(&self, log: &LogVerifier) -> Result<bool, CheckpointError> {
        let (first, second) = (log.open(&self.first)?, log.open(&self.second)?);
        Ok(first.root().size == second.root().size && first.root().hash != second.root().hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogSigner, Receipt, Tree};

    fn tree(leaves: &[&[u8]]) -> Tree {
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(leaf.to_vec()));
        tree
    }

    #[test]
    fn a_log_may_grow_and_nothing_else() {
        let signer = LogSigner::new("log", &[1; 32]).unwrap();
        let sign = |tree: &Tree| signer.checkpoint(&tree.root()).unwrap();
        let (old, new, fork) = (tree(&[b"a", b"b"]), tree(&[b"a", b"b", b"c"]), tree(&[b"a", b"x"]));
        let seen = Seen::first(sign(&old));
        let proof = new.prove_consistency(2).unwrap();
        let later = seen.advance(sign(&new), &proof).unwrap();
        assert_eq!(later.checkpoint().root().size, 3);
        assert_eq!(later.advance(sign(&old), &proof), Err(SeenError::Shorter { seen: 3, shown: 2 }));
        let Err(SeenError::Fork(evidence)) = seen.advance(sign(&fork), &ConsistencyProof(vec![])) else {
            panic!("a fork must be found")
        };
        assert_eq!(evidence.verify(&signer.verifier()), Ok(true));
        let harmless = Fork { first: evidence.first.clone(), second: evidence.first.clone() };
        assert_eq!(harmless.verify(&signer.verifier()), Ok(false));
        let other = tree(&[b"a", b"x", b"c"]);
        let proof = other.prove_consistency(2).unwrap();
        assert_eq!(seen.advance(sign(&other), &proof), Err(SeenError::Inconsistent(TreeError::Wrong)));
    }

    #[test]
    fn receipts_hold_for_their_leaf_and_place() {
        let signer = LogSigner::new("log", &[1; 32]).unwrap();
        let tree = tree(&[b"a", b"b", b"c"]);
        let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
        let receipt = Receipt { index: 1, proof: tree.prove_inclusion(1).unwrap(), note };
        assert_eq!(receipt.verify(b"b", &signer.verifier()), Ok(tree.root()));
        assert!(receipt.verify(b"a", &signer.verifier()).is_err());
        assert!(Receipt { index: 2, ..receipt.clone() }.verify(b"b", &signer.verifier()).is_err());
        let mut unsigned = receipt;
        unsigned.note[0] ^= 1;
        assert!(unsigned.verify(b"b", &signer.verifier()).is_err());
    }
}
