//! Vectors of digests, signatures and sealing (docs/spec.md section 1).

use super::{Outcome, Vector, bytes, bytes32};
use anyhow::{Context, Result};
use intertally_core::hash;
use intertally_core::seal::{Sealed, SealingRandomness, SecretSealingKey};
use intertally_core::sign::{Purpose, SecretKey, Signature, VerifyingKey};
use serde_json::{Value, json};

pub fn digest(input: &Value) -> Result<Outcome> {
    let label = input["label"].as_str().context("label")?;
    let parts: Vec<Vec<u8>> = input["parts"]
        .as_array()
        .context("parts")?
        .iter()
        .map(|part| Ok(hex::decode(part.as_str().context("part")?)?))
        .collect::<Result<_>>()?;
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(Ok(json!(hash::digest(label, &parts).to_string())))
}

/// The signed value is a number, under the purpose of events.
pub fn signature(input: &Value) -> Result<Outcome> {
    let key = VerifyingKey(bytes32(input, "key")?);
    let signature = Signature(bytes32(input, "r")?, bytes32(input, "s")?);
    let value = input["value"].as_u64().context("value")?;
    Ok(key
        .verify(Purpose::Event, &value, &signature)
        .map(|()| json!("verified"))
        .map_err(|_| "SIGNATURE".into()))
}

pub fn sealing(input: &Value) -> Result<Outcome> {
    let secret = SecretSealingKey::from_bytes(&bytes32(input, "secret")?);
    let opened = secret.open(&bytes(input, "context")?, &Sealed(bytes(input, "sealed")?));
    Ok(opened.map(|message| json!(hex::encode(&*message))).map_err(|_| "SEAL".into()))
}

pub fn make() -> Vec<(&'static str, Vector)> {
    let mut made = Vec::new();
    let mut add = |path, kind: &str, about: &str, input, expect| {
        made.push((path, Vector { kind: kind.into(), about: about.into(), input, expect }));
    };
    let text = hash::digest("example", &[b"ab", b"c"]).to_string();
    let input = json!({ "label": "example", "parts": ["6162", "63"] });
    add("basics/digest.json", "digest", "A digest of two parts", input, json!(text));
    let text = hash::digest("example", &[]).to_string();
    add(
        "basics/digest_empty.json",
        "digest",
        "No parts",
        json!({ "label": "example", "parts": [] }),
        json!(text),
    );

    let key = SecretKey::from_seed(&[7; 32]);
    let Signature(r, s) = key.sign(Purpose::Event, &42u64);
    let public = hex::encode(key.verifying_key().0);
    let signed = |r: &[u8], s: &[u8], value: u64| json!({ "key": public, "r": hex::encode(r), "s": hex::encode(s), "value": value });
    let refused = json!({ "rule": "SIGNATURE" });
    let about = "Ed25519 over the labelled canonical bytes of a u64; the seed is 32 bytes of 7";
    add("basics/signature.json", "signature", about, signed(&r, &s, 42), json!("verified"));
    add("basics/bad_signature_value.json", "signature", "Another value", signed(&r, &s, 43), refused.clone());
    let foreign = key.sign(Purpose::SealingKey, &42u64);
    let input = signed(&foreign.0, &foreign.1, 42);
    add("basics/bad_signature_purpose.json", "signature", "Signed for another purpose", input, refused);

    let secret = SecretSealingKey::from_bytes(&[9; 32]);
    let randomness = SealingRandomness::from_bytes(&[5; 64]);
    let sealed =
        secret.public().seal(b"context", b"seed", &randomness).map(|sealed| sealed.0).unwrap_or_default();
    let input = |context: &[u8], sealed: &[u8]| json!({ "secret": hex::encode([9; 32]), "context": hex::encode(context), "sealed": hex::encode(sealed) });
    let about = "X-Wing and ChaCha20-Poly1305; the 64 bytes of randomness are 5";
    add("basics/sealing.json", "sealing", about, input(b"context", &sealed), json!(hex::encode(b"seed")));
    let refused = json!({ "rule": "SEAL" });
    add(
        "basics/bad_sealing_context.json",
        "sealing",
        "Another context",
        input(b"other", &sealed),
        refused.clone(),
    );
    let cut = &sealed[..sealed.len().saturating_sub(1)];
    add("basics/bad_sealing_cut.json", "sealing", "One byte short", input(b"context", cut), refused);
    made
}
