//! The trustee's constraints, by family.

use super::{QUOTIENT_PLANES, Trustee};
use crate::ring::{Powers, geometric, transposed};
use intertally_argument::{COLUMNS, Constraints, Field, Linear, Term, powers};

impl Trustee<'_> {
    /// All constraints, for a challenge drawn after the commitments.
    pub(super) fn constraints(&self, alpha: Field) -> Constraints {
        let mut all = Constraints::default();
        self.bits(&mut all);
        self.zeros(&mut all);
        self.equation(&mut all, alpha);
        all
    }

    /// Rows of flooding and quotient hold bits: `f_A + 2^F` is in `[0, 2^(F+1))`, the quotient plus
    /// 2^13 in `[0, 2^14)`.
    pub(super) fn bits(&self, all: &mut Constraints) {
        let rows = self.rows.flooding.rows().chain(self.rows.quotient.rows());
        rows.for_each(|row| all.bits(row, None));
    }

    /// `d_A` is 0 where nothing is opened, the rest where something is.
    pub(super) fn zeros(&self, all: &mut Constraints) {
        let mut zero = |row, columns: Vec<bool>| {
            let on = Some(all.masks.len());
            all.masks.push(columns);
            all.by_column.push(vec![Term { row, square: Field::ZERO, linear: Field::ONE, on }]);
        };
        for (block, opened) in self.question.slots.masks().into_iter().enumerate() {
            zero(self.rows.words.row(0, block), opened.iter().map(|opened| !opened).collect());
            zero(self.rows.rest.row(0, block), opened);
        }
    }

    /// `(c1*s_A)[j] + f_A[j] - 2^128*q_j = d_A[j] + rest[j]` over the integers in all slots of the
    /// blocks, as one sum with weights `1, alpha, alpha^2, ..`: so one recurrence serves any set of
    /// slots, and where nothing is opened the rest takes what is there. All but `d_A` is below 2^142
    /// in size, and so is `d_A`, an integer.
    pub(super) fn equation(&self, all: &mut Constraints, alpha: Field) {
        let (rows, one) = (&self.rows, Field::ONE);
        let alpha = Powers::new(alpha);
        let blocks = self.question.slots.blocks();
        let (factor, by_secret) = transposed(self.question.c1, &alpha, blocks.clone());
        all.vectors = by_secret;
        let mut terms: Vec<_> = rows.secret.rows().map(|row| (factor, row, row)).collect();
        let by_powers = all.vectors.len();
        let factors = powers(alpha.block, blocks.len());
        all.vectors.push(alpha.columns);
        let fields: Vec<_> = factors.into_iter().map(|factor| (factor, by_powers)).collect();
        let flooding_bits = usize::from(self.question.flooding_bits);
        let flooding = powers(one.double(), flooding_bits + 1);
        let modulus = Field::power_of_two(128);
        let quotient: Vec<Field> =
            powers(one.double(), QUOTIENT_PLANES).into_iter().map(|power| -modulus * power).collect();
        terms.extend(rows.flooding.terms(&flooding, &fields));
        terms.extend(rows.quotient.terms(&quotient, &fields));
        terms.extend(rows.words.terms(&[-one], &fields));
        terms.extend(rows.rest.terms(&[-one], &fields));
        // f is what its planes say less 2^F, the quotient less 2^13.
        let shift = Field::power_of_two(flooding_bits) - Field::power_of_two(128 + QUOTIENT_PLANES - 1);
        all.linear.push(Linear { terms, value: shift * geometric(alpha.alpha, blocks.len() * COLUMNS) });
    }
}
