//! The argument's prover as one would write it from docs/argument.md: dense tables, one loop a
//! round. It does not care whether the witness satisfies the statement, and knows the forgeries
//! that a forgetful transcript lets through.

use super::random::entries;
use crate::COLUMNS;
use crate::commitment::{commit, commit_scalars};
use crate::error::ArgumentError;
use crate::field::{Field, inner};
use crate::mask::{Mask, monomials};
use crate::masks::Masks;
use crate::multilinear::{bind_first, eq_table};
use crate::proof::Proof;
use crate::prove::{all_rows, open, respond};
use crate::row::Row;
use crate::statement::{Statement, Witness};
use crate::steps;
use crate::sumcheck::Cubic;
use crate::transcript::Transcript;
use crate::weights::Weights;
use curve25519_dalek::ristretto::CompressedRistretto;

/// How a false statement is made to look true. Each works if the element that it is named after is
/// not absorbed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Forgery {
    /// None: an honest prover, but one that does not check its witness.
    None,
    /// `s_g` chosen after `c`.
    MaskSum,
    /// `E_g` made after the point is known.
    MaskCommitment,
    /// The last message chosen after the last challenge.
    LastRound,
    /// `A` made after `x`.
    OpeningCommitment,
    /// `T` chosen after `x`.
    OpeningValue,
    /// The first row's commitment is to another row than is proved. Never works.
    OtherRow,
}

/// Dense `e`, `v` and `w`.
struct Tables {
    e: Vec<Field>,
    v: Vec<Field>,
    w: Vec<Field>,
}

impl Tables {
    fn new(weights: &Weights, rows: &[Row], rounds: usize) -> Self {
        let eq = eq_table(&weights.tau);
        let columns = weights.columns(&eq);
        let size = 1 << rounds;
        let (mut e, mut v) = (Vec::with_capacity(size), Vec::with_capacity(size));
        for row in &weights.rows {
            e.extend(eq.iter().map(|x| *x * row.square));
            v.extend(
                (0..COLUMNS).map(|c| row.linear.iter().map(|(k, i)| *k * columns[*i][c]).sum::<Field>()),
            );
        }
        let mut w: Vec<Field> = rows.iter().flat_map(entries).collect();
        [&mut e, &mut v, &mut w].into_iter().for_each(|table| table.resize(size, Field::ZERO));
        Self { e, v, w }
    }

    fn value(&self) -> Field {
        let entry = |((e, v), w): ((&Field, &Field), &Field)| *w * (*e * *w + *v);
        self.e.iter().zip(&self.v).zip(&self.w).map(entry).sum()
    }

    fn message(&self) -> Cubic {
        let half = self.w.len() / 2;
        let mut message = Cubic::default();
        for i in 0..half {
            let at = |table: &[Field]| [table[i], table[i + half]];
            let (e, v, w) = (at(&self.e), at(&self.v), at(&self.w));
            let squares = [w[0] * w[0], w[0] * w[1], w[1] * w[1]];
            message.add_pair(e, squares, [v[0] * w[0], v[0] * w[1] + v[1] * w[0], v[1] * w[1]]);
        }
        message
    }

    fn bind(&mut self, x: Field) {
        [&mut self.e, &mut self.v, &mut self.w].into_iter().for_each(|table| bind_first(table, x));
    }
}

/// The challenge that would come if it were drawn now.
fn foreseen(transcript: &Transcript, label: &'static str) -> Field {
    transcript.clone().challenge(label)
}

fn commitments(rows: &[Row], masks: &Masks, given: usize, committed: usize) -> Vec<CompressedRistretto> {
    let sent = rows[given..committed].iter().chain(rows.last());
    sent.zip(&masks.blindings).map(|(row, blinding)| commit(row, blinding).compress()).collect()
}

/// A proof of a statement that may be false, in a transcript that has absorbed the protocol's label
/// alone.
///
/// # Errors
/// [`ArgumentError`] if statement and witness do not fit.
pub fn prove_naively(
    mut transcript: Transcript,
    statement: &(impl Statement + ?Sized),
    witness: &Witness,
    mut masks: Masks,
    forgery: Forgery,
) -> Result<Proof, ArgumentError> {
    let layout = statement.layout();
    let rounds = layout.rounds();
    steps::public(&mut transcript, statement);
    let rows = all_rows(statement, witness, masks.free_row()?);
    let mut committed = commitments(&rows, &masks, layout.given(), layout.committed());
    if forgery == Forgery::OtherRow {
        committed[0] = commit(&Row::bits(vec![1])?, &masks.blindings[0]).compress();
    }
    let mut mask = commit_scalars(&masks.polynomial, &masks.polynomial_blinding).compress();
    let mut opening = commit_scalars(&masks.opening, &masks.opening_blinding).compress();
    steps::commitments(&mut transcript, &committed, &mask, &opening);
    let weights = statement.weights(&mut transcript)?;
    let mut tables = Tables::new(&weights, &rows, rounds);

    let g = masks.polynomial.clone();
    let mut polynomial = Mask::new(&g);
    let mut mask_sum = polynomial.sum();
    if forgery == Forgery::MaskSum {
        let c = foreseen(&transcript, "c");
        mask_sum += (tables.value() - weights.claim) * c.inverse();
    }
    let c = steps::mask_sum(&mut transcript, mask_sum);
    polynomial.scale(c);
    let mut claim = weights.claim + c * mask_sum;
    let (mut point, mut messages) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let mut message = tables.message();
        polynomial.add_to(&mut message, round);
        if forgery == Forgery::LastRound && round + 1 == rounds {
            // p(r) = fixed part + cube*(r^3 - r): solve for the coefficient.
            let r = foreseen(&transcript, "r");
            let (mut after, [a, b, d]) = (Mask::new(&g), [1, 2, 3].map(|k| g[3 * round + k]));
            point.iter().enumerate().for_each(|(k, x)| after.bind(k, *x));
            let mask_value = after.value() + ((d * r + b) * r + a) * r;
            let mut bound = Tables { e: tables.e.clone(), v: tables.v.clone(), w: tables.w.clone() };
            bound.bind(r);
            let missing = bound.value() + c * mask_value - message.evaluate(claim, r);
            message.cube += missing * (r * r * r - r).inverse();
        }
        let r = steps::round(&mut transcript, &message);
        claim = message.evaluate(claim, r);
        polynomial.bind(round, r);
        tables.bind(r);
        point.push(r);
        messages.push(message);
    }
    let parts = eq_table(&point[..layout.row_rounds()]);
    let (row, row_blinding) = open(statement, witness, &masks, &rows, &parts)?;
    let monomials = monomials(&point);
    let mut mask_value = polynomial.value();
    let late = [Forgery::MaskCommitment, Forgery::OpeningCommitment, Forgery::OpeningValue];
    if late.contains(&forgery) {
        mask_value = (claim - tables.value()) * c.inverse();
    }
    if forgery == Forgery::MaskCommitment {
        masks.polynomial.iter_mut().for_each(|x| *x = Field::ZERO);
        masks.polynomial[0] = mask_value;
        mask = commit_scalars(&masks.polynomial, &masks.polynomial_blinding).compress();
    }
    let mut opening_value = inner(&masks.opening, &monomials);
    let x = steps::opened(&mut transcript, &row, row_blinding, mask_value, opening_value);
    let (mut response, response_blinding) = respond(&masks, x);
    if forgery == Forgery::OpeningValue {
        opening_value = inner(&response, &monomials) - x * mask_value;
    }
    if forgery == Forgery::OpeningCommitment {
        let missing = opening_value + x * mask_value - inner(&response, &monomials);
        response[0] += missing;
        let shown = commit_scalars(&response, &response_blinding);
        let committed = commit_scalars(&masks.polynomial, &masks.polynomial_blinding);
        opening = (shown - committed * x.scalar()).compress();
    }
    Ok(Proof {
        rows: committed,
        mask,
        opening,
        mask_sum,
        rounds: messages,
        row,
        row_blinding,
        mask_value,
        opening_value,
        response,
        response_blinding,
    })
}
