//! Random members, tables, committees and missing trustees: what is opened equals plain integer sums, always.

use intertally_core::ceremony::subsets;
use intertally_core::hash::Digest;
use intertally_core::lattice::key::{public_part, sum_public_parts};
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::share::{Flooding, share};
use intertally_core::lattice::{Accumulator, Params, PublicKey, Ring, SubKeySecret, encrypt};
use intertally_core::opening::combine::{Asked, CombineError};
use intertally_core::opening::positions::SlotRanges;
use intertally_core::opening::share::{Question, ShareSet, SubKeyIndex, SubShare};
use intertally_core::packing::limbs::{BLINDING_LIMBS, join, scalar_of};
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{KeyId, Party, RoundId, TrusteeIndex};
use intertally_core::round::Width;
use intertally_tests::world::key_of;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};

const PARAMS: Params = Params::STANDARD;

/// A committee with its sub-keys, the key of their sum, and the summed ciphertext of many members' tables.
struct World {
    layout: Layout,
    committee: Committee,
    secrets: Vec<(SubKeySecret, Flooding)>,
    sum: intertally_core::lattice::Ciphertext,
    /// Plain sums of every slot, of the counts, of the values and of the blinding factors.
    slots: Vec<u64>,
    counts: Vec<u32>,
    totals: Vec<u64>,
    blindings: Vec<curve25519_dalek::scalar::Scalar>,
}

fn world(members: u16, widths: &[Width], (n, t): (u8, u8), seed: u64) -> World {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (layout, ring) = (Layout::new(PARAMS, widths, false), Ring::get(&PARAMS));
    let committee = Committee::new(n, t).unwrap();
    let seeds: Vec<[u8; 32]> = (0..subsets(n, t).len()).map(|_| random(&mut rng)).collect();
    let a = expand_common(&random(&mut rng), 0, &PARAMS);
    let parts: Vec<_> = seeds.iter().map(|seed| public_part(&ring, &a, seed, b"p")).collect();
    let key = PublicKey::new(&PARAMS, a, sum_public_parts(parts.iter().map(Vec::as_slice), &PARAMS));
    let mut sum = Accumulator::new(&PARAMS, layout.slots());
    let mut world = World {
        committee,
        secrets: seeds
            .iter()
            .map(|seed| {
                let flooding = Flooding::new(seed, b"p", committee.flooding_bits(&PARAMS));
                (SubKeySecret::derive(&ring, seed, b"p"), flooding)
            })
            .collect(),
        slots: vec![0; layout.slots()],
        counts: vec![0; widths.len()],
        totals: vec![0; widths.len()],
        blindings: vec![Default::default(); widths.len()],
        sum: Accumulator::new(&PARAMS, layout.slots()).finish(),
        layout,
    };
    for _ in 0..members {
        let value = |width: &Width, rng: &mut ChaCha20Rng| match rng.next_u32() % 4 {
            0 => None,
            1 => Some(0),
            2 => Some(u32::MAX >> (32 - width.bits())),
            _ => Some(rng.next_u32() >> (32 - width.bits())),
        };
        let table: Vec<Option<u32>> = widths.iter().map(|width| value(width, &mut rng)).collect();
        let plain = PartPlain::draw(&table, None, &mut rng);
        let slots = plain.pack(&world.layout).unwrap();
        world.slots.iter_mut().zip(slots.iter()).for_each(|(sum, slot)| *sum += u64::from(*slot));
        for (cell, value) in table.iter().enumerate() {
            let Some(value) = value else { continue };
            world.counts[cell] += u32::from(*value > 0);
            world.totals[cell] += u64::from(*value);
            world.blindings[cell] += plain.cells[cell].as_ref().unwrap().blinding.scalar();
        }
        sum.add(&encrypt(&key, &slots, &mut rng).0).unwrap();
    }
    world.sum = sum.finish();
    world
}

fn random(rng: &mut ChaCha20Rng) -> [u8; 32] {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// The slots that these trustees open between them, of all slots of the layout.
fn open(world: &World, trustees: &BTreeSet<u8>) -> Result<Vec<u32>, CombineError> {
    let (n, t) = (world.committee.trustees, world.committee.threshold);
    let ring = Ring::get(&PARAMS);
    let ranges = SlotRanges::of(&world.layout).unwrap();
    let all: Vec<u32> = (0..world.layout.slots() as u32).collect();
    let mask = ring.transform(world.sum.mask());
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    let shares: Vec<Vec<u128>> =
        world.secrets.iter().map(|(s, f)| share(&ring, s, f, at, &mask, &all)).collect();
    let question = Question::new(at.0, RoundId(Digest::ZERO), at.1, &ranges.step_a());
    let keys: BTreeMap<_, _> =
        (0..n).map(|i| (TrusteeIndex(i), key_of(Party::Trustee(TrusteeIndex(i))).verifying_key())).collect();
    let holders: Vec<Vec<TrusteeIndex>> = subsets(n, t).iter().map(|s| s.holders(n).collect()).collect();
    let bodies = world.sum.body();
    let asked = Asked { question, bodies, holders: &holders, threshold: t, keys: &keys };
    let answer = |trustee: &u8| {
        let held = (0u16..).zip(&holders).filter(|(_, who)| who.contains(&TrusteeIndex(*trustee)));
        let held = held
            .map(|(at, _)| SubShare { sub_key: SubKeyIndex(at), values: shares[usize::from(at)].clone() });
        let signing = key_of(Party::Trustee(TrusteeIndex(*trustee)));
        asked.admit(ShareSet::sign(question, TrusteeIndex(*trustee), held.collect(), &signing)).unwrap()
    };
    let answers: Vec<_> = trustees.iter().map(answer).collect();
    asked.combine(&answers, &mut |_| vec![]).map(|opened| opened.slots)
}

/// Noise of every slot without the flooding: the residual less Delta*m and all flooding words.
fn noise(world: &World) -> Vec<i128> {
    let ring = Ring::get(&PARAMS);
    let all: Vec<u32> = (0..world.layout.slots() as u32).collect();
    let mask = ring.transform(world.sum.mask());
    let mut residual = world.sum.body().to_vec();
    for (secret, _) in &world.secrets {
        let product = secret.times(&ring, &mask);
        residual.iter_mut().zip(&all).for_each(|(r, j)| *r = r.wrapping_sub(product[*j as usize]));
    }
    let of = |(residual, slot): (u128, &u64)| residual.wrapping_sub(u128::from(*slot) << 96).cast_signed();
    residual.into_iter().zip(&world.slots).map(of).collect()
}

const COMMITTEES: [(u8, u8); 4] = [(3, 2), (5, 3), (7, 4), (9, 5)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]
    #[test]
    fn whatever_is_opened_equals_plain_integer_sums(
        members in prop_oneof![1u16..=256, Just(1), Just(256)],
        widths in prop::collection::vec(prop::sample::select(Width::ALL.to_vec()), 1..12),
        committee in 0usize..4, seed: u64,
    ) {
        let (n, t) = COMMITTEES[committee];
        let world = world(members, &widths, (n, t), seed);
        // Any t of them answer, the others are missing.
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut trustees: BTreeSet<u8> = BTreeSet::new();
        while trustees.len() < usize::from(t) {
            trustees.insert((rng.next_u32() % u32::from(n)) as u8);
        }
        let slots = open(&world, &trustees).unwrap();
        prop_assert!(slots.iter().map(|slot| u64::from(*slot)).eq(world.slots.iter().copied()));
        let cells = widths.len();
        prop_assert_eq!(&slots[..cells], world.counts.as_slice());
        for (cell, width) in widths.iter().enumerate() {
            let of_cell = &slots[world.layout.step_b(cell)];
            prop_assert_eq!(join(&of_cell[..width.limbs()]), world.totals[cell]);
            prop_assert_eq!(of_cell.len(), width.limbs() + BLINDING_LIMBS);
            prop_assert_eq!(scalar_of(&of_cell[width.limbs()..]), world.blindings[cell]);
        }
        let fewer: BTreeSet<u8> = trustees.into_iter().skip(1).collect();
        let few = matches!(open(&world, &fewer), Err(CombineError::TooFew { .. }));
        prop_assert!(few, "t-1 trustees open nothing");
        // The bound holds, and is not absurd: the largest noise is some standard deviations, as computed.
        let bound = world.committee.noise_bound(&PARAMS, u64::from(members));
        let largest = noise(&world).into_iter().map(i128::unsigned_abs).max().unwrap();
        prop_assert!(largest <= bound);
        // Twice the variance of e2 + e*u - e1*s, summed over members; that of TUniform(3) is 43/2, e is a sum of L
        // errors, s of L bits, and the mean 1/2 of u adds up over members.
        let (l, m) = (u128::from(world.committee.sub_keys()), u128::from(members));
        let twice = 43 * (m + 8192 * (m * (l * l + l) + l * (m * m + m)) / 4);
        // Neighbouring slots share most of it, since s is nearly constant; what differs is at least this.
        let apart = 43 * 8192 * m * l / 4;
        prop_assert!(8 * largest * largest > apart && 2 * largest * largest < 64 * twice,
            "largest {largest}, variance {}, of which apart {}", twice / 2, apart / 2);
    }
}

#[test]
fn a_share_holds_the_slots_asked_and_no_other() {
    let world = world(3, &[Width::W8; 4], (3, 2), 9);
    let (secret, flooding) = &world.secrets[0];
    let ring = Ring::get(&PARAMS);
    let mask = ring.transform(world.sum.mask());
    let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
    let asked = [2u32, 5, 40];
    let some = share(&ring, secret, flooding, at, &mask, &asked);
    let all: Vec<u32> = (0..world.layout.slots() as u32).collect();
    let whole = share(&ring, secret, flooding, at, &mask, &all);
    assert_eq!(some, asked.map(|slot| whole[slot as usize]));
}

#[test]
fn too_small_committees_are_refused_everywhere() {
    use intertally_core::party::CeremonyId;
    for (n, t) in [(2u8, 2u8), (4, 3), (6, 4), (8, 5), (3, 1), (5, 0), (10, 3)] {
        assert!(Committee::new(n, t).is_err(), "lattice: {t} of {n}");
        let custody = intertally_custody::ledger::Committee { trustees: n, threshold: t };
        assert!(!custody.is_supported(), "custody: {t} of {n}");
        let round = intertally_tests::world::round(4, 1, 9, (n, t), CeremonyId(Digest::ZERO), Digest::ZERO);
        let named = |fault: &intertally_core::round::ManifestFault| {
            matches!(fault, intertally_core::round::ManifestFault::Committee { .. })
        };
        assert!(round.faults().iter().any(named), "round: {t} of {n}");
        let mut log = intertally_tests::log::Log::default();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        assert!(
            intertally_tests::ceremony::hold(&mut log, (n, t), 1, &mut rng).is_err(),
            "ceremony: {t} of {n}"
        );
    }
}
