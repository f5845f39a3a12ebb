//! Two receipts of one log that cannot both be true: a fork, provable from the receipts alone.
//!
//! An inclusion proof fixes the hashes of the subtrees beside and around its leaf (RFC 6962 section 2.1.1). The hash of the
//! subtree over leaves `[from, to)` depends on these leaves alone, so two trees of one log, of whatever sizes, give the
//! same range the same hash.

use crate::checkpoint::LogVerifier;
use crate::receipt::{Receipt, ReceiptError};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Leaves `[from, to)` that two receipts give different hashes. Anybody who has the log's key can check it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// First leaf of the range.
    pub from: u64,
    /// Leaf after the last.
    pub to: u64,
}

/// Whether two receipts, each with its leaf's bytes, contradict each other. `Ok(None)`: they do not; then they may still be of
/// two forks that share none of the ranges that both fix, which a consistency proof or a record shows.
pub fn contradiction(
    (one, one_leaf): (&Receipt, &[u8]),
    (other, other_leaf): (&Receipt, &[u8]),
    log: &LogVerifier,
) -> Result<Option<Contradiction>, ReceiptError> {
    let (first, second) = (one.verify(one_leaf, log)?, other.verify(other_leaf, log)?);
    let known = ranges(one, one_leaf, first.size);
    let found = ranges(other, other_leaf, second.size);
    let differs = known.into_iter().find(|(range, hash)| found.get(range).is_some_and(|other| other != hash));
    Ok(differs.map(|((from, to), _)| Contradiction { from, to }))
}

/// All ranges whose hash a receipt that holds fixes.
fn ranges(receipt: &Receipt, leaf: &[u8], size: u64) -> BTreeMap<(u64, u64), [u8; 32]> {
    // From the root down: the range that holds the leaf, and its sibling.
    let (mut from, mut to, mut steps) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + (to - from).next_power_of_two() / 2;
        if receipt.index < middle {
            steps.push(((from, to), (middle, to), false));
            to = middle;
        } else {
            steps.push(((from, to), (from, middle), true));
            from = middle;
        }
    }
    let mut hash: [u8; 32] = Sha256::new().chain_update([0]).chain_update(leaf).finalize().into();
    let mut known = BTreeMap::from([((from, to), hash)]);
    for ((whole, beside, on_the_left), sibling) in steps.into_iter().rev().zip(&receipt.proof.0) {
        known.insert(beside, *sibling);
        let (left, right) = if on_the_left { (*sibling, hash) } else { (hash, *sibling) };
        hash = Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into();
        known.insert(whole, hash);
    }
    known
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LogSigner, Tree};

    fn receipt(signer: &LogSigner, leaves: &[&str], index: u64) -> (Receipt, Vec<u8>) {
        let mut tree = Tree::default();
        leaves.iter().for_each(|leaf| tree.push(leaf.as_bytes().to_vec()));
        let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
        let proof = tree.prove_inclusion(index).unwrap();
        (Receipt { index, proof, note }, leaves[index as usize].as_bytes().to_vec())
    }

    #[test]
    fn forks_show_in_two_receipts_and_honest_ones_never_contradict() {
        let signer = LogSigner::new("log.example", &[3; 32]).unwrap();
        let log = signer.verifier();
        let ask = |one: &(Receipt, Vec<u8>), other: &(Receipt, Vec<u8>)| {
            contradiction((&one.0, &one.1), (&other.0, &other.1), &log).unwrap()
        };
        let all = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        for (n, m) in (1..=9).flat_map(|n| (1..=9).map(move |m| (n, m))) {
            for (i, j) in (0..n).flat_map(|i| (0..m).map(move |j| (i, j))) {
                let (one, other) =
                    (receipt(&signer, &all[..n], i as u64), receipt(&signer, &all[..m], j as u64));
                assert_eq!(ask(&one, &other), None, "{n} {i} {m} {j}");
            }
        }
        let mut forked = all;
        forked[2] = "x";
        let (one, other) = (receipt(&signer, &all[..6], 3), receipt(&signer, &forked[..6], 5));
        assert_eq!(ask(&one, &other), Some(Contradiction { from: 0, to: 4 }), "same size, other places");
        let (one, other) = (receipt(&signer, &all[..5], 3), receipt(&signer, &forked, 1));
        assert_eq!(ask(&one, &other), Some(Contradiction { from: 0, to: 4 }), "another size and place");
        let mut foreign = one.clone();
        foreign.1 = b"z".to_vec();
        assert!(contradiction((&foreign.0, &foreign.1), (&other.0, &other.1), &log).is_err());
    }
}
