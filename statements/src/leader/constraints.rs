//! The leader's constraints, by family.

use super::Leader;
use crate::ring::Powers;
use intertally_argument::{Constraints, Field};

impl Leader<'_> {
    /// All constraints, for a challenge drawn after the commitments.
    pub(super) fn constraints(&self, alpha: Field) -> Constraints {
        let mut all = Constraints::default();
        self.bits(&mut all);
        self.public_part(&mut all, alpha);
        all
    }

    /// All rows hold bits: `s_A` does, `e_A + 8` is between 0 and 16, `k_A + 256` between 0 and 511.
    pub(super) fn bits(&self, all: &mut Constraints) {
        (0..self.rows.all).for_each(|row| all.bits(row, None));
    }

    /// `a*s_A + e_A - 2^128*k_A = b_A` over the integers.
    pub(super) fn public_part(&self, all: &mut Constraints, alpha: Field) {
        let alpha = Powers::new(alpha);
        all.vectors = vec![alpha.columns.clone()];
        let linear = self.equation().linear(all, &alpha);
        all.linear.push(linear);
    }
}
