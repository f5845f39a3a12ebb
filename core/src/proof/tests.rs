use curve25519_dalek::{
    constants::{RISTRETTO_BASEPOINT_POINT as G, RISTRETTO_BASEPOINT_TABLE},
    ristretto::{CompressedRistretto, RistrettoPoint},
    scalar::Scalar,
};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};

use super::{
    generators::{base, vector_generator, vector_generators},
    prove::prove_unchecked,
    range::batches,
    *,
};

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn context(statement: &PartStatement) -> TranscriptContext<'_> {
    TranscriptContext {
        spec_version: 1,
        round: [1; 32],
        key: [2; 32],
        member: 3,
        revision: 4,
        ciphertexts: &[[5; 32], [6; 32]],
        statement,
    }
}

fn witness(values: &[u64], changed: Option<&[bool]>, rng: &mut ChaCha20Rng) -> PartWitness {
    let blindings = values.iter().map(|_| Scalar::random(rng)).collect();
    let vector = Scalar::random(rng);
    let changed = changed.map(|bits| (bits, Scalar::random(rng)));
    PartWitness::new(values.to_vec(), blindings, vector, changed, rng).unwrap()
}

/// A part with all cells reported at one width.
fn part(values: &[u64], width: Width, rng: &mut ChaCha20Rng) -> (PartStatement, PartWitness) {
    let w = witness(values, None, rng);
    let s = w.commit(&vec![true; values.len()], &vec![width; values.len()]).unwrap();
    (s, w)
}

fn cheat(s: &PartStatement, w: &PartWitness, rng: &mut ChaCha20Rng) -> Result<(), ProofError> {
    let proof = prove_unchecked(&context(s), w, rng).unwrap();
    verify(&context(s), &proof, rng)
}

fn bytes(point: RistrettoPoint) -> [u8; 32] {
    point.compress().to_bytes()
}

fn shift(commitment: &mut [u8; 32], by: RistrettoPoint) {
    *commitment = bytes(CompressedRistretto(*commitment).decompress().unwrap() + by);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn honest_parts_verify(
        cells in prop::collection::vec((any::<bool>(), 0usize..3, 0u8..4, any::<u64>(), any::<bool>()), 1..14),
        revision in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let rng = &mut rng(seed);
        let reported: Vec<bool> = cells.iter().map(|c| c.0).collect();
        let widths: Vec<Width> = cells.iter().map(|c| Width::ALL[c.1]).collect();
        let told: Vec<_> = cells.iter().zip(&widths).filter(|(c, _)| c.0).collect();
        let values: Vec<u64> = told.iter().map(|(c, w)| {
            let top = 1u64 << w.bits();
            match c.2 { 0 => 0, 1 => 1, 2 => top, _ => c.3 % (top + 1) }
        }).collect();
        let changed: Vec<bool> = told.iter().map(|(c, _)| c.4).collect();
        let w = witness(&values, revision.then_some(&changed), rng);
        let s = w.commit(&reported, &widths).unwrap();
        let proof = prove(&context(&s), &w, rng).unwrap();
        prop_assert_eq!(verify(&context(&s), &proof, rng), Ok(()));
        let encoded = bincode::serialize(&proof).unwrap();
        prop_assert_eq!(encoded.len(), PartProof::encoded_len(cells.len(), &s.reported_widths(), revision));
        prop_assert_eq!(bincode::deserialize::<PartProof>(&encoded).unwrap(), proof);
    }

    #[test]
    fn sums_open_to_plain_sums(
        table in prop::collection::vec(prop::collection::vec(0u64..9, 5), 1..6), seed in any::<u64>(),
    ) {
        let rng = &mut rng(seed);
        let all: Vec<_> = table.iter().map(|values| part(values, Width::W8, rng)).collect();
        let mut counts = [0u64; 5];
        for k in 0..5 {
            let total = table.iter().map(|v| v[k]).sum::<u64>();
            let blinding: Scalar = all.iter().map(|(_, w)| w.blindings[k]).sum();
            let sent: PedersenSum = all.iter().map(|(s, _)| &s.commitments.values[k]).collect();
            prop_assert!(check_total(total, &blinding, &sent));
            prop_assert!(!check_total(total + 1, &blinding, &sent));
            prop_assert!(!check_total(total, &(blinding + Scalar::ONE), &sent));
            counts[k] = table.iter().filter(|v| v[k] > 0).count() as u64;
        }
        let blinding: Scalar = all.iter().map(|(_, w)| w.nonzero.vector_blinding).sum();
        let sent: PedersenSum = all.iter().map(|(s, _)| &s.commitments.bits.vector).collect();
        prop_assert!(check_counts(&counts, &blinding, &sent));
        counts[2] += 1;
        prop_assert!(!check_counts(&counts, &blinding, &sent));
    }
}

#[test]
fn widths_are_batched_by_64_and_padded() {
    let rng = &mut rng(1);
    let values: Vec<u64> = (0..67).map(|k| k % 3).collect();
    let (s, w) = part(&values, Width::W8, rng);
    let plan = batches(&s.reported_widths());
    assert_eq!(plan.iter().map(|b| (b.members.len(), b.padded())).collect::<Vec<_>>(), [(64, 64), (3, 4)]);
    assert_eq!(cheat(&s, &w, rng), Ok(()));
}

#[test]
fn a_bad_cell_is_named_beyond_the_first_batch() {
    let rng = &mut rng(16);
    let (s, w) = part(&[1; 520], Width::W8, rng);
    let good = prove(&context(&s), &w, rng).unwrap();
    let mut bad = good.clone();
    bad.cells[515].value.z = bad.cells[514].value.z;
    assert_eq!(verify(&context(&s), &bad, rng), Err(ProofError::Cell { cell: 515 }));
    let mut bad = good;
    bad.ranges.swap(1, 2);
    let found = verify(&context(&s), &bad, rng);
    assert!(matches!(found, Err(ProofError::Range { batch: 1 | 2, .. })));
    if let Err(ProofError::Range { batch: 1, cells: named, .. }) = found {
        assert_eq!(named, (64..128).collect::<Vec<_>>());
    }
}

#[test]
fn widths_admit_their_power_of_two_and_no_more() {
    for width in Width::ALL {
        let most = 1u64 << width.bits();
        assert!(width.admits(0) && width.admits(most) && !width.admits(most + 1));
    }
}

#[test]
fn a_part_without_reported_cells_proves_that_all_its_bits_are_zero() {
    let rng = &mut rng(2);
    let w = witness(&[], None, rng);
    let s = w.commit(&[false; 3], &[Width::W8; 3]).unwrap();
    assert_eq!(cheat(&s, &w, rng), Ok(()));
}

#[test]
fn bit_one_with_value_zero_is_refused() {
    let rng = &mut rng(3);
    let mut w = witness(&[7, 0, 9], None, rng);
    w.nonzero.bits[1] = 1;
    let s = w.commit(&[true; 3], &[Width::W8; 3]).unwrap();
    assert_eq!(prove(&context(&s), &w, rng), Err(ProofError::Unprovable { cell: 1 }));
    // 0 - 1 is not in the range, whatever number the prover puts there.
    assert_eq!(
        cheat(&s, &w, rng),
        Err(ProofError::Range { batch: 0, width: Width::W8, cells: vec![0, 1, 2] })
    );
}

#[test]
fn bit_zero_with_value_one_is_refused_and_the_cell_named() {
    let rng = &mut rng(4);
    let mut w = witness(&[7, 1, 9], None, rng);
    w.nonzero.bits[1] = 0;
    let s = w.commit(&[true, false, true, true], &[Width::W8; 4]).unwrap();
    assert_eq!(prove(&context(&s), &w, rng), Err(ProofError::Unprovable { cell: 2 }));
    assert_eq!(cheat(&s, &w, rng), Err(ProofError::Cell { cell: 2 }));
}

#[test]
fn bit_claiming_four_contributors_is_refused() {
    let rng = &mut rng(5);
    let (mut s, mut w) = part(&[9, 9], Width::W8, rng);
    let three = G * Scalar::from(3u8);
    shift(&mut s.commitments.bits.cells[0], three);
    shift(&mut s.commitments.bits.vector, vector_generator(0) * Scalar::from(3u8));
    w.nonzero.bits[0] = 4;
    assert_eq!(prove(&context(&s), &w, rng), Err(ProofError::Unprovable { cell: 0 }));
    // Range (9 - 4) and link hold; the OR proof does not.
    assert_eq!(cheat(&s, &w, rng), Err(ProofError::Cell { cell: 0 }));
}

#[test]
fn negative_values_are_refused() {
    let rng = &mut rng(6);
    // x = -1 with bit 1: x - 1 = -2 is no 8-bit number, and the cell's proof is of another commitment.
    let (mut s, w) = part(&[1, 5], Width::W8, rng);
    shift(&mut s.commitments.values[0], -(G + G));
    assert_eq!(cheat(&s, &w, rng), Err(ProofError::Cell { cell: 0 }));
    // x = -1 with bit 0: out of range and not pure H.
    let (mut s, w) = part(&[0, 5], Width::W8, rng);
    shift(&mut s.commitments.values[0], -G);
    let proof = prove_unchecked(&context(&s), &w, rng).unwrap();
    assert!(verify(&context(&s), &proof, rng).is_err());
}

#[test]
fn values_beyond_the_width_are_refused() {
    for width in Width::ALL {
        let rng = &mut rng(7);
        let (s, w) = part(&[3, (1 << width.bits()) + 1], width, rng);
        assert_eq!(prove(&context(&s), &w, rng), Err(ProofError::Unprovable { cell: 1 }));
        assert_eq!(cheat(&s, &w, rng), Err(ProofError::Range { batch: 0, width, cells: vec![0, 1] }));
    }
}

#[test]
fn hidden_bit_of_an_unreported_or_padding_cell_is_refused() {
    let link = Err(ProofError::Link { element: Element::BitVector });
    // Five cells, cell 1 unreported; 5, 6, 7 are padding.
    for hidden in [1, 5, 7] {
        let rng = &mut rng(8);
        let w = witness(&[1, 2, 0, 3], None, rng);
        let mut s = w.commit(&[true, false, true, true, true], &[Width::W8; 5]).unwrap();
        let mut with_g = s.clone();
        shift(&mut s.commitments.bits.vector, vector_generator(hidden));
        assert_eq!(cheat(&s, &w, rng), link);
        // The forgery that a constant weight would admit: a component on G that cancels it.
        shift(&mut with_g.commitments.bits.vector, vector_generator(hidden) - G);
        assert_eq!(cheat(&with_g, &w, rng), link);
    }
}

#[test]
fn vector_and_companions_that_differ_are_refused() {
    let rng = &mut rng(9);
    let changed = [true, false, true];
    let w = witness(&[1, 2, 0], Some(&changed), rng);
    let s = w.commit(&[true; 3], &[Width::W16; 3]).unwrap();
    let mut less = s.clone();
    shift(&mut less.commitments.bits.vector, -vector_generator(0));
    assert_eq!(cheat(&less, &w, rng), Err(ProofError::Link { element: Element::BitVector }));
    let mut swapped = s.clone();
    let by = vector_generator(1) - vector_generator(0);
    shift(&mut swapped.commitments.changed.as_mut().unwrap().vector, by);
    assert_eq!(cheat(&swapped, &w, rng), Err(ProofError::Link { element: Element::ChangedVector }));
    let mut four = s;
    let (by, changed) = (G * Scalar::from(3u8), four.commitments.changed.as_mut().unwrap());
    shift(&mut changed.cells[2], by);
    shift(&mut changed.vector, vector_generator(2) * Scalar::from(3u8));
    let mut w = w;
    w.changed.as_mut().unwrap().bits[2] = 4;
    assert_eq!(cheat(&four, &w, rng), Err(ProofError::ChangedCell { cell: 2 }));
}

#[test]
fn replay_under_another_context_is_refused() {
    let rng = &mut rng(10);
    let (s, w) = part(&[1, 0], Width::W8, rng);
    let good = context(&s);
    let proof = prove(&good, &w, rng).unwrap();
    assert_eq!(verify(&good, &proof, rng), Ok(()));
    for other in [
        TranscriptContext { spec_version: 2, ..good },
        TranscriptContext { round: [9; 32], ..good },
        TranscriptContext { key: [9; 32], ..good },
        TranscriptContext { member: 9, ..good },
        TranscriptContext { revision: 5, ..good },
        TranscriptContext { ciphertexts: &[[5; 32], [7; 32]], ..good },
        TranscriptContext { ciphertexts: &[[6; 32], [5; 32]], ..good },
        TranscriptContext { ciphertexts: &[[5; 32]], ..good },
    ] {
        assert!(verify(&other, &proof, rng).is_err());
        // Every one of the three kinds is bound by itself.
        let fresh = prove(&other, &w, rng).unwrap();
        for mixed in [
            PartProof { cells: proof.cells.clone(), ..fresh.clone() },
            PartProof { ranges: proof.ranges.clone(), ..fresh.clone() },
            PartProof { link: proof.link.clone(), ..fresh.clone() },
        ] {
            assert!(verify(&other, &mixed, rng).is_err());
        }
    }
}

#[test]
fn copied_scaled_and_rerandomised_commitments_are_refused() {
    let rng = &mut rng(11);
    let (s, w) = part(&[1, 3], Width::W8, rng);
    let proof = prove(&context(&s), &w, rng).unwrap();
    let mut randomised = s.clone();
    shift(&mut randomised.commitments.values[0], base().pair.B_blinding);
    assert!(verify(&context(&randomised), &proof, rng).is_err());
    let mut scaled = s.clone();
    for v in &mut scaled.commitments.values {
        let point = CompressedRistretto(*v).decompress().unwrap();
        shift(v, point);
    }
    assert!(verify(&context(&scaled), &proof, rng).is_err());
    // Proofs of equal cells do not change places.
    let (s, w) = part(&[1, 1], Width::W8, rng);
    let mut proof = prove(&context(&s), &w, rng).unwrap();
    proof.cells.swap(0, 1);
    assert_eq!(verify(&context(&s), &proof, rng), Err(ProofError::Cell { cell: 0 }));
}

#[test]
fn every_flipped_byte_and_every_truncation_is_refused() {
    let rng = &mut rng(12);
    let w = witness(&[1], Some(&[true]), rng);
    let s = w.commit(&[true, false], &[Width::W8; 2]).unwrap();
    let proof = prove(&context(&s), &w, rng).unwrap();
    let encoded = bincode::serialize(&proof).unwrap();
    for at in 0..encoded.len() {
        let mut bad = encoded.clone();
        bad[at] ^= 1 << (rng.next_u32() % 8);
        if let Ok(proof) = bincode::deserialize::<PartProof>(&bad) {
            assert!(verify(&context(&s), &proof, rng).is_err(), "byte {at}");
        }
        if let Ok(proof) = bincode::deserialize::<PartProof>(&encoded[..at]) {
            assert!(verify(&context(&s), &proof, rng).is_err(), "cut at {at}");
        }
    }
    // Well-encoded proofs of the wrong shape.
    for cut in 0..proof.link.len() {
        let bad = PartProof { link: proof.link[..cut].to_vec(), ..proof.clone() };
        assert!(matches!(verify(&context(&s), &bad, rng), Err(ProofError::Count { .. })));
    }
    for bad in [
        PartProof { cells: vec![], ..proof.clone() },
        PartProof { ranges: vec![], ..proof.clone() },
        PartProof { ranges: vec![vec![]], ..proof.clone() },
        PartProof { changed: None, ..proof.clone() },
    ] {
        assert!(matches!(
            verify(&context(&s), &bad, rng),
            Err(ProofError::Count { .. } | ProofError::ChangedMismatch)
        ));
    }
}

#[test]
fn identity_and_non_canonical_commitments_are_refused() {
    let rng = &mut rng(13);
    let w = witness(&[1, 0], Some(&[true, false]), rng);
    let s = w.commit(&[true, true], &[Width::W8; 2]).unwrap();
    let proof = prove(&context(&s), &w, rng).unwrap();
    // The identity, a negative field element, one not below the prime, and no square.
    let mut one = [0u8; 32];
    one[0] = 1;
    for bad in [[0u8; 32], one, [0xff; 32]] {
        let places: [fn(&mut PartStatement) -> &mut [u8; 32]; 5] = [
            |s| &mut s.commitments.values[1],
            |s| &mut s.commitments.bits.cells[1],
            |s| &mut s.commitments.bits.vector,
            |s| &mut s.commitments.changed.as_mut().unwrap().cells[1],
            |s| &mut s.commitments.changed.as_mut().unwrap().vector,
        ];
        for (i, place) in places.into_iter().enumerate() {
            let mut s = s.clone();
            *place(&mut s) = bad;
            let found = verify(&context(&s), &proof, rng);
            if i < 2 {
                assert!(matches!(found, Err(ProofError::Point { cell: Some(1), .. })));
            } else {
                assert!(found.is_err());
            }
        }
        assert!(!check_total(0, &Scalar::ZERO, &PedersenSum::from_iter([&[0xffu8; 32]])));
        assert!(!check_counts(&[0], &Scalar::ZERO, &PedersenSum::from_iter([&[0xffu8; 32]])));
    }
    let mut order = proof.clone();
    order.cells[0].bit.z_one = [0xff; 32];
    assert_eq!(verify(&context(&s), &order, rng), Err(ProofError::Scalar { cell: Some(0) }));
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    let rng = &mut rng(14);
    let (s, w) = part(&[1, 2], Width::W8, rng);
    let proof = prove(&context(&s), &w, rng).unwrap();
    let mut bad = s.clone();
    bad.reported[0] = false;
    assert!(matches!(verify(&context(&bad), &proof, rng), Err(ProofError::Count { .. })));
    let mut bad = s.clone();
    bad.widths.pop();
    assert!(matches!(verify(&context(&bad), &proof, rng), Err(ProofError::Count { .. })));
    let mut bad = s.clone();
    bad.widths[0] = Width::W16;
    assert!(verify(&context(&bad), &proof, rng).is_err());
    assert_eq!(
        w.commit(&[], &[]).unwrap_err(),
        ProofError::Count { element: Element::Witness, expected: 0, found: 2 }
    );
    assert_eq!(witness(&[], None, rng).commit(&[], &[]).unwrap_err(), ProofError::EmptyPart);
}

#[test]
fn generators_grow_without_changing() {
    let few = vector_generators(3);
    let many = vector_generators(200);
    assert!(many.len() >= 200 && few.iter().zip(many.iter()).all(|(a, b)| a == b));
    assert_eq!(many[199], vector_generator(199));
    assert_eq!(&Scalar::from(7u8) * RISTRETTO_BASEPOINT_TABLE, base().pair.B * Scalar::from(7u8));
}
