//! A proof serves one list of families in one context, and everything absorbed is bound.

use super::{CONTEXT, Committed};
use crate::fixture::{binds_alone, bound, every_element_flipped, masked};
use crate::terms::{Term, Terms};
use intertally_argument::{ArgumentError, verify};
use rand_core::OsRng;

#[test]
fn replayed_copied_and_changed() {
    let tables = [[8, 106, 5, 120], [8, 106, 5, 120]];
    let committed = Committed::new(&tables, &[Term::R, Term::S, Term::W]);
    let statement = committed.statement();
    let witness = committed.witness(&statement);
    let mut families = committed.families.clone();
    families.swap(0, 1);
    let others = [
        ("context", Terms::new(&committed.blocks, &committed.families, b"round 8").unwrap()),
        ("families", Terms::new(&committed.blocks, &families, CONTEXT).unwrap()),
    ];
    let proof = bound(&statement, &witness, &others);
    binds_alone("context", &statement, &witness, &others[0].1);
    every_element_flipped(&statement, &proof);
    // Of the same figures in other commitments it says nothing.
    let other = Committed::new(&tables, &[Term::R, Term::S, Term::W]);
    let refused = verify(&other.statement(), &proof, &mut OsRng);
    assert!(matches!(refused, Err(ArgumentError::LastClaim)), "{refused:?}");
}

#[test]
fn every_number_shown_has_a_mask() {
    let committed = Committed::new(&[[8, 106, 5, 120]], &[Term::R]);
    let statement = committed.statement();
    masked(&statement, &committed.witness(&statement), &[]);
}
