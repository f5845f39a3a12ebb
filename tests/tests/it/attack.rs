//! The attacks that broke version 1 of the protocol, each as a test that ends at the first check, with the guilty named: a key
//! read by a chosen polynomial, honest trustees framed by corrupt ones, a round voided by one member that nobody can name.

use intertally_core::hash::Digest;
use intertally_core::lattice::key::{public_part, secrets, sum_public_parts};
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::params::{delta, slot_bits};
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{
    Accumulator, Ciphertext, EncryptionSeed, Flooding, Params, PublicKey, Ring, encrypt,
};
use intertally_core::opening::asked::ShareRefusal;
use intertally_core::opening::combine::{Answer as Combined, CombineError};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::open::OpenFault;
use intertally_core::opening::share::SubKeyIndex;
use intertally_core::packing::layout::Kind;
use intertally_core::party::{KeyId, MemberIndex, TrusteeIndex};
use intertally_core::submission::{PartBody, SubmissionHeader, SubmissionRefusal, Unverified, verify_many};
use intertally_custody::opening::Answer;
use intertally_tests::round::Round;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const MEMBERS: u64 = 4;
/// P of four members' values of 16 bits.
const P: u8 = slot_bits(MEMBERS, 16);

/// Twice the flooding of 2-of-3: what is added to c1's constant coefficient.
fn spike() -> u128 {
    2 << Committee::new(3, 2).unwrap().flooding_bits(&Params::STANDARD, MEMBERS, P)
}

/// A ciphertext with other words of c1; c2 as it was.
fn with_mask(ciphertext: &Ciphertext, change: impl Fn(&mut Vec<u128>)) -> Ciphertext {
    let mut mask = ciphertext.mask().to_vec();
    change(&mut mask);
    let words = mask.iter().chain(ciphertext.body()).flat_map(|word| word.to_le_bytes());
    let bytes: Vec<u8> = words.collect();
    Ciphertext::from_bytes(&Params::STANDARD, ciphertext.used(), &bytes).unwrap()
}

/// c1 plus the spike. Nothing in the slots sees it.
fn spiked(ciphertext: &Ciphertext) -> Ciphertext {
    with_mask(ciphertext, |mask| mask[0] = mask[0].wrapping_add(spike()))
}

#[test]
fn without_the_members_proof_a_member_and_one_trustee_read_the_missing_sub_key_and_all_totals_are_right() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let params = Params::STANDARD;
    let (ring, degree) = (Ring::get(&params), params.degree());
    // 2 of 3: sub-key number i is held by all but trustee i. Trustee 0 colludes: it holds numbers 1 and 2.
    let seeds: Vec<[u8; 32]> = (0..3).map(|i| [i; 32]).collect();
    let a = expand_common(&[7; 32], 0, &params);
    let pairs: Vec<_> = seeds.iter().map(|seed| secrets(&params, seed, b"")).collect();
    let parts: Vec<_> = pairs.iter().map(|(s, e)| public_part(&ring, &a, (s, e))).collect();
    let key = PublicKey::new(&params, a, sum_public_parts(parts.iter().map(Vec::as_slice), &params));
    // Four members fill all slots; the last one, the attacker, spikes its c1.
    let slots: Vec<u128> = (0..8192).map(|slot| slot * 7 % 65_536).collect();
    let message: Vec<u128> = slots.iter().map(|slot| slot * delta(P)).collect();
    let mut sum = Accumulator::new(&params, degree);
    for member in 0..MEMBERS {
        let (ciphertext, _) = encrypt(&key, &message, &EncryptionSeed::draw(&mut rng));
        let sent = if member == 3 { spiked(&ciphertext) } else { ciphertext };
        sum.add(&sent).unwrap();
    }
    let sum = sum.finish();
    let bits = Committee::new(3, 2).unwrap().flooding_bits(&params, MEMBERS, P);
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    let positions: Vec<u32> = (0..8192).collect();
    let mask = ring.transform(sum.mask());
    let flood = |seed: &[u8; 32]| Flooding::new(seed, b"").words(at, bits, &positions);
    let floods: Vec<_> = seeds.iter().map(flood).collect();
    let share = |secret: &[u128], flood: &[u128]| -> Vec<u128> {
        let product = ring.product(&mask, &ring.transform_binary(secret));
        product.iter().zip(flood).map(|(x, f)| x.wrapping_add(*f)).collect()
    };
    let shares: Vec<_> = pairs.iter().zip(&floods).map(|((s, _), f)| share(s, f)).collect();
    // The coordinator has all shares; from the colluding trustee it has sub-keys 1 and 2 and their flooding.
    let (mut read, mut right, room) = (Vec::with_capacity(degree), true, 1u128 << 60);
    for j in 0..degree {
        let mut residual = shares.iter().fold(sum.body()[j], |left, share| left.wrapping_sub(share[j]));
        for ((secret, _), flood) in pairs[1..].iter().zip(&floods[1..]) {
            residual = residual.wrapping_add(flood[j]).wrapping_add(spike() * secret[j]);
        }
        // What is left: Delta*m - f_0 - SPIKE*s_0 + small, between -3/2 SPIKE and SPIKE/2 around Delta*m.
        let shifted = residual.wrapping_add(spike() + spike() / 2 + room);
        right &= shifted / delta(P) == slots[j] * u128::from(MEMBERS);
        read.push(u128::from(shifted % delta(P) < spike() + room));
    }
    assert!(right, "every total is right: nobody notices");
    let same = read.iter().zip(pairs[0].0.iter()).filter(|(a, b)| a == b).count();
    // Where the flooding lies within 2^60 of its end the guess may fail: never seen.
    assert_eq!(same, degree, "all coefficients of the sub-key that the colluders lack");
}

/// A submission with its first ciphertext changed, and a header that names what is sent.
fn sending(round: &mut Round, member: u16, change: &dyn Fn(&Ciphertext) -> Ciphertext) -> Sent {
    let mut made = round.prepare(member, &[Some(3), Some(0), Some(7)]);
    let used = round.checks.keys()[0].layout.used(0);
    let bytes = made.parts[0].ciphertexts[0].as_mut().unwrap();
    let ciphertext = Ciphertext::from_bytes(&Params::STANDARD, used, bytes).unwrap();
    *bytes = change(&ciphertext).to_bytes();
    made.header.parts[0] = made.parts[0].header(round.key);
    (made.header, made.parts)
}

type Sent = (SubmissionHeader, Vec<PartBody>);

fn judged(round: &mut Round, (header, parts): Sent) -> Option<SubmissionRefusal> {
    Unverified::new(parts).verify(&round.checks, &header, &mut round.rng).err()
}

fn is_proof(refusal: Option<&SubmissionRefusal>) -> bool {
    matches!(refusal, Some(SubmissionRefusal::Proof { part: 0, ciphertext: 0, .. }))
}

/// The same ciphertext in a whole submission: the attack ends at the aggregator, which names part and ciphertext.
#[test]
fn a_spiked_an_overt_and_a_scaled_polynomial_are_refused_and_so_is_a_shifted_slot() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    let mut outcome = |change: &dyn Fn(&Ciphertext) -> Ciphertext| {
        let sent = sending(&mut round, 0, change);
        judged(&mut round, sent)
    };
    assert_eq!(outcome(&Ciphertext::clone), None);
    assert!(is_proof(outcome(&spiked).as_ref()), "the spike");
    let overt = |c: &Ciphertext| {
        with_mask(c, |mask| {
            mask.fill(0);
            mask[0] = 1 << 96;
        })
    };
    assert!(is_proof(outcome(&overt).as_ref()), "c1 = 2^96, overtly");
    let scaled = |c: &Ciphertext| {
        let words = c.mask().iter().chain(c.body()).flat_map(|word| word.wrapping_mul(3).to_le_bytes());
        Ciphertext::from_bytes(&Params::STANDARD, c.used(), &words.collect::<Vec<u8>>()).unwrap()
    };
    assert!(is_proof(outcome(&scaled).as_ref()), "a scaled copy");
}

/// What voided a round of version 1, and nobody could say who: one more in a slot than was proved.
#[test]
fn a_member_whose_ciphertext_is_not_what_it_proves_is_named_before_the_seal() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    let layout = round.checks.keys()[0].layout.clone();
    for (kind, cell) in [(Kind::Value, 1), (Kind::NotZero, 1), (Kind::Value, 0)] {
        let at = layout.slot(cell, kind).unwrap() as usize;
        let lifted = |c: &Ciphertext| {
            let mut body = c.body().to_vec();
            body[at] = body[at].wrapping_add(delta(layout.slot_bits(kind)));
            let words = c.mask().iter().chain(&body).flat_map(|word| word.to_le_bytes());
            Ciphertext::from_bytes(&Params::STANDARD, c.used(), &words.collect::<Vec<u8>>()).unwrap()
        };
        let sent = sending(&mut round, 0, &lifted);
        let refused = judged(&mut round, sent);
        assert!(is_proof(refused.as_ref()), "{kind:?} of cell {cell}: {refused:?}");
    }
}

/// Trustees and auditors check many members' proofs at once; those that spoil the sum of all are named, with what it is.
#[test]
fn of_submissions_checked_together_the_false_ones_alone_are_refused() {
    let mut round = Round::open(4, 3, 200, (3, 2));
    let honest = |c: &Ciphertext| c.clone();
    let mut all: Vec<Sent> = vec![
        sending(&mut round, 0, &honest),
        sending(&mut round, 1, &spiked),
        sending(&mut round, 2, &honest),
        sending(&mut round, 3, &honest),
    ];
    // The last scalar of a proof: it reads as a proof, and its equation does not hold.
    let proof = all[2].1[0].proofs[0].as_mut().unwrap();
    let at = proof.len() - 32;
    proof[at] ^= 1;
    all[2].0.parts[0] = all[2].1[0].header(round.key);
    let alone = all.iter().cloned().map(|(header, parts)| {
        Unverified::new(parts).verify(&round.checks, &header, &mut ChaCha20Rng::seed_from_u64(5))
    });
    let together = verify_many(all.clone(), &round.checks, &mut ChaCha20Rng::seed_from_u64(4));
    for outcomes in [alone.collect(), together] {
        let [first, spike, range, last] = <[_; 4]>::try_from(outcomes).ok().unwrap();
        assert_eq!(first.unwrap().get().member, MemberIndex(0));
        assert_eq!(last.unwrap().get().member, MemberIndex(3));
        assert!(is_proof(spike.err().as_ref()));
        assert!(is_proof(range.err().as_ref()));
    }
}

/// A round of three cells and four members, stated for by all three trustees.
pub(crate) fn stated() -> (Round, intertally_tests::round::AfterStepA) {
    let mut round = Round::open(4, 3, 200, (3, 2));
    for member in 0..4 {
        let made = round.prepare(member, &[Some(3), Some(u32::from(member)), Some(7)]);
        round.submit(made);
    }
    let counted = round.state_all();
    (round, counted)
}

/// Whatever corrupt trustees answer, an honest one is never named: a proof that does not hold names who signed it.
#[test]
fn corrupt_trustees_name_themselves_and_never_an_honest_one() {
    let (round, counted) = stated();
    let bits = Counted::all(&[0, 1, 2], false);
    let asked = round.opener().bits(&bits).unwrap();
    let mut sets: Vec<_> =
        (0..3).map(|trustee| round.try_shares(&counted, trustee, Answer::StepA).unwrap()).collect();
    // Trustees 0 and 1 are corrupt. One spoils a proof, the other gives the share of another sub-key.
    let middle = sets[0].proofs.0[0].proofs[0].len() / 2;
    sets[0].proofs.0[0].proofs[0][middle] ^= 1;
    let [one, other] = sets[1].proofs.0.get_disjoint_mut([0, 1]).unwrap();
    std::mem::swap(&mut one.proofs, &mut other.proofs);
    let proofs: Vec<_> = sets.iter().map(|set| (set.trustee, &set.proofs)).collect();
    let outcomes = asked.check(&proofs, &mut ChaCha20Rng::seed_from_u64(1));
    // Sub-key i is held by all but trustee i.
    for (trustee, sub_key) in [(0, 1), (1, 0)] {
        let refused = outcomes[trustee as usize].as_ref().err().unwrap();
        let named = (TrusteeIndex(trustee), SubKeyIndex(sub_key));
        assert!(
            matches!(refused, ShareRefusal::Proof { trustee, sub_key, .. } if (*trustee, *sub_key) == named),
            "{refused:?}"
        );
    }
    assert!(outcomes[2].is_ok(), "the honest one");
}

/// Openings come sealed, so that the coordinator alone sees one that does not fit: it takes another holder's and goes on.
#[test]
fn an_opening_that_does_not_fit_is_reported_and_another_holders_is_used() {
    let (round, counted) = stated();
    let bits = Counted::all(&[0, 1, 2], false);
    let asked = round.opener().bits(&bits).unwrap();
    let sets: Vec<_> =
        (0..3).map(|trustee| round.try_shares(&counted, trustee, Answer::StepA).unwrap()).collect();
    let right = [Some(4), Some(3), Some(4)];
    let count = |change: &dyn Fn(&mut Vec<Combined>)| {
        let mut answers = round.take(&asked, &sets);
        change(&mut answers);
        round.opener().counts(&bits, &answers)
    };
    let (counts, misfits) = count(&|_| ()).unwrap();
    assert_eq!((counts.counts, misfits), (right.to_vec(), vec![]));
    // A word off, a blinding factor off, a word too few, no opening of this sub-key at all.
    type Lie<'a> = &'a dyn Fn(&mut Vec<Combined>);
    let lies: [Lie<'_>; 4] = [
        &|answers| answers[0].openings[0].1[0].words[0] ^= 1 << 119,
        &|answers| answers[0].openings[0].1[0].blindings[0][0] ^= 1,
        &|answers| answers[0].openings[0].1[0].words.truncate(2),
        &|answers| answers[0].openings[0].0 = SubKeyIndex(9),
    ];
    for lie in lies {
        let (counts, misfits) = count(lie).unwrap();
        assert_eq!(counts.counts, right);
        assert_eq!(misfits, [(TrusteeIndex(0), SubKeyIndex(1))]);
    }
    // Two lie about the same sub-key, and nobody else holds it: the coordinator is told whom to ask again.
    let both = count(&|answers| {
        answers[0].openings[1].1[0].words[0] ^= 1;
        answers[1].openings[1].1[0].words[0] ^= 1;
    });
    let Err(OpenFault::Combine(CombineError::Lacking { sub_keys, of: 3, silent })) = both else {
        panic!("nothing is opened")
    };
    assert_eq!((sub_keys, silent), (vec![SubKeyIndex(2)], vec![TrusteeIndex(0), TrusteeIndex(1)]));
    // Errors that cancel change nothing: the sums of shares are right, and open the sum of the commitments.
    let cancelling = count(&|answers| {
        let word = |answers: &mut Vec<Combined>, sub_key: usize, by: u128| {
            let word = &mut answers[0].openings[sub_key].1[0].words[0];
            *word = word.wrapping_add(by);
        };
        word(answers, 0, 1);
        word(answers, 1, 1u128.wrapping_neg());
    });
    assert_eq!(cancelling.unwrap().0.counts, right);
}
