//! Two receipts of one log that cannot both be true: a fork, provable from the receipts alone.
//!
//! The hash of the subtree over leaves `[from, to)` depends on these leaves alone (RFC 6962 section 2.1), so two trees of one
//! log, of whatever sizes, give the same range the same hash. A receipt with the hashes of all leaves fixes every range of its
//! tree; one without them fixes those that its inclusion proof does, beside and around its leaf (section 2.1.1).

use crate::checkpoint::LogVerifier;
use crate::leaves::{LeafHashes, leaf_hash, node_hash};
use crate::receipt::{Receipt, ReceiptError};
use crate::tree::Root;
use std::collections::BTreeMap;

/// A receipt with what goes with it.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The receipt.
    pub receipt: &'a Receipt,
    /// Bytes of its leaf.
    pub leaf: &'a [u8],
    /// Hashes of all leaves under its checkpoint; empty if they are not there.
    pub leaves: &'a LeafHashes,
}

/// Leaves `[from, to)` that two receipts give different hashes. Anybody who has the log's key can check it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// First leaf of the range.
    pub from: u64,
    /// Leaf after the last.
    pub to: u64,
}

/// What two receipts say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The log has signed two histories.
    Fork(Contradiction),
    /// Both are of one history: the shorter tree is a prefix of the longer.
    OneHistory,
    /// The longer tree comes without the hashes of its leaves, and no range that both fix differs.
    Undecided,
}

impl Held<'_> {
    /// Check everything that is there; answers with the root that the log committed to.
    pub fn verify(&self, log: &LogVerifier) -> Result<Root, ReceiptError> {
        let root = self.receipt.verify(self.leaf, log)?;
        if self.leaves.is_empty() || self.leaves.root() == root {
            return Ok(root);
        }
        Err(ReceiptError::Leaves { got: self.leaves.len(), size: root.size })
    }

    /// Check the hashes of the leaves without the log's key, against the inclusion proof alone.
    #[must_use]
    pub fn leaves_fit(&self) -> bool {
        let root = self.leaves.root();
        self.leaves.is_empty() || self.receipt.proof.verify(self.leaf, self.receipt.index, &root).is_ok()
    }
}

/// Whether two receipts contradict each other. Decided whenever the longer one has the hashes of its leaves, or both trees are
/// of one size.
pub fn contradiction(one: &Held<'_>, other: &Held<'_>, log: &LogVerifier) -> Result<Verdict, ReceiptError> {
    let (first, second) = (one.verify(log)?, other.verify(log)?);
    let mut pairs = one.leaves.0.iter().zip(&other.leaves.0).zip(0u64..);
    if let Some((_, from)) = pairs.find(|((known, found), _)| known != found) {
        return Ok(Verdict::Fork(Contradiction { from, to: from + 1 }));
    }
    let (known, found) = (ranges(one, first.size), ranges(other, second.size));
    let differs = |fixed: &BTreeMap<(u64, u64), [u8; 32]>, other: &BTreeMap<_, _>, leaves: &LeafHashes| {
        let hash =
            |(from, to): &(u64, u64)| other.get(&(*from, *to)).copied().or_else(|| leaves.range(*from, *to));
        fixed
            .iter()
            .find(|(range, own)| hash(range).is_some_and(|hash| hash != **own))
            .map(|(range, _)| *range)
    };
    let range = differs(&known, &found, other.leaves).or_else(|| differs(&found, &known, one.leaves));
    if let Some((from, to)) = range {
        return Ok(Verdict::Fork(Contradiction { from, to }));
    }
    let longer = if first.size < second.size { other } else { one };
    let decided = first.size == second.size || !longer.leaves.is_empty();
    Ok(if decided { Verdict::OneHistory } else { Verdict::Undecided })
}

/// All ranges whose hash the proof of a receipt that holds fixes.
fn ranges(held: &Held<'_>, size: u64) -> BTreeMap<(u64, u64), [u8; 32]> {
    // From the root down: the range that holds the leaf, and its sibling.
    let (mut from, mut to, mut steps) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + (to - from).next_power_of_two() / 2;
        if held.receipt.index < middle {
            steps.push(((from, to), (middle, to), false));
            to = middle;
        } else {
            steps.push(((from, to), (from, middle), true));
            from = middle;
        }
    }
    let mut hash = leaf_hash(held.leaf);
    let mut known = BTreeMap::from([((from, to), hash)]);
    for ((whole, beside, on_the_left), sibling) in steps.into_iter().rev().zip(&held.receipt.proof.0) {
        known.insert(beside, *sibling);
        let (left, right) = if on_the_left { (sibling, &hash) } else { (&hash, sibling) };
        hash = node_hash(left, right);
        known.insert(whole, hash);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogSigner, Tree};

    const ALL: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

    struct File(Receipt, Vec<u8>, LeafHashes);

    impl File {
        fn of(leaves: &[&str], index: usize, complete: bool) -> Self {
            let mut tree = Tree::default();
            leaves.iter().for_each(|leaf| tree.push(leaf.as_bytes().to_vec()));
            let note = signer().checkpoint(&tree.root()).unwrap().note().to_vec();
            let proof = tree.prove_inclusion(index as u64).unwrap();
            let hashes = tree.leaf_hashes(leaves.len() as u64).unwrap();
            let hashes = if complete { hashes } else { LeafHashes::default() };
            Self(Receipt { index: index as u64, proof, note }, leaves[index].as_bytes().to_vec(), hashes)
        }

        fn held(&self) -> Held<'_> {
            Held { receipt: &self.0, leaf: &self.1, leaves: &self.2 }
        }
    }

    fn signer() -> LogSigner {
        LogSigner::new("log.example", &[3; 32]).unwrap()
    }

    fn ask(one: &File, other: &File) -> Verdict {
        contradiction(&one.held(), &other.held(), &signer().verifier()).unwrap()
    }

    /// All pairs of sizes up to 9, with a place in each tree.
    fn pairs() -> impl Iterator<Item = (usize, usize, usize, usize)> {
        let sizes = (1..=9).flat_map(|n| (1..=9).map(move |m| (n, m)));
        sizes.flat_map(|(n, m)| (0..n).flat_map(move |i| (0..m).map(move |j| (n, i, m, j))))
    }

    #[test]
    fn two_complete_files_show_every_fork_and_honest_ones_never_do() {
        for (n, i, m, j) in pairs() {
            let one = File::of(&ALL[..n], i, true);
            assert_eq!(ask(&one, &File::of(&ALL[..m], j, true)), Verdict::OneHistory, "{n} {i} {m} {j}");
            for changed in 0..n.min(m) {
                let mut forked = ALL;
                forked[changed] = "x";
                let other = File::of(&forked[..m], j, true);
                let range = Contradiction { from: changed as u64, to: changed as u64 + 1 };
                assert_eq!(ask(&one, &other), Verdict::Fork(range), "{n} {i} {m} {j} {changed}");
                assert_eq!(ask(&other, &one), Verdict::Fork(range), "{m} {j} {n} {i} {changed}");
            }
            // A leaf changed behind the common prefix: the log may have grown so.
            if n < m {
                let mut grown = ALL;
                grown[n] = "x";
                assert_eq!(ask(&one, &File::of(&grown[..m], j, true)), Verdict::OneHistory);
            }
        }
    }

    #[test]
    fn the_longer_file_alone_decides_and_proofs_alone_decide_what_they_can() {
        for (n, i, m, j) in pairs() {
            let (whole, bare) = (File::of(&ALL[..n], i, true), File::of(&ALL[..m], j, false));
            let expected = if n >= m { Verdict::OneHistory } else { Verdict::Undecided };
            assert_eq!(ask(&whole, &bare), expected, "{n} {i} {m} {j}");
            let both_bare = ask(&File::of(&ALL[..n], i, false), &bare);
            assert_eq!(both_bare, if n == m { Verdict::OneHistory } else { Verdict::Undecided });
            for changed in 0..n.min(m) {
                let mut forked = ALL;
                forked[changed] = "x";
                let other = File::of(&forked[..m], j, false);
                let Verdict::Fork(range) = ask(&whole, &other) else {
                    assert!(n < m, "{n} {i} {m} {j} {changed}");
                    continue;
                };
                assert!((range.from..range.to).contains(&(changed as u64)));
            }
        }
        let mut forked = ALL;
        forked[2] = "x";
        let (one, other) = (File::of(&ALL[..6], 3, false), File::of(&forked[..6], 5, false));
        assert_eq!(ask(&one, &other), Verdict::Fork(Contradiction { from: 0, to: 4 }), "other places");
        let (one, other) = (File::of(&ALL[..5], 3, false), File::of(&forked, 1, false));
        assert_eq!(ask(&one, &other), Verdict::Fork(Contradiction { from: 0, to: 4 }), "another size");
    }

    #[test]
    fn hashes_of_other_leaves_and_foreign_leaves_are_refused() {
        let log = signer().verifier();
        let good = File::of(&ALL[..5], 3, true);
        assert_eq!(good.held().verify(&log).unwrap(), good.2.root());
        for leaves in [&ALL[..4], &ALL[..6], &["a", "b", "x", "d", "e"]] {
            let hashes = LeafHashes::of(leaves.iter().map(|leaf| leaf.as_bytes()));
            let file = File(good.0.clone(), good.1.clone(), hashes);
            let refused = ReceiptError::Leaves { got: leaves.len() as u64, size: 5 };
            assert_eq!(file.held().verify(&log), Err(refused));
            assert!(!file.held().leaves_fit());
            assert!(contradiction(&good.held(), &file.held(), &log).is_err());
        }
        assert!(good.held().leaves_fit() && File::of(&ALL, 0, false).held().leaves_fit());
        let foreign = File(good.0.clone(), b"z".to_vec(), good.2.clone());
        assert!(contradiction(&good.held(), &foreign.held(), &log).is_err());
    }
}
