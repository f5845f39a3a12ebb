//! The hashes of all leaves of a tree: they give the root of the tree and of every earlier one (RFC 6962 section 2.1).

use crate::tree::Root;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Most leaves whose hashes are kept with a receipt: 32 MiB.
pub const MAX_LEAVES: usize = 1 << 20;

/// Hashes of leaves in the order of the log. Public, and worth nothing before their root is one that the log signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeafHashes(
    #[serde(deserialize_with = "crate::bounded::list::<_, _, MAX_LEAVES>")] pub(crate) Vec<[u8; 32]>,
);

/// Of a leaf.
pub(crate) fn leaf_hash(leaf: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

/// Of two subtrees.
pub(crate) fn node_hash(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// MTH over hashes of leaves.
fn tree_hash(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest(b"").into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&tree_hash(left), &tree_hash(right))
        }
    }
}

impl LeafHashes {
    /// Of these leaves.
    pub fn of<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self(leaves.into_iter().map(leaf_hash).collect())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The root over all of them.
    #[must_use]
    pub fn root(&self) -> Root {
        Root { size: self.len(), hash: tree_hash(&self.0) }
    }

    /// MTH(D[from:to]); none outside the tree.
    pub(crate) fn range(&self, from: u64, to: u64) -> Option<[u8; 32]> {
        let (from, to) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
        self.0.get(from..to).map(tree_hash)
    }
}
