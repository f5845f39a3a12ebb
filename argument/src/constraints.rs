//! From constraints to weights, so that no statement has to find multipliers of its own
//! (docs/argument.md, 'Constraints').
//!
//! Two kinds: one that holds in each column, and one over whole rows. Every constraint has a
//! multiplier of its own, drawn after the commitments: else errors in two of them could cancel.

use crate::COLUMN_ROUNDS;
use crate::error::ArgumentError;
use crate::field::Field;
use crate::multilinear::eq_table;
use crate::transcript::Transcript;
use crate::weights::{RowWeights, Vector, Weights};

/// A term of a constraint by column: `square*w^2 + linear*w`, with `w` the entry of the row.
#[derive(Clone)]
pub struct Term {
    /// The row.
    pub row: usize,
    /// Factor of the square.
    pub square: Field,
    /// Factor of the entry itself.
    pub linear: Field,
    /// The mask of the columns where the linear part counts; everywhere if there is none.
    pub on: Option<usize>,
}

/// A linear constraint over whole rows: `sum over terms of factor * <vector, row> = value`.
#[derive(Clone)]
pub struct Linear {
    /// Factor, place of the vector, row.
    pub terms: Vec<(Field, usize, usize)>,
    /// What it must be.
    pub value: Field,
}

/// The constraints of a statement.
#[derive(Clone, Default)]
pub struct Constraints {
    /// Sums of terms that are 0 in every column.
    pub by_column: Vec<Vec<Term>>,
    /// Masks over the 512 columns.
    pub masks: Vec<Vec<bool>>,
    /// Linear constraints.
    pub linear: Vec<Linear>,
    /// Vectors over the 512 columns.
    pub vectors: Vec<Vec<Field>>,
}

impl Constraints {
    /// `w^2 - w = 0`: the row holds bits. With a mask: a bit where it is true, 0 elsewhere (there
    /// `w^2 = 0`).
    pub fn bits(&mut self, row: usize, on: Option<usize>) {
        self.by_column.push(vec![Term { row, square: Field::ONE, linear: -Field::ONE, on }]);
    }

    /// Whether everything that is named is there.
    fn check(&self, rows: usize) -> Result<(), ArgumentError> {
        let mut by_column = self.by_column.iter().flatten();
        let term = |term: &Term| term.row < rows && term.on.is_none_or(|mask| mask < self.masks.len());
        let mut linear = self.linear.iter().flat_map(|constraint| &constraint.terms);
        let fits = by_column.all(term) && linear.all(|(_, v, row)| *v < self.vectors.len() && *row < rows);
        if fits { Ok(()) } else { Err(ArgumentError::Weights) }
    }

    /// The weights, with multipliers drawn from the transcript: `theta` for each linear constraint,
    /// `tau` for those by column.
    ///
    /// # Errors
    /// [`ArgumentError::Weights`] if a constraint names a row, mask or vector that is not there: it
    /// is never dropped in silence.
    pub fn weights(self, rows: usize, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        self.check(rows)?;
        let thetas = transcript.challenges("theta", self.linear.len());
        let places = self.by_column.len().next_power_of_two().trailing_zeros() as usize;
        let place_point = transcript.challenges("tau", places);
        let tau = transcript.challenges("tau", COLUMN_ROUNDS);

        let mut weights = vec![RowWeights::default(); rows];
        let masks = self.vectors.len();
        let eq = masks + self.masks.len();
        for (constraint, multiplier) in self.by_column.iter().zip(eq_table(&place_point)) {
            for term in constraint {
                let row = &mut weights[term.row];
                row.square += multiplier * term.square;
                if term.linear != Field::ZERO {
                    row.linear.push((multiplier * term.linear, term.on.map_or(eq, |mask| masks + mask)));
                }
            }
        }
        let mut claim = Field::ZERO;
        for (constraint, theta) in self.linear.iter().zip(thetas) {
            for (factor, vector, row) in &constraint.terms {
                weights[*row].linear.push((theta * *factor, *vector));
            }
            claim += theta * constraint.value;
        }
        let dense = self.vectors.into_iter().map(Vector::Dense);
        let vectors = dense.chain(self.masks.into_iter().map(Vector::EqOn)).chain([Vector::Eq]).collect();
        Ok(Weights { tau, vectors, rows: weights, claim })
    }
}
