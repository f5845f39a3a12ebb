//! Honest groups, and cheats that follow the protocol with witnesses that are too long or statements that are not theirs.

use super::modular::{Integer, signed};
use super::projection::Matrix;
use super::prove::{challenges, matrix, weights};
use super::*;
use crate::lattice::{Params, Ring, Witness};
use crate::proof::equations::Equations;
use crate::proof::generators::{base, projection_generators, vector_generators};
use crate::proof::linear::{self, Instance};
use bulletproofs::RangeProof;
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use merlin::Transcript;
use num_bigint::BigInt;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use zeroize::Zeroizing;

const SMALL: Params = Params::SMALL_FOR_TESTS;

struct World {
    common: Common,
    masks: Vec<Vec<u128>>,
    witnesses: Vec<Witness>,
}

fn word(rng: &mut ChaCha20Rng) -> u128 {
    u128::from(rng.next_u64()) << 64 | u128::from(rng.next_u64())
}

fn world(params: &Params, count: usize, rng: &mut ChaCha20Rng) -> World {
    let a = (0..params.degree()).map(|_| word(rng)).collect();
    world_of(params, a, count, rng)
}

fn world_of(params: &Params, a: Vec<u128>, count: usize, rng: &mut ChaCha20Rng) -> World {
    let n = params.degree();
    let ring = Ring::get(params);
    let mut one = || {
        let ephemeral: Vec<u128> = (0..n).map(|_| u128::from(rng.next_u32() & 1)).collect();
        let error: Vec<i8> = (0..n).map(|_| (rng.next_u32() % 17) as i8 - 8).collect();
        let product = ring.mul_binary(&a, &ephemeral);
        let mask = product.iter().zip(&error).map(|(x, e)| x.wrapping_add_signed(i128::from(*e)));
        (mask.collect::<Vec<u128>>(), Witness { ephemeral, error })
    };
    let (masks, witnesses) = (0..count).map(|_| one()).unzip();
    World { common: Common::new(params, a), masks, witnesses }
}

impl World {
    fn masks(&self) -> Vec<&[u128]> {
        self.masks.iter().map(Vec::as_slice).collect()
    }

    fn prove(&self, label: &'static [u8], rng: &mut ChaCha20Rng) -> WellformedProof {
        let witnesses: Vec<&Witness> = self.witnesses.iter().collect();
        prove(&Transcript::new(label), &self.common, &self.masks(), &witnesses, rng).unwrap()
    }

    fn verify(&self, label: &'static [u8], proof: &WellformedProof, rng: &mut ChaCha20Rng) -> bool {
        let mut equations = Equations::default();
        verify_into(&mut equations, &Transcript::new(label), &self.common, &self.masks(), proof, rng)
            .is_some()
            && equations.holds()
    }
}

/// How many random honest groups the normal run tries; docs/params.md says what larger numbers gave.
fn runs(default: u64) -> u64 {
    std::env::var("INTERTALLY_HONEST_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// Prints how many runs are done, as one of an hour must: one line for every hundred, and one at the end.
fn tell(done: u64, all: u64) {
    if done.is_multiple_of(100) || done == all {
        eprintln!("{done} of {all} honest groups held");
    }
}

#[test]
fn honest_groups_hold_and_have_the_length_announced() {
    let (all, done) = (runs(16), AtomicU64::new(0));
    (0..all).into_par_iter().for_each(|seed| {
        let rng = &mut ChaCha20Rng::seed_from_u64(seed);
        let count = 1 + seed as usize % GROUP;
        let world = world(&SMALL, count, rng);
        let proof = world.prove(b"t", rng);
        assert!(world.verify(b"t", &proof, rng), "seed {seed}");
        let bytes = crate::canonical::encode(&proof);
        assert_eq!(bytes.len(), WellformedProof::encoded_len(&SMALL, count));
        tell(done.fetch_add(1, Ordering::Relaxed) + 1, all);
    });
    assert_eq!(done.into_inner(), all);
}

#[test]
fn an_honest_ciphertext_of_full_size_holds() {
    let rng = &mut ChaCha20Rng::seed_from_u64(1);
    for _ in 0..runs(16).div_ceil(100) {
        let world = world(&Params::STANDARD, 1, rng);
        let proof = world.prove(b"t", rng);
        assert!(world.verify(b"t", &proof, rng));
    }
}

#[test]
fn many_proofs_are_checked_together_and_one_bad_one_spoils_them() {
    let rng = &mut ChaCha20Rng::seed_from_u64(2);
    let worlds: Vec<World> = (0..4).map(|_| world(&SMALL, 2, rng)).collect();
    let proofs: Vec<_> = worlds.iter().map(|world| world.prove(b"t", rng)).collect();
    let mut check = |order: [usize; 4]| {
        let mut equations = Equations::default();
        let t = Transcript::new(b"t");
        for (world, at) in worlds.iter().zip(order) {
            if verify_into(&mut equations, &t, &world.common, &world.masks(), &proofs[at], rng).is_none() {
                return false;
            }
        }
        equations.holds()
    };
    assert!(check([0, 1, 2, 3]));
    assert!(!check([0, 2, 1, 3]), "each proof holds, but not here");
}

#[test]
fn a_proof_serves_one_place_and_one_ciphertext() {
    let rng = &mut ChaCha20Rng::seed_from_u64(3);
    let mut world = world(&SMALL, 2, rng);
    let proof = world.prove(b"round 1, member 1", rng);
    assert!(!world.verify(b"round 1, member 2", &proof, rng), "replayed elsewhere");
    world.masks.swap(0, 1);
    assert!(!world.verify(b"round 1, member 1", &proof, rng), "ciphertexts exchanged");
    world.masks.swap(0, 1);
    world.masks[0][5] = world.masks[0][5].wrapping_add(1);
    assert!(!world.verify(b"round 1, member 1", &proof, rng), "another ciphertext");
    world.masks[0][5] = world.masks[0][5].wrapping_sub(1);
    world.masks.pop();
    assert!(!world.verify(b"round 1, member 1", &proof, rng), "fewer ciphertexts");
}

#[test]
fn no_element_of_a_proof_can_change() {
    let rng = &mut ChaCha20Rng::seed_from_u64(4);
    let world = world(&SMALL, 1, rng);
    let proof = world.prove(b"t", rng);
    let bytes = crate::canonical::encode(&proof);
    // Every byte where many runs are asked for; else every eleventh, each part of the proof met.
    let step = if runs(16) > 16 { 1 } else { 11 };
    (0..bytes.len()).step_by(step).collect::<Vec<_>>().into_par_iter().for_each(|at| {
        let mut rng = ChaCha20Rng::seed_from_u64(at as u64);
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (rng.next_u32() % 8);
        let Ok(changed) = crate::canonical::decode::<WellformedProof>("proof", &flipped, bytes.len()) else {
            return;
        };
        assert!(!world.verify(b"t", &changed, &mut rng), "byte {at}");
    });
}

#[test]
fn hostile_shapes_are_refused() {
    let rng = &mut ChaCha20Rng::seed_from_u64(5);
    let world = world(&SMALL, 1, rng);
    let good = world.prove(b"t", rng);
    let mut refused = |change: &dyn Fn(&mut WellformedProof)| {
        let mut bad = good.clone();
        change(&mut bad);
        assert!(!world.verify(b"t", &bad, rng));
    };
    refused(&|p| p.projections.truncate(ROWS - 1));
    refused(&|p| p.range.clear());
    refused(&|p| p.linear.truncate(31));
    refused(&|p| p.linear.fill(0));
    refused(&|p| p.linear.fill(0xff));
    refused(&|p| p.range.fill(0xff));
    refused(&|p| p.witness = [0xff; 32]);
    refused(&|p| p.projections.fill([0; 32]));
}

/// A prover that follows the protocol with entries of any size, and forces its projections into the range.
struct Cheat {
    u: Vec<i64>,
    e: Vec<i64>,
    k: Vec<i64>,
    /// Added to W on the value generator.
    on_value: Scalar,
}

impl Cheat {
    fn of(world: &World) -> Self {
        let witness = &world.witnesses[0];
        let k = world.common.ring.quotient(&world.common.a, &witness.ephemeral, &witness.error);
        Self {
            u: witness.ephemeral.iter().map(|bit| *bit as i64).collect(),
            e: witness.error.iter().map(|e| i64::from(*e)).collect(),
            k: k.iter().map(|k| i64::from(*k)).collect(),
            on_value: Scalar::ZERO,
        }
    }

    /// The c1 that these entries give, if it is a word: `a*u + e + 2^128*k` over the integers.
    fn mask(&self, a: &[u128]) -> Vec<u128> {
        let n = a.len();
        let at = |j: usize| {
            let mut sum = BigInt::from(self.e[j]) + (BigInt::from(self.k[j]) << 128);
            for i in 0..n {
                let term = BigInt::from(a[(n + j - i) % n].cast_signed()) * self.u[i];
                if i <= j { sum += term } else { sum -= term }
            }
            i128::try_from(sum).unwrap().cast_unsigned()
        };
        (0..n).map(at).collect()
    }

    /// k so that the mask is made of words.
    fn settle(&mut self, a: &[u128]) {
        let n = a.len();
        for j in 0..n {
            let mut sum = BigInt::from(self.e[j]);
            for i in 0..n {
                let term = BigInt::from(a[(n + j - i) % n].cast_signed()) * self.u[i];
                if i <= j { sum += term } else { sum -= term }
            }
            let rounded: BigInt = (sum + (BigInt::from(1) << 127)) >> 128;
            self.k[j] = -i64::try_from(rounded).unwrap();
        }
    }

    fn prove(&self, common: &Common, mask: &[u128], rng: &mut ChaCha20Rng) -> WellformedProof {
        let n = mask.len();
        let generators = vector_generators(2 * n);
        let secret: Vec<Scalar> = self.u.iter().chain(&self.k).map(|x| signed(*x)).collect();
        let blinding = Scalar::random(rng);
        let point = RistrettoPoint::vartime_multiscalar_mul(&secret, generators.iter().take(2 * n))
            + base().pair.B_blinding * blinding
            + base().pair.B * self.on_value;
        let witness = point.compress().to_bytes();
        let mut t = Transcript::new(b"t");
        let seed = matrix(&mut t, &witness);
        let mut z = Zeroizing::new([0i32; ROWS]);
        let mut r = Matrix::new(seed);
        let entries = self.u.iter().chain(&self.e).chain(&self.k).map(|x| *x as i32);
        r.project(entries, &mut z);
        let forced: Vec<u64> = z.iter().map(|z| (z + OFFSET).clamp(0, 2 * OFFSET - 1) as u64).collect();
        let blindings: Vec<Scalar> = (0..ROWS).map(|_| Scalar::random(rng)).collect();
        let (gens, pair) = (projection_generators(), &base().pair);
        let range =
            RangeProof::prove_multiple_with_rng(gens, pair, &mut t, &forced, &blindings, RANGE_BITS, rng);
        let (range, points) = range.unwrap();
        let challenges = challenges(&mut t);
        let weights = weights(common, &[mask], seed, &challenges);
        let sum: Scalar = blindings.iter().zip(&challenges).map(|(r, c)| r * Scalar::from(*c)).sum();
        let instance = Instance {
            secret: Zeroizing::new(secret),
            blinding: blinding + sum,
            public: weights.public,
            generators: &generators[..2 * n],
            cross: None,
        };
        WellformedProof {
            witness,
            projections: points.iter().map(|point| point.to_bytes()).collect(),
            range: range.to_bytes(),
            linear: linear::prove(&mut t, instance, rng).unwrap(),
        }
    }
}

fn outcome(world: &World, cheat: &Cheat, mask: Vec<u128>, rng: &mut ChaCha20Rng) -> bool {
    let proof = cheat.prove(&world.common, &mask, rng);
    let mut equations = Equations::default();
    verify_into(&mut equations, &Transcript::new(b"t"), &world.common, &[&mask], &proof, rng).is_some()
        && equations.holds()
}

/// Whether a cheat with other entries of u and e1 gets through, k settled; and its entries.
fn attempt(
    world: &World,
    u: Option<&dyn Fn(usize) -> i64>,
    e: Option<&dyn Fn(usize) -> i64>,
    rng: &mut ChaCha20Rng,
) -> (bool, Cheat) {
    let mut cheat = Cheat::of(world);
    let n = world.common.a.len();
    if let Some(u) = u {
        cheat.u = (0..n).map(u).collect();
    }
    if let Some(e) = e {
        cheat.e = (0..n).map(e).collect();
    }
    cheat.settle(&world.common.a);
    (outcome(world, &cheat, cheat.mask(&world.common.a), rng), cheat)
}

/// 2^34.6: the square of the norm that docs/params.md section 5 excludes.
const SLACK: i64 = 26_039_000_000;

fn square(entries: &[i64]) -> i64 {
    entries.iter().map(|x| x * x).sum()
}

fn largest(entries: &[i64]) -> i64 {
    entries.iter().map(|x| x.abs()).max().unwrap()
}

#[test]
fn the_cheats_own_code_proves_what_is_true() {
    let rng = &mut ChaCha20Rng::seed_from_u64(6);
    let world = world(&SMALL, 1, rng);
    let honest = Cheat::of(&world);
    let mask = honest.mask(&world.common.a);
    assert_eq!(mask, world.masks[0]);
    assert!(outcome(&world, &honest, mask, rng));
}

#[test]
fn a_long_u_alone_fails() {
    let rng = &mut ChaCha20Rng::seed_from_u64(60);
    // With small words nothing is carried: k is 0 whatever u is.
    let a = (0..256).map(|_| word(rng) >> 64).collect();
    let world = world_of(&SMALL, a, 1, rng);
    let sign = |i: usize| [-1, 1][i / 3 % 2];
    for (size, holds) in [(100, true), (10_200, false)] {
        let (outcome, cheat) = attempt(&world, Some(&|i| size * sign(i)), None, rng);
        assert_eq!((outcome, largest(&cheat.k)), (holds, 0), "all entries of u {size}");
        assert_eq!(square(&cheat.u) > SLACK && largest(&cheat.u) < 1 << 16, !holds, "a norm of 2^17.3");
    }
    for (size, holds) in [(1 << 12, true), (1 << 16, false)] {
        let (outcome, cheat) = attempt(&world, Some(&|i| if i == 7 { size } else { 0 }), None, rng);
        assert_eq!((outcome, largest(&cheat.k)), (holds, 0), "one entry of u {size}");
    }
}

#[test]
fn a_long_e1_alone_fails() {
    let rng = &mut ChaCha20Rng::seed_from_u64(61);
    let world = world(&SMALL, 1, rng);
    for (size, holds) in [(100, true), (10_200, false)] {
        let (outcome, cheat) = attempt(&world, None, Some(&|i| size * [-1, 1][i / 5 % 2]), rng);
        assert_eq!(outcome, holds, "all entries of e1 {size}");
        assert_eq!(square(&cheat.e) > SLACK && largest(&cheat.e) < 1 << 16, !holds, "a norm of 2^17.3");
        assert!(largest(&cheat.u) <= 1 && largest(&cheat.k) < 60, "u and k are honest");
    }
    for (size, holds) in [(1 << 12, true), (1 << 16, false)] {
        let (outcome, cheat) = attempt(&world, None, Some(&|i| if i == 7 { size } else { 0 }), rng);
        assert_eq!(outcome, holds, "one entry of e1 {size}");
        assert!(largest(&cheat.u) <= 1 && largest(&cheat.k) < 60, "u and k are honest");
    }
}

#[test]
fn a_long_quotient_alone_fails() {
    let rng = &mut ChaCha20Rng::seed_from_u64(62);
    // The largest words, all of one sign: a small u gives a long k, every entry below 2^16.
    let world = world_of(&SMALL, vec![(1 << 127) - 1; 256], 1, rng);
    for (size, holds) in [(3, true), (137, false)] {
        let (outcome, cheat) = attempt(&world, Some(&|_| size), None, rng);
        assert_eq!(outcome, holds, "k by a u of {size}");
        assert_eq!(square(&cheat.k) > SLACK && largest(&cheat.k) < 1 << 16, !holds, "a norm of 2^17.3");
        assert!(square(&cheat.u) + square(&cheat.e) < 1 << 23, "u and e1 are short");
    }
    // Signs that agree with those of u at the last place alone: one long entry of k.
    let signs: Vec<bool> = (0..256).map(|_| rng.next_u32() & 1 == 1).collect();
    let a = signs.iter().map(|s| if *s { (1 << 127) - 1 } else { (1 << 127) + 1 }).collect();
    let world = world_of(&SMALL, a, 1, rng);
    for (size, holds) in [(10, true), (512, false)] {
        let u = |i: usize| if signs[255 - i] { size } else { -size };
        let (outcome, cheat) = attempt(&world, Some(&u), None, rng);
        assert_eq!((outcome, cheat.k[255]), (holds, -128 * size), "one entry of k of {}", 128 * size);
        assert!(largest(&cheat.k[..255]) < 1 << 15 && square(&cheat.u) + square(&cheat.e) < 1 << 27);
    }
}

#[test]
fn a_lie_about_the_quotient_fails() {
    let rng = &mut ChaCha20Rng::seed_from_u64(7);
    let world = world(&SMALL, 1, rng);
    let mut lie = Cheat::of(&world);
    let mask = world.masks[0].clone();
    lie.k[3] += 1;
    assert!(!outcome(&world, &lie, mask.clone(), rng), "k off by one: e1 would be 2^128");
    lie.k[3] += (1 << 16) - 1;
    assert!(!outcome(&world, &lie, mask, rng), "k off by 2^16");
}

#[test]
fn a_component_on_the_value_generator_together_with_a_shifted_mask_fails() {
    // An earlier draft weighed entries by powers of a challenge; the weight 1 let W - K*G stand in for c1 + K.
    let rng = &mut ChaCha20Rng::seed_from_u64(8);
    let world = world(&SMALL, 1, rng);
    let shift = 1u128 << 94;
    for at in [0, 1, 255] {
        for on_value in [-Scalar::from(shift), Scalar::from(shift)] {
            let mut forged = Cheat::of(&world);
            forged.on_value = on_value;
            let mut mask = world.masks[0].clone();
            mask[at] = mask[at].wrapping_add(shift);
            assert!(!outcome(&world, &forged, mask, rng), "coefficient {at}");
        }
    }
    let mut idle = Cheat::of(&world);
    idle.on_value = Scalar::ONE;
    assert!(!outcome(&world, &idle, world.masks[0].clone(), rng), "a component alone");
}

#[test]
fn integers_of_192_bits_are_scalars() {
    let value = Integer { low: u128::MAX, high: -1 };
    assert_eq!(value.scalar(), -Scalar::ONE);
    let value = Integer { low: 5, high: 2 };
    let two = Scalar::from(1u128 << 127) + Scalar::from(1u128 << 127);
    assert_eq!(value.scalar(), Scalar::from(5u8) + two + two);
}
