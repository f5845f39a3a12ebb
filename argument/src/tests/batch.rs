//! Many proofs at once.

use super::small;
use crate::error::ArgumentError;
use crate::testing::{
    Fault, Forgery, Forgotten, Lie, Shape, masks, prove_naively, random_statement, transcript,
};
use crate::{Batch, prove};
use rand_core::OsRng;

#[test]
fn a_batch_of_different_statements_holds_and_names_every_bad_proof() {
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let shape = Shape { given: 1, bits: 9, scalars: 1, derived: 2 };
    let (other, other_witness) = random_statement(shape, &mut OsRng).unwrap();
    let good = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
    let other_good = prove(&other, &other_witness, &mut OsRng).unwrap().proof.to_bytes();
    let forged = |forgery| {
        let drawn = masks(&statement, &witness, &mut OsRng);
        prove_naively(transcript(Fault::None), &statement, &witness, drawn, forgery).unwrap().to_bytes()
    };
    let mut batch = Batch::new();
    assert_eq!(batch.check(&mut OsRng), Ok(()), "an empty batch");
    for _ in 0..3 {
        batch.add(&statement, &good);
        batch.add(&other, &other_good);
    }
    assert_eq!(batch.check(&mut OsRng), Ok(()));

    // The equations between points fail: other row, other blinding factor of the opening.
    assert_eq!(batch.add(&statement, &forged(Forgery::OtherRow)), 6);
    batch.add(&statement, &good);
    let mut changed = good.clone();
    let last = changed.len() - 32;
    changed[last] ^= 1;
    batch.add(&statement, &changed);
    // And one that fails before, in a batch of its own.
    let mut more = Batch::new();
    more.add(&other, &good);
    batch.merge(more);
    assert_eq!((batch.len(), batch.is_empty()), (10, false));
    let expected = other.layout.proof_len();
    assert_eq!(
        batch.check(&mut OsRng),
        Err(vec![
            (6, ArgumentError::OpenedRow),
            (8, ArgumentError::MaskOpening),
            (9, ArgumentError::Length { expected, found: good.len() })
        ])
    );
}

#[test]
fn errors_that_cancel_in_a_plain_sum_are_found() {
    // Both opened rows' equations are off by the same multiple of H, with opposite signs.
    let (statement, witness) = small(Lie::None, Forgotten::Nothing);
    let mut batch = Batch::new();
    for sign in [1_i64, -1] {
        let proof = prove(&statement, &witness, &mut OsRng).unwrap().proof.to_bytes();
        let mut equations = crate::verify::read(transcript(Fault::None), &statement, &proof).unwrap();
        equations.row_blinding += sign.into();
        batch.add_read(Ok(equations));
    }
    let expected = vec![(0, ArgumentError::OpenedRow), (1, ArgumentError::OpenedRow)];
    assert_eq!(batch.check(&mut OsRng), Err(expected));
}
