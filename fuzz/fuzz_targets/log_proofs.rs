//! Inclusion and consistency proofs from outside, against roots of any size: no panic; and no foreign proof holds
//! against a genuine tree except the one that the tree gives.
#![no_main]

use bincode::Options;
use intertally_log::{ConsistencyProof, InclusionProof, Root, Tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((numbers, rest)) = bytes.split_first_chunk::<16>() else { return };
    let [a, b] =
        [&numbers[..8], &numbers[8..]].map(|n| n.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte)));
    let options = || bincode::DefaultOptions::new().with_fixint_encoding().with_limit(1 << 16);
    // As the wire gives them, and as plain hashes, which mutation reaches more easily.
    let hashes: Vec<[u8; 32]> = rest.as_chunks().0.to_vec();
    let inclusion = [options().deserialize(rest).ok(), Some(InclusionProof(hashes.clone()))];
    let consistency = [options().deserialize(rest).ok(), Some(ConsistencyProof(hashes))];

    let (older, newer) = (Root { size: a, hash: [1; 32] }, Root { size: b, hash: [2; 32] });
    let mut tree = Tree::default();
    (0..b % 70).for_each(|leaf| tree.push(leaf.to_le_bytes().to_vec()));
    let root = tree.root();
    for proof in inclusion.into_iter().flatten() {
        assert!(proof.verify(b"x", a, &newer).is_err());
        let at = a % 70;
        if proof.verify(&at.to_le_bytes(), at, &root).is_ok() {
            assert_eq!(tree.prove_inclusion(at).as_ref(), Ok(&proof));
        }
    }
    for proof in consistency.into_iter().flatten() {
        assert!(proof.verify(&older, &newer).is_err());
        if let Ok(before) = tree.root_at(a % 70)
            && before.size > 0
            && proof.verify(&before, &root).is_ok()
        {
            assert_eq!(tree.prove_consistency(before.size).as_ref(), Ok(&proof));
        }
    }
});
