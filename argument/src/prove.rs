//! The prover (docs/argument.md, 'Protocol').

use crate::PROTOCOL;
use crate::commitment::{commit_all, commit_scalars};
use crate::error::ArgumentError;
use crate::field::{Field, inner};
use crate::mask::{Mask, monomials};
use crate::masks::Masks;
use crate::multilinear::eq_table;
use crate::proof::Proof;
use crate::row::Row;
use crate::statement::{Statement, Witness};
use crate::steps;
use crate::sumcheck::Sumcheck;
use crate::transcript::Transcript;
use rand_core::{CryptoRng, RngCore};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A proof and what its maker keeps.
pub struct Proved {
    /// The proof, to be sent.
    pub proof: Proof,
    /// The blinding factors of the sent rows: secret.
    pub blindings: Blindings,
}

/// Blinding factors of the sent rows, in order. Secret: no `Debug`, erased on drop.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Blindings(pub Vec<Field>);

/// Proves that the witness satisfies the statement.
///
/// # Errors
/// [`ArgumentError`] if statement and witness do not fit, or the witness does not satisfy the
/// statement.
pub fn prove(
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Proved, ArgumentError> {
    prove_in(Transcript::new(PROTOCOL), statement, witness, |public| {
        Masks::draw(public, statement.layout(), witness, rng)
    })
}

/// Rows and given commitments against layout and witness.
fn check(statement: &(impl Statement + ?Sized), witness: &Witness) -> Result<(), ArgumentError> {
    let layout = statement.layout();
    if statement.given().len() != layout.given() {
        return Err(ArgumentError::Layout);
    }
    if witness.rows.len() != layout.committed() || witness.given_blindings.len() != layout.given() {
        return Err(ArgumentError::Witness);
    }
    let given: Vec<&Row> = witness.rows.iter().take(layout.given()).collect();
    let commitments = commit_all(&given, &witness.given_blindings);
    let other = commitments.iter().zip(statement.given()).position(|(found, given)| found != given);
    other.map_or(Ok(()), |i| Err(ArgumentError::GivenRow(i)))
}

/// All rows: given, sent, derived, free.
pub fn all_rows(statement: &(impl Statement + ?Sized), witness: &Witness, free: Row) -> Vec<Row> {
    let combine = |combination: &Vec<(usize, Field)>| {
        Row::combination(combination.iter().map(|(row, factor)| (&witness.rows[*row], *factor)))
    };
    let derived = statement.layout().derived().iter().map(combine);
    witness.rows.iter().cloned().chain(derived).chain([free]).collect()
}

/// Step 4: `z` and `rho`, with the rows' parts of the point.
pub fn open(
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    masks: &Masks,
    rows: &[Row],
    parts: &[Field],
) -> Result<(Vec<Field>, Field), ArgumentError> {
    let layout = statement.layout();
    if parts[layout.rows()] == Field::ZERO {
        return Err(ArgumentError::Degenerate);
    }
    let opened = Row::combine(rows.iter().zip(parts.iter().copied()));
    let blindings = witness.given_blindings.iter().chain(&masks.blindings);
    let blinding = layout.spread(parts).iter().zip(blindings).map(|(part, blinding)| *part * *blinding).sum();
    Ok((opened, blinding))
}

/// Step 5: the response, `masks + x * secrets`.
pub fn respond(masks: &Masks, x: Field) -> (Vec<Field>, Field) {
    let response = masks.opening.iter().zip(&masks.polynomial).map(|(mask, g)| *mask + x * *g).collect();
    (response, masks.opening_blinding + x * masks.polynomial_blinding)
}

/// The proof in a transcript that has absorbed the protocol's label alone, with masks that may
/// depend on everything public.
pub fn prove_in(
    mut transcript: Transcript,
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    masks: impl FnOnce(&Transcript) -> Masks,
) -> Result<Proved, ArgumentError> {
    check(statement, witness)?;
    let layout = statement.layout();

    // Steps 0 and 1.
    steps::public(&mut transcript, statement);
    let masks = masks(&transcript);
    let rows = all_rows(statement, witness, masks.free_row()?);
    let sent: Vec<&Row> = rows[layout.given()..layout.committed()].iter().chain(rows.last()).collect();
    let commitments = commit_all(&sent, &masks.blindings);
    let mask = commit_scalars(&masks.polynomial, &masks.polynomial_blinding).compress();
    let opening = commit_scalars(&masks.opening, &masks.opening_blinding).compress();
    steps::commitments(&mut transcript, &commitments, &mask, &opening);

    // Step 2.
    let weights = statement.weights(&mut transcript)?;
    weights.check(layout)?;

    // Step 3.
    let mut polynomial = Mask::new(&masks.polynomial);
    let mask_sum = polynomial.sum();
    let c = steps::mask_sum(&mut transcript, mask_sum);
    if c == Field::ZERO {
        return Err(ArgumentError::Degenerate);
    }
    polynomial.scale(c);
    let eq = eq_table(&weights.tau);
    let mut sumcheck = Sumcheck::new(&rows, &weights, &eq, layout.row_rounds());
    let mut claim = Zeroizing::new(weights.claim + c * mask_sum);
    let (mut point, mut rounds) = (Vec::new(), Vec::new());
    for round in 0..layout.rounds() {
        let mut message = sumcheck.message();
        polynomial.add_to(&mut message, round);
        let r = steps::round(&mut transcript, &message);
        *claim = message.evaluate(*claim, r);
        polynomial.bind(round, r);
        sumcheck = sumcheck.bind(r);
        point.push(r);
        rounds.push(message);
    }
    let mask_value = polynomial.value();
    if *claim != sumcheck.value() + c * mask_value {
        return Err(ArgumentError::Unsatisfied);
    }

    // Steps 4 and 5.
    let parts = eq_table(&point[..layout.row_rounds()]);
    let (row, row_blinding) = open(statement, witness, &masks, &rows, &parts)?;
    let opening_value = inner(&masks.opening, &monomials(&point));
    let x = steps::opened(&mut transcript, &row, row_blinding, mask_value, opening_value);
    let (response, response_blinding) = respond(&masks, x);

    let proof = Proof {
        rows: commitments,
        mask,
        opening,
        mask_sum,
        rounds,
        row,
        row_blinding,
        mask_value,
        opening_value,
        response,
        response_blinding,
    };
    let sent = masks.blindings.len() - 1;
    Ok(Proved { proof, blindings: Blindings(masks.blindings[..sent].to_vec()) })
}
