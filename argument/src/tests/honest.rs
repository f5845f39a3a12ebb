//! Honest proofs of statements of all shapes hold, and are those that the naive prover makes.

use crate::error::ArgumentError;
use crate::testing::{
    Fault, Forgery, Shape, masks, prove_masked, prove_naively, random_statement, transcript,
};
use crate::{Layout, MAX_ROWS, prove, verify};
use proptest::prelude::*;
use rand_chacha::ChaCha20Rng;
use rand_core::{OsRng, SeedableRng};

fn shape() -> impl Strategy<Value = Shape> {
    (0..3_usize, 0..14_usize, 0..3_usize, 0..6_usize)
        .prop_filter("at least one row", |(given, bits, scalars, _)| given + bits + scalars > 0)
        .prop_map(|(given, bits, scalars, derived)| Shape { given, bits, scalars, derived })
}

fn holds(shape: Shape, seed: u64) {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let (statement, witness) = random_statement(shape, &mut rng).unwrap();
    let drawn = || masks(&statement, &witness, &mut ChaCha20Rng::seed_from_u64(seed));
    let fast = prove_masked(Fault::None, &statement, &witness, drawn()).unwrap().proof.to_bytes();
    let naive = prove_naively(transcript(Fault::None), &statement, &witness, drawn(), Forgery::None).unwrap();
    assert!(fast == naive.to_bytes(), "{shape:?}");
    assert_eq!(fast.len(), statement.layout.proof_len());
    assert_eq!(verify(&statement, &fast, &mut OsRng), Ok(()), "{shape:?}");

    let mut other = statement.clone();
    other.weights.claim += crate::Field::ONE;
    assert_eq!(prove(&other, &witness, &mut OsRng).err(), Some(ArgumentError::Unsatisfied));
    let lie = prove_naively(transcript(Fault::None), &other, &witness, drawn(), Forgery::None).unwrap();
    assert_eq!(verify(&other, &lie.to_bytes(), &mut OsRng), Err(ArgumentError::LastClaim));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn proofs_of_all_shapes_hold_and_are_the_naive_ones(shape in shape(), seed in any::<u64>()) {
        holds(shape, seed);
    }
}

#[test]
fn sizes_around_powers_of_two() {
    // With the free row: 2, 7, 8, 9, 16, 17, 64, 65 rows.
    for bits in [1, 6, 7, 8, 15, 16, 63, 64] {
        holds(Shape { given: 0, bits, scalars: 0, derived: 0 }, bits as u64);
    }
}

#[test]
fn layouts_that_are_none() {
    assert!(matches!(Layout::new(0, 0, vec![]), Err(ArgumentError::Layout)));
    assert!(matches!(Layout::new(0, MAX_ROWS, vec![]), Err(ArgumentError::Layout)));
    assert!(matches!(Layout::new(usize::MAX, 2, vec![]), Err(ArgumentError::Layout)));
    assert!(matches!(Layout::new(1, 1, vec![vec![(2, crate::Field::ONE)]]), Err(ArgumentError::Layout)));
    assert!(Layout::new(0, MAX_ROWS - 1, vec![]).is_ok());
}
