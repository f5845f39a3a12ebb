//! The known answers of Certificate Transparency's tests: eight leaves, the root at every size, and proofs.

use crate::{ConsistencyProof, InclusionProof, LogSigner, Receipt, Tree, TreeError};

const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).unwrap()).collect()
}

fn hashes(list: &[&str]) -> Vec<[u8; 32]> {
    list.iter().map(|hex| bytes(hex).try_into().unwrap()).collect()
}

fn tree(size: usize) -> Tree {
    let mut tree = Tree::default();
    LEAVES[..size].iter().for_each(|leaf| tree.push(bytes(leaf)));
    tree
}

#[test]
fn roots_at_every_size() {
    let whole = tree(8);
    for size in 1..=8 {
        assert_eq!(hashes(&ROOTS[size - 1..size]), [tree(size).root().hash], "{size}");
        assert_eq!(whole.root_at(size as u64).unwrap(), tree(size).root());
    }
    assert_eq!(whole.root_at(0).unwrap(), Tree::default().root());
    assert_eq!(whole.root_at(9), Err(TreeError::Outside { at: 9, size: 8 }));
}

#[test]
fn proofs_of_inclusion_and_consistency() {
    let first_of_eight = InclusionProof(hashes(&[
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]));
    assert_eq!(tree(8).prove_inclusion(0).unwrap(), first_of_eight);
    first_of_eight.verify(b"", 0, &tree(8).root()).unwrap();
    let six_to_eight = ConsistencyProof(hashes(&[
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]));
    assert_eq!(tree(8).prove_consistency(6).unwrap(), six_to_eight);
    six_to_eight.verify(&tree(6).root(), &tree(8).root()).unwrap();
    assert_eq!(six_to_eight.verify(&tree(5).root(), &tree(8).root()), Err(TreeError::Wrong));
}

#[test]
fn every_byte_of_a_receipt_counts() {
    let signer = LogSigner::new("log", &[1; 32]).unwrap();
    let (tree, log) = (tree(7), signer.verifier());
    let note = signer.checkpoint(&tree.root()).unwrap().note().to_vec();
    let receipt = Receipt { index: 3, proof: tree.prove_inclusion(3).unwrap(), note };
    let leaf = bytes(LEAVES[3]);
    receipt.verify(&leaf, &log).unwrap();
    for at in 0..receipt.note.len() {
        let mut bad = receipt.clone();
        bad.note[at] ^= 1;
        assert!(bad.verify(&leaf, &log).is_err(), "note byte {at}");
        bad.note.truncate(at);
        assert!(bad.verify(&leaf, &log).is_err(), "note cut at {at}");
    }
    for (hash, byte) in (0..receipt.proof.0.len()).flat_map(|hash| (0..32).map(move |byte| (hash, byte))) {
        let mut bad = receipt.clone();
        bad.proof.0[hash][byte] ^= 1;
        assert!(bad.verify(&leaf, &log).is_err());
    }
    for trailing in [b"\n".as_slice(), b"x", b"more\n", &[0]] {
        let mut bad = receipt.clone();
        bad.note.extend_from_slice(trailing);
        assert!(bad.verify(&leaf, &log).is_err());
    }
    for index in (0..10).chain([u64::MAX]).filter(|index| *index != 3) {
        assert!(Receipt { index, ..receipt.clone() }.verify(&leaf, &log).is_err());
    }
}
