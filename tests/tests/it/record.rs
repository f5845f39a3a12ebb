//! The record of one small round: the verifier passes it, and fails every change at the right number.

use intertally_core::canonical::decode;
use intertally_core::ceremony::CeremonyMessage;
use intertally_core::event::Kind;
use intertally_core::event::payload::{AdoptedPlan, KeysDestroyed, Publication, SealedSet, file_digest};
use intertally_core::hash::Digest;
use intertally_core::opening::statement::Statement;
use intertally_core::party::Party;
use intertally_core::round::RoundManifest;
use intertally_log::{LogSigner, Receipt, Tree};
use intertally_tests::small_round::{ORIGIN, Plain, SmallRound};
use intertally_tests::tamper;
use intertally_tests::world::key_of;
use intertally_verify::record::{Edition, Files};
use intertally_verify::{Options, Report, Verdict, diff, verify};
use serde::{Serialize, de::DeserializeOwned};
use std::sync::LazyLock;

static ROUND: LazyLock<SmallRound> = LazyLock::new(|| SmallRound::hold().unwrap());
static RECORD: LazyLock<Files> = LazyLock::new(|| ROUND.record(Edition::Restricted).unwrap());

fn judge(files: &Files) -> Report {
    verify(files, &Options { seed: [7; 32], regenerate: Some(&Plain), ..Options::default() })
}

#[test]
fn an_honest_record_passes_every_check() {
    let report = judge(&RECORD);
    assert_eq!(report.verdict, Verdict::Pass, "{}", report.to_text());
    assert_eq!((report.exit_code(), report.open()), (0, vec![]));
    assert_eq!(report.witnesses.len(), 1);
    assert!(report.to_html().contains("PASS") && report.to_json().unwrap().contains("\"verdict\": \"pass\""));
    let without = verify(&*RECORD, &Options::default());
    assert_eq!((without.verdict, without.exit_code(), without.open()), (Verdict::Incomplete, 2, vec![13]));
}

#[test]
fn the_public_edition_reaches_less_and_holds_no_sheet() {
    let files = ROUND.record(Edition::Public).unwrap();
    assert!(files.keys().all(|path| !path.starts_with("sheets/")));
    let report = judge(&files);
    assert_eq!((report.verdict, report.open()), (Verdict::Pass, vec![9, 10, 11, 13]), "{}", report.to_text());
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

/// The checks that fail once one thing is changed in a copy of the round.
fn failed(change: impl FnOnce(&mut SmallRound)) -> Vec<u8> {
    let mut round = ROUND.clone();
    change(&mut round);
    judge(&round.record(Edition::Restricted).unwrap()).failed()
}

fn payload<T: Serialize + DeserializeOwned>(round: &SmallRound, at: usize) -> T {
    decode("payload", &round.events[at].1, 1 << 20).unwrap()
}

/// One event's payload changed, signed again by its signer, all chained again under a fresh checkpoint.
fn resigned<T: Serialize + DeserializeOwned>(kind: Kind, change: impl FnOnce(&mut T)) -> Vec<u8> {
    failed(|round| {
        let at = round.find(kind).unwrap();
        let mut value: T = payload(round, at);
        change(&mut value);
        round.replace(at, &value).unwrap();
    })
}

#[test]
fn one_bad_record_per_check_fails_there() {
    let mut extra = RECORD.clone();
    extra.insert("notes.txt".into(), vec![]);
    assert_eq!(judge(&extra).failed(), [1]);
    let mut unknown = RECORD.clone();
    let list = String::from_utf8(unknown["record.json"].clone()).unwrap();
    let list = list.replacen("\"spec_version\": 1", "\"spec_version\": 2", 1);
    unknown.insert("record.json".into(), list.into_bytes());
    let report = judge(&unknown);
    assert_eq!((report.verdict, report.failed(), report.open().len()), (Verdict::Fail, vec![1], 13));

    let thin = |manifest: &mut RoundManifest| manifest.cells[0].min_contributors = 2;
    assert!(resigned(Kind::Opened, thin).contains(&2));
    let other = |confirmation: &mut CeremonyMessage| {
        if let CeremonyMessage::Confirmation(said) = confirmation {
            said.reveals = Digest::ZERO;
        }
    };
    assert!(resigned(Kind::Confirmed, other).contains(&3));
    // An event dropped, the rest left as it was.
    assert!(failed(|round| drop(round.events.remove(0))).contains(&4));

    let stolen = failed(|round| {
        // The first revision of member 3, which counts no more: nothing but check 5 looks at it.
        let at = round.find(Kind::Submitted).unwrap() + 1;
        let body = round.submissions[0].1[0].clone();
        let (header, mine) = &mut round.submissions[1];
        mine[0].ciphertexts = body.ciphertexts;
        header.parts = vec![mine[0].header(header.parts[0].key)];
        let header = header.clone();
        round.replace(at, &header).unwrap();
    });
    assert_eq!(stolen, [5], "a copied ciphertext under a member's own signature");
    let unsealed = |set: &mut SealedSet| set.members.truncate(3);
    assert!(resigned(Kind::Sealed, unsealed).contains(&6));
    let other_sum = failed(|round| {
        let at = round.find(Kind::Sealed).unwrap();
        let mut set: SealedSet = payload(round, at);
        set.aggregates[0] = Digest([1; 32]);
        round.replace(at, &set).unwrap();
    });
    assert!(other_sum.contains(&7), "{other_sum:?}");
    let forked = |said: &mut Statement| said.aggregate = Digest([1; 32]);
    assert!(resigned(Kind::Stated, forked).contains(&8));

    let plan = |change: fn(&mut SmallRound, &mut AdoptedPlan)| {
        failed(|round| {
            let at = round.find(Kind::PlanAdopted).unwrap();
            let mut plan: AdoptedPlan = payload(round, at);
            change(round, &mut plan);
            round.replace(at, &plan).unwrap();
        })
    };
    let lied = plan(|round, plan| {
        round.counts.keys[0].counts[0] += 1;
        plan.counts = round.counts.digest();
    });
    assert!(lied.contains(&9), "{lied:?}");
    let withheld = plan(|_, plan| plan.approved.truncate(2));
    assert!(withheld.contains(&10), "{withheld:?}");

    let published = |change: fn(&mut SmallRound, &mut Publication)| {
        failed(|round| {
            let at = round.find(Kind::Published).unwrap();
            let mut made: Publication = payload(round, at);
            change(round, &mut made);
            round.replace(at, &made).unwrap();
        })
    };
    let wrong_total = published(|round, made| {
        round.openings.cells[0].total += 1;
        made.openings = round.openings.digest();
    });
    assert_eq!(wrong_total, [11, 13]);
    let more = published(|round, made| {
        round.composition.cells[0].members.pop();
        made.composition = round.composition.digest();
    });
    assert_eq!(more, [12]);
    let other_file = published(|round, made| {
        let file = round.files.get_mut("totals.csv").unwrap();
        file.push(b'\n');
        made.files[0].1 = file_digest(file);
    });
    assert_eq!(other_file, [13]);
    let foreign = |claim: &mut KeysDestroyed| claim.keys[0].0 = Digest::ZERO;
    assert_eq!(resigned(Kind::KeysDestroyed, foreign), [14]);
}

#[test]
fn a_sample_of_all_changes_is_found_at_the_right_check() {
    let copies = tamper::of_copies(&RECORD, 0).unwrap();
    let signers = tamper::of_signers(&ROUND, 1).unwrap();
    for mutant in copies.into_iter().step_by(61).chain(signers.into_iter().step_by(41)) {
        let failed = judge(&mutant.files).failed();
        let right = mutant.checks.iter().any(|check| failed.contains(check));
        assert!(right || mutant.why.is_some() && failed.is_empty(), "{}: {failed:?}", mutant.what);
    }
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
        let options = Options { seed: [7; 32], receipts: vec![receipt], ..Options::default() };
        verify(&*RECORD, &options).failed()
    };
    assert_eq!(with(receipt(&tree)), Vec::<u8>::new());
    tree.push(b"an event that this record does not have".to_vec());
    assert_eq!(with(receipt(&tree)), [4]);
}
