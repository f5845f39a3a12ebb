//! Vectors of whole submissions: one that holds, and others that differ from it in one thing (docs/spec.md section 5).

use super::{Library, Outcome, Vector, bytes};
use crate::world;
use anyhow::{Context, Result};
use intertally_core::canonical::{decode, encode};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{CeremonyId, MemberIndex};
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Checks, Note, PartBody, Status, SubmissionHeader, Unverified, prepare};
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};
use serde_json::{Value, json};
use std::path::Path;

const GOOD: &str = "submission/two_cells.json";

/// Check header and bodies. An input may take what it does not give from another vector, `of`, and flip bits of its bodies.
pub fn submission(input: &Value, library: &Library) -> Result<Outcome> {
    let of = match input["of"].as_str() {
        Some(name) => &library.get(Path::new(name)).context("the vector that this one changes")?.input,
        None => input,
    };
    let field = |name: &str| bytes(if input[name].is_null() { of } else { input }, name);
    let manifest: RoundManifest = decode("manifest", &field("manifest")?, 1 << 20)?;
    let header: SubmissionHeader = decode("header", &field("header")?, 1 << 20)?;
    let mut body = field("bodies")?;
    if let Some(at) = input["flip"].as_u64() {
        *body.get_mut(usize::try_from(at)?).context("flip")? ^= 1;
    }
    let Ok(bodies) = decode::<Vec<PartBody>>("bodies", &body, 1 << 22) else {
        return Ok(Err("BYTES".into()));
    };
    let keys = vec![world::key_of_nothing(&manifest)];
    let checks = Checks::with_keys(manifest, keys);
    let checked = Unverified::new(bodies).verify(&checks, &header, &mut OsRng);
    Ok(checked
        .map(|verified| json!({ "digest": verified.get().digest.to_string() }))
        .map_err(|refusal| refusal.rule().to_string()))
}

/// All of this file's vectors. No ceremony made the key: b is a, and nobody knows a secret of it.
pub fn make() -> Result<Vec<(&'static str, Vector)>> {
    let ceremony = CeremonyId(digest("vectors", &[]));
    let manifest = world::round(3, 2, 100, (3, 2), ceremony, Digest::ZERO);
    let key = world::key_of_nothing(&manifest);
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let statuses = vec![Status::Normal, Status::Provisional];
    let place = (MemberIndex(1), 0);
    let values = [Some(41), Some(0)];
    let made = prepare(&manifest, &[key], place, statuses, &values, None, &mut rng)?;
    let note = Note { cell: Some(1), attribute: "REF_YEAR".into(), text: "April to March".into() };
    let made = made.with_notes(vec![note])?;
    let bodies = encode(&made.parts);
    let good = json!({
        "manifest": hex::encode(encode(&manifest)),
        "header": hex::encode(encode(&made.header)),
        "bodies": hex::encode(&bodies),
    });
    let rule = |rule: &str| json!({ "rule": rule });
    let header = |change: &dyn Fn(&mut SubmissionHeader)| {
        let mut header = made.header.clone();
        change(&mut header);
        json!({ "of": GOOD, "header": hex::encode(encode(&header)) })
    };
    let mut other = manifest.clone();
    other.name.push('x');
    let header_there = SubmissionHeader { round: other.id(), ..made.header.clone() };
    let moved = json!({
        "of": GOOD,
        "manifest": hex::encode(encode(&other)),
        "header": hex::encode(encode(&header_there)),
    });
    let flip = |at: usize| json!({ "of": GOOD, "flip": at });
    let vector = |about: &str, input: Value, expect: Value| Vector {
        kind: "submission".into(),
        about: about.into(),
        input,
        expect,
    };
    let digest = json!({ "digest": made.header.digest().to_string() });
    Ok(vec![
        (GOOD, vector("Member 1 reports 41 and 0", good, digest)),
        (
            "submission/bad_member.json",
            vector("In another's name", header(&|h| h.member = MemberIndex(2)), rule("SUB-PROOF")),
        ),
        (
            "submission/bad_revision.json",
            vector("As a later revision", header(&|h| h.revision = 1), rule("SUB-PROOF")),
        ),
        (
            "submission/bad_round.json",
            vector("For another round", header(&|h| h.round.0 = Digest::ZERO), rule("SUB-ROUND")),
        ),
        ("submission/bad_moved.json", vector("Moved to another round", moved, rule("SUB-PROOF"))),
        (
            "submission/bad_parts.json",
            vector("A part without its header", header(&|h| h.parts.clear()), rule("SUB-PARTS")),
        ),
        (
            "submission/bad_presence.json",
            vector("A ciphertext unnamed", header(&|h| h.parts[0].ciphertexts[0] = None), rule("SUB-DIGEST")),
        ),
        (
            "submission/bad_ciphertext.json",
            vector("A bit of c1 flipped", flip(8 + 8 + 1 + 8 + 100), rule("SUB-DIGEST")),
        ),
        (
            "submission/bad_proof.json",
            vector("A bit of the last proof flipped", flip(bodies.len() - 1), rule("SUB-DIGEST")),
        ),
        ("submission/bad_count.json", vector("Two bodies announced", flip(1), rule("BYTES"))),
    ])
}
