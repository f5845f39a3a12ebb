//! The Merkle tree of RFC 6962 section 2.1 with SHA-256, over `ct_merkle`.

use crate::leaves::{LeafHashes, leaf_hash, node_hash};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof as RawConsistency, InclusionProof as RawInclusion, RootHash};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Most hashes in a proof: twice the height of a tree of 2^63 leaves.
const MAX_PATH: usize = 130;

/// Why a proof does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Index or size outside the tree.
    #[error("position {at} is outside a tree of {size} leaves; fetch a newer checkpoint")]
    Outside {
        /// Index or size asked for.
        at: u64,
        /// Leaves in the tree.
        size: u64,
    },
    /// The proof has too many hashes.
    #[error("a proof of {0} hashes belongs to no tree; fetch it again")]
    TooLong(usize),
    /// The hashes do not lead to the root.
    #[error("the proof does not lead to the root: the log is not the one of the checkpoint")]
    Wrong,
}

/// Root hash and size of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// Leaves.
    pub size: u64,
    /// Merkle tree hash (RFC 6962 section 2.1); of the empty string for an empty tree.
    pub hash: [u8; 32],
}

/// Hashes from a leaf's sibling to the root (RFC 6962 section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InclusionProof(
    /// The hashes.
    #[serde(deserialize_with = "crate::bounded::list::<_, _, MAX_PATH>")]
    pub Vec<[u8; 32]>,
);

/// Hashes that show an older tree to be a prefix of a newer (RFC 6962 section 2.1.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsistencyProof(
    /// The hashes.
    #[serde(deserialize_with = "crate::bounded::list::<_, _, MAX_PATH>")]
    pub Vec<[u8; 32]>,
);

/// An append-only tree in memory.
#[derive(Default)]
pub struct Tree(MemoryBackedTree<Sha256, Vec<u8>>);

impl Root {
    fn raw(&self) -> RootHash<Sha256> {
        RootHash::new(self.hash.into(), self.size)
    }
}

fn of(raw: &RootHash<Sha256>) -> Root {
    let size = raw.num_leaves();
    let hash = if size == 0 { Sha256::digest(b"").into() } else { (*raw.as_bytes()).into() };
    Root { size, hash }
}

fn split(bytes: &[u8]) -> Vec<[u8; 32]> {
    bytes.as_chunks::<32>().0.to_vec()
}

impl Tree {
    /// Append the bytes of a leaf.
    pub fn push(&mut self, leaf: Vec<u8>) {
        self.0.push(leaf);
    }

    /// Root and size.
    #[must_use]
    pub fn root(&self) -> Root {
        if self.0.is_empty() {
            return Root { size: 0, hash: Sha256::digest(b"").into() };
        }
        of(&self.0.root())
    }

    /// Root and size as they would be with one more leaf: what a log signs before that leaf counts. In the time of one proof.
    pub fn root_with(&self, leaf: &[u8]) -> Result<Root, TreeError> {
        let size = self.0.len();
        let mut hash = leaf_hash(leaf);
        if let Some(last) = size.checked_sub(1) {
            // The way of the last leaf to the root joins whole subtrees, each to the left of the one before: those that
            // make the last leaf's own whole subtree first, then the others, which the new leaf joins one by one.
            let own = self.0.items().last().map(|leaf| leaf_hash(leaf));
            let mut smallest = own.ok_or(TreeError::Outside { at: last, size })?;
            let way = self.prove_inclusion(last)?.0;
            let (inside, others) = way.split_at(way.len().min(size.trailing_zeros() as usize));
            for left in inside {
                smallest = node_hash(left, &smallest);
            }
            hash = node_hash(&smallest, &hash);
            for left in others {
                hash = node_hash(left, &hash);
            }
        }
        Ok(Root { size: size.saturating_add(1), hash })
    }

    /// Whether the tree of these leaves had this root when it was so large: by a consistency proof, in little time.
    #[must_use]
    pub fn was(&self, root: &Root) -> bool {
        if root.size == 0 {
            return *root == Self::default().root();
        }
        self.prove_consistency(root.size).is_ok_and(|proof| proof.verify(root, &self.root()).is_ok())
    }

    /// The bytes of a leaf.
    #[must_use]
    pub fn leaf(&self, index: u64) -> Option<&[u8]> {
        self.0.get(usize::try_from(index).ok()?).map(Vec::as_slice)
    }

    /// Root of the first `size` leaves, 0 up to all. Hashes them anew: time and memory grow with `size`.
    pub fn root_at(&self, size: u64) -> Result<Root, TreeError> {
        if size == self.0.len() {
            return Ok(self.root());
        }
        let first = usize::try_from(size).ok().and_then(|size| self.0.items().get(..size));
        let mut earlier = Self::default();
        for leaf in first.ok_or(TreeError::Outside { at: size, size: self.0.len() })? {
            earlier.push(leaf.clone());
        }
        Ok(earlier.root())
    }

    /// Hashes of the first `size` leaves, 0 up to all.
    pub fn leaf_hashes(&self, size: u64) -> Result<LeafHashes, TreeError> {
        let first = usize::try_from(size).ok().and_then(|size| self.0.items().get(..size));
        let first = first.ok_or(TreeError::Outside { at: size, size: self.0.len() })?;
        Ok(LeafHashes::of(first.iter().map(Vec::as_slice)))
    }

    /// Proof that leaf `index` is in the tree.
    pub fn prove_inclusion(&self, index: u64) -> Result<InclusionProof, TreeError> {
        let size = self.0.len();
        let outside = TreeError::Outside { at: index, size };
        if index >= size {
            return Err(outside);
        }
        let index = usize::try_from(index).map_err(|_| outside)?;
        Ok(InclusionProof(split(self.0.prove_inclusion(index).as_bytes())))
    }

    /// Proof that the tree of the first `older` leaves is a prefix of this one. `older` is 1 up to the size.
    pub fn prove_consistency(&self, older: u64) -> Result<ConsistencyProof, TreeError> {
        let size = self.0.len();
        let outside = TreeError::Outside { at: older, size };
        if older == 0 || older > size {
            return Err(outside);
        }
        if older == size {
            return Ok(ConsistencyProof(vec![]));
        }
        let additions = usize::try_from(size - older).map_err(|_| outside)?;
        Ok(ConsistencyProof(split(self.0.prove_consistency(additions).as_bytes())))
    }
}

/// Hashes that an inclusion proof must have.
fn inclusion_len(size: u64, index: u64) -> usize {
    ct_merkle::indices_for_inclusion_proof(size, index).len()
}

impl InclusionProof {
    /// Check that `leaf` is at `index` of the tree with this root.
    pub fn verify(&self, leaf: &[u8], index: u64, root: &Root) -> Result<(), TreeError> {
        if index >= root.size || root.size > 1 << 62 {
            return Err(TreeError::Outside { at: index, size: root.size });
        }
        if self.0.len() > MAX_PATH {
            return Err(TreeError::TooLong(self.0.len()));
        }
        if self.0.len() != inclusion_len(root.size, index) {
            return Err(TreeError::Wrong);
        }
        let raw = RawInclusion::<Sha256>::try_from_bytes(self.0.concat()).map_err(|_| TreeError::Wrong)?;
        root.raw().verify_inclusion(&leaf, index, &raw).map_err(|_| TreeError::Wrong)
    }
}

impl ConsistencyProof {
    /// Check that `older` is a prefix of `newer`. An empty older tree is a prefix of every tree.
    pub fn verify(&self, older: &Root, newer: &Root) -> Result<(), TreeError> {
        if older.size > newer.size || newer.size > 1 << 62 {
            return Err(TreeError::Outside { at: older.size, size: newer.size });
        }
        if self.0.len() > MAX_PATH {
            return Err(TreeError::TooLong(self.0.len()));
        }
        if older.size == newer.size || older.size == 0 {
            let empty: [u8; 32] = Sha256::digest(b"").into();
            let same = older.size == newer.size && older.hash == newer.hash;
            let from_nothing = older.size == 0 && older.hash == empty;
            return if (same || from_nothing) && self.0.is_empty() { Ok(()) } else { Err(TreeError::Wrong) };
        }
        let expected = ct_merkle::indices_for_consistency_proof(older.size, newer.size - older.size).len();
        if self.0.len() != expected {
            return Err(TreeError::Wrong);
        }
        let raw = RawConsistency::<Sha256>::try_from_bytes(self.0.concat()).map_err(|_| TreeError::Wrong)?;
        newer.raw().verify_consistency(&older.raw(), &raw).map_err(|_| TreeError::Wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// RFC 6962 section 2.1, written out.
    fn reference(leaves: &[Vec<u8>]) -> [u8; 32] {
        match leaves {
            [] => Sha256::digest(b"").into(),
            [leaf] => Sha256::digest([&[0], leaf.as_slice()].concat()).into(),
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                Sha256::digest([&[1], reference(left).as_slice(), &reference(right)].concat()).into()
            }
        }
    }

    fn tree(leaves: &[Vec<u8>]) -> Tree {
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(leaf.clone()));
        tree
    }

    #[test]
    fn the_known_roots_of_certificate_transparency() {
        let leaves: Vec<Vec<u8>> = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        .iter()
        .map(|text| {
            (0..text.len() / 2).map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap()).collect()
        })
        .collect();
        let hex = |root: Root| root.hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(hex(tree(&[]).root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            hex(tree(&leaves[..1]).root()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex(tree(&leaves).root()),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn all_proofs_hold_and_no_others(leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5), 1..40), flip: u8) {
            let whole = tree(&leaves);
            let root = whole.root();
            prop_assert_eq!(root.hash, reference(&leaves));
            for (index, leaf) in leaves.iter().enumerate() {
                let at = index as u64;
                let proof = whole.prove_inclusion(at).unwrap();
                proof.verify(leaf, at, &root).unwrap();
                prop_assert!(proof.verify(b"another leaf", at, &root).is_err());
                let mut longer = proof.clone();
                longer.0.push([flip; 32]);
                prop_assert!(longer.verify(leaf, at, &root).is_err());
                if let Some(first) = longer.0.first_mut() {
                    first[0] ^= 1;
                }
                longer.0.pop();
                prop_assert!(proof.0.is_empty() || longer.verify(leaf, at, &root).is_err());
            }
            for older in 0..leaves.len() {
                let before = tree(&leaves[..older]);
                prop_assert_eq!(before.root_with(&leaves[older]), Ok(tree(&leaves[..=older]).root()));
                prop_assert!(whole.was(&before.root()) && (older > 0 || before.leaf(0).is_none()));
                let mut forked = before.root();
                forked.hash[0] ^= 1;
                prop_assert!(!whole.was(&forked));
                prop_assert!(!before.was(&root), "a later root is not known");
            }
            for older in 1..=leaves.len() {
                let before = tree(&leaves[..older]).root();
                let proof = whole.prove_consistency(older as u64).unwrap();
                proof.verify(&before, &root).unwrap();
                let mut forked = before;
                forked.hash[0] ^= 1;
                prop_assert!(proof.verify(&forked, &root).is_err());
                let mut shorter = proof.clone();
                prop_assert!(shorter.0.pop().is_none() || shorter.verify(&before, &root).is_err());
            }
        }

        #[test]
        fn hostile_proofs_never_panic(hashes in prop::collection::vec(any::<[u8; 32]>(), 0..140), at: u64, size: u64, older: u64) {
            let root = Root { size, hash: [1; 32] };
            let _ = InclusionProof(hashes.clone()).verify(b"x", at, &root);
            let _ = InclusionProof(hashes.clone()).verify(b"x", at % size.max(1), &root);
            let _ = ConsistencyProof(hashes).verify(&Root { size: older % size.max(1), hash: [2; 32] }, &root);
        }
    }

    #[test]
    fn dropped_added_and_reordered_leaves_are_found() {
        let leaves: Vec<Vec<u8>> = (0..9u8).map(|i| vec![i]).collect();
        let before = tree(&leaves[..5]).root();
        let mut dropped = leaves.clone();
        dropped.remove(2);
        let mut swapped = leaves.clone();
        swapped.swap(1, 3);
        let mut added = leaves.clone();
        added.insert(0, vec![99]);
        for forged in [dropped, swapped, added] {
            let forged = tree(&forged);
            let proof = forged.prove_consistency(5).unwrap();
            assert_eq!(proof.verify(&before, &forged.root()), Err(TreeError::Wrong));
        }
        assert!(tree(&leaves).prove_inclusion(9).is_err());
        assert!(tree(&leaves).prove_consistency(0).is_err());
    }
}
