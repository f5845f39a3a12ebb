//! The first three rounds, on inner products of whole rows.
//!
//! Rows `b*n + i` for `b` below 8 form group `i`: the first three variables choose `b`. Of a group
//! the rounds need, for each two rows `a` and `b` of it, `sum_c eq(c)*w_a(c)*w_b(c)` and
//! `sum_c v_a(c)*w_b(c)` alone. Rows that are public zeros are not there and cost nothing.

use super::Cubic;
use super::rows::RowRounds;
use crate::COLUMNS;
use crate::field::{Field, LongSum};
use crate::multilinear::bind_first;
use crate::row::{Entries, Row};
use crate::weights::Weights;
use rayon::prelude::*;
use std::borrow::Cow;
use zeroize::{Zeroize, Zeroizing};

/// Rows of a group at first.
const WIDTH: usize = 8;

/// Products of two rows of a group: entry `WIDTH*a + b`.
struct Group {
    /// `sum eq*w_a*w_b`.
    squares: [Field; WIDTH * WIDTH],
    /// `sum v_a*w_b`.
    linear: [Field; WIDTH * WIDTH],
}

impl Drop for Group {
    fn drop(&mut self) {
        self.squares.zeroize();
        self.linear.zeroize();
    }
}

/// The state before and between the first three rounds.
pub struct FirstRounds<'a> {
    rows: &'a [Row],
    weights: &'a Weights,
    eq: &'a [Field],
    vectors: Vec<Cow<'a, [Field]>>,
    /// Factors of `eq` in `e`, by row.
    squares: Vec<Field>,
    groups: Vec<Group>,
    /// Number of groups; it does not change.
    count: usize,
    /// Rows of a group that are left: 8, 4, 2, 1.
    width: usize,
    /// The factor of each row of a group in the row that it is bound to.
    factors: Vec<Field>,
}

impl<'a> FirstRounds<'a> {
    pub fn new(rows: &'a [Row], weights: &'a Weights, eq: &'a [Field], row_rounds: usize) -> Self {
        let mut squares: Vec<Field> = weights.rows.iter().map(|row| row.square).collect();
        squares.resize(1 << row_rounds, Field::ZERO);
        let mut new = Self {
            rows,
            weights,
            eq,
            vectors: weights.columns(eq),
            count: squares.len() / WIDTH,
            squares,
            groups: Vec::new(),
            width: WIDTH,
            factors: vec![Field::ONE],
        };
        new.groups = (0..new.count).into_par_iter().map(|i| new.group(i)).collect();
        new
    }

    /// The place of row `b` of group `i`, before any variable is bound.
    const fn place(&self, b: usize, i: usize) -> usize {
        b * self.count + i
    }

    fn group(&self, i: usize) -> Group {
        let rows: Vec<Option<&Row>> = (0..WIDTH).map(|b| self.rows.get(self.place(b, i))).collect();
        let mut group = Group { squares: [Field::ZERO; 64], linear: [Field::ZERO; 64] };
        self.fill_squares(&rows, &mut group.squares);
        self.fill_linear(i, &rows, &mut group.linear);
        group
    }

    fn fill_squares(&self, rows: &[Option<&Row>], squares: &mut [Field]) {
        let weigh = |row: &Row| match row.entries() {
            Entries::Bits(_) => None,
            Entries::Scalars(scalars) => {
                Some(Zeroizing::new(scalars.iter().zip(self.eq).map(|(x, eq)| *x * *eq).collect::<Vec<_>>()))
            }
        };
        let weighted: Vec<_> = rows.iter().map(|row| row.and_then(weigh)).collect();
        for a in 0..WIDTH {
            for b in a..WIDTH {
                let (Some(x), Some(y)) = (rows[a], rows[b]) else { continue };
                let product = match (&weighted[a], &weighted[b], x.entries(), y.entries()) {
                    (Some(x), ..) => y.inner(x),
                    (_, Some(y), ..) => x.inner(y),
                    (.., Entries::Bits(x), Entries::Bits(y)) => LongSum::of(
                        self.eq.iter().zip(x.iter().zip(y)).map(|(eq, (x, y))| eq.times_bit(x & y)),
                    ),
                    _ => Field::ZERO,
                };
                squares[WIDTH * a + b] = product;
                squares[WIDTH * b + a] = product;
            }
        }
    }

    fn fill_linear(&self, i: usize, rows: &[Option<&Row>], linear: &mut [Field]) {
        let terms: Vec<&[(Field, usize)]> = (0..WIDTH)
            .map(|a| self.weights.rows.get(self.place(a, i)).map_or(&[][..], |row| &row.linear))
            .collect();
        let mut named: Vec<usize> =
            terms.iter().flat_map(|terms| terms.iter().map(|(_, vector)| *vector)).collect();
        named.sort_unstable();
        named.dedup();
        for (b, row) in rows.iter().enumerate() {
            let Some(row) = row else { continue };
            for vector in &named {
                let product = Zeroizing::new(row.inner(&self.vectors[*vector]));
                for (a, terms) in terms.iter().enumerate() {
                    for (factor, _) in terms.iter().filter(|(_, of)| of == vector) {
                        linear[WIDTH * a + b] += *factor * *product;
                    }
                }
            }
        }
    }

    pub fn message(&self) -> Cubic {
        let (half, count) = (self.width / 2, self.count);
        let mut message = Cubic::default();
        for (i, group) in self.groups.iter().enumerate() {
            for a in 0..half {
                let b = a + half;
                let at = |table: &[Field; 64], x: usize, y: usize| table[WIDTH * x + y];
                let (q, l) = (&group.squares, &group.linear);
                message.add_pair(
                    [self.squares[a * count + i], self.squares[b * count + i]],
                    [at(q, a, a), at(q, a, b), at(q, b, b)],
                    [at(l, a, a), at(l, a, b) + at(l, b, a), at(l, b, b)],
                );
            }
        }
        message
    }

    pub fn bind(&mut self, x: Field) {
        let (half, width) = (self.width / 2, self.width);
        for table in self.groups.iter_mut().flat_map(|group| [&mut group.squares, &mut group.linear]) {
            let fold = |low: Field, high: Field| low + x * (high - low);
            for a in 0..half {
                for b in 0..width {
                    table[WIDTH * a + b] = fold(table[WIDTH * a + b], table[WIDTH * (a + half) + b]);
                }
            }
            for a in 0..half {
                for b in 0..half {
                    table[WIDTH * a + b] = fold(table[WIDTH * a + b], table[WIDTH * a + b + half]);
                }
            }
        }
        bind_first(&mut self.squares, x);
        self.factors = self.factors.iter().flat_map(|y| [*y - *y * x, *y * x]).collect();
        self.width = half;
    }

    pub const fn is_done(&self) -> bool {
        self.width == 1
    }

    /// The table of the rows that are left, once three variables are bound.
    pub fn table(mut self) -> RowRounds {
        let count = self.count;
        let mut w = Zeroizing::new(vec![Field::ZERO; count * COLUMNS]);
        let mut v = vec![Field::ZERO; count * COLUMNS];
        let rows = w.par_chunks_mut(COLUMNS).zip(v.par_chunks_mut(COLUMNS));
        rows.enumerate().for_each(|(i, (w, v))| self.bound_row(i, w, v));
        RowRounds { eq: self.eq.to_vec(), squares: std::mem::take(&mut self.squares), w, v }
    }

    /// Row `i` of the table: its group, each row times its factor.
    fn bound_row(&self, i: usize, w: &mut [Field], v: &mut [Field]) {
        let mut factors = vec![Field::ZERO; self.vectors.len()];
        for (b, factor) in self.factors.iter().enumerate() {
            let place = self.place(b, i);
            if let Some(row) = self.rows.get(place) {
                row.add_multiple(*factor, w);
            }
            for (term, vector) in self.weights.rows.get(place).map_or(&[][..], |row| &row.linear) {
                factors[*vector] += *factor * *term;
            }
        }
        for (factor, vector) in
            factors.iter().zip(&self.vectors).filter(|(factor, _)| **factor != Field::ZERO)
        {
            v.iter_mut().zip(vector.iter()).for_each(|(v, x)| *v += *factor * *x);
        }
    }
}
