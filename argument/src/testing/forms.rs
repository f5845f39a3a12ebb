//! What a prover sends, as linear forms of its masks: read off by proofs with one mask set at a
//! time, under challenges that do not depend on what is said.

use super::{Fault, Masks, prove_masked, rounds};
use crate::error::ArgumentError;
use crate::field::Field;
use crate::layout::Layout;
use crate::statement::{Statement, Witness};
use crate::{COLUMNS, Row};

/// No masks at all.
#[must_use]
pub fn no_masks(layout: &Layout) -> Masks {
    let mask = vec![Field::ZERO; 3 * rounds(layout).0 + 1];
    Masks {
        free: vec![Field::ZERO; COLUMNS],
        blindings: vec![Field::ZERO; layout.sent() + 1],
        polynomial: mask.clone(),
        polynomial_blinding: Field::ZERO,
        opening: mask,
        opening_blinding: Field::ZERO,
    }
}

/// All masks but the free row's, in one order: coefficients of the polynomial, of its opening's mask,
/// blinding factors of the rows, of the two.
pub fn each(masks: &mut Masks) -> Vec<&mut Field> {
    let lists = masks.polynomial.iter_mut().chain(&mut masks.opening).chain(&mut masks.blindings);
    lists.chain([&mut masks.polynomial_blinding, &mut masks.opening_blinding]).collect()
}

/// What the prover sends: `z` by itself, and all other scalars.
///
/// # Errors
/// As [`crate::prove`].
pub fn sent(
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    masks: Masks,
) -> Result<(Vec<Field>, Vec<Field>), ArgumentError> {
    let proof = prove_masked(Fault::Programmed, statement, witness, masks)?.proof;
    let mut others = vec![proof.mask_sum];
    others.extend(proof.rounds.iter().flat_map(|round| round.to_array()));
    others.extend([proof.row_blinding, proof.mask_value, proof.opening_value]);
    others.extend(&proof.response);
    others.push(proof.response_blinding);
    Ok((proof.row, others))
}

/// Entry by entry.
#[must_use]
pub fn difference(a: &[Field], b: &[Field]) -> Vec<Field> {
    a.iter().zip(b).map(|(a, b)| *a - *b).collect()
}

/// Rank by elimination.
#[must_use]
pub fn rank(mut vectors: Vec<Vec<Field>>) -> usize {
    let (mut rank, width) = (0, vectors.first().map_or(0, Vec::len));
    for column in 0..width {
        let Some(pivot) = (rank..vectors.len()).find(|i| vectors[*i][column] != Field::ZERO) else {
            continue;
        };
        vectors.swap(rank, pivot);
        let (done, rest) = vectors.split_at_mut(rank + 1);
        let top = &done[rank];
        let inverse = top[column].inverse();
        for row in rest.iter_mut().filter(|row| row[column] != Field::ZERO) {
            let factor = row[column] * inverse;
            row.iter_mut().zip(top).for_each(|(x, t)| *x -= factor * *t);
        }
        rank += 1;
    }
    rank
}

/// Numbers that are shown of a proof, against the masks in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// Entries of `z` in which the free row does not appear.
    pub bare: usize,
    /// All other numbers: scalars of the proof, and blinding factors that are shown besides it.
    pub numbers: usize,
    /// Rank of these numbers as forms of the masks other than the free row.
    pub rank: usize,
}

/// Counts them. `opened`: sent rows whose blinding factors are shown as well. Of the blinding factors
/// of rows that are not shown, which appear in one number alone, the first three stand for all.
///
/// # Errors
/// As [`crate::prove`].
pub fn shown(
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    opened: &[usize],
) -> Result<Shown, ArgumentError> {
    let layout = statement.layout();
    let (z0, base) = sent(statement, witness, no_masks(layout))?;
    let mut masks = no_masks(layout);
    masks.free = vec![Field::ONE; COLUMNS];
    let (z, _) = sent(statement, witness, masks)?;
    let bare = difference(&z, &z0).iter().filter(|added| **added == Field::ZERO).count();

    let coefficients = 2 * (3 * rounds(layout).0 + 1);
    let count = coefficients + layout.sent() + 3;
    let mut forms = Vec::new();
    for i in 0..count {
        let row = i.checked_sub(coefficients).filter(|row| *row <= layout.sent());
        if row.is_some_and(|row| row > 2 && row < layout.sent() && !opened.contains(&row)) {
            continue;
        }
        let mut masks = no_masks(layout);
        if let Some(mask) = each(&mut masks).into_iter().nth(i) {
            *mask = Field::ONE;
        }
        let (_, others) = sent(statement, witness, masks)?;
        let mut form = difference(&others, &base);
        form.extend(opened.iter().map(|other| Field::ONE.times_bit(u8::from(Some(*other) == row))));
        forms.push(form);
    }
    Ok(Shown { bare, numbers: base.len() + opened.len(), rank: rank(forms) })
}

/// A row of any entries, of the kind that they allow.
///
/// # Errors
/// [`ArgumentError::Row`] for more than 512 entries.
pub fn row_of(entries: Vec<Field>) -> Result<Row, ArgumentError> {
    let bit = |x: &Field| if *x == Field::ZERO { Some(0) } else { (*x == Field::ONE).then_some(1) };
    match entries.iter().map(bit).collect::<Option<Vec<u8>>>() {
        Some(bits) => Row::bits(bits),
        None => Row::scalars(entries),
    }
}
