//! The prover's side of the sumcheck of `e*w^2 + v*w` (docs/argument.md step 3).
//!
//! Row variables come first, the top bit first. The first three are bound on inner products of rows
//! ([`FirstRounds`]), which for rows of bits are sums without multiplications; the other row
//! variables on a table an eighth as long ([`RowRounds`]), with `eq(tau, .)` taken out of `e`; the
//! column variables on one row ([`ColumnRounds`]). `testing::naive` does the same in one loop over
//! the whole table.

mod columns;
mod cubic;
mod first;
mod rows;

pub use cubic::Cubic;

use crate::field::Field;
use crate::row::Row;
use crate::weights::Weights;
use columns::ColumnRounds;
use first::FirstRounds;
use rows::RowRounds;

/// The state of the prover, by which variables are bound.
pub enum Sumcheck<'a> {
    /// Fewer than three.
    First(FirstRounds<'a>),
    /// All of the first three, not all row variables.
    Rows(RowRounds),
    /// All row variables.
    Columns(ColumnRounds),
}

impl<'a> Sumcheck<'a> {
    /// All rows of the statement and the free row, their weights, `eq(tau, .)`, and the number of
    /// row variables.
    pub fn new(rows: &'a [Row], weights: &'a Weights, eq: &'a [Field], row_rounds: usize) -> Self {
        Self::First(FirstRounds::new(rows, weights, eq, row_rounds))
    }

    /// The round's polynomial.
    pub fn message(&self) -> Cubic {
        match self {
            Self::First(state) => state.message(),
            Self::Rows(state) => state.message(),
            Self::Columns(state) => state.message(),
        }
    }

    /// Binds the round's variable.
    #[must_use]
    pub fn bind(self, x: Field) -> Self {
        match self {
            Self::First(mut state) => {
                state.bind(x);
                if state.is_done() { Self::after_rows(state.table()) } else { Self::First(state) }
            }
            Self::Rows(mut state) => {
                state.bind(x);
                Self::after_rows(state)
            }
            Self::Columns(mut state) => {
                state.bind(x);
                Self::Columns(state)
            }
        }
    }

    fn after_rows(state: RowRounds) -> Self {
        if state.is_done() { Self::Columns(state.row()) } else { Self::Rows(state) }
    }

    /// `e*w^2 + v*w` at the point, once all variables are bound.
    pub fn value(&self) -> Field {
        match self {
            Self::Columns(state) => state.value(),
            Self::First(_) | Self::Rows(_) => Field::ZERO,
        }
    }
}
