//! Why proof (c) exists: what a chosen c1 reads without it, and that it fails with it.

use intertally_core::hash::Digest;
use intertally_core::lattice::noise::Committee;
use intertally_core::lattice::sample::expand_common;
use intertally_core::lattice::share::{Flooding, share};
use intertally_core::lattice::{
    Accumulator, Ciphertext, Params, PublicKey, Ring, SubKeySecret, Witness, encrypt, key,
};
use intertally_core::party::KeyId;
use intertally_core::wellformed::{Claim, Common, WellformedProof, prove, verify};
use merlin::Transcript;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const PARAMS: Params = Params::STANDARD;
const SLOTS: usize = 8192;

/// c1 and c2 changed word by word: (place, word) gives the new word.
fn changed(ciphertext: &Ciphertext, change: impl Fn(usize, u128) -> u128) -> Ciphertext {
    let bytes = ciphertext.to_bytes();
    let words = bytes.chunks_exact(16).map(|word| u128::from_le_bytes(word.try_into().unwrap()));
    let bytes: Vec<u8> = words.enumerate().flat_map(|(at, word)| change(at, word).to_le_bytes()).collect();
    Ciphertext::from_bytes(&PARAMS, ciphertext.used(), &bytes).unwrap()
}

fn part(member: u64) -> Transcript {
    let mut t = Transcript::new(b"attack");
    t.append_u64(b"member", member);
    t
}

fn holds(member: u64, common: &Common, ciphertext: &Ciphertext, proof: &WellformedProof) -> bool {
    let proofs = std::slice::from_ref(proof);
    let claim = Claim { part: part(member), common, masks: vec![ciphertext.mask()], proofs };
    verify(&[claim], &mut ChaCha20Rng::seed_from_u64(1)).iter().all(Result::is_ok)
}

struct World {
    key: PublicKey,
    secrets: Vec<SubKeySecret>,
    floodings: Vec<Flooding>,
    members: Vec<(Ciphertext, Witness)>,
}

/// 2 of 3 trustees, three members; the attacker is the last. Every slot holds the member's number plus one.
fn world() -> World {
    let ring = Ring::get(&PARAMS);
    let committee = Committee::new(3, 2).unwrap();
    let a = expand_common(&[9; 32], 0, &PARAMS);
    let seeds: Vec<[u8; 32]> = (0..3).map(|i| [i; 32]).collect();
    let parts: Vec<_> = seeds.iter().map(|seed| key::public_part(&ring, &a, seed, b"")).collect();
    let b = key::sum_public_parts(parts.iter().map(Vec::as_slice), &PARAMS);
    let key = PublicKey::new(&PARAMS, a, b);
    let rng = &mut ChaCha20Rng::seed_from_u64(3);
    let members = (1..4).map(|x| encrypt(&key, &vec![x; SLOTS], rng)).collect();
    let bits = committee.flooding_bits(&PARAMS);
    World {
        secrets: seeds.iter().map(|seed| SubKeySecret::derive(&ring, seed, b"")).collect(),
        floodings: seeds.iter().map(|seed| Flooding::new(seed, b"", bits)).collect(),
        key,
        members,
    }
}

/// The opened totals, and what the coordinator and trustee 0 then read of the one sub-key that trustee 0 lacks.
fn open(world: &World, last: &Ciphertext) -> (Vec<u32>, Vec<u128>) {
    let ring = Ring::get(&PARAMS);
    let mut sum = Accumulator::new(&PARAMS, SLOTS);
    for ciphertext in [&world.members[0].0, &world.members[1].0, last] {
        sum.add(ciphertext).unwrap();
    }
    let sum = sum.finish();
    let slots: Vec<u32> = (0..SLOTS as u32).collect();
    let shares: Vec<Vec<u128>> = world
        .secrets
        .iter()
        .zip(&world.floodings)
        .map(|(secret, flooding)| {
            let at = (KeyId(Digest::ZERO), Digest::ZERO, 0);
            share(&ring, secret, flooding, at, sum.mask(), &slots).to_vec()
        })
        .collect();
    // The flooding of the sub-keys that the colluding trustee holds: 1 and 2.
    let known: Vec<Vec<u128>> = [1, 2]
        .map(|held: usize| {
            let product = world.secrets[held].times(&ring, sum.mask());
            shares[held].iter().zip(product.iter()).map(|(d, p)| d.wrapping_sub(*p)).collect()
        })
        .into();
    let (mut totals, mut bits) = (Vec::new(), Vec::new());
    for j in 0..SLOTS {
        let residual = shares.iter().fold(sum.body()[j], |rest, share| rest.wrapping_sub(share[j]));
        let total = (residual.wrapping_add(1 << 95) >> 96) as u32;
        let noise = residual.wrapping_sub(u128::from(total) << 96);
        let noise = noise.wrapping_add(known[0][j]).wrapping_add(known[1][j]);
        totals.push(total);
        bits.push(u128::from(noise.cast_signed() < 0));
    }
    (totals, bits)
}

#[test]
fn a_chosen_c1_reads_a_whole_sub_key_without_one_wrong_total_and_the_proof_stops_it() {
    let world = world();
    let (honest, witness) = world.members.last().unwrap();
    // Just below the width of the flooding: K*s_0 moves the noise of a slot across zero, and no total changes.
    let added = (1u128 << 94) - (1 << 40);
    let held: Vec<u128> = world.secrets[1]
        .coefficients()
        .iter()
        .zip(world.secrets[2].coefficients())
        .map(|(x, y)| added * (x + y) + added / 2)
        .collect();
    let attack = changed(honest, |at, word| match at {
        0 => word.wrapping_add(added),
        at if at >= PARAMS.degree() => word.wrapping_add(held[at - PARAMS.degree()]),
        _ => word,
    });

    // Without the proof: all totals right, so that every commitment check passes, and the sub-key is read.
    let (totals, bits) = open(&world, &attack);
    assert!(totals.iter().all(|total| *total == 6));
    assert_eq!(bits, world.secrets[0].coefficients(), "all 8192 coefficients");
    // An honest submission gives nothing: the same reading is a coin toss.
    let (totals, guess) = open(&world, honest);
    assert!(totals.iter().all(|total| *total == 6));
    let right = guess.iter().zip(world.secrets[0].coefficients()).filter(|(a, b)| a == b).count();
    assert!((3_800..4_400).contains(&right), "{right}");

    // With it.
    let rng = &mut ChaCha20Rng::seed_from_u64(4);
    let common = Common::of(&world.key);
    let proof = prove(&part(2), 0, &common, &[(honest.mask(), witness)], rng).unwrap();
    assert!(holds(2, &common, honest, &proof));
    assert!(!holds(2, &common, &attack, &proof));
    // The proof made for the chosen c1 from the honest witness.
    let forged = prove(&part(2), 0, &common, &[(attack.mask(), witness)], rng).unwrap();
    assert!(!holds(2, &common, &attack, &forged));
    // The overt form: a polynomial so large that the totals break, or c1 out of nowhere.
    let overt = changed(honest, |at, word| if at == 0 { word.wrapping_add(1 << 120) } else { word });
    let nowhere =
        changed(honest, |at, word| if at < PARAMS.degree() { word ^ (at as u128) << 77 } else { word });
    for other in [&overt, &nowhere] {
        assert!(!holds(2, &common, other, &proof));
    }
    // Another member's ciphertext: copied with its proof, or scaled.
    let copied =
        prove(&part(0), 0, &common, &[(world.members[0].0.mask(), &world.members[0].1)], rng).unwrap();
    assert!(holds(0, &common, &world.members[0].0, &copied));
    assert!(!holds(2, &common, &world.members[0].0, &copied));
    let scaled = changed(&world.members[0].0, |_, word| word.wrapping_mul(3));
    assert!(!holds(0, &common, &scaled, &copied));
    assert!(!holds(2, &common, &scaled, &copied));
}
