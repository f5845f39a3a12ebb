//! The record of one small round: the verifier passes it, and fails every change at the right number.

use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::PayloadDeleted;
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::share::SharesGiven;
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_core::round::RoundManifest;
use intertally_core::submission::PartHeader;
use intertally_log::{LogSigner, Receipt, Root, Seen, Tree, WitnessSigner, gather};
use intertally_tests::bad_records::{BadRecord, bad_records, named_bad_records};
use intertally_tests::round::Round;
use intertally_tests::small_round::{ORIGIN, Plain, SmallRound};
use intertally_tests::tamper;
use intertally_tests::world::key_of;
use intertally_verify::record::{Edition, Files, Place, Sheet};
use intertally_verify::{
    Maker, Options, PreviousError, Report, Verdict, Witnesses, diff, remembered, verify,
};
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());
static RECORD: LazyLock<Files> = LazyLock::new(|| ROUND.record(Edition::Restricted).unwrap());

fn judge(files: &Files) -> Report {
    verify(files, &Options { seed: [7; 32], maker: Some(&Plain), ..Options::default() })
}

#[test]
fn an_honest_record_passes_every_check() {
    let report = judge(&RECORD);
    assert_eq!(report.verdict, Verdict::Pass, "{}", report.to_text());
    assert_eq!((report.exit_code(), report.open()), (0, vec![]));
    let Witnesses { trustees, of_trustees, members, of_members, seen_by } = &report.witnesses;
    assert_eq!((*trustees, *of_trustees, *members, *of_members, seen_by.len()), (1, 3, 0, 4, 1));
    assert!(
        report.to_text().contains("1 of 3 trustees and 0 of 4 members\n  trustee office 0, "),
        "{}",
        report.to_text()
    );
    // Parties by name, keys as people read them out: no number of a place and no raw key is left.
    assert_eq!(report.fingerprints.len(), 2 + 3 + 4);
    for party in &report.fingerprints {
        assert_eq!(party.fingerprint.split(' ').map(str::len).collect::<Vec<_>>(), [5; 8], "{party:?}");
        assert!(report.to_text().contains(&party.line()) && !report.to_text().contains(&party.signing));
    }
    assert!(!report.to_text().contains("trustee 0") && !report.to_text().contains("member 0"));
    assert!(report.to_html().contains("PASS") && report.to_json().unwrap().contains("\"verdict\": \"pass\""));
    // Left to itself the verifier makes the files by the rules, and these are not what the rules give.
    let itself = verify(&*RECORD, &Options::default());
    assert_eq!((itself.verdict, itself.exit_code(), itself.failed()), (Verdict::Fail, 1, vec![13]));
}

#[test]
fn the_public_edition_recomputes_no_plan_and_holds_the_public_sheet_alone() {
    let files = ROUND.record(Edition::Public).unwrap();
    let sheets: Vec<_> = files.keys().filter(|path| path.starts_with("sheets/")).collect();
    assert_eq!(sheets, ["sheets/public"]);
    let report = judge(&files);
    assert_eq!((report.verdict, report.open()), (Verdict::Pass, vec![10]), "{}", report.to_text());
}

#[test]
fn an_earlier_record_gives_what_is_to_be_remembered() {
    let public = ROUND.record(Edition::Public).unwrap();
    let own = Remembered { composition: ROUND.composition.clone(), public: Some(ROUND.public.clone()) };
    assert!(remembered(&*RECORD).unwrap() == own);
    assert_eq!(remembered(&public).err(), Some(PreviousError::Public));
    let (mut composition, mut sheet) = (ROUND.composition.clone(), ROUND.public.clone());
    composition.cells[0].count = Some(9);
    sheet.cells.pop();
    for (at, bytes) in [(Sheet::Composition, encode(&composition)), (Sheet::Public, encode(&sheet))] {
        let (mut other, place) = (RECORD.clone(), Place::Sheet(at));
        other.insert(place.to_string(), bytes);
        tamper::relist(&mut other, &place.to_string()).unwrap();
        assert_eq!(remembered(&other).err(), Some(PreviousError::Other(place)));
    }
}

/// Coordinator, aggregator and everybody else in one hand: the structure file still tells.
#[test]
fn a_table_that_the_structure_file_does_not_give_is_found() {
    let at = ROUND.find(Kind::Opened).unwrap();
    let against = |change: &dyn Fn(&mut RoundManifest)| {
        let (mut round, mut manifest) = ((*ROUND).clone(), ROUND.manifest.clone());
        change(&mut manifest);
        // The claim goes on to name the round, so that the rest is judged as before.
        round.events[at].1 = encode(&manifest);
        round.replace(at, &manifest).unwrap();
        let report = judge(&round.record(Edition::Restricted).unwrap());
        assert!(report.failed().contains(&2), "{}", report.to_text());
    };
    against(&|manifest| manifest.cells[0].rounding = 5);
    against(&|manifest| manifest.cells[0].first = 18);
    against(&|manifest| manifest.cells[0].leaves = vec![1]);
    against(&|manifest| manifest.leaves[0].months = 6);
    against(&|manifest| manifest.periods = vec!["2023".into()]);
    // Those change the round's id; a structure file with other rules, named as it is, does not.
    let mut round = (*ROUND).clone();
    let text = String::from_utf8(round.structure.clone()).unwrap();
    round.structure = text.replace("min_contributors = 3", "min_contributors = 4").into_bytes();
    assert_eq!(judge(&round.record(Edition::Restricted).unwrap()).failed(), [1], "not the file named");
}

#[test]
fn an_older_record_is_a_prefix() {
    let mut shorter = ROUND.clone();
    shorter.events.pop();
    let older = shorter.record(Edition::Restricted).unwrap();
    assert_eq!(diff(&older, &*RECORD).unwrap().added, 1);
    assert!(diff(&*RECORD, &older).is_err());
    shorter.events.swap(0, 1);
    shorter.chain();
    assert!(diff(&shorter.record(Edition::Restricted).unwrap(), &*RECORD).is_err());
}

#[test]
fn one_bad_record_per_check_fails_there() {
    let mut unknown = RECORD.clone();
    let list = String::from_utf8(unknown["record.json"].clone()).unwrap();
    let list = list.replacen("\"spec_version\": 2", "\"spec_version\": 3", 1);
    unknown.insert("record.json".into(), list.into_bytes());
    let report = judge(&unknown);
    assert_eq!((report.verdict, report.failed(), report.open().len()), (Verdict::Fail, vec![1], 13));

    let bad = bad_records(&ROUND).unwrap();
    assert!(bad.iter().map(|bad| bad.check).eq(1..=14));
    for BadRecord { check, about, files } in &bad {
        let failed = judge(files).failed();
        assert!(failed.contains(check), "{about}: {failed:?}");
        // One change that nothing else rests on fails nothing else.
        assert!(![1, 5, 12, 13, 14].contains(check) || failed == [*check], "{about}: {failed:?}");
    }
}

#[test]
fn false_proofs_and_a_false_list_of_counted_cells_fail_at_their_check() {
    for (name, bad) in named_bad_records(&ROUND).unwrap() {
        let failed = judge(&bad.files).failed();
        assert!(failed.contains(&bad.check), "{name}: {failed:?}");
    }
}

/// The same of blobs that members' headers name.
fn deleted(which: impl Fn(&PartHeader) -> Vec<Digest>) -> Files {
    let parts = ROUND.submissions.iter().flat_map(|(header, _)| &header.parts);
    without(parts.flat_map(which).collect())
}

/// The round with a signed event by which the aggregator deletes these blobs, and its record without them.
fn without(digests: Vec<Digest>) -> Files {
    let mut round = (*ROUND).clone();
    let (last, _) = round.events.last().unwrap().clone();
    for digest in &digests {
        let bytes = encode(&PayloadDeleted { digest: *digest });
        let (who, scope) = (Party::Aggregator, Scope::Round(ROUND.manifest.id()));
        let signed = SignedClaim::sign(&key_of(who), who, scope, Kind::PayloadDeleted, &bytes, "test");
        round.events.push((Event { signed, ..last.clone() }, bytes));
    }
    round.chain();
    let mut files = round.record(Edition::Restricted).unwrap();
    for digest in digests {
        let path = format!("blobs/{digest}");
        files.remove(&path);
        tamper::relist(&mut files, &path).unwrap();
    }
    files
}

#[test]
fn what_was_deleted_is_reported_as_deleted_and_the_rest_is_checked() {
    let ciphertexts = |part: &PartHeader| part.ciphertexts.iter().flatten().copied().collect();
    let report = judge(&deleted(ciphertexts));
    assert_eq!((report.verdict, report.failed()), (Verdict::Incomplete, vec![]), "{}", report.to_text());
    // Counts and totals are about the sum of the ciphertexts. So are proofs of shares; statements are judged without.
    assert_eq!(report.open(), [5, 7, 9, 11]);
    assert!(report.to_text().contains("proofs of shares were not checked"), "{}", report.to_text());
    assert!(!report.to_text().contains("Every share that a trustee gave"), "{}", report.to_text());
    assert!(report.to_text().contains("deleted under the retention schedule"));
    // With the members' proofs gone, too, nothing else is missed.
    let all = |part: &PartHeader| {
        part.ciphertexts.iter().flatten().copied().chain([part.proofs]).collect::<Vec<_>>()
    };
    let report = judge(&deleted(all));
    assert_eq!((report.failed(), report.open()), (vec![], vec![5, 7, 9, 11]));
    // Deleted, but no event says so.
    let mut files = deleted(ciphertexts);
    let path = format!("blobs/{}", ROUND.submissions[0].0.parts[0].proofs);
    files.remove(&path);
    tamper::relist(&mut files, &path).unwrap();
    assert_eq!(judge(&files).failed(), [5]);
    // The proofs of an answer gone: nobody can say what the shares open.
    let report = judge(&without(vec![ROUND.answers[0].digest()]));
    assert_eq!((report.failed(), report.open()), (vec![], vec![9, 11]));
    // What is left of the opening is checked: a sheet of counts that is not the one named.
    let mut files = deleted(all);
    files.get_mut("sheets/counts").unwrap()[40] ^= 1;
    tamper::relist(&mut files, "sheets/counts").unwrap();
    assert_eq!(judge(&files).failed(), [9]);
}

/// Both editions hold the proofs of every answer, and miss each.
#[test]
fn a_record_without_an_answers_proofs_is_not_whole() {
    for edition in [Edition::Restricted, Edition::Public] {
        let whole = ROUND.record(edition).unwrap();
        for answer in &ROUND.answers {
            let path = format!("blobs/{}", answer.digest());
            let mut files = whole.clone();
            files.remove(&path).unwrap();
            tamper::relist(&mut files, &path).unwrap();
            let report = judge(&files);
            assert!(report.failed().contains(&8), "{}", report.to_text());
            assert!(report.to_text().contains("whoever made this copy"), "{}", report.to_text());
        }
    }
}

/// A share that is not the right one: anybody names its signer, from either edition.
#[test]
fn a_trustee_with_a_false_proof_is_named_in_both_editions() {
    let events = (0..).zip(&ROUND.events);
    let given = |(_, (event, _)): &(usize, &(Event, Vec<u8>))| event.signed.claim.kind == Kind::SharesGiven;
    for (number, (at, (event, payload))) in events.filter(given).enumerate() {
        let mut changed = (*ROUND).clone();
        let bytes = &mut changed.answers[number].0[1].proofs[0];
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let mut given: SharesGiven = decode("shares given", payload, 1 << 20).unwrap();
        given.proofs = changed.answers[number].digest();
        changed.replace(at, &given).unwrap();
        let Party::Trustee(trustee) = event.signed.claim.signer else { panic!("a trustee answers") };
        for edition in [Edition::Restricted, Edition::Public] {
            let report = judge(&changed.record(edition).unwrap());
            assert!(report.failed().contains(&8), "{}", report.to_text());
            let named = format!("Points to trustee office {}, who signed it", trustee.0);
            assert!(report.to_text().contains(&named), "{}", report.to_text());
            assert_eq!(report.evidence.len(), 1, "{:?}", report.evidence);
        }
    }
}

/// Coordinator and trustees together: a seal that has a cell counted which two members report, or spares one that is admitted.
/// Who reads the record sees it, in either edition.
#[test]
fn a_seal_that_counts_otherwise_than_the_rules_admit_fails_check_10() {
    for (counted, cell) in [(vec![0, 1, 2], 0), (vec![1], 2)] {
        let mut round = Round::open(4, 3, 200, (3, 2));
        round.counts_instead = Some(Counted::all(&counted, false));
        let mut submissions = Vec::new();
        for member in 0..4 {
            let made = round.prepare(member, &[Some(9).filter(|_| member < 2), Some(8), Some(7)]);
            submissions.push((made.header.clone(), made.parts.clone()));
            round.submit(made);
        }
        let round = SmallRound::of(round, submissions).unwrap();
        for edition in [Edition::Restricted, Edition::Public] {
            let report = judge(&round.record(edition).unwrap());
            assert_eq!(report.failed(), [10], "{}", report.to_text());
            assert!(report.to_text().contains(&format!("cell {cell}: ")), "{}", report.to_text());
        }
    }
}

#[test]
fn a_sample_of_all_changes_is_found_at_the_right_check() {
    // One kind after the other: each change is a whole record in memory.
    type Make = fn() -> anyhow::Result<Vec<tamper::Mutant>>;
    let kinds: [(usize, Make); 6] = [
        (61, || tamper::of_copies(&RECORD, 0)),
        (41, || tamper::of_signers(&ROUND, 1)),
        (13, || tamper::of_sheets(&ROUND)),
        (13, || tamper::of_bodies(&ROUND, 4)),
        (13, || tamper::of_answers(&ROUND, 1)),
        (13, || tamper::of_leaders(&ROUND, 1)),
    ];
    for (step, make) in kinds {
        for mutant in make().unwrap().into_iter().step_by(step) {
            let failed = judge(&mutant.files).failed();
            let right = mutant.checks.iter().any(|check| failed.contains(check));
            assert!(right || mutant.why.is_some() && failed.is_empty(), "{}: {failed:?}", mutant.what);
        }
    }
}

/// The checkpoint with other cosignature lines after the log's own.
fn cosigned(lines: impl Fn(&LogSigner, &Seen) -> Vec<Vec<u8>>) -> Report {
    let log = LogSigner::new(ORIGIN, &key_of(Party::Aggregator).to_seed()).unwrap();
    let shown = log.verifier().open(&RECORD["checkpoint"]).unwrap();
    let alone = log.verifier().alone(&shown).unwrap();
    let lines = lines(&log, &Seen::first(alone.clone()));
    let mut files = RECORD.clone();
    files.insert("checkpoint".into(), gather(alone.note(), &lines));
    tamper::relist(&mut files, "checkpoint").unwrap();
    judge(&files)
}

fn line_of(name: &str, seed: &[u8; 32], seen: &Seen) -> Vec<u8> {
    let witness = WitnessSigner::new(name, seed).unwrap();
    witness.verifier().line(&witness.cosign(seen, 7).unwrap()).unwrap().1
}

#[test]
fn cosigners_are_named_by_their_keys_and_counted_once() {
    let party = |party: Party| key_of(party).to_seed();
    let (one, two) = (Party::Member(MemberIndex(1)), Party::Trustee(TrusteeIndex(2)));
    let report = cosigned(|_, seen| {
        vec![
            line_of("a", &party(one), seen),
            line_of("b", &party(one), seen),
            line_of("member-0", &[9; 32], seen),
            line_of("c", &party(two), seen),
            line_of("d", &party(Party::Coordinator), seen),
        ]
    });
    assert_eq!(report.verdict, Verdict::Pass, "{}", report.to_text());
    let Witnesses { trustees, members, seen_by, .. } = &report.witnesses;
    assert_eq!((*trustees, *members, seen_by.len()), (1, 1, 3), "{seen_by:?}");
    assert!(seen_by[0].party.starts_with("trustee office 2") && seen_by[1].party.starts_with("member "));
    assert_eq!(seen_by[1].at, "1970-01-01 00:00:07 UTC");

    // A line of another checkpoint moved here: the party's name and key, but it holds for nothing.
    let moved = cosigned(|log, _| {
        let other = log.checkpoint(&Root { size: 3, hash: [1; 32] }).unwrap();
        vec![line_of("a", &party(one), &Seen::first(other))]
    });
    assert_eq!((moved.failed(), moved.witnesses.members), (vec![4], 0));
}

#[test]
fn receipts_and_forks() {
    let mut tree = Tree::default();
    ROUND.events.iter().take(30).for_each(|(event, _)| tree.push(event.leaf()));
    let log = LogSigner::new(ORIGIN, &key_of(Party::Aggregator).to_seed()).unwrap();
    let receipt = |tree: &Tree| Receipt {
        index: 3,
        proof: tree.prove_inclusion(3).unwrap(),
        note: log.checkpoint(&tree.root()).unwrap().note().to_vec(),
    };
    let with = |receipt: Receipt| {
        let maker: Option<&dyn Maker> = Some(&Plain);
        let options = Options { seed: [7; 32], receipts: vec![receipt], maker, ..Options::default() };
        verify(&*RECORD, &options).failed()
    };
    assert_eq!(with(receipt(&tree)), Vec::<u8>::new());
    tree.push(b"an event that this record does not have".to_vec());
    assert_eq!(with(receipt(&tree)), [4]);
}
