//! Whole ceremonies, and those who cheat in them.
use super::*;
use crate::rehearsal::Lost;
use intertally_core::SPEC_VERSION;
use intertally_core::{
    ceremony::*,
    hash::digest,
    party::{Instant, TrusteeIndex},
    seal::{SealingRandomness, SecretSealingKey},
    sign::{Purpose, SecretKey},
};
use rand_core::OsRng;

fn t(i: u8) -> TrusteeIndex {
    TrusteeIndex(i)
}

struct World {
    state: CeremonyState,
    signing: Vec<SecretKey>,
    committed: Vec<Committed>,
    commitments: Vec<Option<Commitments>>,
}

fn ok<T, S>(result: Result<T, Box<Stuck<S>>>) -> T {
    result.unwrap_or_else(|stuck| panic!("{}", stuck.why))
}

fn world(threshold: u8, n: u8, keys: u32) -> World {
    let signing: Vec<_> = (0..n).map(|_| SecretKey::generate(&mut OsRng)).collect();
    let sealing: Vec<_> = (0..n).map(|_| SecretSealingKey::generate(&mut OsRng)).collect();
    let blank = signing[0].sign(Purpose::SealingKey, &0u8);
    let trustees = signing.iter().zip(&sealing).enumerate().map(|(i, (key, seal))| TrusteeEntry {
        name: format!("office {i}"),
        signing: key.verifying_key(),
        sealing: seal.public(),
        sealing_signature: blank,
    });
    let mut m = CeremonyManifest {
        spec_version: SPEC_VERSION,
        nonce: digest("nonce", &[&sealing[0].public().0]),
        coordinator: signing[0].verifying_key(),
        trustees: trustees.collect(),
        threshold,
        keys,
        params: PARAMS.to_owned(),
        commit_by: Instant(100),
        reveal_by: Instant(200),
        confirm_by: Instant(300),
        not_leading: vec![],
    };
    let terms = m.terms();
    for (entry, (i, key)) in m.trustees.iter_mut().zip((0..).zip(&signing)) {
        entry.sealing_signature = terms.offer(t(i), entry.sealing.clone(), key).signature;
    }
    let started =
        sealing.into_iter().zip(0..).map(|(s, i)| Committed::start(&m, t(i), s, &mut OsRng).unwrap());
    let (committed, commitments) = started.unzip();
    World { state: CeremonyState::new(m).unwrap(), signing, committed, commitments }
}

/// All commit and make their reveals; nothing is posted yet.
fn to_reveal(w: World) -> (CeremonyState, Vec<SecretKey>, Vec<Revealed>, Vec<RevealMessages>) {
    let mut state = w.state;
    for (i, message) in (0..).zip(w.commitments) {
        if let Some(m) = message {
            state.apply(t(i), &CeremonyMessage::Commitments(m), Instant(10)).unwrap();
        }
    }
    let revealed = w.committed.into_iter().map(|c| ok(c.reveal(&state, &mut OsRng)));
    let (revealed, messages) = revealed.unzip();
    (state, w.signing, revealed, messages)
}

fn post(state: &mut CeremonyState, messages: &[RevealMessages]) -> Vec<SealedSeed> {
    for (i, (reveals, _)) in (0..).zip(messages) {
        for m in reveals {
            state.apply(t(i), &CeremonyMessage::Reveals(m.clone()), Instant(110)).unwrap();
        }
    }
    messages.iter().flat_map(|m| m.1.clone()).collect()
}

fn good(received: Received) -> Checked {
    match received {
        Received::Good(checked) => checked,
        Received::Wrong(_, complaint) => panic!("complaint on {:?}", complaint.sub_key),
    }
}

fn ending(state: &CeremonyState) -> (EndCause, Vec<u8>) {
    let Phase::Ended(e) = state.phase() else { panic!("{:?}", state.phase()) };
    assert!(state.keys().is_empty());
    (e.cause, e.guilty.iter().map(|g| g.0).collect())
}

#[test]
fn an_honest_ceremony_gives_keys_rehearsals_and_erasure() {
    for (threshold, n, keys) in [(2, 3, 2), (3, 5, 1), (4, 7, 1), (5, 9, 1)] {
        let (mut state, _, revealed, messages) = to_reveal(world(threshold, n, keys));
        let seeds = post(&mut state, &messages);
        assert!(seeds.iter().all(|s| s.is_logged(&state)));
        let mut held = Vec::new();
        let mut confirmed = Vec::new();
        let mut checked: Vec<_> = revealed.into_iter().map(|r| good(ok(r.receive(&state, &seeds)))).collect();
        let first = checked.remove(0);
        let stuck = first.confirm(&state).err().unwrap();
        assert!(matches!(stuck.why, CustodyError::WaitFor { .. }), "a leader confirms last");
        checked.insert(0, stuck.state);
        for (i, c) in (0..n).zip(checked).rev() {
            let (c, m) = ok(c.confirm(&state));
            assert!(state.keys().is_empty());
            state.apply(t(i), &CeremonyMessage::Confirmation(m), Instant(210)).unwrap();
            confirmed.push(c);
        }
        for c in confirmed.into_iter().rev() {
            let Ok(Stored::Confirmed(c)) = Stored::from_secret_bytes(&c.to_secret_bytes(), state.id()) else {
                panic!("stored state")
            };
            held.push(ok(c.finish(&state)).0);
        }
        for key in state.keys() {
            let mut sum = vec![0u128; 8192];
            for sub_key in state.held_by(t(0)).chain(state.held_by(t(1))).chain(state.held_by(t(2))) {
                assert!(state.subset(sub_key).is_some());
            }
            let subsets = state.manifest().subsets().len() as u8;
            for subset in (0..subsets).map(SubsetIndex) {
                let mut all =
                    held.iter().flat_map(|h| h.sub_keys(key.index)).filter(|s| s.id().subset == subset);
                let made = all.next().unwrap().derived(state.id()).unwrap();
                let (one, rows) = (made.part, made.rows);
                assert!(all.all(|other| other.derived(state.id()).unwrap().part == one));
                // The rows that later proofs name are those of every holder's secret.
                let logged = state.rows(SubKeyId { key: key.index, subset }).unwrap();
                assert!(logged.iter().map(|row| row.to_bytes()).eq(rows));
                sum.iter_mut().zip(&one.0).for_each(|(x, y)| *x = x.wrapping_add(*y));
            }
            assert_eq!(key.b.0, sum);
        }
        rehearse(&state, &held);
        let last = held.remove(0);
        let (last, gone) = last.destroy_key(0);
        assert_eq!(gone.unwrap().keys, [state.keys()[0].key_id]);
        assert_eq!(last.sub_keys(0).count(), 0);
        assert_eq!(last.destroy().keys.len() as u32, keys - 1);
        assert_eq!(held.remove(0).destroy().keys.len() as u32, keys);
    }
}

fn rehearse(state: &CeremonyState, held: &[crate::subkey::HeldKeys]) {
    let challenge = digest("challenge", &[]);
    let common = state.held_by(t(0)).filter(|s| s.key == 0 && state.held_by(t(1)).any(|o| o == *s)).count();
    let said = held[1].rehearse(challenge, &[0]);
    assert_eq!(held[0].check_rehearsal(&said, t(1), challenge), Ok(common));
    assert!(held[0].check_rehearsal(&said, t(1), digest("other", &[])).is_err());
    // Trustee 1 has lost its sub-keys and copies the values of trustee 2.
    let copied = held[2].rehearse(challenge, &[0]);
    assert!(matches!(held[0].check_rehearsal(&copied, t(1), challenge), Err(Lost(_))));
}

#[test]
fn a_part_changed_after_the_commitments_is_refused() {
    let (mut state, _, _, messages) = to_reveal(world(2, 3, 1));
    let mut changed = messages[0].0[0].clone();
    changed.parts[0].part.0[5] ^= 1;
    let refusal = state.apply(t(0), &CeremonyMessage::Reveals(changed), Instant(110)).unwrap_err();
    assert!(matches!(refusal, CeremonyRefusal::CommitmentMismatch { leader: TrusteeIndex(0), .. }));
    let foreign = CeremonyMessage::Reveals(messages[0].0[0].clone());
    assert!(state.apply(t(1), &foreign, Instant(110)).is_err());
    // It insists, and is silent by the deadline; trustee 1 leads one part and is silent as well.
    state.pass_time(Instant(201)).unwrap();
    assert_eq!(ending(&state), (EndCause::SilentLeader, vec![0, 1]));
}

/// A leader whose part, rows or proof are not one: refused at the reveal, so that no sub-key can be made unanswerable.
#[test]
fn a_reveal_whose_proof_does_not_hold_is_refused_and_its_leader_falls_silent() {
    let (mut state, _, _, messages) = to_reveal(world(2, 3, 1));
    let own = &messages[0].0[0];
    assert_eq!(own.parts.len(), 2, "trustee 0 leads two parts");
    let refused = |state: &mut CeremonyState, change: &dyn Fn(&mut Reveals)| {
        let mut changed = own.clone();
        change(&mut changed);
        state.apply(t(0), &CeremonyMessage::Reveals(changed), Instant(110)).unwrap_err()
    };
    let at = |place: usize| own.parts[place].sub_key;
    let proof = |sub_key| CeremonyRefusal::LeaderProof { leader: t(0), sub_key };
    let length = own.parts[1].proof.len();
    for byte in [0, length / 2, length - 1] {
        assert_eq!(refused(&mut state, &|m| m.parts[1].proof[byte] ^= 1), proof(at(1)));
    }
    assert_eq!(refused(&mut state, &|m| m.parts[0].proof.truncate(length - 1)), proof(at(0)));
    assert_eq!(refused(&mut state, &|m| m.parts[0].proof.clear()), proof(at(0)));
    // The proof of the other part, and another leader's of its own.
    assert_eq!(refused(&mut state, &|m| m.parts[0].proof = m.parts[1].proof.clone()), proof(at(0)));
    let foreign = &messages[1].0[0].parts[0].proof;
    assert_eq!(refused(&mut state, &|m| m.parts[0].proof.clone_from(foreign)), proof(at(0)));
    // Rows are committed to with the part.
    for change in [
        |m: &mut Reveals| m.parts[0].rows.swap(0, 1),
        |m: &mut Reveals| m.parts[0].rows[3][0] ^= 2,
        |m: &mut Reveals| m.parts[0].rows.truncate(15),
    ] {
        let refusal = refused(&mut state, &change);
        assert!(matches!(refusal, CeremonyRefusal::CommitmentMismatch { leader, .. } if leader == t(0)));
    }
    for m in &messages[1].0 {
        state.apply(t(1), &CeremonyMessage::Reveals(m.clone()), Instant(110)).unwrap();
    }
    state.pass_time(Instant(201)).unwrap();
    assert_eq!(ending(&state), (EndCause::SilentLeader, vec![0]));
}

#[test]
fn a_wrong_seed_names_its_leader_and_silence_does_too() {
    for answers in [true, false] {
        let (mut state, _, mut revealed, mut messages) = to_reveal(world(2, 3, 1));
        // Leader 0 seals other bytes to holder 2, and logs that message.
        let victim = messages[0].1.iter().position(|s| s.holder == t(2)).unwrap();
        let sub_key = messages[0].1[victim].sub_key;
        let randomness = SealingRandomness::generate(&mut OsRng);
        let wrong =
            seal_seed(state.manifest(), state.id(), sub_key, (t(0), t(2)), &[7; 32], &randomness).unwrap();
        let part = messages[0].0[0].parts.iter_mut().find(|p| p.sub_key == sub_key).unwrap();
        part.sealed.iter_mut().find(|s| s.0 == t(2)).unwrap().1 = sealed_digest(&wrong);
        messages[0].1[victim].sealed = wrong;
        let seeds = post(&mut state, &messages);
        let Received::Wrong(_, complaint) = ok(revealed.remove(2).receive(&state, &seeds)) else { panic!() };
        state.apply(t(2), &CeremonyMessage::Complaint(complaint), Instant(220)).unwrap();
        let leader = good_or_stuck(revealed.remove(0), &state);
        if answers {
            state.apply(t(0), &CeremonyMessage::Answer(leader), Instant(230)).unwrap();
            assert_eq!(ending(&state), (EndCause::WrongSeed(sub_key), vec![0]));
        } else {
            state.pass_time(Instant(321)).unwrap();
            assert_eq!(ending(&state), (EndCause::Unanswered(sub_key), vec![0]));
        }
        let (mut again, own) = (state.manifest().terms(), state.manifest().coordinator);
        assert_eq!(leads_again(&state, &again), [t(0)]);
        again.not_leading = vec![t(0)];
        assert_eq!(leads_again(&state, &again), []);
        // It is known by its key, wherever it stands now, and an honest one is not taken for it.
        again.not_leading.clear();
        again.trustees.rotate_left(1);
        assert_eq!(leads_again(&state, &again), [t(2)]);
        let last =
            |others: &[&CeremonyState], at| last_ended(others.iter().copied(), &own, at).map(|s| s.id());
        assert_eq!(last(&[&state], Instant(400)), Some(state.id()));
        let other = world(2, 3, 1).state;
        assert_eq!(last(&[&other], Instant(400)), None, "of another coordinator, or under way");
        assert_eq!(leads_again(&other, &again), []);
    }
}

fn good_or_stuck(leader: Revealed, state: &CeremonyState) -> ComplaintAnswer {
    ok(leader.answer(state))
}

#[test]
fn a_false_complaint_names_the_holder() {
    let (mut state, _, mut revealed, messages) = to_reveal(world(3, 5, 1));
    let seeds = post(&mut state, &messages);
    let leader = good(ok(revealed.remove(0).receive(&state, &seeds)));
    let stuck = leader.answer(&state).err().unwrap();
    assert_eq!(stuck.why, CustodyError::NoComplaint, "no seed is shown without a complaint");
    let mine = seeds.iter().find(|s| s.holder == t(4)).unwrap();
    let mut forged = Complaint { ceremony: state.id(), sub_key: mine.sub_key, sealed: mine.sealed.clone() };
    forged.sealed.0[0] ^= 1;
    let refusal = state.apply(t(4), &CeremonyMessage::Complaint(forged.clone()), Instant(215)).unwrap_err();
    assert_eq!(refusal, CeremonyRefusal::NotTheLoggedMessage { sub_key: mine.sub_key });
    forged.sealed = mine.sealed.clone();
    state.apply(t(4), &CeremonyMessage::Complaint(forged), Instant(220)).unwrap();
    let answer = ok(stuck.state.answer(&state));
    assert!(state.apply(t(1), &CeremonyMessage::Answer(answer.clone()), Instant(221)).is_err());
    state.apply(t(0), &CeremonyMessage::Answer(answer), Instant(221)).unwrap();
    assert_eq!(ending(&state), (EndCause::FalseComplaint(mine.sub_key), vec![4]));
}

#[test]
fn an_absent_leader_is_replaced_before_the_first_reveal_alone() {
    let mut w = world(2, 3, 1);
    let ceremony = w.state.id();
    let replace = |i| CeremonyMessage::Replacement(Replacement { ceremony, absent: t(i) });
    let one = CeremonyMessage::Commitments(w.commitments[1].clone().unwrap());
    w.state.apply(t(1), &one, Instant(10)).unwrap();
    assert!(w.state.apply(t(1), &one, Instant(11)).is_err(), "no second commitment");
    assert!(w.state.apply(t(2), &replace(0), Instant(100)).is_err(), "not late yet");
    assert!(w.state.apply(t(2), &replace(1), Instant(101)).is_err(), "has committed");
    w.state.apply(t(2), &replace(0), Instant(101)).unwrap();
    assert!(w.state.apply(t(0), &replace(1), Instant(102)).is_err(), "the heir has time");
    let mut committed = Vec::new();
    for (i, c) in (0..).zip(w.committed) {
        if i == 0 {
            // Replaced before its commitments came: it still has the seeds that it drew, and reveals none of them.
            committed.push(c);
            continue;
        }
        let (c, m) = ok(c.take_over(&w.state, &mut OsRng));
        if let Some(m) = m {
            w.state.apply(t(i), &CeremonyMessage::Commitments(m), Instant(120)).unwrap();
        }
        committed.push(c);
    }
    assert_eq!(w.state.phase(), &Phase::Revealing);
    assert!(w.state.apply(t(2), &replace(1), Instant(199)).is_err());
    let (revealed, messages): (Vec<_>, Vec<_>) =
        committed.into_iter().map(|c| ok(c.reveal(&w.state, &mut OsRng))).unzip();
    assert!(messages[0].0.is_empty() && messages[0].1.is_empty());
    let seeds: Vec<_> = messages.iter().flat_map(|m| m.1.clone()).collect();
    for (i, (reveals, _)) in (0..).zip(&messages) {
        for m in reveals {
            w.state.apply(t(i), &CeremonyMessage::Reveals(m.clone()), Instant(199)).unwrap();
        }
    }
    let mut checked: Vec<_> =
        revealed.into_iter().map(|r| Some(good(ok(r.receive(&w.state, &seeds))))).collect();
    for i in [0, 2, 1] {
        let (_, m) = ok(checked[i].take().unwrap().confirm(&w.state));
        w.state.apply(t(i as u8), &CeremonyMessage::Confirmation(m), Instant(210)).unwrap();
    }
    assert_eq!(w.state.phase(), &Phase::Valid);
}

#[test]
fn damaged_stored_bytes_are_refused() {
    let w = world(2, 3, 1);
    let bytes = w.committed[0].to_secret_bytes();
    assert!(Stored::from_secret_bytes(&bytes, w.state.id()).is_ok());
    for cut in 0..bytes.len() {
        assert!(Stored::from_secret_bytes(&bytes[..cut], w.state.id()).is_err());
    }
    let other = world(2, 3, 1).state.id();
    assert!(Stored::from_secret_bytes(&bytes, other).is_err());
    assert_eq!(Stored::is_unconfirmed(&bytes), Ok(true));
    assert_eq!(Stored::is_unconfirmed(&bytes[..bytes.len() - 1]), Err(CustodyError::Stored));
    assert!(
        w.committed.into_iter().next().unwrap().reveal(&w.state, &mut OsRng).is_err(),
        "others still owe"
    );
}

#[test]
fn a_silent_holder_is_named_and_not_the_leaders_that_wait_for_it() {
    let (mut state, _, mut revealed, messages) = to_reveal(world(2, 3, 1));
    let seeds = post(&mut state, &messages);
    let leader = good(ok(revealed.remove(0).receive(&state, &seeds)));
    let early = Confirmation { ceremony: state.id(), reveals: state.reveals_digest() };
    let refusal = state.apply(t(0), &CeremonyMessage::Confirmation(early), Instant(210)).unwrap_err();
    assert!(matches!(refusal, CeremonyRefusal::TooEarly { .. }));
    state.pass_time(Instant(301)).unwrap();
    assert_eq!(ending(&state), (EndCause::Unconfirmed, vec![2]));
    assert!(leader.confirm(&state).is_err());
}
