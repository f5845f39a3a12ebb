//! The record of a small round passes; a record changed in one thing fails at the right number.

use intertally_core::event::Kind;
use intertally_core::event::payload::{AdoptedPlan, SealedSet};
use intertally_core::hash::Digest;
use intertally_core::party::{Instant, MemberIndex, Party};
use intertally_tests::round::{ORIGIN, Opened, Round};
use intertally_tests::world::{DEADLINE, OPENS, key_of};
use intertally_verify::record::{MANIFEST, RecordManifest, list};
use intertally_verify::{Options, Outcome, RecordBuilder, Report, verify};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

type Files = BTreeMap<String, Vec<u8>>;

fn submitted() -> Round {
    let mut round = Round::open(4, 3, 200, (3, 2));
    for (member, table) in [[1, 9, 0], [2, 8, 5], [3, 7, 0], [4, 6, 0]].iter().enumerate() {
        let values: Vec<Option<u32>> = table.iter().map(|x| Some(*x)).collect();
        let prepared = round.prepare(member as u16, &values);
        round.submit(prepared);
    }
    round
}

fn published() -> &'static (Files, BTreeMap<u32, u64>) {
    static PUBLISHED: OnceLock<(Files, BTreeMap<u32, u64>)> = OnceLock::new();
    PUBLISHED.get_or_init(|| {
        let mut round = submitted();
        let counted = round.count().unwrap();
        let opened: Opened = round.publish(counted).unwrap();
        (round.record(&opened), opened.totals)
    })
}

/// What an attacker does who hands out a changed copy: the list of files fits again.
fn relist(mut files: Files) -> Files {
    let mut manifest: RecordManifest = serde_json::from_slice(&files[MANIFEST]).unwrap();
    manifest.files = list(&files);
    files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).unwrap());
    files
}

fn audit(files: &Files) -> Report {
    verify(files, &Options::default(), &mut ChaCha20Rng::seed_from_u64(1))
}

#[test]
fn the_record_of_an_honest_round_passes() {
    let (files, totals) = published();
    assert_eq!(*totals, BTreeMap::from([(0, 10), (1, 30)]), "the third cell has one contributor");
    let report = audit(files);
    assert!(report.passed(), "{report}");
    assert_eq!(report.not_reached(), [13, 14], "{report}");
    let text = report.to_string();
    assert!(text.contains("audit passed") && !text.contains("30"), "no figure in the report: {text}");
    let regenerate: &intertally_verify::Regenerate = &|_, _, openings| {
        let totals: BTreeMap<u32, u64> = openings.cells.iter().map(|c| (c.cell, c.total)).collect();
        BTreeMap::from([("totals.txt".to_owned(), format!("{totals:?}\n").into_bytes())])
    };
    let options = Options { regenerate: Some(regenerate), progress: None };
    let report = verify(files, &options, &mut ChaCha20Rng::seed_from_u64(1));
    assert!(matches!(report.outcome(13), Some(Outcome::Pass(_))), "{report}");
}

/// The check that must fail when a file of this path is changed and the list fits.
fn expected(path: &str) -> &'static [u8] {
    match path.split('/').next().unwrap_or_default() {
        "events" => &[1, 4],
        "payloads" | "checkpoint" => &[4],
        "blobs" => &[5],
        "sheets" => match path {
            "sheets/counts" => &[9],
            "sheets/openings" => &[11],
            _ => &[12],
        },
        "published" => &[13],
        _ => &[1],
    }
}

#[test]
fn every_kind_of_file_changed_or_dropped_fails_at_its_number() {
    let (files, _) = published();
    // Of the many events and payloads every eighth; of all else every file. One flipped bit, and the file dropped.
    let taken = |(at, path): &(usize, &String)| {
        let many = path.starts_with("events") || path.starts_with("payloads");
        **path != MANIFEST && (!many || at % 8 == 0)
    };
    let paths: Vec<&String> = files.keys().enumerate().filter(taken).map(|(_, path)| path).collect();
    let survivors: Vec<String> = paths
        .par_iter()
        .flat_map(|path| [(*path, true), (*path, false)])
        .filter_map(|(path, flip)| {
            let mut rng = ChaCha20Rng::seed_from_u64(path.len() as u64);
            let mut changed = files.clone();
            if flip {
                let bytes = changed.get_mut(path)?;
                let at = rng.next_u32() as usize % bytes.len();
                bytes[at] ^= 1 << (rng.next_u32() % 8);
            } else {
                changed.remove(path);
            }
            if path.starts_with("sheets") {
                assert!(audit(&changed).failed().contains(&1), "{path}: the list does not fit");
            }
            let report = audit(&relist(changed));
            let right = report.failed().iter().any(|number| expected(path).contains(number));
            (!right).then(|| format!("{path} (flip: {flip}): {:?}", report.failed()))
        })
        .collect();
    assert!(survivors.is_empty(), "of {} mutants survived: {survivors:#?}", 2 * paths.len());
}

#[test]
fn unlisted_files_unknown_versions_and_other_rounds_fail() {
    let (files, _) = published();
    let mut more = files.clone();
    more.insert("published/more.txt".into(), vec![1]);
    assert_eq!(audit(&more).failed(), [1]);
    let edit = |change: &dyn Fn(&mut RecordManifest)| {
        let mut manifest: RecordManifest = serde_json::from_slice(&files[MANIFEST]).unwrap();
        change(&mut manifest);
        let mut files = files.clone();
        files.insert(MANIFEST.into(), serde_json::to_vec(&manifest).unwrap());
        audit(&files)
    };
    assert_eq!(edit(&|m| m.spec_version = 2).failed(), [1]);
    assert_eq!(edit(&|m| m.edition = "other".into()).failed(), [1]);
    assert_eq!(edit(&|m| m.round = Digest::ZERO.to_string()).failed(), [2]);
    assert_eq!(edit(&|m| m.origin = "log.other".into()).failed(), [4]);
    assert!(!edit(&|m| m.spec_version = 2).passed());
    assert!(!audit(&Files::new()).passed());
}

/// A record of a log that its aggregator let go wrong, up to where it is; sheets only where `opened` is given.
fn record_of(round: &Round) -> Files {
    let mut record = RecordBuilder::new(ORIGIN, round.id);
    let mut tree = intertally_log::Tree::default();
    for (event, payload) in &round.log.events {
        record.event(event, Some(payload));
        tree.push(event.leaf());
    }
    for (header, bodies) in round.bodies.values() {
        header.parts.iter().zip(bodies).for_each(|(header, body)| record.part(header, body));
    }
    let signer = intertally_log::LogSigner::new(ORIGIN, &key_of(Party::Aggregator).to_seed()).unwrap();
    record.checkpoint(signer.checkpoint(&tree.root()).unwrap().note().to_vec());
    record.finish()
}

#[test]
fn a_coordinator_that_seals_another_sum_fails_at_seven() {
    let mut round = submitted();
    let latest = round.log.fold.round(&round.id).unwrap().latest().map(|(m, l)| (m, l.digest)).collect();
    let set = SealedSet { members: latest, aggregates: vec![Digest::ZERO] };
    round.post(Instant(DEADLINE.0 + 200), Party::Coordinator, Kind::Sealed, &set).unwrap();
    assert_eq!(audit(&record_of(&round)).failed(), [7]);
}

#[test]
fn an_aggregator_that_takes_a_submission_with_a_bad_proof_fails_at_five() {
    let mut round = submitted();
    let mut prepared = round.prepare(2, &[Some(3), None, None]);
    prepared.header.revision = 1;
    round.post(OPENS, Party::Member(MemberIndex(2)), Kind::Submitted, &prepared.header).unwrap();
    round.bodies.insert(MemberIndex(2), (prepared.header, prepared.parts));
    round.seal();
    let report = audit(&record_of(&round));
    assert_eq!(report.failed(), [5], "{report}");
}

#[test]
fn a_coordinator_that_adopts_another_plan_fails_at_ten() {
    let mut round = submitted();
    let counted = round.count().unwrap();
    let mut plan = counted.plan.clone();
    plan.approved = vec![0, 1, 2];
    let plan = AdoptedPlan { counts: counted.sheet.digest(), ..plan };
    round.post(Instant(DEADLINE.0 + 400), Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    let mut files = record_of(&round);
    files.insert("sheets/counts".into(), intertally_core::canonical::encode(&counted.sheet));
    let report = audit(&relist(files));
    assert_eq!(report.failed(), [10], "{report}");
}
