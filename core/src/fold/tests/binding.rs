//! Ceremonies in the log, what binds a round to one, and shares to their question.

use super::*;

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
    let large = |m: &mut RoundManifest| {
        let cell = m.cells[0].clone();
        m.cells = (0..100_000).map(|n| CellSpec { key: n.to_string(), ..cell.clone() }).collect();
        m.keys[0].cells = 100_000;
        let signing = |n: u16| SecretKey::from_seed(&digest("many", &[&n.to_le_bytes()]).0).verifying_key();
        m.members = (0..256).map(|n| MemberEntry { area: n.to_string(), signing: signing(n) }).collect();
    };
    assert_eq!(open(&large).unwrap_err().rule(), "BUDGET");
    open(&|_| ()).unwrap();
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
    assert_eq!(w.say(0, late).unwrap_err().rule(), "CEREMONY");
    let state = w.fold.ceremony(&w.ceremony).unwrap();
    assert_eq!(*state.phase(), crate::ceremony::Phase::Committing, "a refused message moves nothing");
}

#[test]
fn ceremony_events_need_the_right_kind_signer_and_scope() {
    let mut w = World::convened();
    let ceremony = w.ceremony;
    let message = CeremonyMessage::Commitments(Commitments { ceremony, parts: vec![] });
    let mut refused = |party, kind| w.hold(party, kind, &message).unwrap_err().rule();
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Revealed), "MISMATCH");
    assert_eq!(refused(Party::Coordinator, Kind::Committed), "ROLE");
    assert_eq!(refused(Party::Trustee(TrusteeIndex(7)), Kind::Committed), "ROLE");
    assert_eq!(refused(Party::Trustee(TrusteeIndex(0)), Kind::Committed), "CEREMONY");
    let scope = Scope::Ceremony(ceremony);
    let (mut event, bytes) = w.event_in(scope, Party::Trustee(TrusteeIndex(0)), Kind::Committed, &message);
    event.signed.claim.signer = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.fold.apply(&event, &bytes).unwrap_err().rule(), "SIGNATURE");
    let erased = SealingKeyDestroyed { ceremony };
    let trustee = Party::Trustee(TrusteeIndex(1));
    assert_eq!(w.hold(trustee, Kind::SealingKeyDestroyed, &erased).unwrap_err().rule(), "PHASE");
    let mut w = World::with_keys();
    w.hold(trustee, Kind::SealingKeyDestroyed, &SealingKeyDestroyed { ceremony: w.ceremony }).unwrap();
    assert!(w.fold.sealing_keys_destroyed(&w.ceremony).unwrap().contains(&TrusteeIndex(1)));
}

#[test]
fn shares_name_their_question_their_sub_keys_and_their_trustee() {
    let mut w = World::sealed();
    (0..3).for_each(|trustee| w.state(trustee).unwrap());
    let given = w.given(1, Step::A);
    let mut refused = |change: &dyn Fn(&mut SharesGiven)| {
        let mut given = given.clone();
        change(&mut given);
        w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap_err().rule()
    };
    assert_eq!(refused(&|g| g.signed.head.trustee = TrusteeIndex(0)), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.question.positions = Digest::ZERO), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.question.aggregate = Digest::ZERO), "MISMATCH");
    assert_eq!(refused(&|g| g.reply = None), "MISMATCH");
    assert_eq!(refused(&|g| g.signed.head.digests.truncate(1)), "LIST");
    assert_eq!(refused(&|g| g.signed.head.digests[0].1 = Digest::ZERO), "SIGNATURE");
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap();
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &given).unwrap();
    let round = |w: &World| w.fold.round(&w.id).unwrap().two_answers().len();
    assert_eq!(round(&w), 0, "the same answer again");
    let mut other = given.signed.head.clone();
    other.digests[0].1 = Digest::ZERO;
    let signature = key_of(Party::Trustee(TrusteeIndex(1))).sign(crate::sign::Purpose::Share, &other);
    let signed = crate::opening::share::SignedHead { head: other, signature };
    let other = SharesGiven { signed, ..given };
    w.post(Party::Trustee(TrusteeIndex(1)), Kind::SharesGiven, &other).unwrap();
    assert_eq!(round(&w), 1, "two answers to one question are evidence");
}

#[test]
fn another_rounds_opening_counts_for_its_keys_alone() {
    let mut w = World::with_keys();
    let manifest = w.manifest();
    w.id = manifest.id();
    let (event, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(w.fold.skip(&event, None).unwrap_err().rule(), "LOG-PAYLOAD");
    assert_eq!(w.fold.skip(&event, Some(&bytes[1..])).unwrap_err().rule(), "LOG-PAYLOAD");
    w.fold.skip(&event, Some(&bytes)).unwrap();
    assert!(w.fold.round(&w.id).is_none());
    let (again, bytes) = w.event(Party::Coordinator, Kind::Opened, &manifest);
    assert_eq!(w.fold.apply(&again, &bytes).unwrap_err(), Refusal::RoundExists);
    let mut second = w.manifest();
    second.name = "again".into();
    w.id = second.id();
    assert_eq!(w.post(Party::Coordinator, Kind::Opened, &second).unwrap_err(), Refusal::KeyUsed(0));
}
