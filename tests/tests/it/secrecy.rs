//! What the two editions of a record keep to themselves: no count, withheld value or exact rounded value can be read from
//! either beyond what its readers may know.
//!
//! Two ways. Everything in an edition is decoded and compared with the edition of a round over other figures that its readers
//! must not be able to tell apart: but for what hides (points, scalars, digests, ciphertexts, proofs, sums of flooded shares,
//! signatures, of which only the lengths count), every number, flag and word is the same. And every file is searched for what
//! opens a commitment or a ciphertext: a blinding factor is the one scalar that opens its commitment to given words, so that
//! it opens nothing else and nothing else opens it. That proofs show nothing beyond what they prove is tested beside them.

use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::{AdoptedPlan, KeysDestroyed, Publication, SealedSet};
use intertally_core::event::{Event, Kind};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::share::{ShareProofs, SharesGiven};
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet, StepOpening};
use intertally_core::opening::statement::Statement;
use intertally_core::publication::PublicSheet;
use intertally_core::round::RoundManifest;
use intertally_core::submission::SubmissionHeader;
use intertally_tests::small_round::{Plain, SmallRound, TABLE};
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Options, verify};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());

/// Other counts in the published cells 1, 2 and 3, other exact totals in the rounded cells 1 and 3, other figures and counts in
/// the withheld cells 0 and 4. The published totals are the same.
const SAME_TO_THE_PUBLIC: [[Option<u32>; 6]; 4] = [
    [Some(9), Some(12), Some(5), Some(0), None, Some(3)],
    [Some(0), Some(0), Some(4), Some(12), Some(7), Some(8)],
    [Some(0), Some(76), Some(6), Some(2), Some(0), None],
    [None, Some(1), Some(2), Some(90), Some(0), Some(6)],
];

/// Other figures in the withheld cells, as many of them zero; the members' other figures swapped among them.
const SAME_TO_AUDITORS: [[Option<u32>; 6]; 4] = [
    [Some(7), Some(44), Some(0), Some(5), None, Some(8)],
    [Some(5), Some(12), Some(6), Some(7), Some(9), Some(3)],
    [Some(0), Some(30), Some(9), Some(90), Some(0), None],
    [None, Some(5), Some(2), Some(1), Some(1), Some(6)],
];

/// What hides is blank but for its length: byte strings of at least 32 bytes.
fn blank(value: Value) -> Value {
    let byte = |value: &Value| value.as_u64().is_some_and(|number| number < 256);
    match value {
        Value::Array(items) if items.len() >= 32 && items.iter().all(byte) => {
            json!({ "hidden": items.len() })
        }
        Value::Array(items) => items.into_iter().map(blank).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, field)| (name, blank(field))).collect(),
        other => other,
    }
}

fn shown<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Value {
    blank(serde_json::to_value(decode::<T>("object", bytes, 64 << 20).unwrap()).unwrap())
}

fn payload(kind: Kind, bytes: &[u8]) -> Value {
    match kind {
        Kind::Opened => shown::<RoundManifest>(bytes),
        Kind::Submitted => shown::<SubmissionHeader>(bytes),
        Kind::Sealed => shown::<SealedSet>(bytes),
        Kind::Stated => shown::<Statement>(bytes),
        Kind::SharesGiven => shown::<SharesGiven>(bytes),
        Kind::PlanAdopted => shown::<AdoptedPlan>(bytes),
        Kind::Published => shown::<Publication>(bytes),
        Kind::KeysDestroyed => shown::<KeysDestroyed>(bytes),
        // The ceremony is over before there are figures.
        _ => json!(bytes.len()),
    }
}

/// How many sums of flooded shares an opening has, and the opening without them.
fn without_sums(opening: &mut Option<StepOpening>) -> Vec<usize> {
    let parts = opening.iter_mut().flat_map(|opening| &mut opening.parts);
    parts.map(|part| std::mem::take(&mut part.sums).len()).collect()
}

/// All that an edition says, object by object, in the order of the log.
fn read(files: &Files) -> Vec<Value> {
    let mut left: BTreeSet<&String> = files.keys().collect();
    let mut take = |path: String| {
        left.remove(&path);
        &files[&path]
    };
    let mut all = Vec::new();
    for height in 0..files.keys().filter(|path| path.starts_with("events/")).count() {
        let bytes = take(format!("events/{height:08}"));
        let event: Event = decode("event", bytes, 1 << 10).unwrap();
        let claim = &event.signed.claim;
        all.push(shown::<Event>(bytes));
        let bytes = take(format!("payloads/{}", claim.payload));
        all.push(payload(claim.kind, bytes));
        if claim.kind == Kind::Submitted {
            let header: SubmissionHeader = decode("header", bytes, 1 << 20).unwrap();
            for part in &header.parts {
                let lengths =
                    part.ciphertexts.iter().map(|name| name.map(|name| take(format!("blobs/{name}")).len()));
                all.push(json!(lengths.collect::<Vec<_>>()));
                all.push(shown::<Vec<Option<Vec<u8>>>>(take(format!("blobs/{}", part.proofs))));
            }
        }
        if claim.kind == Kind::SharesGiven {
            let given: SharesGiven = decode("shares given", bytes, 1 << 20).unwrap();
            all.push(shown::<ShareProofs>(take(format!("blobs/{}", given.proofs))));
        }
    }
    all.push(shown::<PublicSheet>(take("sheets/public".into())));
    if files.contains_key("sheets/counts") {
        let mut counts: CountsSheet = decode("counts", take("sheets/counts".into()), 1 << 20).unwrap();
        let sums: Vec<_> = counts.keys.iter_mut().map(|key| without_sums(&mut key.opening)).collect();
        all.push(json!([shown::<CountsSheet>(&encode(&counts)), sums]));
        let mut openings: OpeningsSheet =
            decode("openings", take("sheets/openings".into()), 1 << 20).unwrap();
        let sums: Vec<_> = openings.keys.iter_mut().map(without_sums).collect();
        all.push(json!([shown::<OpeningsSheet>(&encode(&openings)), sums]));
        all.push(shown::<Composition>(take("sheets/composition".into())));
    }
    let mut list: Value = serde_json::from_slice(take("record.json".into())).unwrap();
    // Digests sort the list: its paths and lengths count, by folder.
    let mut lengths: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for file in list["files"].take().as_array().unwrap() {
        let folder = file["path"].as_str().unwrap().split('/').next().unwrap().to_owned();
        lengths.entry(folder).or_default().push(file["bytes"].as_u64().unwrap());
    }
    lengths.values_mut().for_each(|of| of.sort_unstable());
    list["round"] = json!(list["round"].as_str().unwrap().len());
    all.extend([list, json!(lengths), json!(take("checkpoint".into()).len())]);
    all.push(json!(String::from_utf8_lossy(take("structure".into()))));
    // Published files, word for word; and nothing is left that was not looked at.
    let published: Vec<String> = left.iter().map(|path| (*path).clone()).collect();
    assert!(published.iter().all(|path| path.starts_with("published/")), "{published:?}");
    for path in published {
        all.push(json!({ "file": path, "text": String::from_utf8_lossy(&files[&path]) }));
    }
    all
}

fn differing(one: &[Value], other: &[Value]) -> Vec<(Value, Value)> {
    assert_eq!(one.len(), other.len());
    let pairs = one.iter().zip(other).filter(|(one, other)| one != other);
    pairs.map(|(one, other)| (one.clone(), other.clone())).collect()
}

fn passes(files: &Files) {
    let options = Options { seed: [5; 32], maker: Some(&Plain), ..Options::default() };
    assert_eq!(verify(files, &options).failed(), Vec::<u8>::new());
}

#[test]
fn the_public_edition_is_word_for_word_that_of_other_counts_withheld_values_and_exact_totals() {
    let other = SmallRound::hold_table(&SAME_TO_THE_PUBLIC, |_| ()).unwrap();
    let (one, two) = (ROUND.record(Edition::Public).unwrap(), other.record(Edition::Public).unwrap());
    passes(&one);
    passes(&two);
    let told = differing(&read(&one), &read(&two));
    assert!(told.is_empty(), "{told:?}");
    // In the restricted editions of the same two rounds everything that was changed shows, so the comparison sees it.
    let (one, two) = (ROUND.record(Edition::Restricted).unwrap(), other.record(Edition::Restricted).unwrap());
    let differing = differing(&read(&one), &read(&two));
    assert_eq!(differing.len(), 3, "counts, openings and composition: {differing:?}");
    let counts = [ROUND.counts.counts(), other.counts.counts()];
    assert!([1, 2, 3].iter().all(|cell| counts[0][*cell] != counts[1][*cell]), "{counts:?}");
    let exact = |round: &SmallRound, at: usize| round.openings.cells[at].total;
    assert!([0, 2].iter().all(|at| exact(&ROUND, *at) != exact(&other, *at)));
}

#[test]
fn the_restricted_edition_is_word_for_word_that_of_other_withheld_values_and_members_figures() {
    let other = SmallRound::hold_table(&SAME_TO_AUDITORS, |_| ()).unwrap();
    let sum =
        |table: &[[Option<u32>; 6]; 4], cell: usize| table.iter().filter_map(|row| row[cell]).sum::<u32>();
    for cell in 0..6 {
        let same = sum(&TABLE, cell) == sum(&SAME_TO_AUDITORS, cell);
        assert_eq!(same, ![0, 4].contains(&cell), "cell {cell}");
    }
    let (one, two) = (ROUND.record(Edition::Restricted).unwrap(), other.record(Edition::Restricted).unwrap());
    passes(&two);
    let told = differing(&read(&one), &read(&two));
    assert!(told.is_empty(), "{told:?}");
}

/// Secrets by what they are: 32 bytes of a seed or a blinding factor, 16 of a word.
#[derive(Default)]
struct Secrets {
    scalars: BTreeMap<[u8; 32], String>,
    words: BTreeMap<[u8; 16], String>,
}

impl Secrets {
    fn of(round: &SmallRound) -> Self {
        let mut all = Self::default();
        for (at, seed) in round.seeds.iter().enumerate() {
            all.scalars.insert(*seed, format!("seed of submission {at}"));
        }
        for (at, (sub_key, shares)) in round.secrets.iter().flatten().enumerate() {
            for share in shares {
                let what = format!("share {at} of sub-key {}", sub_key.0);
                all.scalars.extend(share.blindings.iter().map(|blinding| (*blinding, what.clone())));
                all.words.extend(share.words.iter().map(|word| (word.to_le_bytes(), what.clone())));
            }
        }
        let opening = |what: &str, opening: Option<&StepOpening>, all: &mut Self| {
            for part in opening.iter().flat_map(|opening| &opening.parts) {
                all.scalars.extend(part.blindings.iter().map(|blinding| (*blinding, what.to_owned())));
                all.words.extend(part.sums.iter().map(|(low, _)| (low.to_le_bytes(), what.to_owned())));
            }
        };
        opening("counts", round.counts.keys[0].opening.as_ref(), &mut all);
        opening("totals", round.openings.keys[0].as_ref(), &mut all);
        all
    }

    /// Names of all whose bytes stand somewhere in some file.
    fn found(&self, files: &Files) -> BTreeSet<&str> {
        let scalars = files.values().flat_map(|bytes| {
            bytes.windows(32).filter_map(|window| self.scalars.get(<&[u8; 32]>::try_from(window).unwrap()))
        });
        let words = files.values().flat_map(|bytes| {
            bytes.windows(16).filter_map(|window| self.words.get(<&[u8; 16]>::try_from(window).unwrap()))
        });
        scalars.chain(words).map(String::as_str).collect()
    }
}

#[test]
fn no_bytes_of_an_edition_open_what_its_readers_may_not_know() {
    let secrets = Secrets::of(&ROUND);
    // Five seeds; two trustees, two sub-keys each, two steps; and what the two sheets open.
    assert_eq!(secrets.scalars.len(), 5 + 2 * 2 * 2 + 2);
    // Both holders of a sub-key give the same words.
    assert_eq!(secrets.words.len(), 3 * (6 + 4) + 6 + 4);
    // The search finds what is there: what the restricted edition may open, and no single share.
    let restricted = secrets.found(&ROUND.record(Edition::Restricted).unwrap());
    assert_eq!(restricted, BTreeSet::from(["counts", "totals"]));
    let public = secrets.found(&ROUND.record(Edition::Public).unwrap());
    assert_eq!(public, BTreeSet::new());
}
