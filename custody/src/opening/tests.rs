//! Shares of a toy ring (N = 8) against the combination, and requests that must not be answered.

use super::*;
use crate::consent::tests::{Disk, ledger, view};
use crate::consent::{consent, step_b};
use intertally_core::opening::combine::Asked;
use intertally_core::opening::statement::Statements;
use intertally_core::party::{Instant, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::BTreeMap;

const N: usize = 8;

struct Toy {
    key: KeyId,
    index: u16,
    secret: Vec<u128>,
}

impl HeldSubKey for Toy {
    type Mask = Vec<u128>;
    fn ready(mask: &[u128]) -> Option<Vec<u128>> {
        (mask.len() == N).then(|| mask.to_vec())
    }
    fn key(&self) -> KeyId {
        self.key
    }
    fn index(&self) -> SubKeyIndex {
        SubKeyIndex(self.index)
    }
    fn product(&self, mask: &Vec<u128>) -> Zeroizing<Vec<u128>> {
        let mut out = vec![0u128; N];
        for (i, s) in self.secret.iter().enumerate() {
            for (j, c) in mask.iter().enumerate() {
                let term = c.wrapping_mul(*s);
                let at = (i + j) % N;
                out[at] = if i + j < N { out[at].wrapping_add(term) } else { out[at].wrapping_sub(term) };
            }
        }
        Zeroizing::new(out)
    }
    fn flood(&self, at: &FloodAt, coefficients: &[u32]) -> Zeroizing<Vec<u128>> {
        let word = |j: &u32| {
            let ciphertext = at.ciphertext.to_le_bytes();
            let parts: [&[u8]; 4] = [
                at.aggregate.as_bytes(),
                &ciphertext,
                &j.to_le_bytes(),
                &[self.secret[0] as u8, self.index as u8],
            ];
            let digest = intertally_core::hash::digest("toy", &parts);
            u128::from_le_bytes(digest.0[..16].try_into().unwrap()) >> 40
        };
        Zeroizing::new(coefficients.iter().map(word).collect())
    }
}

#[test]
fn two_of_three_open_a_then_b_and_nothing_else() {
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let key = KeyId(Digest([7; 32]));
    let mut word = || u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64());
    let plain: Vec<u32> = vec![5, 2, 70, 71, 1000, 1001, 1002, 8, 9, 10];
    let secrets: Vec<Vec<u128>> = (0..3).map(|_| (0..N).map(|_| word() & 1).collect()).collect();
    let masks: Vec<Vec<u128>> = (0..2).map(|_| (0..N).map(|_| word()).collect()).collect();
    let toy = |at: usize| Toy { key, index: at as u16, secret: secrets[at].clone() };
    let products: Vec<Vec<u128>> = masks
        .iter()
        .map(|mask| {
            let parts: Vec<_> = (0..3).map(|at| toy(at).product(mask)).collect();
            (0..N).map(|j| parts.iter().fold(0u128, |sum, p| sum.wrapping_add(p[j]))).collect()
        })
        .collect();
    let body: Vec<u128> =
        (0..10).map(|s| products[s / N][s % N].wrapping_add(u128::from(plain[s]) << 96)).collect();
    let sum = [Summed { mask: &masks[0], body: &body[..8] }, Summed { mask: &masks[1], body: &body[8..] }];
    let view = view(key, aggregate_digest(key, &sum));
    let mut logged = Statements::default();
    (0..3).for_each(|i| logged.add(TrusteeIndex(i), view.claimed));
    let signing: Vec<_> = (0..3).map(|i| SecretKey::from_seed(&[i; 32])).collect();
    let keys: BTreeMap<TrusteeIndex, VerifyingKey> =
        (0..3).map(TrusteeIndex).zip(signing.iter().map(SecretKey::verifying_key)).collect();
    let holders: Vec<Vec<_>> =
        (0..3u8).map(|absent| (0..3).filter(|i| *i != absent).map(TrusteeIndex).collect()).collect();
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (i, own) in signing.iter().enumerate().take(2) {
        let (mut ledger, mut disk) = (ledger(key), Disk::default());
        let who = TrusteeIndex(i as u8);
        let intent = consent(&ledger, &view, who, Instant(3_000)).unwrap();
        let stated = intent.persist(&mut ledger, &mut disk).unwrap();
        let quorate = stated.quorum(&logged).unwrap();
        let held: Vec<_> = (0..3).filter(|at| *at != i).map(toy).collect();
        let give = |answer, sum: &[Summed<'_>]| give_shares(&quorate, answer, &held, sum, own);
        assert_eq!(give(Answer::StepA, &sum[..1]).err(), Some(GiveError::OtherAggregate));
        let first = give(Answer::StepA, &sum).unwrap();
        assert!(first == give(Answer::StepA, &sum).unwrap(), "asking again gives the identical answer");
        assert!(first.shares.iter().all(|share| share.values.len() == 4), "only the slots of step A");
        let other = [Toy { key: KeyId(Digest::ZERO), ..toy(0) }];
        let refused = give_shares(&quorate, Answer::StepA, &other, &sum, own).err();
        assert_eq!(refused, Some(GiveError::OtherKey { sub_key: SubKeyIndex(0) }));
        let plan = step_b::CheckedPlan::unchecked(view.claimed.round, view.sealed.clone(), key, &[0]);
        let intent = step_b::consent(&quorate, &ledger, &plan).unwrap();
        let token = intent.persist(&mut ledger, &mut disk).unwrap();
        let second = give(Answer::StepB(&token), &sum).unwrap();
        assert!(second.shares.iter().all(|share| share.values.len() == 3), "only the approved cell");
        a.push((quorate.step_a(), first));
        b.push((token.positions().clone(), second));
    }
    for (answers, want) in [(a, vec![5, 2, 70, 71]), (b, vec![1000, 1001, 1002])] {
        let positions = answers[0].0.clone();
        let body = |slot: &u32| sum[*slot as usize / N].body[*slot as usize % N];
        let bodies: Vec<u128> = positions.slots().iter().map(body).collect();
        let question = Question::new(key, view.claimed.round, view.claimed.aggregate, &positions);
        let asked = Asked { question, bodies: &bodies, holders: &holders, threshold: 2, keys: &keys };
        let admitted: Vec<_> = answers.into_iter().map(|(_, set)| asked.admit(set).unwrap()).collect();
        assert_eq!(asked.combine(&admitted, &mut |_| vec![]).unwrap().slots, want);
    }
}
