//! Statements of all shapes: random rows, random weights, and the claim that makes them true.

use crate::commitment::commit;
use crate::error::ArgumentError;
use crate::field::{Field, inner};
use crate::layout::{Combination, Layout};
use crate::multilinear::eq_table;
use crate::prove::all_rows;
use crate::row::{Entries, Row};
use crate::statement::{Statement, Witness};
use crate::transcript::Transcript;
use crate::weights::{RowWeights, Vector, Weights};
use crate::{COLUMN_ROUNDS, COLUMNS};
use curve25519_dalek::ristretto::CompressedRistretto;
use rand_core::RngCore;

/// A statement whose weights are fixed, not drawn.
#[derive(Clone)]
pub struct Fixed {
    /// What is absorbed.
    pub public: Vec<u8>,
    /// The rows.
    pub layout: Layout,
    /// The commitments to the given rows.
    pub given: Vec<CompressedRistretto>,
    /// The weights.
    pub weights: Weights,
}

impl Statement for Fixed {
    fn label(&self) -> &'static str {
        "testing/fixed"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        &self.given
    }

    fn absorb(&self, transcript: &mut Transcript) {
        transcript.absorb("public", &self.public);
    }

    fn weights(&self, _: &mut Transcript) -> Result<Weights, ArgumentError> {
        Ok(self.weights.clone())
    }
}

/// How many rows of each kind.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Given rows.
    pub given: usize,
    /// Sent rows of bits.
    pub bits: usize,
    /// Sent rows of scalars.
    pub scalars: usize,
    /// Derived rows.
    pub derived: usize,
}

fn field(rng: &mut impl RngCore) -> Field {
    let mut wide = [0; 64];
    rng.fill_bytes(&mut wide);
    Field::from_wide_bytes(&wide)
}

fn flag(rng: &mut impl RngCore) -> bool {
    rng.next_u32() & 1 == 1
}

fn below(rng: &mut impl RngCore, most: usize) -> usize {
    rng.next_u32() as usize % most
}

fn row(rng: &mut impl RngCore, bits: bool) -> Result<Row, ArgumentError> {
    if bits {
        Row::bits((0..COLUMNS).map(|_| u8::from(flag(rng))).collect())
    } else {
        Row::scalars((0..COLUMNS).map(|_| field(rng)).collect())
    }
}

fn combination(rng: &mut impl RngCore, committed: usize) -> Combination {
    (0..1 + below(rng, 5)).map(|_| (below(rng, committed), field(rng))).collect()
}

/// Entries of all rows as field elements.
pub(super) fn entries(row: &Row) -> Vec<Field> {
    match row.entries() {
        Entries::Bits(bits) => bits.iter().map(|bit| Field::ONE.times_bit(*bit)).collect(),
        Entries::Scalars(scalars) => scalars.clone(),
    }
}

/// `sum e*w^2 + sum v*w`, entry by entry.
pub(super) fn value(weights: &Weights, rows: &[Row]) -> Field {
    let eq = eq_table(&weights.tau);
    let columns = weights.columns(&eq);
    let of = |(row, weights): (&Row, &RowWeights)| {
        let w = entries(row);
        let squares: Vec<Field> = w.iter().map(|x| *x * *x).collect();
        let linear: Field = weights.linear.iter().map(|(k, v)| *k * inner(&columns[*v], &w)).sum();
        weights.square * inner(&eq, &squares) + linear
    };
    rows.iter().zip(&weights.rows).map(of).sum()
}

/// A true statement of this shape, with its witness.
///
/// # Errors
/// [`ArgumentError::Layout`] if the shape is none.
pub fn random_statement(shape: Shape, rng: &mut impl RngCore) -> Result<(Fixed, Witness), ArgumentError> {
    let (sent, committed) = (shape.bits + shape.scalars, shape.given + shape.bits + shape.scalars);
    let derived = (0..shape.derived).map(|_| combination(rng, committed.max(1))).collect();
    let layout = Layout::new(shape.given, sent, derived)?;
    let mut rows = Vec::new();
    for i in 0..committed {
        // Given rows of both kinds; among the sent ones bits first.
        let bits = if i < shape.given { i % 2 == 0 } else { i < shape.given + shape.bits };
        rows.push(row(rng, bits)?);
    }
    let given_blindings: Vec<Field> = (0..shape.given).map(|_| field(rng)).collect();
    let given = rows.iter().zip(&given_blindings).map(|(row, x)| commit(row, x).compress()).collect();
    let vectors: Vec<Vector> = (0..5)
        .map(|i| match i % 3 {
            0 => Vector::Dense((0..COLUMNS).map(|_| field(rng)).collect()),
            1 => Vector::EqOn((0..COLUMNS).map(|_| flag(rng)).collect()),
            _ => Vector::Eq,
        })
        .collect();
    let weigh = |_| RowWeights {
        square: if below(rng, 4) == 0 { Field::ZERO } else { field(rng) },
        linear: (0..below(rng, 4)).map(|_| (field(rng), below(rng, vectors.len()))).collect(),
    };
    let row_weights: Vec<RowWeights> = (0..layout.rows()).map(weigh).collect();
    let tau = (0..COLUMN_ROUNDS).map(|_| field(rng)).collect();
    let weights = Weights { tau, vectors, rows: row_weights, claim: Field::ZERO };
    let mut statement = Fixed { public: b"random".to_vec(), layout, given, weights };
    let witness = Witness { rows, given_blindings };
    let rows = all_rows(&statement, &witness, Row::scalars(Vec::new())?);
    statement.weights.claim = value(&statement.weights, &rows);
    Ok((statement, witness))
}
