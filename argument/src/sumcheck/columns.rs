//! The last nine rounds, over the columns of the one row that is left.

use super::Cubic;
use crate::field::Field;
use crate::multilinear::bind_first;
use zeroize::Zeroizing;

/// `e`, `w` and `v`, as long as columns are free.
pub struct ColumnRounds {
    pub(super) e: Vec<Field>,
    pub(super) w: Zeroizing<Vec<Field>>,
    pub(super) v: Vec<Field>,
}

impl ColumnRounds {
    pub fn message(&self) -> Cubic {
        let half = self.w.len() / 2;
        let mut message = Cubic::default();
        for i in 0..half {
            let (e, w, v) =
                ([self.e[i], self.e[i + half]], [self.w[i], self.w[i + half]], [self.v[i], self.v[i + half]]);
            let squares = [w[0] * w[0], w[0] * w[1], w[1] * w[1]];
            message.add_pair(e, squares, [v[0] * w[0], v[0] * w[1] + v[1] * w[0], v[1] * w[1]]);
        }
        message
    }

    pub fn bind(&mut self, x: Field) {
        bind_first(&mut self.e, x);
        bind_first(&mut self.w, x);
        bind_first(&mut self.v, x);
    }

    pub fn value(&self) -> Field {
        self.w[0] * (self.e[0] * self.w[0] + self.v[0])
    }
}
