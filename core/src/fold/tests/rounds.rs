//! A round from opening to publication, and every event that must be refused on the way.

use super::*;
use crate::rule::Rule;

#[test]
fn a_whole_round() {
    let mut w = World::sealed();
    let plan = adopted(&[0]);
    assert_eq!(w.share(0, Step::A).unwrap_err().rule(), Rule::Quorum);
    w.state(0).unwrap();
    w.state(1).unwrap();
    assert_eq!(w.share(0, Step::A).unwrap_err(), Refusal::NoQuorum { key: 0, standing: 2 });
    w.state(2).unwrap();
    w.share(0, Step::A).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::PlanAdopted, &plan).unwrap_err().rule(), Rule::Shares);
    w.share(1, Step::A).unwrap();
    let before_the_plan = SharesGiven { reply: None, ..w.given(0, Step::B) };
    assert_eq!(
        w.post(Party::Trustee(TrusteeIndex(0)), Kind::SharesGiven, &before_the_plan).unwrap_err().rule(),
        Rule::Mismatch
    );
    let outside = adopted(&[2]);
    assert_eq!(w.post(Party::Coordinator, Kind::PlanAdopted, &outside).unwrap_err().rule(), Rule::List);
    w.post(Party::Coordinator, Kind::PlanAdopted, &plan).unwrap();
    w.share(1, Step::B).unwrap();
    let files = Publication {
        files: vec![("totals.csv".into(), Digest::ZERO)],
        openings: Digest::ZERO,
        public: Digest::ZERO,
    };
    assert_eq!(w.post(Party::Coordinator, Kind::Published, &files).unwrap_err().rule(), Rule::Shares);
    w.share(2, Step::B).unwrap();
    w.post(Party::Coordinator, Kind::Published, &files).unwrap();
    assert_eq!(w.phase(), Phase::Published);
    w.post(Party::Trustee(TrusteeIndex(0)), Kind::KeysDestroyed, &KeysDestroyed { keys: vec![w.key] })
        .unwrap();
    let again =
        w.post(Party::Trustee(TrusteeIndex(0)), Kind::KeysDestroyed, &KeysDestroyed { keys: vec![w.key] });
    assert_eq!(again.unwrap_err().rule(), Rule::Repeated);
    let reason = Reason { text: "typing error in a label".into() };
    w.post(Party::Coordinator, Kind::Erratum, &reason).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::Erratum, &reason).unwrap_err().rule(), Rule::Repeated);
    for number in 1..64 {
        w.post(Party::Coordinator, Kind::Erratum, &Reason { text: format!("label {number}") }).unwrap();
    }
    let more = w.post(Party::Coordinator, Kind::Erratum, &Reason { text: "one more".into() });
    assert_eq!(more.unwrap_err().rule(), Rule::TooMany);
    assert_eq!(w.post(Party::Coordinator, Kind::Cancelled, &reason).unwrap_err().rule(), Rule::Phase);
}

#[test]
fn submissions_out_of_time_place_or_turn() {
    let mut w = World::new();
    w.now = 9;
    assert_eq!(w.submit(0, 0).unwrap_err().rule(), Rule::DateEarly);
    w.now = 10;
    assert_eq!(w.submit(0, 1).unwrap_err(), Refusal::Revision { expected: 0, got: 1 });
    w.submit(0, 0).unwrap();
    assert_eq!(w.submit(0, 0).unwrap_err().rule(), Rule::Revision, "a replay");
    w.submit(0, 1).unwrap();
    let other = w.header(1, 0);
    assert_eq!(
        w.post(Party::Member(MemberIndex(0)), Kind::Submitted, &other).unwrap_err().rule(),
        Rule::Mismatch
    );
    let mut wrong = w.header(1, 0);
    wrong.round = RoundId(Digest::ZERO);
    assert_eq!(
        w.post(Party::Member(MemberIndex(1)), Kind::Submitted, &wrong).unwrap_err().rule(),
        Rule::Mismatch
    );
    let mut empty = w.header(1, 0);
    empty.statuses = vec![Status::Missing; 2];
    assert_eq!(
        w.post(Party::Member(MemberIndex(1)), Kind::Submitted, &empty).unwrap_err().rule(),
        Rule::Empty
    );
    let mut noted = w.header(1, 0);
    let note = |cell, text: &str| Note { cell, attribute: "NOTE".into(), text: text.into() };
    noted.notes = vec![note(Some(2), "of a third cell, which is not there")];
    let refusal = w.post(Party::Member(MemberIndex(1)), Kind::Submitted, &noted).unwrap_err();
    assert_eq!((refusal.rule(), refusal), (Rule::Notes, Refusal::Notes(NoteFault::Cell(0))));
    assert_eq!(w.post(Party::Coordinator, Kind::Submitted, &other).unwrap_err().rule(), Rule::Role);
    let stranger = Party::Member(MemberIndex(9));
    assert_eq!(w.post(stranger, Kind::Submitted, &other).unwrap_err().rule(), Rule::Role);
    w.now = DEADLINE + 5;
    w.submit(1, 0).unwrap();
    w.now = DEADLINE + 6;
    assert_eq!(w.submit(2, 0).unwrap_err().rule(), Rule::DateLate);
    let extension = Extension { deadline: Instant(DEADLINE + MIN_EXTENSION_MS) };
    let tiny = Extension { deadline: Instant(extension.deadline.0 - 1) };
    assert_eq!(w.post(Party::Coordinator, Kind::Extended, &tiny).unwrap_err().rule(), Rule::Mismatch);
    let late = w.submit(2, 0).unwrap_err().to_string();
    assert!(late.contains("closed at 1970-01-01T00:00:01.005Z"), "{late}");
    // The deadline is over, the round is not sealed: it can be opened again. Backwards it never goes, nor after the seal.
    w.post(Party::Coordinator, Kind::Extended, &extension).unwrap();
    assert_eq!(w.post(Party::Coordinator, Kind::Extended, &extension).unwrap_err().rule(), Rule::Mismatch);
    w.submit(2, 0).unwrap();
    w.now = DEADLINE + MIN_EXTENSION_MS + 6;
    w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap();
    let later = Extension { deadline: Instant(DEADLINE + 3 * MIN_EXTENSION_MS) };
    assert_eq!(w.post(Party::Coordinator, Kind::Extended, &later).unwrap_err().rule(), Rule::Phase);
}

#[test]
fn a_clone_takes_events_of_its_own() {
    let mut w = World::new();
    w.submit(0, 0).unwrap();
    let before = w.fold.clone();
    let latest =
        |fold: &Fold| fold.round(&w.id).unwrap().latest().map(|(m, l)| (m, l.height)).collect::<Vec<_>>();
    let was = latest(&before);
    let (mut other, id) = (World { ..w.clone() }, w.id);
    other.submit(1, 0).unwrap();
    other.submit(0, 1).unwrap();
    other.post(Party::Coordinator, Kind::Cancelled, &Reason { text: "a test".into() }).unwrap();
    assert_eq!((latest(&w.fold), latest(&before)), (was.clone(), was));
    assert_eq!((w.phase(), other.fold.round(&id).unwrap().phase()), (Phase::Open, Phase::Cancelled));
    assert_eq!(w.fold.parent(), before.parent());
}

#[test]
fn sealing_takes_exactly_the_latest_and_not_too_early() {
    let mut w = World::new();
    for member in 0..3 {
        w.submit(member, 0).unwrap();
    }
    let set = w.set();
    assert_eq!(
        w.post(Party::Coordinator, Kind::Sealed, &set).unwrap_err(),
        Refusal::SealEarly { missing: 1 }
    );
    w.submit(3, 0).unwrap();
    assert_eq!(
        w.post(Party::Coordinator, Kind::Sealed, &set).unwrap_err().rule(),
        Rule::SealSet,
        "one dropped"
    );
    w.submit(1, 1).unwrap();
    let mut stale = w.set();
    stale.members[1].1 = set.members[1].1;
    let refusal = w.post(Party::Coordinator, Kind::Sealed, &stale).unwrap_err();
    assert_eq!(refusal, Refusal::SealedSet(MemberIndex(1)), "a stale revision");
    assert_eq!(w.post(Party::Aggregator, Kind::Sealed, &w.set()).unwrap_err().rule(), Rule::Role);
    w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap();
    assert_eq!(w.submit(0, 1).unwrap_err().rule(), Rule::Phase);
}

#[test]
fn a_round_below_its_minimum_cannot_be_sealed() {
    let mut w = World::new();
    for member in 0..3 {
        w.submit(member, 0).unwrap();
    }
    w.post(Party::Member(MemberIndex(2)), Kind::Withdrawn, &Withdrawal { revision: 0 }).unwrap();
    let again = w.post(Party::Member(MemberIndex(2)), Kind::Withdrawn, &Withdrawal { revision: 0 });
    assert_eq!(again.unwrap_err(), Refusal::NothingToWithdraw);
    w.now = DEADLINE + 6;
    let refusal = w.post(Party::Coordinator, Kind::Sealed, &w.set()).unwrap_err();
    assert_eq!(refusal, Refusal::TooFewMembers { got: 2, min: 3 });
}

#[test]
fn a_trustee_that_states_for_another_set_gives_no_shares_and_is_named() {
    let mut w = World::sealed();
    for trustee in 0..3 {
        w.state(trustee).unwrap();
    }
    let right = w.fold.round(&w.id).unwrap().expected_statement(0).unwrap();
    let fork = Statement { sealed_set: Digest::ZERO, ..right };
    w.post(Party::Trustee(TrusteeIndex(2)), Kind::Stated, &fork).unwrap();
    let third = Statement { aggregate: Digest::ZERO, ..right };
    for said in [right, fork, third] {
        let again = w.post(Party::Trustee(TrusteeIndex(2)), Kind::Stated, &said);
        assert_eq!(again.unwrap_err().rule(), Rule::Repeated, "two say all that there is to say");
    }
    let statements = w.fold.round(&w.id).unwrap().statements(&w.key).unwrap();
    assert_eq!(statements.contradictions(), vec![(TrusteeIndex(2), right, fork)]);
    assert_eq!(w.share(0, Step::A).unwrap_err().rule(), Rule::Quorum);
}

#[test]
fn the_chain_is_checked() {
    let mut w = World::new();
    let header = w.header(0, 0);
    let (event, bytes) = w.event(Party::Member(MemberIndex(0)), Kind::Submitted, &header);
    let refused = |w: &mut World, event: &Event, bytes: &[u8]| w.fold.apply(event, bytes).unwrap_err().rule();
    assert_eq!(refused(&mut w, &Event { height: 5, ..event.clone() }, &bytes), Rule::LogHeight);
    assert_eq!(refused(&mut w, &Event { parent: Digest::ZERO, ..event.clone() }, &bytes), Rule::LogParent);
    assert_eq!(refused(&mut w, &Event { at: Instant(-1), ..event.clone() }, &bytes), Rule::LogTime);
    assert_eq!(refused(&mut w, &event, &bytes[1..]), Rule::LogPayload);
    let mut forged = event.clone();
    forged.signed.signature.0[0] ^= 1;
    assert_eq!(refused(&mut w, &forged, &bytes), Rule::Signature);
    let mut renamed = event.clone();
    renamed.signed.claim.signer = Party::Member(MemberIndex(1));
    assert_eq!(refused(&mut w, &renamed, &bytes), Rule::Signature);
    let mut other = event.clone();
    other.signed.claim.payload = payload_digest(b"x");
    assert_eq!(refused(&mut w, &other, b"x"), Rule::Signature);
    w.fold.apply(&event, &bytes).unwrap();
    assert_eq!(refused(&mut w, &event, &bytes), Rule::LogHeight, "a repeat");
}

#[test]
fn a_key_serves_one_round_and_a_policy_cannot_change_afterwards() {
    let mut w = World::new();
    let mut second = w.manifest();
    second.policy.min_members = 4;
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
    let first = w.manifest();
    w.id = first.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err().rule(), Rule::Mismatch);
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &first).unwrap_err(), Refusal::RoundExists);
}

#[test]
fn every_fault_of_a_manifest_is_found() {
    let good = World::with_keys().manifest();
    let mut bad = good.clone();
    bad.spec_version = 9;
    bad.threshold = 3;
    bad.cells[1].key = bad.cells[0].key.clone();
    bad.cells[0].min_contributors = 2;
    bad.cells[0].leaves = vec![2];
    bad.leaves.swap(0, 1);
    bad.members[1].area = bad.members[0].area.clone();
    bad.keys[0].cells = 1;
    bad.deadline = bad.opens;
    bad.policy.min_members = 2;
    assert_eq!(bad.faults().len(), 10, "{:?}", bad.faults());
    assert!(good.faults().is_empty());
}

#[test]
fn one_party_does_not_fill_the_log_of_the_others() {
    let mut w = World::new();
    for revision in 0..256 {
        w.submit(0, revision).unwrap();
    }
    let refusal = w.submit(0, 256).unwrap_err();
    let member = Party::Member(MemberIndex(0));
    assert_eq!(refusal, Refusal::TooMany { signer: member, kind: Kind::Submitted, most: 256 });
    w.submit(1, 0).unwrap();
    let mut deadline = DEADLINE;
    for _ in 0..64 {
        deadline += MIN_EXTENSION_MS;
        w.post(Party::Coordinator, Kind::Extended, &Extension { deadline: Instant(deadline) }).unwrap();
    }
    let later = Extension { deadline: Instant(deadline + MIN_EXTENSION_MS) };
    assert_eq!(w.post(Party::Coordinator, Kind::Extended, &later).unwrap_err().rule(), Rule::TooMany);
    let held = |digest: &[u8]| {
        let id = |subset| SubKeyId { key: 0, subset: crate::ceremony::SubsetIndex(subset) };
        let subsets = crate::ceremony::subsets(3, 2);
        let own = (0..).zip(&subsets).filter(|(_, subset)| !subset.contains(TrusteeIndex(0)));
        Rehearsed { values: own.map(|(at, _)| (id(at), crate::hash::digest("test", &[digest]))).collect() }
    };
    let trustee = Party::Trustee(TrusteeIndex(0));
    for number in 0..8u8 {
        w.post(trustee, Kind::Rehearsed, &held(&[number])).unwrap();
        let again = w.post(trustee, Kind::Rehearsed, &held(&[number])).unwrap_err();
        assert_eq!(again.rule(), if number < 7 { Rule::Repeated } else { Rule::TooMany });
    }
}
