//! Ceremonies in the log, what binds a round to one, and shares to their question.

use super::*;
use crate::rule::Rule;

#[test]
fn a_round_takes_committee_coordinator_and_keys_from_a_valid_ceremony() {
    let mut w = World::with_keys();
    let good = w.manifest();
    let mut open = |change: &dyn Fn(&mut RoundManifest)| {
        let mut manifest = good.clone();
        change(&mut manifest);
        w.id = manifest.id();
        w.post(Party::Coordinator, Kind::Opened, &manifest)
    };
    let other = |m: &mut RoundManifest| {
        m.ceremony = CeremonyId(Digest::ZERO);
        m.keys[0].key = KeyId::of(m.ceremony, 0);
    };
    assert_eq!(open(&other).unwrap_err(), Refusal::UnknownCeremony);
    assert_eq!(open(&|m| m.trustees.swap(0, 1)).unwrap_err(), Refusal::Mismatch("committee"));
    assert_eq!(
        open(&|m| m.keys[0].public_part = Digest::ZERO).unwrap_err(),
        Refusal::Mismatch("public part of a key")
    );
    let beyond = |m: &mut RoundManifest| {
        m.keys[0].index = KEYS;
        m.keys[0].key = KeyId::of(m.ceremony, KEYS);
    };
    assert_eq!(open(&beyond).unwrap_err(), Refusal::Mismatch("public part of a key"));
    open(&|_| ()).unwrap();
}

#[test]
fn no_key_opens_more_than_its_budget_admits() {
    let mut manifest = World::with_keys().manifest();
    let cell = CellSpec { max: u32::MAX, ..manifest.cells[0].clone() };
    manifest.cells = (0..8_192).map(|n| CellSpec { key: n.to_string(), ..cell.clone() }).collect();
    manifest.keys[0].cells = 8_192;
    let signing = |n: u16| SecretKey::from_seed(&digest("many", &[&n.to_le_bytes()]).0).verifying_key();
    manifest.members = (0..256).map(|n| MemberEntry { area: n.to_string(), signing: signing(n) }).collect();
    manifest.trustees = (0..9).map(signing).collect();
    manifest.threshold = 5;
    let refusal = super::super::ceremony::check_budget(&manifest).unwrap_err();
    assert!(matches!(refusal, Refusal::Budget { key: 0, .. }), "{refusal}");
    manifest.cells.iter_mut().for_each(|cell| cell.max = 100);
    super::super::ceremony::check_budget(&manifest).unwrap();
}

#[test]
fn a_stranger_cannot_use_the_keys_of_a_ceremony() {
    let mut w = World::with_keys();
    let mut manifest = w.manifest();
    let stranger = SecretKey::from_seed(&[99; 32]);
    manifest.coordinator.signing = stranger.verifying_key();
    let bytes = canonical::encode(&manifest);
    let scope = Scope::Round(manifest.id());
    let signed = SignedClaim::sign(&stranger, Party::Coordinator, scope, Kind::Opened, &bytes, "test");
    let event = Event { parent: w.fold.parent(), height: w.fold.height(), at: Instant(w.now), signed };
    assert_eq!(w.fold.apply(&event, &bytes), Err(Refusal::Mismatch("coordinator")));
}

#[test]
fn a_ceremony_without_all_confirmations_opens_no_round() {
    let good = World::with_keys();
    let manifest = good.manifest();
    let mut w = World::convened();
    w.id = manifest.id();
    let opened = w.post(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(opened, Err(Refusal::CeremonyWithoutKeys));
    w.now = 4;
    let reveals = Digest::ZERO;
    let late = CeremonyMessage::Confirmation(Confirmation { ceremony: w.ceremony, reveals });
    assert_eq!(w.say(0, late).unwrap_err().rule(), Rule::Ceremony);
    let state = w.fold.ceremony(&w.ceremony).unwrap();
    assert_eq!(*state.phase(), crate::ceremony::Phase::Committing, "a refused message moves nothing");
}

#[test]
fn ceremony_events_need_the_right_kind_signer_and_scope() {
    let mut w = World::convened();
    let ceremony = w.ceremony;
    let message = CeremonyMessage::Commitments(Commitments { ceremony, parts: vec![] });
    let mut refused = |party, kind| w.hold(party, kind, &message).unwrap_err().rule();
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Revealed), Rule::Mismatch);
    assert_eq!(refused(Party::Coordinator, Kind::Committed), Rule::Role);
    assert_eq!(refused(Party::Trustee(TrusteeIndex(7)), Kind::Committed), Rule::Role);
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Committed), Rule::Ceremony);
    let scope = Scope::Ceremony(ceremony);
    let (mut event, bytes) = w.event_in(scope, Party::Trustee(TrusteeIndex(0)), Kind::Committed, &message);
    event.signed.claim.signer = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.fold.apply(&event, &bytes).unwrap_err().rule(), Rule::Signature);
    let erased = SealingKeyDestroyed { ceremony };
    let trustee = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.hold(trustee, Kind::SealingKeyDestroyed, &erased).unwrap_err().rule(), Rule::Phase);
    let mut w = World::with_keys();
    w.hold(trustee, Kind::SealingKeyDestroyed, &SealingKeyDestroyed { ceremony: w.ceremony }).unwrap();
    assert!(w.fold.sealing_keys_destroyed(&w.ceremony).unwrap().contains(&TrusteeIndex(1)));
}

#[test]
fn shares_answer_their_question_once() {
    let mut w = World::sealed();
    (0..3).for_each(|trustee| w.state(trustee).unwrap());
    let given = w.given(1, Step::A);
    let mut refused = |change: &dyn Fn(&mut SharesGiven)| {
        let mut given = given.clone();
        change(&mut given);
        w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap_err().rule()
    };
    assert_eq!(refused(&|g| g.question.positions = Digest::ZERO), Rule::Mismatch);
    assert_eq!(refused(&|g| g.question.aggregate = Digest::ZERO), Rule::Mismatch);
    assert_eq!(refused(&|g| g.reply = None), Rule::Mismatch);
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap();
    for again in [given.clone(), SharesGiven { proofs: Digest::ZERO, ..given }] {
        let refusal = w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &again).unwrap_err();
        assert_eq!(refusal, Refusal::Answered(TrusteeIndex(1)));
    }
}

#[test]
fn a_seal_lists_the_cells_to_be_counted_and_a_plan_opens_none_but_these() {
    let mut w = World::new();
    (0..3).for_each(|member| w.submit(member, 0).unwrap());
    w.now = DEADLINE + 6;
    let lists = [(vec![2], false), (vec![1, 0], false), (vec![0, 0], false), (vec![1], true)];
    let of = |(contributors, good): (Vec<u32>, bool)| (Counted { contributors, changes: vec![] }, good);
    // A round that names no earlier one counts no changes.
    let changes = (Counted { contributors: vec![1], changes: vec![1] }, false);
    for (counted, good) in std::iter::once(changes).chain(lists.into_iter().map(of)) {
        let set = SealedSet { counted, ..w.set() };
        let refused = w.post(Party::Coordinator, Kind::Sealed, &set).map_err(|refusal| refusal.rule());
        assert_eq!(refused, if good { Ok(()) } else { Err(Rule::List) });
    }
    assert_eq!(w.adopt(&adopted(&[0])), Err(Refusal::NotCounted(0)));
}

#[test]
fn where_nothing_is_counted_nobody_answers_and_nothing_opens() {
    let mut w = World::new();
    (0..3).for_each(|member| w.submit(member, 0).unwrap());
    w.now = DEADLINE + 6;
    let set = SealedSet { counted: Counted::default(), ..w.set() };
    w.post(Party::Coordinator, Kind::Sealed, &set).unwrap();
    assert_eq!(w.fold.round(&w.id).unwrap().question(0, Step::A), None);
    w.post(Party::Coordinator, Kind::PlanAdopted, &adopted(&[])).unwrap();
    assert_eq!(w.phase(), Phase::Counted);
}

#[test]
fn a_reveal_needs_the_leaders_proof() {
    let whole = World::with_keys();
    let state = whole.fold.ceremony(&whole.ceremony).unwrap();
    let rows = |key| {
        let id = SubKeyId { key, subset: crate::ceremony::SubsetIndex(0) };
        state.rows(id).map(<[_]>::len)
    };
    assert_eq!([rows(0), rows(2), rows(KEYS)], [Some(16), Some(16), None]);
    for change in [
        |part: &mut RevealedPart| part.proof[40] ^= 1,
        |part: &mut RevealedPart| part.proof.truncate(100),
        |part: &mut RevealedPart| part.proof.clear(),
    ] {
        let mut w = World::convened();
        w.commit();
        w.now = 2;
        let mut reveals = w.reveals(1, 0);
        change(&mut reveals.parts[0]);
        let Err(Refusal::Ceremony(refusal)) = w.say(1, CeremonyMessage::Reveals(reveals)) else {
            panic!("must be refused")
        };
        let wrong =
            matches!(refusal, crate::ceremony::CeremonyRefusal::LeaderProof { leader, .. } if leader.0 == 1);
        assert!(wrong, "{refusal}");
    }
}

#[test]
fn another_rounds_opening_counts_for_its_keys_alone() {
    let mut w = World::with_keys();
    let manifest = w.manifest();
    w.id = manifest.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(w.fold.skip(&event, None).unwrap_err().rule(), Rule::LogPayload);
    assert_eq!(w.fold.skip(&event, Some(&bytes[1..])).unwrap_err().rule(), Rule::LogPayload);
    w.fold.skip(&event, Some(&bytes)).unwrap();
    assert!(w.fold.round(&w.id).is_none());
    let (again, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(w.fold.apply(&again, &bytes).unwrap_err(), Refusal::RoundExists);
    let mut second = w.manifest();
    second.name = "again".into();
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
}
