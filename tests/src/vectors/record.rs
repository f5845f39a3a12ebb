//! Vectors of whole records: the small one as an archive, its intermediate values, and one bad record per check as the files
//! that differ (docs/spec.md sections 6.6 and 8).

use super::{Outcome, Vector};
use crate::bad_records::{bad_records, named_bad_records};
use crate::small_round::{Plain, SmallRound};
use anyhow::{Context, Result};
use intertally_core::event::Kind;
use intertally_core::opening::asked::{Asked, ProvenShares};
use intertally_core::opening::sheet::StepOpening;
use intertally_core::opening::statement::Statement;
use intertally_core::publication::PublicTotal;
use intertally_log::Tree;
use intertally_verify::record::{Edition, FileEntry, Files, MANIFEST, RecordManifest, archive};
use intertally_verify::{Options, verify};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The archive, below `vectors/`.
pub const ARCHIVE: &str = "record/small.tar";

/// The small round, held once per process.
fn round() -> Result<&'static SmallRound> {
    static ROUND: OnceLock<SmallRound> = OnceLock::new();
    if let Some(round) = ROUND.get() {
        return Ok(round);
    }
    let held = SmallRound::hold()?;
    Ok(ROUND.get_or_init(|| held))
}

/// Bytes of the archive, as this code makes it.
pub fn archive_bytes() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    archive::write(&round()?.record(Edition::Restricted)?, &mut bytes)?;
    Ok(bytes)
}

/// The archive in the repository.
#[must_use]
pub fn archive_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(ARCHIVE)
}

/// Read the archive, change the files that the input names, verify.
pub fn record(input: &Value) -> Result<Outcome> {
    let mut files = archive::read_files(std::fs::read(archive_path())?.as_slice())?;
    for (path, bytes) in input["changed"].as_object().into_iter().flatten() {
        match bytes.as_str() {
            Some(hex) => files.insert(path.clone(), hex::decode(hex)?),
            None => files.remove(path),
        };
    }
    if input["listed"] == true {
        list(&mut files)?;
    }
    let options = Options { seed: [3; 32], maker: Some(&Plain), ..Options::default() };
    let report = verify(&files, &options);
    if report.failed().is_empty() {
        return Ok(Ok(values()?));
    }
    let failed: Vec<String> = report.failed().iter().map(u8::to_string).collect();
    Ok(Err(format!("checks {}", failed.join(", "))))
}

/// Write `record.json` anew for the files that are there, as whoever copies a record can.
fn list(files: &mut Files) -> Result<()> {
    let mut manifest = RecordManifest::parse(files.get(MANIFEST).context("no list")?)?;
    let entry = |(path, bytes): (&String, &Vec<u8>)| FileEntry {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: hex::encode(Sha256::digest(bytes)),
    };
    manifest.files = files.iter().filter(|(path, _)| *path != MANIFEST).map(entry).collect();
    files.insert(MANIFEST.to_owned(), manifest.to_bytes()?);
    Ok(())
}

/// Intermediate values of the small round.
fn values() -> Result<Value> {
    let round = round()?;
    let mut tree = Tree::default();
    let mut events = Vec::new();
    for (event, _) in &round.events {
        tree.push(event.leaf());
        let kind = format!("{:?}", event.signed.claim.kind);
        events.push(json!({ "height": event.height, "kind": kind, "digest": event.digest().to_string() }));
    }
    let submissions = round.submissions.iter().map(|(header, _)| {
        let ciphertexts = header.parts.iter().flat_map(|part| part.ciphertexts.iter().flatten());
        json!({
            "member": header.member.0,
            "revision": header.revision,
            "digest": header.digest().to_string(),
            "ciphertexts": ciphertexts.map(ToString::to_string).collect::<Vec<_>>(),
        })
    });
    let payload =
        |kind: Kind| -> Result<&Vec<u8>> { Ok(&round.events.get(round.find(kind)?).context("no event")?.1) };
    let sealed: intertally_core::event::payload::SealedSet =
        intertally_core::canonical::decode("sealed set", payload(Kind::Sealed)?, 1 << 20)?;
    let said: Statement = intertally_core::canonical::decode("statement", payload(Kind::Stated)?, 1 << 10)?;
    let sums = round.tally.sums(0);
    let words = |words: &[u128]| words.iter().take(4).map(|word| format!("{word:032x}")).collect::<Vec<_>>();
    let first = sums.first().context("no sum")?;
    let counts = round.counts.keys.first().context("no key")?;
    let totals = round.openings.cells.iter().map(|cell| json!({ "cell": cell.cell, "total": cell.total }));
    let told = round.public.cells.iter().map(|told| match told.total {
        PublicTotal::Exact(total) => json!({ "cell": told.cell, "total": total }),
        PublicTotal::Band { value, low, high } => {
            json!({ "cell": told.cell, "value": value, "low": low, "high": high })
        }
        PublicTotal::NearlyAll { low, high } => json!({ "cell": told.cell, "low": low, "high": high }),
    });
    let steps = round.steps.first().and_then(Option::as_ref).context("no step")?;
    let opened = round.openings.keys.first().and_then(Option::as_ref).context("no opening")?;
    let counted = counts.opening.as_ref().context("no opening")?;
    Ok(json!({
        "round": round.manifest.id().0.to_string(),
        "ceremony": round.manifest.ceremony.0.to_string(),
        "policy": round.manifest.policy_digest().to_string(),
        "earlier": round.manifest.earlier_digest().to_string(),
        "events": events,
        "root": hex::encode(tree.root().hash),
        "submissions": submissions.collect::<Vec<_>>(),
        "sealed_set": sealed.digest().to_string(),
        "sum_c1_first_words": words(first.mask),
        "sum_c2_first_words": words(first.body),
        "aggregates": round.tally.aggregates().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "statement": hex::encode(intertally_core::canonical::encode(&said)),
        "counted": sealed.counted.contributors,
        "compared": sealed.counted.changes,
        "step_a": step(&steps.counts, counted)?,
        "counts": counts.counts,
        "approved": round.openings.cells.iter().map(|cell| cell.cell).collect::<Vec<_>>(),
        "step_b": step(&steps.values, opened)?,
        "openings": totals.collect::<Vec<_>>(),
        "published": told.collect::<Vec<_>>(),
        "counts_sheet": round.counts.digest().to_string(),
        "openings_sheet": round.openings.digest().to_string(),
        "composition": round.composition.digest().to_string(),
        "public_sheet": round.public.digest().to_string(),
    }))
}

/// What one step of the one key asked and opened.
fn step((asked, proven): &(Asked, Vec<ProvenShares>), opening: &StepOpening) -> Result<Value> {
    let part = asked.parts.first().zip(opening.parts.first());
    let (part, opened) = part.context("no ciphertext")?;
    let sums = asked.totals(&opening.holders, proven).context("no sums")?;
    let sums = sums.first().context("no sum")?.iter().map(|sum| hex::encode(sum.as_bytes()));
    let shares = opened.sums.iter().map(|(low, high)| json!([format!("{low:032x}"), high]));
    Ok(json!({
        "question": hex::encode(intertally_core::canonical::encode(&asked.question)),
        "slots": part.slots.list(),
        "slot_bits": asked.slot_bits,
        "flooding_bits": asked.flooding_bits,
        "holders": opening.holders.iter().map(|holder| holder.0).collect::<Vec<_>>(),
        "sum_E": sums.collect::<Vec<_>>(),
        "sum_d": shares.collect::<Vec<_>>(),
        "blindings": opened.blindings.iter().map(hex::encode).collect::<Vec<_>>(),
    }))
}

/// Files of `bad` that are not those of `good`, hexadecimal; null for those that are missing.
fn changed(good: &Files, bad: &Files) -> Map<String, Value> {
    let other = bad.iter().filter(|(path, bytes)| good.get(*path) != Some(bytes));
    let gone = good.keys().filter(|path| !bad.contains_key(*path));
    let other = other.map(|(path, bytes)| (path.clone(), json!(hex::encode(bytes))));
    other.chain(gone.map(|path| (path.clone(), Value::Null))).collect()
}

/// All of this file's vectors. The archive must have been written.
pub fn make() -> Result<Vec<(String, Vector)>> {
    let good = round()?.record(Edition::Restricted)?;
    let vector = |about: String, changed: Map<String, Value>, listed: bool| -> Result<Vector> {
        let input = json!({ "archive": ARCHIVE, "changed": changed, "listed": listed });
        let expect = match record(&input)? {
            Ok(values) => values,
            Err(rule) => json!({ "rule": rule }),
        };
        Ok(Vector { kind: "record".into(), about, input, expect })
    };
    let about = "a round of 2-of-3 trustees, 4 members, 6 cells, with its intermediate values".to_owned();
    let mut made = vec![("record/small.json".to_owned(), vector(about, Map::new(), false)?)];
    let by_check = bad_records(round()?)?.into_iter().map(|bad| (format!("check_{:02}", bad.check), bad));
    let by_name = named_bad_records(round()?)?.into_iter().map(|(name, bad)| (name.to_owned(), bad));
    for (name, bad) in by_check.chain(by_name) {
        let mut files = changed(&good, &bad.files);
        // Where the list differs, it may be that of any round: its id is in it.
        let mut again = bad.files.clone();
        let of_same_round = good.get(MANIFEST).map(|list| list.get(..200))
            == bad.files.get(MANIFEST).map(|list| list.get(..200));
        list(&mut again)?;
        let listed = of_same_round && again == bad.files && files.remove(MANIFEST).is_some();
        let about = format!("check {}: {}", bad.check, bad.about);
        made.push((format!("record/bad_{name}.json"), vector(about, files, listed)?));
    }
    Ok(made)
}
