//! The rounds over row variables after the third: tables of field elements, with `eq(tau, .)` taken
//! out of `e`.

use super::{ColumnRounds, Cubic};
use crate::COLUMNS;
use crate::field::{Field, inner};
use crate::multilinear::bind_first;
use rayon::prelude::*;
use std::ops::Add;
use zeroize::Zeroizing;

/// Pairs of rows that one core adds up at a time.
const PAIRS: usize = 4;

/// The rows that are left: `e = squares (x) eq`, and `w`, `v` one row after another.
pub struct RowRounds {
    pub(super) eq: Vec<Field>,
    pub(super) squares: Vec<Field>,
    pub(super) w: Zeroizing<Vec<Field>>,
    pub(super) v: Vec<Field>,
}

impl RowRounds {
    /// The part of rows `i` and `i + half`.
    fn pair(&self, i: usize) -> Cubic {
        let half = self.squares.len() / 2;
        let row = |table: &[Field], i: usize| i * COLUMNS..(i * COLUMNS + COLUMNS).min(table.len());
        let [w0, w1] = [i, i + half].map(|i| &self.w[row(&self.w, i)]);
        let [v0, v1] = [i, i + half].map(|i| &self.v[row(&self.v, i)]);
        let weigh = |w: &[Field]| -> Zeroizing<Vec<Field>> {
            Zeroizing::new(w.iter().zip(&self.eq).map(|(w, eq)| *w * *eq).collect())
        };
        let (weighted0, weighted1) = (weigh(w0), weigh(w1));
        let squares = [inner(&weighted0, w0), inner(&weighted0, w1), inner(&weighted1, w1)];
        let linear = [inner(v0, w0), inner(v0, w1) + inner(v1, w0), inner(v1, w1)];
        let mut message = Cubic::default();
        message.add_pair([self.squares[i], self.squares[i + half]], squares, linear);
        message
    }

    pub fn message(&self) -> Cubic {
        let pairs = (0..self.squares.len() / 2).into_par_iter().with_min_len(PAIRS);
        pairs.map(|i| self.pair(i)).reduce(Cubic::default, Add::add)
    }

    pub fn bind(&mut self, x: Field) {
        bind_first(&mut self.squares, x);
        bind_first(&mut self.w, x);
        bind_first(&mut self.v, x);
    }

    pub const fn is_done(&self) -> bool {
        self.squares.len() == 1
    }

    /// The one row that is left.
    pub fn row(self) -> ColumnRounds {
        let square = self.squares[0];
        ColumnRounds { e: self.eq.into_iter().map(|x| x * square).collect(), w: self.w, v: self.v }
    }
}
