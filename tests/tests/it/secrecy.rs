//! What the two editions of a record keep to themselves: no count, withheld value or exact rounded value can be read from
//! either beyond what its readers may know.
//!
//! Two ways. Everything in an edition is decoded and compared with the edition of a round over other figures that its readers
//! must not be able to tell apart: but for what hides (points, scalars, digests, ciphertexts, proofs, signatures, of which
//! only the lengths count), every number, flag and word is the same. And every 32 bytes of every file are tried as the
//! blinding factor of everything that could be opened: figures and bits of members, sums of any of them, counts.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use intertally_core::canonical::decode;
use intertally_core::event::payload::{AdoptedPlan, KeysDestroyed, Publication, SealedSet};
use intertally_core::event::{Event, Kind};
use intertally_core::opening::composition::Composition;
use intertally_core::opening::share::SharesGiven;
use intertally_core::opening::sheet::{CountsSheet, OpeningsSheet};
use intertally_core::opening::statement::Statement;
use intertally_core::proof::PartCommitments;
use intertally_core::proof::generators::{base, vector_generator};
use intertally_core::publication::PublicSheet;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{PartProofs, SubmissionHeader};
use intertally_tests::small_round::{Plain, SmallRound, TABLE};
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Options, verify};
use rayon::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
                all.push(shown::<PartCommitments>(take(format!("blobs/{}", part.commitments))));
                all.push(shown::<PartProofs>(take(format!("blobs/{}", part.proofs))));
            }
        }
    }
    all.push(shown::<PublicSheet>(take("sheets/public".into())));
    if files.contains_key("sheets/counts") {
        all.push(shown::<CountsSheet>(take("sheets/counts".into())));
        all.push(shown::<OpeningsSheet>(take("sheets/openings".into())));
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
    let options = Options { seed: [5; 32], regenerate: Some(&Plain), ..Options::default() };
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

/// What bytes could open, by name: a point less every number that it may hold, which is a multiple of H by the blinding.
#[derive(Default)]
struct Targets {
    names: Vec<String>,
    hidden: HashMap<[u8; 32], usize>,
}

impl Targets {
    fn add(&mut self, name: String, point: RistrettoPoint, limit: u64) {
        for number in 0..limit {
            let left = point - &base().value * &Scalar::from(number);
            self.hidden.insert(left.compress().to_bytes(), self.names.len());
        }
        self.names.push(name);
    }

    /// Names of all that some bytes of some file open.
    fn opened(&self, files: &Files) -> BTreeSet<&str> {
        let found = files.par_iter().flat_map_iter(|(_, bytes)| {
            let plain = bytes.windows(32).filter_map(|window| {
                // Whatever is above is no canonical scalar.
                let small = window[31] <= 0x10;
                let bytes = small.then(|| window.try_into().unwrap())?;
                Option::<Scalar>::from(Scalar::from_canonical_bytes(bytes))
            });
            plain.chain(bytes.windows(48).filter_map(limbs))
        });
        let named = found.filter_map(|scalar: Scalar| {
            let point = (&base().blinding * &scalar).compress().to_bytes();
            self.hidden.get(&point).map(|at| self.names[*at].as_str())
        });
        named.collect()
    }
}

/// Twelve limbs of 24 bits, or sums of four, as 32-bit words.
fn limbs(window: &[u8]) -> Option<Scalar> {
    let words = window.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
    let shift = Scalar::from(1u64 << 24);
    words.rev().try_fold(Scalar::ZERO, |sum, limb| (limb < 1 << 26).then(|| sum * shift + Scalar::from(limb)))
}

fn point(bytes: &[u8; 32]) -> RistrettoPoint {
    CompressedRistretto(*bytes).decompress().unwrap()
}

fn targets(round: &SmallRound) -> Targets {
    let mut targets = Targets::default();
    let cells = round.manifest.cells.len();
    let mut latest: BTreeMap<u16, BTreeMap<usize, RistrettoPoint>> = BTreeMap::new();
    for (header, parts) in &round.submissions {
        let who = format!("member {} revision {}", header.member.0, header.revision);
        let reported: Vec<usize> =
            (0..).zip(header.reported()).filter_map(|(cell, reports)| reports.then_some(cell)).collect();
        let made = &parts[0].commitments;
        let mut values = BTreeMap::new();
        for ((cell, value), bit) in reported.iter().zip(&made.values).zip(&made.bits.cells) {
            targets.add(format!("{who} figure of cell {cell}"), point(value), 100);
            targets.add(format!("{who} bit of cell {cell}"), point(bit), 2);
            values.insert(*cell, point(value));
        }
        let mut left = point(&made.bits.vector);
        for cell in reported {
            if TABLE[usize::from(header.member.0)][cell] != Some(0) {
                left -= vector_generator(cell as u64);
            }
        }
        targets.add(format!("{who} bits"), left, 1);
        latest.insert(header.member.0, values);
    }
    for cell in 0..cells {
        let reports: Vec<&RistrettoPoint> = latest.values().filter_map(|values| values.get(&cell)).collect();
        for some in 1u32..(1 << reports.len()) {
            let chosen = reports.iter().enumerate().filter(|(at, _)| some >> at & 1 == 1);
            let sum: RistrettoPoint = chosen.map(|(_, point)| **point).sum();
            let name = match some.count_ones() as usize {
                1 => continue,
                all if all == reports.len() => format!("total of cell {cell}"),
                _ => format!("a sum of some members in cell {cell}"),
            };
            targets.add(name, sum, 130);
        }
    }
    let mut left = round.tally.bits_sum(0).unwrap();
    for (cell, count) in (0u64..).zip(round.counts.counts()) {
        left -= vector_generator(cell) * Scalar::from(count);
    }
    targets.add("counts".into(), left, 1);
    for (cell, bytes) in round.public.keys[0].commitments.iter().enumerate() {
        targets.add(format!("count of cell {cell}"), point(bytes), 5);
    }
    targets
}

#[test]
fn no_bytes_of_an_edition_open_what_its_readers_may_not_know() {
    let targets = targets(&ROUND);
    assert!(targets.names.len() > 100, "{}", targets.names.len());
    // The search finds what is there, in both encodings: everything that the restricted edition may open.
    let restricted = targets.opened(&ROUND.record(Edition::Restricted).unwrap());
    let all = ["counts", "total of cell 1", "total of cell 2", "total of cell 3", "total of cell 5"];
    assert_eq!(restricted, BTreeSet::from(all));
    let public = targets.opened(&ROUND.record(Edition::Public).unwrap());
    assert_eq!(public, BTreeSet::from(["total of cell 2", "total of cell 5"]));
}

#[test]
fn the_search_reads_limbs_too() {
    let words: Vec<u8> = (1u32..=12).flat_map(u32::to_le_bytes).collect();
    let scalar = limbs(&words).unwrap();
    let by_hand =
        (1u64..=12).rev().fold(Scalar::ZERO, |sum, limb| sum * Scalar::from(1u64 << 24) + Scalar::from(limb));
    assert_eq!(scalar, by_hand);
    let mut targets = Targets::default();
    targets.add("it".into(), intertally_core::proof::pedersen::commit(&Scalar::from(3u64), &scalar), 5);
    let files = Files::from([("a".to_owned(), [&[9][..], &words, &[7]].concat())]);
    assert_eq!(targets.opened(&files), BTreeSet::from(["it"]));
}
