//! The verifier of one proof, up to two equations between points (docs/argument.md, 'Protocol').

use crate::COLUMN_ROUNDS;
use crate::equations::Equations;
use crate::error::{ArgumentError, Element};
use crate::field::{Field, inner};
use crate::mask::monomials;
use crate::multilinear::eq_table;
use crate::proof::Proof;
use crate::statement::Statement;
use crate::steps;
use crate::transcript::Transcript;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};

fn point(bytes: &CompressedRistretto, element: Element) -> Result<RistrettoPoint, ArgumentError> {
    bytes.decompress().ok_or(ArgumentError::Encoding(element))
}

/// The points of a proof: given rows, sent rows, free row.
fn row_points(
    statement: &(impl Statement + ?Sized),
    proof: &Proof,
) -> Result<Vec<RistrettoPoint>, ArgumentError> {
    let given = statement.given().iter().enumerate().map(|(i, p)| point(p, Element::Given(i)));
    given.chain(proof.rows.iter().enumerate().map(|(i, p)| point(p, Element::Row(i)))).collect()
}

/// Checks everything but the equations between points, which it answers with. The transcript has
/// absorbed the protocol's label alone.
pub fn read(
    mut transcript: Transcript,
    statement: &(impl Statement + ?Sized),
    bytes: &[u8],
) -> Result<Equations, ArgumentError> {
    let layout = statement.layout();
    if statement.given().len() != layout.given() {
        return Err(ArgumentError::Layout);
    }
    let proof = Proof::from_bytes(bytes, layout)?;
    let points = row_points(statement, &proof)?;
    let mask = point(&proof.mask, Element::MaskCommitment)?;
    let opening = point(&proof.opening, Element::OpeningCommitment)?;

    // Steps 0 to 2.
    steps::public(&mut transcript, statement);
    steps::commitments(&mut transcript, &proof.rows, &proof.mask, &proof.opening);
    let weights = statement.weights(&mut transcript)?;
    weights.check(layout)?;

    // Step 3.
    let c = steps::mask_sum(&mut transcript, proof.mask_sum);
    let mut claim = weights.claim + c * proof.mask_sum;
    let mut r = Vec::with_capacity(proof.rounds.len());
    for message in &proof.rounds {
        let x = steps::round(&mut transcript, message);
        claim = message.evaluate(claim, x);
        r.push(x);
    }
    let parts = eq_table(&r[..layout.row_rounds()]);
    let columns = eq_table(&r[r.len() - COLUMN_ROUNDS..]);
    if parts[layout.rows()] == Field::ZERO {
        return Err(ArgumentError::FreeRow);
    }

    // Step 4: the last claim.
    let w = inner(&proof.row, &columns);
    let (e, v) = weights.evaluate(&parts, &columns);
    if claim != w * (e * w + v) + c * proof.mask_value {
        return Err(ArgumentError::LastClaim);
    }

    // Step 5: the value of the mask.
    let x =
        steps::opened(&mut transcript, &proof.row, proof.row_blinding, proof.mask_value, proof.opening_value);
    if inner(&proof.response, &monomials(&r)) != proof.opening_value + x * proof.mask_value {
        return Err(ArgumentError::MaskValue);
    }
    let digest = steps::digest(transcript, &proof);
    Ok(Equations {
        factors: layout.spread(&parts),
        rows: points,
        row: proof.row,
        row_blinding: proof.row_blinding,
        x,
        mask,
        opening,
        response: proof.response,
        response_blinding: proof.response_blinding,
        digest,
    })
}
