//! Provers that lie about their witness, as consistently as they can: refused; and believed by a
//! verifier that forgets the one constraint that the lie breaks, so that it is this constraint that
//! finds it.

use super::small;
use crate::error::ArgumentError;
use crate::testing::{Fault, Forgery, Forgotten, Lie, masks, prove_naively, transcript};
use crate::{Row, prove, verify};
use rand_core::OsRng;

fn refused(lie: Lie, only: Forgotten) {
    let (statement, witness) = small(lie, Forgotten::Nothing);
    assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::Unsatisfied), "{lie:?}");
    let drawn = masks(&statement, &witness, &mut OsRng);
    let proof = prove_naively(transcript(Fault::None), &statement, &witness, drawn, Forgery::None).unwrap();
    assert_eq!(verify(&statement, &proof.to_bytes(), &mut OsRng), Err(ArgumentError::LastClaim), "{lie:?}");

    let (forgetful, witness) = small(lie, only);
    let proof = prove(&forgetful, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&forgetful, &proof, &mut OsRng), Ok(()), "{lie:?} without {only:?}");
}

#[test]
fn two_among_bits() {
    refused(Lie::TwoAmongBits, Forgotten::Bits);
}

#[test]
fn half_among_bits() {
    refused(Lie::HalfAmongBits, Forgotten::Bits);
}

#[test]
fn figure_without_its_bit() {
    refused(Lie::FigureWithoutBit, Forgotten::Product);
}

#[test]
fn figure_where_nothing_is_reported() {
    refused(Lie::Unreported, Forgotten::Zeros);
}

#[test]
fn figure_above_its_width() {
    refused(Lie::TooWide, Forgotten::Zeros);
}

#[test]
fn sum_off_by_one() {
    refused(Lie::WrongSum, Forgotten::Linear);
}

#[test]
fn the_truth_is_believed() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    assert_eq!(verify(&statement, &proof, &mut OsRng), Ok(()));
}

#[test]
fn another_row_than_was_committed_to() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let drawn = masks(&statement, &witness, &mut OsRng);
    let proof =
        prove_naively(transcript(Fault::None), &statement, &witness, drawn, Forgery::OtherRow).unwrap();
    assert_eq!(verify(&statement, &proof.to_bytes(), &mut OsRng), Err(ArgumentError::OpenedRow));
}

#[test]
fn another_given_row_than_its_commitment() {
    let (mut statement, mut witness) = small(Lie::None, Forgotten::Nothing);
    let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof;
    witness.rows[0] = Row::bits(vec![1]).unwrap();
    assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::GivenRow(0)));
    // A proof made for one given row does not serve another.
    statement.given[0] = proof.sent()[1];
    assert!(verify(&statement, &proof.to_bytes(), &mut OsRng).is_err());
}

#[test]
fn witnesses_with_another_number_of_rows() {
    let (statement, mut witness) = small(Lie::None, Forgotten::Nothing);
    witness.rows.pop();
    assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::Witness));
    let (mut statement, mut witness) = small(Lie::None, Forgotten::Nothing);
    witness.given_blindings.clear();
    assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::Witness));
    statement.given.clear();
    assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::Layout));
    assert_eq!(verify(&statement, &[], &mut OsRng), Err(ArgumentError::Layout));
}

/// Two planes of the figures in each other's place, and one of them twice.
#[test]
fn swapped_and_repeated_rows() {
    let (statement, mut swapped) = small(Lie::None, Forgotten::Nothing);
    let (_, mut repeated) = small(Lie::None, Forgotten::Nothing);
    swapped.rows.swap(2, 3);
    repeated.rows[3] = repeated.rows[2].clone();
    for witness in [swapped, repeated] {
        assert_eq!(prove(&statement, &witness, &mut OsRng).err(), Some(ArgumentError::Unsatisfied));
        let drawn = masks(&statement, &witness, &mut OsRng);
        let proof =
            prove_naively(transcript(Fault::None), &statement, &witness, drawn, Forgery::None).unwrap();
        assert_eq!(verify(&statement, &proof.to_bytes(), &mut OsRng), Err(ArgumentError::LastClaim));
    }
}
