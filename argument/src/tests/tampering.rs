//! Changed proofs.

use super::small;
use crate::error::{ArgumentError, Element};
use crate::testing::Circuit;
use crate::testing::{Forgotten, Lie, tried};
use crate::{Constraints, prove, verify};
use rand_core::OsRng;

fn proof() -> (Circuit, Vec<u8>) {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    (statement, proof)
}

#[test]
fn every_byte_flipped() {
    let (statement, proof) = proof();
    tried("bytes flipped", proof.len());
    for place in 0..proof.len() {
        let mut changed = proof.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(verify(&statement, &changed, &mut OsRng).is_err(), "byte {place}");
    }
}

#[test]
fn every_length_but_the_right_one() {
    let (statement, proof) = proof();
    let expected = proof.len();
    for found in [0, 31, 32, expected - 32, expected - 1, expected + 1, expected + 32] {
        let mut other = proof.clone();
        other.resize(found, 0);
        assert_eq!(verify(&statement, &other, &mut OsRng), Err(ArgumentError::Length { expected, found }));
    }
}

#[test]
fn encodings_that_are_not_canonical() {
    let (statement, proof) = proof();
    let points = statement.layout.sent() + 3;
    let of = |place: usize| match place {
        _ if place + 2 == points => Element::MaskCommitment,
        _ if place + 1 == points => Element::OpeningCommitment,
        _ if place < points => Element::Row(place),
        _ => Element::Scalar(place - points),
    };
    for place in 0..proof.len() / 32 {
        let mut changed = proof.clone();
        changed[32 * place..][..32].fill(255);
        let error = Err(ArgumentError::Encoding(of(place)));
        assert_eq!(verify(&statement, &changed, &mut OsRng), error, "{place}");
    }
    // A scalar plus l is the same scalar, and another encoding.
    let order = [0x5812_631a_5cf5_d3ed_u64, 0x14de_f9de_a2f7_9cd6, 0, 0x1000_0000_0000_0000];
    let mut changed = proof;
    let mut carry = 0;
    for (i, byte) in order.iter().flat_map(|limb| limb.to_le_bytes()).enumerate() {
        let at = &mut changed[32 * points + i];
        carry += u16::from(*at) + u16::from(byte);
        *at = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    assert_eq!(verify(&statement, &changed, &mut OsRng), Err(ArgumentError::Encoding(Element::Scalar(0))));
}

#[test]
fn given_commitments_that_are_no_points() {
    let (mut statement, proof) = proof();
    statement.given[0].0 = [255; 32];
    assert_eq!(verify(&statement, &proof, &mut OsRng), Err(ArgumentError::Encoding(Element::Given(0))));
}

#[test]
fn elements_swapped_and_repeated() {
    let (statement, proof) = proof();
    let points = statement.layout.sent() + 3;
    for (a, b) in [(0, 1), (2, points - 3), (points - 2, points - 1), (points + 40, points + 41)] {
        let mut changed = proof.clone();
        for i in 0..32 {
            changed.swap(32 * a + i, 32 * b + i);
        }
        assert!(verify(&statement, &changed, &mut OsRng).is_err(), "{a} and {b}");
        let mut changed = proof.clone();
        changed.copy_within(32 * a..32 * (a + 1), 32 * b);
        assert!(verify(&statement, &changed, &mut OsRng).is_err(), "{a} twice");
    }
}

#[test]
fn weights_that_do_not_fit_the_layout() {
    let (statement, proof) = proof();
    let mut other = statement.clone();
    other.constraints.vectors[0].pop();
    assert_eq!(verify(&other, &proof, &mut OsRng), Err(ArgumentError::Weights));
    let mut other = statement.clone();
    other.constraints.masks[1].push(true);
    assert_eq!(verify(&other, &proof, &mut OsRng), Err(ArgumentError::Weights));
    // A constraint on something that is not there is not dropped in silence.
    let missing: [fn(&mut Constraints); 4] = [
        |all| all.bits(9, None),
        |all| all.bits(1, Some(all.masks.len())),
        |all| all.linear[0].terms[0].1 = all.vectors.len(),
        |all| all.linear[0].terms[0].2 = 9,
    ];
    assert_eq!(statement.layout.rows(), 9);
    for change in missing {
        let mut other = statement.clone();
        change(&mut other.constraints);
        assert_eq!(verify(&other, &proof, &mut OsRng), Err(ArgumentError::Weights));
    }
}
