//! The scheme against tfhe's own decryption, and against the bounds.

use super::noise::Committee;
use super::params::{delta, slot_bits};
use super::*;
use intertally_ground::hash::Digest;
use intertally_ground::party::KeyId;
use intertally_statements::trustee::Sum;
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use tfhe::core_crypto::prelude::{
    GlweSecretKey, PlaintextCount, PlaintextList, PolynomialSize, decrypt_glwe_ciphertext,
};

struct Setup {
    secrets: Vec<zeroize::Zeroizing<Vec<u128>>>,
    seeds: Vec<[u8; 32]>,
    key: PublicKey,
    ring: std::sync::Arc<Ring>,
}

fn setup(params: &Params, committee: Committee, rng: &mut ChaCha20Rng) -> Setup {
    let ring = Ring::get(params);
    let a = sample::expand_common(&[1; 32], 0, params);
    let mut seeds = vec![[0u8; 32]; committee.sub_keys() as usize];
    seeds.iter_mut().for_each(|seed| rng.fill_bytes(seed));
    let pairs: Vec<_> = seeds.iter().map(|seed| key::secrets(params, seed, b"ctx")).collect();
    let parts: Vec<_> = pairs.iter().map(|(s, e)| key::public_part(&ring, &a, (s, e))).collect();
    let b = key::sum_public_parts(parts.iter().map(Vec::as_slice), params);
    let secrets = pairs.into_iter().map(|(secret, _)| secret).collect();
    Setup { secrets, seeds, key: PublicKey::new(params, a, b), ring }
}

/// Sum of the sub-keys, never formed outside this test, and tfhe's decryption with it.
fn oracle(setup: &Setup, sum: &Ciphertext) -> Vec<u128> {
    let n = sum.mask().len();
    let joint = key::sum_public_parts(setup.secrets.iter().map(|s| s.as_slice()), setup.ring.params());
    let joint = GlweSecretKey::from_container(joint, PolynomialSize(n));
    let mut plain = PlaintextList::new(0u128, PlaintextCount(n));
    decrypt_glwe_ciphertext(&joint, sum.glwe(), &mut plain);
    plain.as_ref()[..sum.used()].to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn sums_open_to_plain_sums_within_the_bound(
        seed: u64,
        members in 1usize..=256,
        (n, t) in prop::sample::select(vec![(3u8, 2u8), (5, 3), (7, 4), (9, 5)]),
        used in 1usize..=256,
        width in 1u8..=32,
    ) {
        let params = Params::SMALL_FOR_TESTS;
        let committee = Committee::new(n, t).unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let setup = setup(&params, committee, &mut rng);
        let bits = slot_bits(members as u64, width);
        let mut plain = vec![0u64; used];
        let mut sum = Accumulator::new(&params, used);
        for _ in 0..members {
            let slots: Vec<u64> = (0..used).map(|_| rng.next_u64() >> (64 - width)).collect();
            plain.iter_mut().zip(&slots).for_each(|(s, x)| *s += x);
            let message: Vec<u128> = slots.iter().map(|x| u128::from(*x) * delta(bits)).collect();
            sum.add(&encrypt(&setup.key, &message, &EncryptionSeed::draw(&mut rng)).0).unwrap();
        }
        prop_assert_eq!(sum.members(), members);
        let sum = sum.finish();
        // tfhe as the oracle: the slot is right and the intrinsic noise is below the bound.
        let bound = committee.noise_bound(&params, members as u64);
        for (got, want) in oracle(&setup, &sum).iter().zip(&plain) {
            let noise = got.wrapping_sub(u128::from(*want) * delta(bits)).cast_signed();
            prop_assert!(noise.unsigned_abs() <= bound);
        }
        // The shares of all sub-keys, with flooding, at chosen positions alone.
        let positions: Vec<u32> = (0..used as u32).filter(|j| j % 3 == 0).collect();
        let (id, aggregate) = (KeyId(Digest::ZERO), sum.digest());
        let flood = committee.flooding_bits(&params, members as u64, bits);
        let mut words = vec![Sum::default(); positions.len()];
        for (secret, seed) in setup.secrets.iter().zip(&setup.seeds) {
            let product = setup.ring.mul_binary(sum.mask(), secret);
            let floods = Flooding::new(seed, b"ctx").words((id, aggregate, 0), flood, &positions);
            prop_assert_eq!(floods.len(), positions.len());
            for ((word, flood), j) in words.iter_mut().zip(floods.iter()).zip(&positions) {
                *word = word.plus(product[*j as usize].wrapping_add(*flood));
            }
        }
        for (j, word) in positions.iter().zip(words) {
            prop_assert_eq!(word.slot(sum.body()[*j as usize], bits), plain[*j as usize]);
        }
    }

    #[test]
    fn hostile_bytes_give_a_ciphertext_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..9000), used in 0usize..300) {
        let params = Params::SMALL_FOR_TESTS;
        if let Ok(ciphertext) = Ciphertext::from_bytes(&params, used, &bytes) {
            prop_assert_eq!(ciphertext.to_bytes(), bytes);
        }
    }
}

#[test]
fn the_standard_ring_decrypts_and_its_noise_is_plausible() {
    let params = Params::STANDARD;
    let committee = Committee::new(5, 3).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let setup = setup(&params, committee, &mut rng);
    let mut sum = Accumulator::new(&params, 8192);
    for member in 0..27u32 {
        let message: Vec<u128> = (0..8192).map(|j| u128::from(j + member) << 96).collect();
        sum.add(&encrypt(&setup.key, &message, &EncryptionSeed::draw(&mut rng)).0).unwrap();
    }
    let sum = sum.finish();
    let mut largest = 0u128;
    for (j, got) in oracle(&setup, &sum).iter().enumerate() {
        let want = 27 * j as u128 + 27 * 26 / 2;
        largest = largest.max(got.wrapping_sub(want << 96).cast_signed().unsigned_abs());
    }
    // Worst case 27*8*(2*8192*10+1) = 35 million; a sum of that many terms reaches the square-root scale of it.
    let bound = committee.noise_bound(&params, 27);
    assert!(largest <= bound && largest > bound / 4096, "{largest} of {bound}");
    let bytes = sum.to_bytes();
    assert!(Ciphertext::from_bytes(&params, 8192, &bytes).is_ok_and(|again| again == sum));
    assert!(Ciphertext::from_bytes(&params, 8191, &bytes).is_err());
    assert!(Ciphertext::from_bytes(&params, 8192, &bytes[1..]).is_err());
}

#[test]
fn flooding_is_the_same_for_all_holders_and_fills_its_range() {
    let flooding = Flooding::new(&[3; 32], b"ctx");
    let (key, aggregate) = (KeyId(Digest::ZERO), Digest([1; 32]));
    let all: Vec<u32> = (0..4096).collect();
    let words = flooding.words((key, aggregate, 0), 91, &all);
    for asked in [&[4000, 7][..], &[2, 5, 600], &[0, 1, 2, 255, 256, 257, 4095]] {
        let some = Flooding::new(&[3; 32], b"ctx").words((key, aggregate, 0), 91, asked);
        assert_eq!(*some, asked.iter().map(|slot| words[*slot as usize]).collect::<Vec<_>>());
    }
    assert!(words.iter().all(|w| (-(1i128 << 91)..1 << 91).contains(&w.cast_signed())));
    assert!(words.iter().any(|w| w.cast_signed().unsigned_abs() > (1 << 91) / 1000 * 999));
    let negative = words.iter().filter(|w| w.cast_signed() < 0).count();
    assert!((1_850..2_250).contains(&negative));
    for other in [(key, aggregate, 1), (key, Digest([2; 32]), 0), (KeyId(Digest([5; 32])), aggregate, 0)] {
        assert_ne!(*words, *flooding.words(other, 91, &all));
    }
}

/// A machine that was put back to an earlier state draws the same bytes again: figures must not show for that.
#[test]
fn a_source_that_repeats_itself_repeats_no_ephemeral_for_another_message_or_place() {
    let again = || ChaCha20Rng::seed_from_u64(5);
    let seed =
        |context: &[u8], message: &[u128]| *EncryptionSeed::hedged(&mut again(), context, message).as_bytes();
    let first = seed(b"place", &[1, 2]);
    assert_eq!(first, seed(b"place", &[1, 2]));
    assert_ne!(first, seed(b"place", &[1, 3]));
    assert_ne!(first, seed(b"other", &[1, 2]));
    assert_ne!(
        first,
        *EncryptionSeed::hedged(&mut ChaCha20Rng::seed_from_u64(6), b"place", &[1, 2]).as_bytes()
    );
}
