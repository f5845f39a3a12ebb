//! Combining against wrong, missing and lying trustees, with shares that add up by construction.

use super::blame::EvidenceError;
use super::combine::{Admitted, Asked, CombineError, Opened, ShareRefusal};
use super::positions::{Positions, SlotRanges};
use super::share::{OpenError, Question, ShareSet, SubKeyIndex, SubShare, max_len};
use crate::canonical;
use crate::hash::Digest;
use crate::party::{KeyId, RoundId, TrusteeIndex};
use crate::seal::{SealingRandomness, SecretSealingKey};
use crate::sign::{SecretKey, VerifyingKey};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

struct World {
    t: u8,
    signing: Vec<SecretKey>,
    keys: BTreeMap<TrusteeIndex, VerifyingKey>,
    holders: Vec<Vec<TrusteeIndex>>,
    positions: Positions,
    bodies: Vec<u128>,
    shares: Vec<Vec<u128>>,
    plain: Vec<u32>,
}

fn word(rng: &mut ChaCha20Rng) -> u128 {
    u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())
}

impl World {
    fn new(n: u8, t: u8, seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let signing: Vec<_> = (0..n).map(|_| SecretKey::generate(&mut rng)).collect();
        let keys = (0..n).map(TrusteeIndex).zip(signing.iter().map(SecretKey::verifying_key)).collect();
        let absent = (0u32..1 << n).filter(|mask| mask.count_ones() == u32::from(t) - 1);
        let holders: Vec<Vec<_>> =
            absent.map(|mask| (0..n).filter(|i| mask >> i & 1 == 0).map(TrusteeIndex).collect()).collect();
        let layout = SlotRanges::new(vec![0..4, 4..16], vec![16..29, 29..42], 42).unwrap();
        let positions = layout.step_a();
        let plain: Vec<u32> = positions.slots().iter().map(|_| rng.next_u32()).collect();
        let shares: Vec<Vec<u128>> =
            holders.iter().map(|_| plain.iter().map(|_| word(&mut rng)).collect()).collect();
        let noise = |rng: &mut ChaCha20Rng| word(rng) >> 34;
        let bodies = (0..plain.len())
            .map(|j| {
                let sum = shares.iter().fold(0u128, |sum, share| sum.wrapping_add(share[j]));
                sum.wrapping_add(u128::from(plain[j]) << 96).wrapping_add(noise(&mut rng))
            })
            .collect();
        Self { t, signing, keys, holders, positions, bodies, shares, plain }
    }

    fn asked(&self) -> Asked<'_> {
        let zero = Digest::ZERO;
        let question = Question::new(KeyId(zero), RoundId(zero), zero, &self.positions);
        Asked { question, bodies: &self.bodies, holders: &self.holders, threshold: self.t, keys: &self.keys }
    }

    fn set(&self, trustee: u8, tamper: impl Fn(u16, &mut Vec<u128>)) -> ShareSet {
        let held = (0u16..).zip(&self.holders).filter(|(_, h)| h.contains(&TrusteeIndex(trustee)));
        let shares = held.map(|(at, _)| {
            let mut values = self.shares[usize::from(at)].clone();
            tamper(at, &mut values);
            SubShare { sub_key: SubKeyIndex(at), values }
        });
        let key = &self.signing[usize::from(trustee)];
        ShareSet::sign(self.asked().question, TrusteeIndex(trustee), shares.collect(), key)
    }

    fn admit(&self, trustee: u8, tamper: impl Fn(u16, &mut Vec<u128>)) -> Admitted {
        self.asked().admit(self.set(trustee, tamper)).unwrap()
    }

    fn honest(&self, trustees: impl IntoIterator<Item = u8>) -> Vec<Admitted> {
        trustees.into_iter().map(|i| self.admit(i, |_, _| ())).collect()
    }

    fn combine(&self, answers: &[Admitted]) -> Result<Opened, CombineError> {
        self.asked().combine(answers, &mut |slots| if slots == self.plain { vec![] } else { vec![1] })
    }

    fn refusal(&self, answers: &[Admitted]) -> CombineError {
        self.combine(answers).err().unwrap()
    }
}

fn shift(by: u128) -> impl Fn(u16, &mut Vec<u128>) {
    move |_, values| values[3] = values[3].wrapping_add(by)
}

fn accused(evidence: &[super::blame::Evidence]) -> Vec<u8> {
    evidence.iter().map(|e| e.accused.head.trustee.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_t_trustees_open_and_any_fewer_do_not(
        committee in prop_oneof![Just((3u8, 2u8)), Just((5, 3)), Just((7, 4)), Just((9, 5))],
        order in Just((0u8..9).collect::<Vec<_>>()).prop_shuffle(), seed: u64,
    ) {
        let (n, t) = committee;
        let world = World::new(n, t, seed);
        let mut who: Vec<u8> = order.into_iter().filter(|i| *i < n).take(usize::from(t)).collect();
        let opened = world.combine(&world.honest(who.iter().copied())).unwrap();
        prop_assert_eq!(&opened.slots, &world.plain);
        prop_assert!(opened.wrong.is_empty() && opened.disputed.is_empty());
        who.pop();
        let few = world.refusal(&world.honest(who));
        let want = CombineError::TooFew { given: usize::from(t) - 1, lacking: (1, 1) };
        prop_assert_eq!(few, want);
    }

    #[test]
    fn up_to_t_minus_1_wrong_trustees_are_named_and_no_honest_one_is(
        committee in prop_oneof![Just((3u8, 2u8)), Just((5, 3)), Just((7, 4))],
        order in Just((0u8..9).collect::<Vec<_>>()).prop_shuffle(), errors in proptest::collection::vec(100u32..127, 3),
    ) {
        let (n, t) = committee;
        let world = World::new(n, t, 5);
        let bad: Vec<u8> = order.into_iter().filter(|i| *i < n).take(usize::from(t) - 1).collect();
        let mut answers = world.honest((0..n).filter(|i| !bad.contains(i)));
        answers.extend(bad.iter().zip(errors).map(|(i, bits)| world.admit(*i, shift((1 << bits) + u128::from(*i)))));
        let opened = world.combine(&answers).unwrap();
        prop_assert_eq!(&opened.slots, &world.plain);
        let mut named = accused(&opened.wrong);
        named.sort_unstable();
        let mut bad = bad;
        bad.sort_unstable();
        prop_assert_eq!(named, bad);
        for evidence in &opened.wrong {
            prop_assert!(evidence.verify(&world.keys, &world.holders).is_ok());
        }
    }
}

#[test]
fn a_wrong_share_does_not_stop_four_of_five_but_naming_waits_for_all() {
    let world = World::new(5, 3, 1);
    let mut answers = world.honest([0, 1, 3]);
    answers.push(world.admit(2, shift(1 << 110)));
    let opened = world.combine(&answers).unwrap();
    assert_eq!(opened.slots, world.plain);
    assert!(opened.wrong.is_empty() && !opened.disputed.is_empty());
    answers.extend(world.honest([4]));
    let opened = world.combine(&answers).unwrap();
    assert_eq!((accused(&opened.wrong), opened.disputed.len()), (vec![2], 0));
    // Only the wrong one and two others: no honest set can be told, so all are asked.
    let few = [world.honest([0, 1]), vec![world.admit(2, shift(1 << 110))]].concat_sets();
    assert!(matches!(world.refusal(&few), CombineError::AskAll { silent, .. } if silent.len() == 2));
}

trait Concat {
    fn concat_sets(self) -> Vec<Admitted>;
}

impl Concat for [Vec<Admitted>; 2] {
    fn concat_sets(self) -> Vec<Admitted> {
        self.into_iter().flatten().collect()
    }
}

#[test]
fn conspirators_whose_errors_cancel_cannot_get_an_honest_trustee_named() {
    // Trustees 0 and 1 shift two sub-keys that both hold by +x and -x: their sums are right.
    let world = World::new(5, 3, 2);
    let both: Vec<u16> = (0u16..)
        .zip(&world.holders)
        .filter(|(_, h)| h.contains(&TrusteeIndex(0)) && h.contains(&TrusteeIndex(1)))
        .map(|(at, _)| at)
        .collect();
    let (plus, minus) = (both[0], both[1]);
    let cancel = |at: u16, values: &mut Vec<u128>| {
        let by = if at == plus {
            1u128 << 120
        } else if at == minus {
            (1u128 << 120).wrapping_neg()
        } else {
            0
        };
        values[0] = values[0].wrapping_add(by);
    };
    let answers =
        [world.honest([2, 3, 4]), vec![world.admit(0, cancel), world.admit(1, cancel)]].concat_sets();
    let opened = world.combine(&answers).unwrap();
    assert_eq!(opened.slots, world.plain);
    assert!(accused(&opened.wrong).iter().all(|i| *i < 2));
}

#[test]
fn an_error_that_rounds_away_is_disputed_and_nobody_is_named() {
    let world = World::new(3, 2, 3);
    let small = |at: u16, values: &mut Vec<u128>| {
        if world.holders[usize::from(at)] == [TrusteeIndex(0), TrusteeIndex(2)] {
            values[3] = values[3].wrapping_add(1);
        }
    };
    let answers = [world.honest([0, 1]), vec![world.admit(2, small)]].concat_sets();
    let opened = world.combine(&answers).unwrap();
    assert_eq!(opened.slots, world.plain);
    assert_eq!((opened.wrong.len(), opened.disputed.len()), (0, 1));
    // The same small error on all its shares agrees with nobody, and is named.
    let answers = [world.honest([0, 1]), vec![world.admit(2, shift(1))]].concat_sets();
    assert_eq!(accused(&world.combine(&answers).unwrap().wrong), [2]);
}

#[test]
fn all_agree_and_the_check_fails_is_a_members_fault() {
    let mut world = World::new(5, 3, 4);
    world.plain[0] ^= 1;
    let fault = world.refusal(&world.honest(0..5));
    assert_eq!(fault, CombineError::MemberFault { cells: vec![1], disputed: vec![] });
    // With three answers it cannot be told from three liars' friend: ask all first.
    assert!(matches!(world.refusal(&world.honest(0..3)), CombineError::AskAll { .. }));
    let mixed = [world.honest(0..4), vec![world.admit(4, shift(1 << 120))]].concat_sets();
    assert!(
        matches!(world.refusal(&mixed), CombineError::MemberFault { disputed, .. } if !disputed.is_empty())
    );
}

#[test]
fn a_trustee_that_answers_twice_differently_names_itself() {
    let world = World::new(3, 2, 6);
    let mut answers = world.honest([0, 0, 1, 2]);
    answers.push(world.admit(2, shift(1)));
    let opened = world.combine(&answers).unwrap();
    assert_eq!((opened.wrong.len(), opened.disputed.len()), (1, 0));
    assert!(opened.wrong[0].is_self_contradiction());
    assert!(opened.wrong[0].verify(&world.keys, &world.holders).is_ok());
}

#[test]
fn answers_of_the_wrong_shape_question_or_signer_are_refused() {
    let world = World::new(3, 2, 7);
    let asked = world.asked();
    let refused = |set: ShareSet| asked.admit(set).err().unwrap();
    let trustee = TrusteeIndex(1);
    let more = refused(world.set(1, |_, values| values.push(9)));
    assert!(matches!(more, ShareRefusal::Slots { given: 17, asked: 16, .. }));
    let mut set = world.set(1, |_, _| ());
    set.shares[0].values[0] ^= 1;
    assert!(matches!(refused(set), ShareRefusal::Digest { .. }));
    let mut set = world.set(1, |_, _| ());
    set.signed.head.trustee = TrusteeIndex(0);
    assert_eq!(refused(set), ShareRefusal::Signature { trustee: TrusteeIndex(0) });
    let mut set = world.set(1, |_, _| ());
    set.shares.pop();
    assert_eq!(refused(set), ShareRefusal::SubKeys { trustee });
    let other = Question { aggregate: Digest([1; 32]), ..asked.question };
    let set = ShareSet::sign(other, trustee, vec![], &world.signing[1]);
    assert_eq!(refused(set), ShareRefusal::OtherQuestion { trustee });
    let all =
        (0..3).map(|at| SubShare { sub_key: SubKeyIndex(at), values: world.shares[0].clone() }).collect();
    let set = ShareSet::sign(asked.question, trustee, all, &world.signing[1]);
    assert_eq!(refused(set), ShareRefusal::SubKeys { trustee });
    let nobody = ShareSet::sign(asked.question, TrusteeIndex(8), vec![], &world.signing[1]);
    assert_eq!(refused(nobody), ShareRefusal::UnknownTrustee { trustee: TrusteeIndex(8) });
}

#[test]
fn evidence_that_shows_nothing_is_refused() {
    let world = World::new(3, 2, 8);
    let answers = [world.honest([0, 1]), vec![world.admit(2, shift(1 << 120))]].concat_sets();
    let opened = world.combine(&answers).unwrap();
    let evidence = &opened.wrong[0];
    let at = usize::from(evidence.sub_key.0);
    let mut wrong = world.shares[at].clone();
    shift(1 << 120)(0, &mut wrong);
    assert!(evidence.check_values(&wrong, &world.shares[at]).is_ok());
    assert!(evidence.check_values(&world.shares[at], &wrong).is_err());
    let verify = |e: &super::blame::Evidence| e.verify(&world.keys, &world.holders).unwrap_err();
    let mut forged = evidence.clone();
    forged.other = forged.accused.clone();
    assert_eq!(verify(&forged), EvidenceError::Equal { sub_key: evidence.sub_key });
    let mut forged = evidence.clone();
    forged.accused.head.digests[0].1 = Digest::ZERO;
    assert!(matches!(verify(&forged), EvidenceError::Signature { .. }));
    let mut forged = evidence.clone();
    forged.sub_key = SubKeyIndex(9);
    assert!(matches!(verify(&forged), EvidenceError::NotAnswered { .. }));
}

#[test]
fn answers_travel_sealed_and_their_length_is_known_before() {
    let world = World::new(3, 2, 9);
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let coordinator = SecretSealingKey::generate(&mut rng);
    let (question, set) = (world.asked().question, world.set(0, |_, _| ()));
    assert_eq!(canonical::encode(&set).len(), max_len(2, 16));
    let (sealed, given) =
        set.seal(&coordinator.public(), None, &SealingRandomness::generate(&mut rng)).unwrap();
    assert_eq!(given.signed, set.signed);
    let open = |trustee, size| ShareSet::open(&coordinator, &question, TrusteeIndex(trustee), size, &sealed);
    assert!(open(0, (2, 16)).is_ok_and(|opened| opened == set));
    assert!(matches!(open(1, (2, 16)), Err(OpenError::Sealed(_))));
    assert!(matches!(open(0, (2, 15)), Err(OpenError::Malformed(_))));
}
