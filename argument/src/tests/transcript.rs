//! Every absorbed element left out in turn: by the verifier alone, and by both with the forgery
//! that this lets through.

use super::small;
use crate::error::ArgumentError;
use crate::field::Field;
use crate::testing::{
    Fault, Forgery, Forgotten, Lie, masks, prove_naively, prove_with, rounds, transcript, tried, verify_with,
};
use crate::{Statement, prove, verify};
use rand_core::OsRng;

/// Everything that is absorbed before the last challenge.
const LABELS: [&str; 13] =
    ["statement", "layout", "public", "given", "rows", "E_g", "A", "s_g", "round", "z", "rho", "g(r)", "T"];

#[test]
fn every_element_is_bound() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    tried("absorbed elements left out", LABELS.len());
    for label in LABELS {
        let fault = Fault::LeftOut(label);
        assert!(verify_with(fault, &statement, &proof, &mut OsRng).is_err(), "{label}");
        // The fault does what it says: left out by both, an honest proof holds.
        let proof = prove_with(fault, &statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
        assert_eq!(verify_with(fault, &statement, &proof, &mut OsRng), Ok(()), "{label}");
    }
}

#[test]
fn forgeries_fail_and_would_succeed_without_the_element_that_they_turn_on() {
    let (statement, witness) = small(Lie::WrongSum, Forgotten::Nothing);
    let forgeries = [
        ("s_g", Forgery::MaskSum),
        ("E_g", Forgery::MaskCommitment),
        ("round", Forgery::LastRound),
        ("A", Forgery::OpeningCommitment),
        ("T", Forgery::OpeningValue),
    ];
    for (label, forgery) in forgeries {
        for (fault, succeeds) in [(Fault::None, false), (Fault::LeftOut(label), true)] {
            let drawn = masks(&statement, &witness, &mut OsRng);
            let proof = prove_naively(transcript(fault), &statement, &witness, drawn, forgery).unwrap();
            let verdict = verify_with(fault, &statement, &proof.to_bytes(), &mut OsRng);
            assert_eq!(verdict.is_ok(), succeeds, "{label}: {verdict:?}");
        }
    }
}

#[test]
fn statements_that_differ_in_what_is_public_alone() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    let mut other = statement.clone();
    other.public.push(0);
    assert!(verify(&other, &proof, &mut OsRng).is_err(), "replay in another context");
    let mut other = statement.clone();
    other.label.push('2');
    assert!(verify(&other, &proof, &mut OsRng).is_err(), "replay as another statement");
    // Left out by both, the replay succeeds.
    let fault = Fault::LeftOut("public");
    let proof = prove_with(fault, &statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    let mut other = statement;
    other.public.push(0);
    assert_eq!(verify_with(fault, &other, &proof, &mut OsRng), Ok(()));
}

#[test]
fn the_free_row_without_a_part_is_refused_by_both() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let (_, row_rounds) = rounds(statement.layout());
    let place = statement.layout().rows();
    for round in 0..row_rounds {
        // The factor of the row is a product of r_k where its place has bit k and 1 - r_k
        // elsewhere: make one of them 0.
        let bit = place >> (row_rounds - 1 - round) & 1;
        let value = if bit == 1 { Field::ZERO } else { Field::ONE };
        let fault = Fault::Set { label: "r", skip: round, value };
        let refused = prove_with(fault, &statement, &witness, &mut OsRng).err();
        assert_eq!(refused, Some(ArgumentError::Degenerate), "round {round}");
        // The other value at the same place leaves it its part.
        let other = Fault::Set { label: "r", skip: round, value: Field::ONE - value };
        let proof = prove_with(other, &statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
        assert_eq!(verify_with(other, &statement, &proof, &mut OsRng), Ok(()));
        assert_eq!(verify_with(fault, &statement, &proof, &mut OsRng), Err(ArgumentError::FreeRow));
    }
}

#[test]
fn no_mask_is_no_proof() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let fault = Fault::Set { label: "c", skip: 0, value: Field::ZERO };
    assert_eq!(prove_with(fault, &statement, &witness, &mut OsRng).err(), Some(ArgumentError::Degenerate));
}
