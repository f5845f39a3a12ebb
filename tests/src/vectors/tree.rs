//! Vectors of the tree and of checkpoints (docs/spec.md section 6.5).

use super::{Outcome, Vector, bytes, bytes32};
use anyhow::{Context, Result};
use intertally_log::{InclusionProof, LogSigner, LogVerifier, Root, Tree};
use serde_json::{Value, json};

fn tree_of(input: &Value) -> Result<Tree> {
    let mut tree = Tree::default();
    for leaf in input["leaves"].as_array().context("leaves")? {
        tree.push(hex::decode(leaf.as_str().context("leaf")?)?);
    }
    Ok(tree)
}

fn hashes(list: &[[u8; 32]]) -> Vec<String> {
    list.iter().map(hex::encode).collect()
}

/// Root, the proof of one leaf, and that of an older tree.
pub fn tree(input: &Value) -> Result<Outcome> {
    let tree = tree_of(input)?;
    let number = |field: &str| input[field].as_u64().with_context(|| field.to_owned());
    let inclusion = tree.prove_inclusion(number("index")?)?;
    let consistency = tree.prove_consistency(number("older")?)?;
    Ok(Ok(json!({
        "root": hex::encode(tree.root().hash),
        "inclusion": hashes(&inclusion.0),
        "consistency": hashes(&consistency.0),
    })))
}

/// Does the proof lead from the leaf to the root?
pub fn inclusion(input: &Value) -> Result<Outcome> {
    let proof = input["proof"].as_array().context("proof")?;
    let proof = proof
        .iter()
        .map(|hash| {
            let bytes = hex::decode(hash.as_str().context("hash")?)?;
            bytes.try_into().ok().context("32 bytes")
        })
        .collect::<Result<Vec<[u8; 32]>>>()?;
    let number = |field: &str| input[field].as_u64().with_context(|| field.to_owned());
    let root = Root { size: number("size")?, hash: bytes32(input, "root")? };
    let holds = InclusionProof(proof).verify(&bytes(input, "leaf")?, number("index")?, &root);
    Ok(holds.map(|()| json!("holds")).map_err(|_| "TREE".into()))
}

/// Root and size of a note of this log.
pub fn checkpoint(input: &Value) -> Result<Outcome> {
    let name = input["origin"].as_str().context("origin")?;
    let verifier = LogVerifier::new(name, &bytes32(input, "key")?)?;
    let note = input["note"].as_str().context("note")?;
    let opened = verifier.open(note.as_bytes());
    let root = |root: &Root| json!({ "size": root.size, "root": hex::encode(root.hash) });
    Ok(opened.map(|checkpoint| root(checkpoint.root())).map_err(|_| "NOTE".into()))
}

/// All of this file's vectors.
pub fn make() -> Result<Vec<(&'static str, Vector)>> {
    let leaves: Vec<String> = (0..7u8).map(|leaf| hex::encode(vec![leaf; usize::from(leaf)])).collect();
    let whole = json!({ "leaves": leaves, "index": 4, "older": 3 });
    let tree = tree_of(&whole)?;
    let proof = hashes(&tree.prove_inclusion(4)?.0);
    let holds = |leaf: &str, index: u64, proof: &[String]| {
        json!({
            "leaf": leaf, "index": index, "size": 7, "root": hex::encode(tree.root().hash), "proof": proof
        })
    };
    let signer = LogSigner::new("log.example", &[3; 32])?;
    let note = String::from_utf8(signer.checkpoint(&tree.root())?.note().to_vec())?;
    let key = hex::encode(ed25519(&[3; 32]));
    let noted = |key: &str, note: &str| json!({ "origin": "log.example", "key": key, "note": note });
    let other = note.replacen("\n7\n", "\n8\n", 1);
    let cut = proof.get(1..).context("proof")?;
    let inputs = [
        ("tree/seven.json", "tree", "Seven leaves, the first empty", whole),
        ("tree/inclusion.json", "inclusion", "Leaf 4 of 7", holds(&leaves[4], 4, &proof)),
        ("tree/bad_leaf.json", "inclusion", "Another leaf", holds(&leaves[5], 4, &proof)),
        ("tree/bad_place.json", "inclusion", "Another place", holds(&leaves[4], 5, &proof)),
        ("tree/bad_short.json", "inclusion", "A hash is missing", holds(&leaves[4], 4, cut)),
        ("tree/checkpoint.json", "checkpoint", "A signed note", noted(&key, &note)),
        ("tree/bad_size.json", "checkpoint", "The size is changed", noted(&key, &other)),
        (
            "tree/bad_key.json",
            "checkpoint",
            "Another log's key",
            noted(&hex::encode(ed25519(&[4; 32])), &note),
        ),
        (
            "tree/bad_spelling.json",
            "checkpoint",
            "A space is added",
            noted(&key, &note.replacen("\n7\n", "\n 7\n", 1)),
        ),
    ];
    super::completed(inputs.into_iter())
}

fn ed25519(seed: &[u8; 32]) -> [u8; 32] {
    intertally_core::sign::SecretKey::from_seed(seed).verifying_key().0
}
