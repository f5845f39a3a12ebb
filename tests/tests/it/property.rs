//! Random members, tables, committees and missing trustees: what is opened equals plain integer sums, always. Here without
//! proofs, so that there can be many members; with all proofs: `round.rs`.

use intertally_argument::testing::{is_long, tried};
use intertally_core::ceremony::subsets;
use intertally_core::hash::Digest;
use intertally_core::lattice::key::{public_part, secrets, sum_public_parts};
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::params::delta;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::{
    Accumulator, Ciphertext, EncryptionSeed, Flooding, Params, PublicKey, Ring, encrypt,
};
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::{Positions, Step};
use intertally_core::packing::layout::Kind;
use intertally_core::packing::{Layout, PartPlain};
use intertally_core::party::{KeyId, TrusteeIndex};
use intertally_statements::trustee::Sum;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use rayon::prelude::*;
use std::collections::BTreeSet;

const PARAMS: Params = Params::STANDARD;

/// A committee with its sub-keys, the key of their sum, and the summed ciphertexts of many members' tables.
struct World {
    layout: Layout,
    members: u64,
    committee: Committee,
    secrets: Vec<(Vec<u128>, Flooding)>,
    sums: Vec<Ciphertext>,
    /// Plain sums per cell: members above zero, members that changed, figures.
    counts: Vec<u64>,
    changed: Vec<u64>,
    totals: Vec<u64>,
}

fn random(rng: &mut ChaCha20Rng) -> [u8; 32] {
    let mut bytes = [0; 32];
    rng.fill_bytes(&mut bytes);
    bytes
}

/// One member's figures: nothing, zero, the largest, anything; of a round that is full the largest in every cell.
fn figures(widths: &[u8], full: bool, rng: &mut ChaCha20Rng) -> Vec<Option<u32>> {
    if full {
        return widths.iter().map(|width| Some(u32::MAX >> (32 - width))).collect();
    }
    let value = |width: &u8| match rng.next_u32() % 4 {
        0 => None,
        1 => Some(0),
        2 => Some(u32::MAX >> (32 - width)),
        _ => Some(rng.next_u32() >> (32 - width)),
    };
    widths.iter().map(value).collect()
}

fn world(members: u16, table: (&[u8], bool), committee: (u8, u8), seed: u64) -> World {
    world_of(members, table, committee, (seed, false))
}

fn world_of(
    members: u16,
    (widths, revision): (&[u8], bool),
    (n, t): (u8, u8),
    (seed, full): (u64, bool),
) -> World {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (layout, ring) = (Layout::new(members.into(), widths, revision), Ring::get(&PARAMS));
    let committee = Committee::new(n, t).unwrap();
    let seeds: Vec<[u8; 32]> = (0..subsets(n, t).len()).map(|_| random(&mut rng)).collect();
    let a = expand_common(&random(&mut rng), 0, &PARAMS);
    let pairs: Vec<_> = seeds.iter().map(|seed| secrets(&PARAMS, seed, b"p")).collect();
    let parts: Vec<_> = pairs.iter().map(|(s, e)| public_part(&ring, &a, (s, e))).collect();
    let key = PublicKey::new(&PARAMS, a, sum_public_parts(parts.iter().map(Vec::as_slice), &PARAMS));
    let sum = |ciphertext| Accumulator::new(&PARAMS, layout.used(ciphertext));
    let mut sums: Vec<Accumulator> = (0..layout.ciphertexts()).map(sum).collect();
    let zero = vec![0u64; widths.len()];
    let (mut counts, mut changed, mut totals) = (zero.clone(), zero.clone(), zero);
    for _ in 0..members {
        let values = figures(widths, full, &mut rng);
        let flags: Option<Vec<bool>> =
            revision.then(|| widths.iter().map(|_| rng.next_u32() % 2 == 1).collect());
        for (cell, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            counts[cell] += u64::from(*value > 0);
            totals[cell] += u64::from(*value);
            changed[cell] += u64::from(flags.as_ref().is_some_and(|flags| flags[cell]));
        }
        let plain = PartPlain { values, changed: flags };
        plain.check(&layout).unwrap();
        for (ciphertext, sum) in sums.iter_mut().enumerate() {
            let seed = EncryptionSeed::draw(&mut rng);
            sum.add(&encrypt(&key, &plain.message(&layout, ciphertext), &seed).0).unwrap();
        }
    }
    let sums = sums.into_iter().map(Accumulator::finish).collect();
    let held = pairs.iter().zip(&seeds);
    let secrets = held.map(|((secret, _), seed)| (secret.to_vec(), Flooding::new(seed, b"p"))).collect();
    World { layout, members: members.into(), committee, secrets, sums, counts, changed, totals }
}

/// All that step A could count.
fn bits(layout: &Layout) -> Positions {
    let cells: Vec<u32> = (0..layout.cells() as u32).collect();
    Positions::bits(layout, &Counted::all(&cells, layout.has_changed())).unwrap()
}

/// What these trustees open between them of all cells in one step, in the order of the slots; none if they lack a sub-key.
fn open(world: &World, step: Step, trustees: &BTreeSet<u8>) -> Option<Vec<u64>> {
    let (n, t) = (world.committee.trustees(), world.committee.threshold());
    let held = |subset: &intertally_core::ceremony::Subset| {
        trustees.iter().any(|trustee| subset.holders(n).any(|holder| holder == TrusteeIndex(*trustee)))
    };
    if !subsets(n, t).iter().all(held) {
        return None;
    }
    let cells: Vec<u32> = (0..world.layout.cells() as u32).collect();
    let positions = match step {
        Step::A => bits(&world.layout),
        Step::B => Positions::values(&world.layout, &cells.into_iter().collect()).unwrap(),
    };
    let bits = world.layout.slot_bits(step.kind());
    let flooding_bits = world.committee.flooding_bits(&PARAMS, world.members, bits);
    let ring = Ring::get(&PARAMS);
    let mut slots = Vec::new();
    for (ciphertext, asked) in positions.by_ciphertext() {
        let sum = &world.sums[ciphertext];
        let mask = ring.transform(sum.mask());
        let at = (KeyId(Digest::ZERO), Digest::ZERO, ciphertext as u32);
        let mut words = vec![Sum::default(); asked.len()];
        for (secret, flooding) in &world.secrets {
            let product = ring.product(&mask, &ring.transform_binary(secret));
            let floods = flooding.words(at, flooding_bits, &asked);
            for ((word, flood), slot) in words.iter_mut().zip(floods.iter()).zip(&asked) {
                *word = word.plus(product[*slot as usize].wrapping_add(*flood));
            }
        }
        let body = asked.iter().map(|slot| sum.body()[*slot as usize]);
        slots.extend(words.iter().zip(body).map(|(word, c2)| word.slot(c2, bits)));
    }
    Some(slots)
}

/// Counts, changes and totals as a coordinator gets them.
fn opened(world: &World, trustees: &BTreeSet<u8>) -> (Vec<u64>, Vec<u64>, Vec<u64>) {
    let cells: BTreeSet<u32> = (0..world.layout.cells() as u32).collect();
    let positions = bits(&world.layout);
    let bits = open(world, Step::A, trustees).unwrap();
    let column = |kind: Kind| -> Vec<u64> {
        let slot = |cell: &u32| world.layout.slot(*cell as usize, kind);
        let all = cells.iter().filter_map(slot).map(|slot| positions.slots().binary_search(&slot).unwrap());
        all.map(|at| bits[at]).collect()
    };
    let counts = column(Kind::NotZero);
    let values = open(world, Step::B, trustees).unwrap();
    let totals = values.iter().zip(&counts).map(|(value, count)| value + count).collect();
    let changed = if world.layout.has_changed() { column(Kind::Changed) } else { vec![0; counts.len()] };
    (counts, changed, totals)
}

/// Noise of every slot of a kind in the first ciphertext, without the flooding: c2 - c1*s less Delta*m.
fn noise(world: &World, kind: Kind, slots: impl Fn(usize) -> u64) -> Vec<i128> {
    let ring = Ring::get(&PARAMS);
    let sum = &world.sums[0];
    let mask = ring.transform(sum.mask());
    let mut residual = sum.body().to_vec();
    for (secret, _) in &world.secrets {
        let product = ring.product(&mask, &ring.transform_binary(secret));
        residual.iter_mut().zip(product.iter()).for_each(|(left, word)| *left = left.wrapping_sub(*word));
    }
    let scale = delta(world.layout.slot_bits(kind));
    let of = |cell: usize| {
        let slot = world.layout.slot(cell, kind).unwrap() as usize;
        residual[slot].wrapping_sub(u128::from(slots(cell)).wrapping_mul(scale)).cast_signed()
    };
    world.layout.cells_of(0).map(of).collect()
}

/// So many trustees, by chance; the others are missing.
fn some((n, t): (u8, u8), seed: u64) -> BTreeSet<u8> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut trustees = BTreeSet::new();
    while trustees.len() < usize::from(t) {
        trustees.insert((rng.next_u32() % u32::from(n)) as u8);
    }
    trustees
}

const COMMITTEES: [(u8, u8); 4] = [(3, 2), (5, 3), (7, 4), (9, 5)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn whatever_is_opened_equals_plain_integer_sums(
        members in prop_oneof![1u16..=256, Just(1), Just(256)],
        widths in prop::collection::vec(1u8..=32, 1..12),
        revision: bool, committee in 0usize..4, seed: u64,
    ) {
        let committee = COMMITTEES[committee];
        let world = world(members, (&widths, revision), committee, seed);
        let trustees = some(committee, seed);
        let (counts, changed, totals) = opened(&world, &trustees);
        prop_assert_eq!(&counts, &world.counts);
        prop_assert_eq!(&changed, &world.changed);
        prop_assert_eq!(&totals, &world.totals);
        let fewer: BTreeSet<u8> = trustees.into_iter().skip(1).collect();
        prop_assert!(open(&world, Step::A, &fewer).is_none(), "t-1 trustees open nothing");
        // The bound holds, and is not absurd: the largest noise is some standard deviations, as computed.
        let bound = world.committee.noise_bound(&PARAMS, u64::from(members));
        let values = noise(&world, Kind::Value, |cell| world.totals[cell] - world.counts[cell]);
        let bits = noise(&world, Kind::NotZero, |cell| world.counts[cell]);
        let largest = values.into_iter().chain(bits).map(i128::unsigned_abs).max().unwrap();
        prop_assert!(largest <= bound);
        // Twice the variance of e2 + e*u - e1*s, summed over members; that of TUniform(3) is 43/2, e is a sum of L
        // errors, s of L bits, and the mean 1/2 of u adds up over members.
        let (l, m) = (u128::from(world.committee.sub_keys()), u128::from(members));
        let twice = 43 * (m + 8192 * (m * (l * l + l) + l * (m * m + m)) / 4);
        prop_assert!(2 * largest * largest < 64 * twice, "largest {largest}, variance {}", twice / 2);
    }
}

/// Every number of members in every committee, in ordinary and revision rounds, with INTERTALLY_LONG=1 (some minutes);
/// else some of them.
#[test]
fn all_numbers_of_members_and_all_committees() {
    let long = is_long();
    let some_members = || [1u16, 2, 3, 27, 64, 129].into_iter();
    let members: Vec<u16> = if long { (1..=256).collect() } else { some_members().collect() };
    let rounds: Vec<((u8, u8), u16, bool)> = COMMITTEES
        .into_iter()
        .flat_map(|committee| members.iter().map(move |members| (committee, *members)))
        .flat_map(|(committee, members)| [false, true].map(|revision| (committee, members, revision)))
        .collect();
    rounds.par_iter().for_each(|(committee, members, revision)| {
        let seed = u64::from(*members) << 8 | u64::from(committee.0);
        let world = world(*members, (&[1, 8, 17, 32], *revision), *committee, seed);
        let expected = (world.counts.clone(), world.changed.clone(), world.totals.clone());
        assert!(opened(&world, &some(*committee, seed)) == expected, "{members} members, {committee:?}");
    });
    tried("rounds", rounds.len());
}

/// The largest round of the largest committee, where the noise has least room.
#[test]
fn two_hundred_and_fifty_six_members_and_five_of_nine() {
    let committee = (9, 5);
    let world = world(256, (&[8, 8, 32, 32, 8, 8, 32], true), committee, 2_062_547_581_220_732_229);
    let expected = (world.counts.clone(), world.changed.clone(), world.totals.clone());
    assert!(opened(&world, &some(committee, 3)) == expected);
    // Every member above zero in every cell, with the largest figure: no sum wraps.
    let full = world_of(256, (&[1, 32], false), committee, (5, true));
    assert_eq!((&full.counts, full.totals[1]), (&vec![256, 256], 256 * u64::from(u32::MAX)));
    let (counts, _, totals) = opened(&full, &some(committee, 3));
    assert!(counts == full.counts && totals == full.totals);
}

#[test]
fn cells_of_a_second_ciphertext_open_like_those_of_the_first() {
    for (cells, revision, used) in [(4_100, false, vec![8192, 1024]), (2_570, true, vec![7680, 1536])] {
        let widths: Vec<u8> = (0..cells).map(|cell| 1 + (cell % 16) as u8).collect();
        let world = world(3, (&widths, revision), (3, 2), 7);
        assert_eq!((0..2).map(|at| world.layout.used(at)).collect::<Vec<_>>(), used);
        let expected = (world.counts.clone(), world.changed.clone(), world.totals.clone());
        assert!(opened(&world, &BTreeSet::from([0, 2])) == expected);
    }
}

#[test]
fn too_small_committees_are_refused_everywhere() {
    use intertally_core::party::CeremonyId;
    for (n, t) in [(2u8, 2u8), (4, 3), (6, 4), (8, 5), (3, 1), (5, 0), (10, 3)] {
        assert!(Committee::new(n, t).is_err(), "lattice: {t} of {n}");
        let round = intertally_tests::world::round(4, 1, 99, (n, t), CeremonyId(Digest::ZERO), Digest::ZERO);
        let named = |fault: &intertally_core::round::ManifestFault| {
            matches!(fault, intertally_core::round::ManifestFault::Committee(_))
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
