use super::common::Common;
use super::projection::{Projection, ROWS};
use super::statement::{begin, projection, relation, row_weights};
use super::*;
use crate::canonical;
use crate::lattice::{Ciphertext, Params, PublicKey, Witness, encrypt, sample};
use crate::proof::ProofError;
use crate::proof::generators::{base, vector_generators};
use crate::proof::linear::Instance;
use bulletproofs::RangeProof;
use curve25519_dalek::{ristretto::RistrettoPoint, scalar::Scalar, traits::MultiscalarMul};
use merlin::Transcript;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use zeroize::Zeroizing;

const SMALL: Params = Params::SMALL_FOR_TESTS;

fn key(params: &Params, seed: u8) -> PublicKey {
    let words = |label| {
        let mut rng = sample::stream(label, &[&[seed]]);
        (0..params.degree()).map(|_| u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())).collect()
    };
    PublicKey::new(params, words("a"), words("b"))
}

fn part(tag: u64) -> Transcript {
    let mut t = Transcript::new(b"part");
    t.append_u64(b"tag", tag);
    t
}

fn honest(params: &Params, count: usize, rng: &mut ChaCha20Rng) -> (Common, Vec<(Ciphertext, Witness)>) {
    let key = key(params, rng.next_u32() as u8);
    (Common::of(&key), (0..count).map(|_| encrypt(&key, &[1, 2, 3], rng)).collect())
}

fn prove_all(
    t: &Transcript,
    common: &Common,
    made: &[(Ciphertext, Witness)],
    rng: &mut ChaCha20Rng,
) -> Vec<WellformedProof> {
    let pairs: Vec<_> = made.iter().map(|(c, w)| (c.mask(), w)).collect();
    pairs.chunks(GROUP).enumerate().map(|(g, pairs)| prove(t, g, common, pairs, rng).unwrap()).collect()
}

fn claim<'a>(
    t: &Transcript,
    common: &'a Common,
    masks: Vec<&'a [u128]>,
    proofs: &'a [WellformedProof],
) -> Claim<'a> {
    Claim { part: t.clone(), common, masks, proofs }
}

fn holds(
    t: &Transcript,
    common: &Common,
    masks: Vec<&[u128]>,
    proofs: &[WellformedProof],
) -> Result<(), ProofError> {
    let mut rng = ChaCha20Rng::seed_from_u64(99);
    verify(&[claim(t, common, masks, proofs)], &mut rng).pop().unwrap()
}

fn masks(made: &[(Ciphertext, Witness)]) -> Vec<&[u128]> {
    made.iter().map(|(c, _)| c.mask()).collect()
}

/// A member that takes any integers for u and e1, and may add `extra*G` to its commitment: it follows the protocol otherwise,
/// and hopes that the projection does not show it. c1 is `a*u + e1` modulo 2^128, or with `k_off` wrong by multiples of it.
struct Cheat {
    u: Vec<i64>,
    e: Vec<i64>,
    k_off: Vec<i64>,
    extra: Scalar,
}

impl Cheat {
    fn zero() -> Self {
        let n = SMALL.degree();
        Self { u: vec![0; n], e: vec![0; n], k_off: vec![0; n], extra: Scalar::ZERO }
    }

    /// c1, and the proof, if the sums fit by chance or are forced into the range.
    fn run(&self, t: &Transcript, common: &Common, rng: &mut ChaCha20Rng) -> (Vec<u128>, WellformedProof) {
        let n = SMALL.degree();
        let (mut c1, mut k) = (Vec::new(), Vec::new());
        let q = num_bigint::BigInt::from(1) << 128;
        for i in 0..n {
            let mut exact = num_bigint::BigInt::from(self.e[i]);
            for j in 0..n {
                let term =
                    num_bigint::BigInt::from(common.polynomial()[(n + i - j) % n].cast_signed()) * self.u[j];
                if j <= i { exact += term } else { exact -= term }
            }
            let low: num_bigint::BigInt = ((&exact % &q) + &q) % &q;
            let word: u128 = low.try_into().unwrap();
            c1.push(word);
            let quotient: num_bigint::BigInt = (num_bigint::BigInt::from(word.cast_signed()) - exact) >> 128;
            k.push(i64::try_from(quotient).unwrap() + self.k_off[i]);
        }
        let scalar =
            |x: &i64| if *x < 0 { -Scalar::from(x.unsigned_abs()) } else { Scalar::from(x.unsigned_abs()) };
        let a: Zeroizing<Vec<Scalar>> = Zeroizing::new(self.u.iter().chain(&k).map(scalar).collect());
        let table = vector_generators(2 * n);
        let generators = &table[..2 * n];
        let mut t = begin(t, 0, 1);
        let mut blinding = Scalar::random(rng);
        let pair = &base().pair;
        let w = RistrettoPoint::multiscalar_mul(a.iter(), generators)
            + pair.B * self.extra
            + pair.B_blinding * blinding;
        let witness = w.compress().to_bytes();
        let projection: Projection = projection(&mut t, &witness);
        let entries: Vec<i32> = self.u.iter().chain(&self.e).chain(&k).map(|x| *x as i32).collect();
        let sums: Vec<u64> = projection
            .apply(&entries)
            .iter()
            .map(|z| (i64::from(*z) + i64::from(OFFSET)).clamp(0, 65535) as u64)
            .collect();
        let blindings: Vec<Scalar> = (0..ROWS).map(|_| Scalar::random(rng)).collect();
        let (range, points) =
            RangeProof::prove_multiple_with_rng(range_generators(), pair, &mut t, &sums, &blindings, 16, rng)
                .unwrap();
        let tau = row_weights(&mut t);
        blinding += tau.iter().zip(&blindings).map(|(t, r)| Scalar::from(*t) * r).sum::<Scalar>();
        let public = relation(common, &projection, &tau, &[&c1]).vector;
        let instance = Instance { secret: a, blinding, public, generators, cross: None };
        let linear = linear::prove(&mut t, instance, rng).unwrap();
        let sums = points.iter().map(|p| p.to_bytes()).collect();
        (c1, WellformedProof { witness, sums, range: range.to_bytes(), linear })
    }

    fn passes(&self, rng: &mut ChaCha20Rng) -> bool {
        let (common, _) = honest(&SMALL, 0, rng);
        let (c1, proof) = self.run(&part(1), &common, rng);
        holds(&part(1), &common, vec![&c1], &[proof]).is_ok()
    }
}

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// Honest submissions always verify. More of them: `INTERTALLY_HONEST=10000`.
#[test]
fn honest_ones_verify_on_small_parameters() {
    let runs = std::env::var("INTERTALLY_HONEST").ok().and_then(|runs| runs.parse().ok()).unwrap_or(6);
    for seed in 0..runs {
        let rng = &mut rng(seed);
        let (common, made) = honest(&SMALL, [1, 2, 1, 3, 1, 9][seed as usize % 6], rng);
        let proofs = prove_all(&part(seed), &common, &made, rng);
        assert_eq!(holds(&part(seed), &common, masks(&made), &proofs), Ok(()), "{seed}");
        for (proof, size) in proofs.iter().zip(groups(made.len())) {
            assert_eq!(canonical::encode(proof).len(), WellformedProof::encoded_len(&SMALL, size));
        }
    }
}

/// More of them: `INTERTALLY_HONEST_FULL=100`.
#[test]
fn honest_ones_verify_on_full_parameters_and_no_sampled_byte_can_change() {
    let runs = std::env::var("INTERTALLY_HONEST_FULL").ok().and_then(|runs| runs.parse().ok()).unwrap_or(1);
    for seed in 0..runs {
        let rng = &mut rng(seed);
        let (common, made) = honest(&Params::STANDARD, 1, rng);
        let proofs = prove_all(&part(seed), &common, &made, rng);
        assert_eq!(holds(&part(seed), &common, masks(&made), &proofs), Ok(()), "{seed}");
        let bytes = canonical::encode(&proofs[0]);
        for _ in 0..3 {
            let mut other = bytes.clone();
            let at = rng.next_u32() as usize % other.len();
            other[at] ^= 1 << (rng.next_u32() % 8);
            let Ok(proof) = canonical::decode::<WellformedProof>("proof", &other, other.len()) else {
                continue;
            };
            assert!(holds(&part(seed), &common, masks(&made), &[proof]).is_err(), "byte {at}");
        }
    }
}

#[test]
fn a_cheat_that_does_not_cheat_passes() {
    let mut plain = Cheat::zero();
    plain.u[0] = 1;
    plain.e[3] = -8;
    assert!(plain.passes(&mut rng(1)), "else the tests below show nothing");
}

#[test]
fn entries_beyond_the_slack_fail_in_each_part_of_the_witness() {
    for (sign, seed) in [(1, 2), (-1, 3)] {
        let rng = &mut rng(seed);
        let mut in_u = Cheat::zero();
        in_u.u[5] = sign << 16;
        assert!(!in_u.passes(rng), "u");
        let mut in_e = Cheat::zero();
        in_e.e[5] = sign << 16;
        assert!(!in_e.passes(rng), "e1");
        let mut in_k = Cheat::zero();
        in_k.k_off[5] = sign << 16;
        assert!(!in_k.passes(rng), "quotient: c1 no longer is a*u + e1 + 2^128*k");
    }
}

#[test]
fn norms_beyond_the_slack_fail_in_each_part_of_the_witness() {
    // 256 entries of 10,097 each: the norm is 2^17.3, no single entry stands out.
    let rng = &mut rng(4);
    let long = |rng: &mut ChaCha20Rng| -> Vec<i64> {
        (0..SMALL.degree()).map(|_| if rng.next_u32() & 1 == 0 { 10_097 } else { -10_097 }).collect()
    };
    let in_u = Cheat { u: long(rng), ..Cheat::zero() };
    let in_e = Cheat { e: long(rng), ..Cheat::zero() };
    let in_k = Cheat { k_off: long(rng), ..Cheat::zero() };
    for (name, cheat) in [("u", in_u), ("e1", in_e), ("quotient", in_k)] {
        assert!(!cheat.passes(rng), "{name}");
    }
}

/// The forgery of an earlier draft: c1 + K, and -K*G in the commitment. It passed while a row had a constant weight.
#[test]
fn a_component_on_the_value_generator_does_not_pay_for_a_shifted_c1() {
    let rng = &mut rng(5);
    let shift = 1u128 << 100;
    for sign in [false, true] {
        let (common, _) = honest(&SMALL, 0, rng);
        let by = Scalar::from(shift);
        let cheat = Cheat { extra: if sign { by } else { -by }, ..Cheat::zero() };
        let (mut c1, proof) = cheat.run(&part(1), &common, rng);
        c1[0] = c1[0].wrapping_add(shift);
        assert!(holds(&part(1), &common, vec![&c1], &[proof]).is_err());
        // Nor does it pass with c1 as it was.
        let (c1, proof) = cheat.run(&part(1), &common, rng);
        assert!(holds(&part(1), &common, vec![&c1], &[proof]).is_err());
    }
}

#[test]
fn every_byte_of_a_proof_counts() {
    let rng = &mut rng(6);
    let (common, made) = honest(&SMALL, 1, rng);
    let proofs = prove_all(&part(1), &common, &made, rng);
    let bytes = canonical::encode(&proofs[0]);
    // All bytes but those of the 256 sums, of which every eighth sum is tried at a byte of its own: they are one list.
    let sums = 40..40 + 32 * ROWS;
    let tried = |at: &usize| !sums.contains(at) || (at - sums.start).is_multiple_of(32 * 8 + 1);
    let all = std::env::var_os("INTERTALLY_HONEST").is_some();
    for at in (0..bytes.len()).filter(|at| all || (tried(at) && at.is_multiple_of(31))) {
        let mut other = bytes.clone();
        other[at] ^= 1 << (at % 8);
        let Ok(proof) = canonical::decode::<WellformedProof>("proof", &other, other.len()) else { continue };
        assert!(holds(&part(1), &common, masks(&made), &[proof]).is_err(), "byte {at}");
    }
}

#[test]
fn a_proof_is_of_no_other_transcript_ciphertext_group_or_key() {
    let rng = &mut rng(7);
    let (common, made) = honest(&SMALL, 10, rng);
    let proofs = prove_all(&part(1), &common, &made, rng);
    assert_eq!(holds(&part(1), &common, masks(&made), &proofs), Ok(()));
    assert!(holds(&part(2), &common, masks(&made), &proofs).is_err());
    let other = Common::of(&key(&SMALL, 255));
    assert!(holds(&part(1), &other, masks(&made), &proofs).is_err());
    let mut order = masks(&made);
    order.swap(0, 1);
    assert_eq!(holds(&part(1), &common, order, &proofs), Err(ProofError::Wellformed { group: 0 }));
    let mut moved = made[9].0.mask().to_vec();
    moved[3] = moved[3].wrapping_add(1 << 60);
    let mut list = masks(&made);
    list[9] = &moved;
    assert_eq!(holds(&part(1), &common, list, &proofs), Err(ProofError::Wellformed { group: 1 }));
    assert!(matches!(holds(&part(1), &common, masks(&made), &proofs[..1]), Err(ProofError::Count { .. })));
    let swapped = [proofs[1].clone(), proofs[0].clone()];
    assert!(holds(&part(1), &common, masks(&made), &swapped).is_err());
}

#[test]
fn a_batch_names_the_bad_claim_and_clears_the_others() {
    let rng = &mut rng(8);
    let made: Vec<_> = (0..5).map(|_| honest(&SMALL, 1, rng)).collect();
    let mut proofs: Vec<_> =
        (0..).zip(&made).map(|(i, (common, made))| prove_all(&part(i), common, made, rng)).collect();
    proofs[3][0].witness = proofs[2][0].witness;
    let claims: Vec<_> = (0..)
        .zip(made.iter().zip(&proofs))
        .map(|(i, ((common, made), proofs))| claim(&part(i), common, masks(made), proofs))
        .collect();
    let results = verify(&claims, rng);
    for (i, result) in results.into_iter().enumerate() {
        assert_eq!(result, if i == 3 { Err(ProofError::Wellformed { group: 0 }) } else { Ok(()) });
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn hostile_proofs_never_panic(seed: u64, fill: u8, shape in 0u8..4) {
        let rng = &mut rng(seed);
        let (common, made) = honest(&SMALL, 1, rng);
        let len = linear::proof_len(2 * SMALL.degree());
        let mut proof = WellformedProof { witness: [fill; 32], sums: vec![[fill; 32]; ROWS], range: vec![fill; RANGE_LEN], linear: vec![fill; len] };
        if shape == 0 {
            rng.fill_bytes(&mut proof.witness);
            rng.fill_bytes(&mut proof.range);
            rng.fill_bytes(&mut proof.linear);
        }
        if shape == 1 { proof.sums.pop(); }
        if shape == 2 { proof.range.truncate(32); }
        prop_assert!(holds(&part(1), &common, masks(&made), &[proof]).is_err());
    }
}
