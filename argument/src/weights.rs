//! The weights of a statement: `e`, `v` and `t` of `sum e_i*w_i^2 + sum v_i*w_i = t`
//! (docs/argument.md, 'Relation').
//!
//! They have a form that lets both sides work with rows instead of entries. In row `i` and column
//! `c`, with `eq` the table of `eq(tau, .)` over the columns:
//! - `e = square_i * eq(c)`,
//! - `v = sum over the row's linear terms of factor * vector(c)`.

use crate::error::ArgumentError;
use crate::field::{Field, inner};
use crate::layout::Layout;
use crate::multilinear::eq_table;
use crate::{COLUMN_ROUNDS, COLUMNS};
use std::borrow::Cow;

/// A vector over the 512 columns.
#[derive(Clone)]
pub enum Vector {
    /// `eq(tau, .)` itself.
    Eq,
    /// `eq(tau, .)` where true, 0 elsewhere. Cheaper for the verifier than a dense one.
    EqOn(Vec<bool>),
    /// Any values.
    Dense(Vec<Field>),
}

/// The weights of one row.
#[derive(Clone, Default)]
pub struct RowWeights {
    /// The factor of `eq(tau, .)` in `e`.
    pub square: Field,
    /// The terms of `v`: factor, and place in [`Weights::vectors`].
    pub linear: Vec<(Field, usize)>,
}

/// The weights of a statement. All of it public.
#[derive(Clone)]
pub struct Weights {
    /// The point `tau`, nine coordinates.
    pub tau: Vec<Field>,
    /// The vectors that linear terms name.
    pub vectors: Vec<Vector>,
    /// One entry per row of the layout; the free row has none, and so weighs nothing.
    pub rows: Vec<RowWeights>,
    /// `t`.
    pub claim: Field,
}

impl Weights {
    /// Whether all numbers fit.
    pub(crate) fn check(&self, layout: &Layout) -> Result<(), ArgumentError> {
        let vectors = self.vectors.iter().all(|vector| match vector {
            Vector::Eq => true,
            Vector::EqOn(on) => on.len() == COLUMNS,
            Vector::Dense(values) => values.len() == COLUMNS,
        });
        let terms =
            self.rows.iter().flat_map(|row| &row.linear).all(|(_, vector)| *vector < self.vectors.len());
        let fits = vectors && terms && self.tau.len() == COLUMN_ROUNDS && self.rows.len() == layout.rows();
        if fits { Ok(()) } else { Err(ArgumentError::Weights) }
    }

    /// The vectors, written out.
    pub(crate) fn columns<'a>(&'a self, eq: &'a [Field]) -> Vec<Cow<'a, [Field]>> {
        let write = |vector: &'a Vector| match vector {
            Vector::Eq => Cow::Borrowed(eq),
            Vector::EqOn(on) => {
                Cow::Owned(eq.iter().zip(on).map(|(x, on)| x.times_bit(u8::from(*on))).collect())
            }
            Vector::Dense(values) => Cow::Borrowed(&values[..]),
        };
        self.vectors.iter().map(write).collect()
    }

    /// The multilinear extensions of `e` and `v` at the point whose rows have the factors
    /// `row_parts` and whose columns have `column_parts`.
    pub(crate) fn evaluate(&self, row_parts: &[Field], column_parts: &[Field]) -> (Field, Field) {
        let eq: Vec<Field> = eq_table(&self.tau).iter().zip(column_parts).map(|(x, y)| *x * *y).collect();
        let whole: Field = eq.iter().copied().sum();
        let value = |vector: &Vector| match vector {
            Vector::Eq => whole,
            Vector::EqOn(on) => eq.iter().zip(on).filter(|(_, on)| **on).map(|(x, _)| *x).sum(),
            Vector::Dense(values) => inner(values, column_parts),
        };
        let values: Vec<Field> = self.vectors.iter().map(value).collect();
        let (mut e, mut v) = (Field::ZERO, Field::ZERO);
        for (row, part) in self.rows.iter().zip(row_parts) {
            e += row.square * *part;
            let terms: Field = row.linear.iter().map(|(factor, vector)| *factor * values[*vector]).sum();
            v += terms * *part;
        }
        (e * whole, v)
    }
}
