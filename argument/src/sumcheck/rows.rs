//! The rounds over row variables after the third: tables of field elements, with `eq(tau, .)` taken
//! out of `e`.

use super::{ColumnRounds, Cubic};
use crate::COLUMNS;
use crate::field::{Field, inner};
use crate::multilinear::bind_first;
use zeroize::Zeroizing;

/// The rows that are left: `e = squares (x) eq`, and `w`, `v` one row after another.
pub struct RowRounds {
    pub(super) eq: Vec<Field>,
    pub(super) squares: Vec<Field>,
    pub(super) w: Zeroizing<Vec<Field>>,
    pub(super) v: Vec<Field>,
}

impl RowRounds {
    pub fn message(&self) -> Cubic {
        let half = self.squares.len() / 2;
        let mut message = Cubic::default();
        let mut weighted = Zeroizing::new(vec![Field::ZERO; COLUMNS]);
        for i in 0..half {
            let row = |table: &[Field], i: usize| i * COLUMNS..(i * COLUMNS + COLUMNS).min(table.len());
            let [w0, w1] = [i, i + half].map(|i| &self.w[row(&self.w, i)]);
            let [v0, v1] = [i, i + half].map(|i| &self.v[row(&self.v, i)]);
            let weigh = |weighted: &mut [Field], w: &[Field]| {
                weighted.iter_mut().zip(w).zip(&self.eq).for_each(|((x, w), eq)| *x = *w * *eq);
            };
            weigh(&mut weighted, w0);
            let (w00, w01) = (inner(&weighted, w0), inner(&weighted, w1));
            weigh(&mut weighted, w1);
            let w11 = inner(&weighted, w1);
            let linear = [inner(v0, w0), inner(v0, w1) + inner(v1, w0), inner(v1, w1)];
            message.add_pair([self.squares[i], self.squares[i + half]], [w00, w01, w11], linear);
        }
        message
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
