//! Why proof (c) exists: without it, one member, the coordinator and one trustee read a key that none of them holds,
//! and every published total is right (docs/spec.md section 4.9, docs/params.md section 5).

use intertally_core::hash::Digest;
use intertally_core::lattice::key::{public_part, sum_public_parts};
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::share::{Flooding, share};
use intertally_core::lattice::{Accumulator, Ciphertext, Params, PublicKey, Ring, SubKeySecret, encrypt};
use intertally_core::packing::PartPlain;
use intertally_core::party::{KeyId, MemberIndex};
use intertally_core::proof::ProofError;
use intertally_core::submission::prepare::{Encrypted, encrypt_part, prove_part};
use intertally_core::submission::{
    Checks, Place, Status, SubmissionHeader, SubmissionRefusal, Unverified, round_keys, verify_many,
};
use intertally_tests::log::Log;
use intertally_tests::world;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// Twice the flooding of 2-of-3: what is added to c1's constant coefficient. The whole noise stays below Delta.
const SPIKE: u128 = 1 << 94;

/// c1 plus the spike; c2 as it was. Nothing in slots, commitments or proofs (a) and (b) sees it.
fn spiked(ciphertext: &Ciphertext) -> Ciphertext {
    let mut bytes = ciphertext.to_bytes();
    let (first, _) = bytes.split_at_mut(16);
    let word = u128::from_le_bytes(first.try_into().unwrap()).wrapping_add(SPIKE);
    first.copy_from_slice(&word.to_le_bytes());
    Ciphertext::from_bytes(&Params::STANDARD, ciphertext.used(), &bytes).unwrap()
}

#[test]
fn without_proof_c_a_member_and_one_trustee_read_the_missing_sub_key_and_all_totals_are_right() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let params = Params::STANDARD;
    let (ring, degree) = (Ring::get(&params), params.degree());
    // 2 of 3: sub-key number i is held by all but trustee i. Trustee 0 colludes: it holds numbers 1 and 2.
    let seeds: Vec<[u8; 32]> = (0..3).map(|i| [i; 32]).collect();
    let a = expand_common(&[7; 32], 0, &params);
    let parts: Vec<_> = seeds.iter().map(|seed| public_part(&ring, &a, seed, b"")).collect();
    let b = sum_public_parts(parts.iter().map(Vec::as_slice), &params);
    let key = PublicKey::new(&params, a, b);
    // Four members fill all slots; the last one, the attacker, spikes its c1.
    let slots: Vec<u32> = (0..8192u32).map(|slot| slot * 77).collect();
    let mut sum = Accumulator::new(&params, degree);
    for member in 0..4 {
        let (ciphertext, _) = encrypt(&key, &slots, &mut rng);
        let sent = if member == 3 { spiked(&ciphertext) } else { ciphertext };
        sum.add(&sent).unwrap();
    }
    let sum = sum.finish();
    let bits = Committee::new(3, 2).unwrap().flooding_bits(&params);
    assert_eq!(SPIKE, 2 << bits);
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    let positions: Vec<u32> = (0..8192).collect();
    let mask = ring.transform(sum.mask());
    let held = |seed| (SubKeySecret::derive(&ring, seed, b""), Flooding::new(seed, b"", bits));
    let parts: Vec<_> = seeds.iter().map(held).collect();
    let shares: Vec<_> = parts.iter().map(|(s, f)| share(&ring, s, f, at, &mask, &positions)).collect();
    // The coordinator has all shares; from the colluding trustee it has sub-keys 1 and 2 and their flooding.
    let floods: Vec<_> = parts[1..].iter().map(|(_, f)| f.words(at.0, at.1, at.2, &positions)).collect();
    let (mut read, mut right) = (Vec::with_capacity(degree), true);
    for j in 0..degree {
        let mut residual = shares.iter().fold(sum.body()[j], |left, share| left.wrapping_sub(share[j]));
        for ((secret, _), flood) in parts[1..].iter().zip(&floods) {
            residual = residual.wrapping_add(flood[j]).wrapping_add(SPIKE * secret.coefficients()[j]);
        }
        // What is left: Delta*m - f_0 - SPIKE*s_0 + small, between -3/2 SPIKE and SPIKE/2 around Delta*m.
        let shifted = residual.wrapping_add(SPIKE + SPIKE / 2 + (1 << 40));
        right &= (shifted >> 96) as u32 == slots[j].wrapping_mul(4);
        read.push(u128::from((shifted & ((1 << 96) - 1)) < SPIKE + (1 << 40)));
    }
    assert!(right, "every total is right: nobody notices");
    let missing = parts[0].0.coefficients();
    let same = read.iter().zip(missing).filter(|(a, b)| a == b).count();
    // Where the flooding lies within 2^40 of its end the guess may fail: never seen.
    assert_eq!(same, degree, "all coefficients of the sub-key that the colluders lack");
}

/// The same ciphertext in a whole submission: with the check on, the attack ends at the aggregator.
#[test]
fn with_proof_c_the_spiked_the_overt_and_the_scaled_ciphertext_are_refused() {
    let mut rng = ChaCha20Rng::seed_from_u64(2);
    let (ceremony, _) = intertally_tests::ceremony::hold(&mut Log::default(), (3, 2), 1, &mut rng).unwrap();
    let made = ceremony.keys().remove(0);
    let manifest = world::round(4, 3, 200, (3, 2), ceremony.id(), made.digest);
    let checks = Checks::of(&manifest);
    let keys = round_keys(&manifest, &ceremony).unwrap();
    let (key, layout) = &keys[0];
    let place = Place { round: manifest.id(), key: made.key_id, member: MemberIndex(0), revision: 0 };
    let mut outcome = |change: &dyn Fn(&Ciphertext) -> Ciphertext| {
        let plain = PartPlain::draw(&[Some(3), Some(0), Some(7)], None, &mut rng);
        let slots = plain.pack(layout).unwrap();
        let honest = encrypt_part(key, layout, &plain.reported(), &slots, &mut rng);
        let ciphertexts = honest.ciphertexts.iter().map(|c| c.as_ref().map(change)).collect();
        let cheating = Encrypted { ciphertexts, witnesses: honest.witnesses };
        let (body, _) = prove_part(place, (key, layout), plain, cheating, &mut rng).unwrap();
        let header = SubmissionHeader {
            round: place.round,
            member: place.member,
            revision: 0,
            statuses: vec![Status::Normal; 3],
            public: vec![],
            confidential: vec![],
            parts: vec![body.header(place.key)],
            notes: vec![],
        };
        Unverified::new(vec![body]).verify(&checks, &header, &mut rng).map(|_| ())
    };
    assert_eq!(outcome(&Ciphertext::clone), Ok(()));
    let refused = Err(SubmissionRefusal::Proof { part: 0, source: ProofError::Wellformed { group: 0 } });
    assert_eq!(outcome(&spiked), refused, "the spike");
    let overt = |c: &Ciphertext| {
        let mut bytes = vec![0u8; 16 * 8192];
        bytes[12] = 1;
        bytes.extend(c.body().iter().flat_map(|word| word.to_le_bytes()));
        Ciphertext::from_bytes(&Params::STANDARD, c.used(), &bytes).unwrap()
    };
    assert_eq!(outcome(&overt), refused, "c1 = 2^96, overtly");
    let scaled = |c: &Ciphertext| {
        let words = c.mask().iter().chain(c.body()).flat_map(|word| word.wrapping_mul(3).to_le_bytes());
        Ciphertext::from_bytes(&Params::STANDARD, c.used(), &words.collect::<Vec<u8>>()).unwrap()
    };
    assert_eq!(outcome(&scaled), refused, "a scaled copy");
}

/// What is wrong with a submission.
#[derive(Clone, Copy, PartialEq)]
enum Wrong {
    Nothing,
    Spike,
    /// A range proof whose blinding is off by one bit: it reads as a proof, and its equation does not hold.
    Range,
}

/// Trustees and auditors check many members' proofs at once; those that spoil the sum of all are named, with what it is.
#[test]
fn of_submissions_checked_together_the_false_ones_alone_are_refused() {
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let (ceremony, _) = intertally_tests::ceremony::hold(&mut Log::default(), (3, 2), 1, &mut rng).unwrap();
    let made = ceremony.keys().remove(0);
    let manifest = world::round(4, 3, 200, (3, 2), ceremony.id(), made.digest);
    let keys = round_keys(&manifest, &ceremony).unwrap();
    let (key, layout) = &keys[0];
    let mut send = |member: u16, wrong: Wrong| {
        let place =
            Place { round: manifest.id(), key: made.key_id, member: MemberIndex(member), revision: 0 };
        let plain = PartPlain::draw(&[Some(3), Some(0), Some(7)], None, &mut rng);
        let slots = plain.pack(layout).unwrap();
        let mut sent = encrypt_part(key, layout, &plain.reported(), &slots, &mut rng);
        if wrong == Wrong::Spike {
            sent.ciphertexts = sent.ciphertexts.iter().map(|c| c.as_ref().map(spiked)).collect();
        }
        let (mut body, _) = prove_part(place, (key, layout), plain, sent, &mut rng).unwrap();
        if wrong == Wrong::Range {
            body.proofs.figures.ranges[0][32 * 6] ^= 1;
        }
        let parts = vec![body.header(place.key)];
        let (statuses, notes) = (vec![Status::Normal; 3], vec![]);
        let (public, confidential) = (vec![], vec![]);
        let Place { round, member, .. } = place;
        let revision = 0;
        let header =
            SubmissionHeader { round, member, revision, statuses, public, confidential, parts, notes };
        (header, vec![body])
    };
    let wrongs = [Wrong::Nothing, Wrong::Spike, Wrong::Range, Wrong::Nothing];
    let all: Vec<_> = (0..).zip(wrongs).map(|(member, wrong)| send(member, wrong)).collect();
    let checks = Checks::of(&manifest);
    let alone = all.iter().cloned().map(|(header, parts)| {
        Unverified::new(parts).verify(&checks, &header, &mut ChaCha20Rng::seed_from_u64(5))
    });
    let together = verify_many(all.clone(), &checks, &mut ChaCha20Rng::seed_from_u64(4));
    for outcomes in [alone.collect(), together] {
        let [first, spike, range, last] = <[_; 4]>::try_from(outcomes).ok().unwrap();
        assert_eq!(first.unwrap().get().member, MemberIndex(0));
        assert_eq!(last.unwrap().get().member, MemberIndex(3));
        let source = ProofError::Wellformed { group: 0 };
        assert_eq!(spike.err(), Some(SubmissionRefusal::Proof { part: 0, source }));
        let of_all =
            |error: &_| matches!(error, ProofError::Range { batch: 0, cells, .. } if cells == &[0, 1, 2]);
        assert!(range.is_err_and(
            |why| matches!(why, SubmissionRefusal::Proof { part: 0, source } if of_all(&source))
        ));
    }
}
