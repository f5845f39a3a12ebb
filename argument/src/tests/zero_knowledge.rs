//! Zero knowledge, as far as tests can show it (docs/argument.md, 'Zero knowledge').
//!
//! With challenges that do not depend on what is said, the opened row `z` is the witness's plus a
//! multiple of the free row, and every other number is a linear form of the other masks plus
//! something of witness and free row. The forms are read off by proofs with one mask set at a time.
//! Nothing is given away if another witness has a free row with the same `z`, and the difference
//! that is left is what some masks add: then to any masks of the one belong masks of the other with
//! the same numbers.

use crate::error::ArgumentError;
use crate::field::Field;
use crate::testing::forms::{Shown, difference, each, no_masks, rank, sent, shown};
use crate::testing::{
    Circuit, Counting, Fault, Forgery, Forgotten, Lie, prove_masked, prove_naively, rounds, toy, transcript,
    verify_with,
};
use crate::{COLUMNS, Row, Statement, Witness, prove};
use rand_core::{OsRng, RngCore};

/// The same statement with two witnesses: all that it says of the figures is one sum.
fn two_witnesses() -> (Circuit, Witness, Witness) {
    let mut shift = vec![Field::ONE; COLUMNS];
    let (statement, first) = toy(&[3, 1, 0, 7, 1, 0, 1], &shift, Lie::None, Forgotten::Nothing).unwrap();
    // Column 3 has 4 more, at a weight of 2 * (3^2 + 1); the shift, whose column 0 has weight 1,
    // takes it back.
    shift[0] += Field::from(80_u64);
    let (same, second) = toy(&[3, 1, 0, 11, 1, 0, 1], &shift, Lie::None, Forgotten::Nothing).unwrap();
    assert!(same.public == statement.public && same.given == statement.given);
    (statement, first, second)
}

fn is_zero(v: &[Field]) -> bool {
    v.iter().all(|x| *x == Field::ZERO)
}

fn random() -> Field {
    let mut wide = [0; 64];
    OsRng.fill_bytes(&mut wide);
    Field::from_wide_bytes(&wide)
}

fn without(all: &[Vec<Field>], left_out: std::ops::Range<usize>, and: &[Field]) -> Vec<Vec<Field>> {
    let kept = all.iter().enumerate().filter(|(i, _)| !left_out.contains(i)).map(|(_, v)| v.clone());
    kept.chain([and.to_vec()]).collect()
}

#[test]
fn every_number_sent_has_a_mask_of_its_own() {
    let (statement, first, second) = two_witnesses();
    let layout = statement.layout();
    let masked = |free: &[Field]| {
        let mut masks = no_masks(layout);
        masks.free = free.to_vec();
        masks
    };

    // The free row adds a multiple of itself to z.
    let (z0, _) = sent(&statement, &first, no_masks(layout)).unwrap();
    let free: Vec<Field> = (0..COLUMNS).map(|_| random()).collect();
    let (z, base) = sent(&statement, &first, masked(&free)).unwrap();
    let added = difference(&z, &z0);
    let factor = added[0] * free[0].inverse();
    assert!(factor != Field::ZERO && added.iter().zip(&free).all(|(added, free)| *added == factor * *free));

    // The other masks do not touch z: without the free row it would be bare.
    let count = each(&mut no_masks(layout)).len();
    let mut forms = Vec::new();
    for i in 0..count {
        let mut masks = masked(&free);
        *each(&mut masks)[i] = Field::ONE;
        let (same, others) = sent(&statement, &first, masks).unwrap();
        assert!(same == z, "mask {i}");
        forms.push(difference(&others, &base));
    }

    // With any free row all other numbers are linear in the other masks, in the same way, whatever
    // the witness is.
    let mut masks = no_masks(layout);
    each(&mut masks).into_iter().for_each(|mask| *mask = random());
    let values: Vec<Field> = each(&mut masks).into_iter().map(|mask| *mask).collect();
    let (_, bare) = sent(&statement, &second, no_masks(layout)).unwrap();
    let (_, others) = sent(&statement, &second, masks).unwrap();
    for (i, shown) in others.iter().enumerate() {
        let added: Field = forms.iter().zip(&values).map(|(form, value)| form[i] * *value).sum();
        assert!(*shown == bare[i] + added, "number {i}");
    }

    // All numbers but two are independent: g(r) follows from the last claim, T from the response.
    let coefficients = 3 * rounds(layout).0 + 1;
    let full = rank(forms.clone());
    assert_eq!((base.len(), full), (2 * coefficients + 4, 2 * coefficients + 2));
    let counted = shown(&statement, &first, &[]).unwrap();
    assert_eq!(counted, Shown { bare: 0, numbers: base.len(), rank: full });
    // A blinding factor that is shown besides has one of its own: its row's.
    let counted = shown(&statement, &first, &[1, 4]).unwrap();
    assert_eq!(counted, Shown { bare: 0, numbers: base.len() + 2, rank: full + 2 });

    // The other witness has a free row with the same z.
    let (other_z, _) = sent(&statement, &second, no_masks(layout)).unwrap();
    let inverse = factor.inverse();
    let other_free: Vec<Field> = z.iter().zip(&other_z).map(|(z, other)| (*z - *other) * inverse).collect();
    let (same, others) = sent(&statement, &second, masked(&other_free)).unwrap();
    assert!(same == z && other_free != free);
    // And what is left between the two is what masks can add,
    let changed = difference(&others, &base);
    assert!(!is_zero(&changed));
    assert_eq!(rank(without(&forms, 0..0, &changed)), full);
    // for which every single coefficient over row variables is needed. The rounds over columns
    // follow from z.
    for i in 0..coefficients {
        let needed = i <= 3 * rounds(layout).1;
        assert_eq!(rank(without(&forms, i..i + 1, &changed)), full - usize::from(!needed), "coefficient {i}");
        assert_eq!(
            rank(without(&forms, i..i + 1, &vec![Field::ZERO; base.len()])),
            full - 1,
            "coefficient {i}"
        );
    }
}

#[test]
fn two_witnesses_under_equal_masks_differ_only_where_masks_are() {
    let (statement, first, second) = two_witnesses();
    let drawn = || crate::testing::masks(&statement, &first, &mut Counting(7));
    let proofs = [&first, &second]
        .map(|witness| prove_masked(Fault::Programmed, &statement, witness, drawn()).unwrap().proof);
    let [a, b] = &proofs;
    assert!(a.mask == b.mask && a.opening == b.opening && a.mask_sum == b.mask_sum);
    assert!(a.response == b.response && a.response_blinding == b.response_blinding);
    assert!(a.row_blinding == b.row_blinding && a.opening_value == b.opening_value);
    // The witness shows where it is masked, and there it does.
    assert!(a.row != b.row && a.mask_value == b.mask_value);
    assert!(a.rounds.iter().zip(&b.rounds).any(|(a, b)| a.to_array() != b.to_array()));
}

#[test]
fn a_broken_source_repeats_masks_only_for_the_same_proof() {
    let (statement, first, second) = two_witnesses();
    let made = |statement: &Circuit, witness: &Witness, source: u8| {
        prove(statement, witness, &mut Counting(source)).unwrap().proof
    };
    let proof = made(&statement, &first, 0);
    assert!(proof.to_bytes() == made(&statement, &first, 0).to_bytes(), "the same proof");
    let mut elsewhere = statement.clone();
    elsewhere.public.push(1);
    let others = [made(&statement, &second, 0), made(&elsewhere, &first, 0), made(&statement, &first, 1)];
    for other in others {
        assert!(
            proof.mask != other.mask
                && proof.opening != other.opening
                && proof.rows.last() != other.rows.last()
        );
    }
    // Good randomness hides that two proofs are of the same.
    let [a, b] = [(); 2].map(|()| prove(&statement, &first, &mut OsRng).unwrap().proof);
    assert!(a.rows.iter().zip(&b.rows).all(|(a, b)| a != b) && a.mask != b.mask);
}

#[test]
fn a_simulator_that_sets_one_challenge_convinces_without_a_witness() {
    // Rows of zeros but for the given one, which it can open, and s_g that makes up for them under a c
    // that it knows before.
    let (statement, mut witness, _) = two_witnesses();
    let given = statement.layout().given();
    witness.rows.iter_mut().skip(given).for_each(|row| *row = Row::bits(vec![]).unwrap());
    let simulated = |fault, forgery| {
        let drawn = crate::testing::masks(&statement, &witness, &mut OsRng);
        let proof = prove_naively(transcript(fault), &statement, &witness, drawn, forgery).unwrap();
        verify_with(fault, &statement, &proof.to_bytes(), &mut OsRng)
    };
    let fault = Fault::Set { label: "c", skip: 0, value: random() };
    assert_eq!(simulated(fault, Forgery::MaskSum), Ok(()));
    // Where the oracle answers by itself, or s_g is honest, it fails.
    assert_eq!(simulated(Fault::None, Forgery::MaskSum), Err(ArgumentError::LastClaim));
    assert_eq!(simulated(fault, Forgery::None), Err(ArgumentError::LastClaim));
}
