//! The member's constraints, by family.

use super::Member;
use super::rows::{Block, Rows};
use crate::equation::{Equation, POWERS};
use crate::planes::FIELDS;
use crate::ring::Powers;
use crate::table::{BIT_SLOT_BITS, Kind};
use intertally_argument::{COLUMNS, Constraints, Field, Term, powers};

impl Member<'_> {
    /// All constraints, for a challenge drawn after the commitments.
    pub(super) fn constraints(&self, alpha: Field) -> Constraints {
        let mut all = Constraints::default();
        self.fixed_bits(&mut all);
        self.slot_bits(&mut all, true);
        self.products(&mut all);
        self.encryption(&mut all, alpha);
        all
    }

    /// Rows of `u`, noises and quotients hold bits: `u` is short, `e + 8` between 0 and 16,
    /// `k + 256` between 0 and 511.
    pub(super) fn fixed_bits(&self, all: &mut Constraints) {
        (0..self.rows.k2.rows().end).for_each(|row| all.bits(row, None));
    }

    /// Rows of slots hold bits, and 0 where nothing is reported and above a cell's width. A test
    /// leaves the zeros out.
    pub(super) fn slot_bits(&self, all: &mut Constraints, zeros: bool) {
        for block in &self.rows.blocks {
            for plane in 0..block.bits.planes {
                let mask = self.mask(block, plane);
                if all.masks.last() != Some(&mask) {
                    all.masks.push(mask);
                }
                all.bits(block.bits.row(plane, 0), zeros.then(|| all.masks.len() - 1));
            }
        }
    }

    /// Columns of a plane where a bit may be 1.
    fn mask(&self, block: &Block, plane: usize) -> Vec<bool> {
        let cells = &self.form.cells[Rows::cells(block, &self.form)];
        let fits = |width: u8| block.kind != Kind::Value || plane < usize::from(width);
        let mut mask: Vec<bool> = cells.iter().map(|cell| cell.reported && fits(cell.width)).collect();
        mask.resize(COLUMNS, false);
        mask
    }

    /// `y^2 - x'^2 - 2x' - nz = 2x'*(nz - 1)`, as `y = x' + nz` and `nz` is a bit: without the bit
    /// there is no figure.
    pub(super) fn products(&self, all: &mut Constraints) {
        for block in self.rows.of(Kind::NotZero) {
            let (x, y) = (self.rows.value(block.group), self.rows.value_and_bit(block.group));
            let term = |row, square: i64, linear: i64| Term {
                row,
                square: square.into(),
                linear: linear.into(),
                on: None,
            };
            all.by_column.push(vec![term(y, 1, 0), term(x, -1, -2), term(block.bits.first, 0, -1)]);
        }
    }

    /// `a*u + e1 - 2^128*k1 = c1` and `b*u + e2 + Delta*m - 2^128*k2 = c2` over the integers.
    pub(super) fn encryption(&self, all: &mut Constraints, alpha: Field) {
        let alpha = Powers::new(alpha);
        all.vectors = vec![alpha.columns.clone()];
        let [first, second] = self.equations().map(|equation| equation.linear(all, &alpha));
        all.linear.extend([first, second]);
        // The second has the slots.
        let Some(second) = all.linear.last_mut() else { return };
        for (block, factor) in self.rows.blocks.iter().zip(powers(alpha.block, FIELDS)) {
            let delta = Field::power_of_two(128 - usize::from(self.slot_bits_of(block)));
            let weights: Vec<Field> =
                (0..block.bits.planes).map(|p| delta * Field::power_of_two(p)).collect();
            second.terms.extend(block.bits.terms(&weights, &[(factor, POWERS)]));
        }
    }

    /// Both equations, without the slots.
    pub(super) fn equations(&self) -> [Equation<'_>; 2] {
        let Rows { u: secret, e1, k1, e2, k2, .. } = self.rows;
        [
            Equation { words: self.key.a, result: self.c1, secret, noise: e1, quotient: k1 },
            Equation { words: self.key.b, result: self.c2, secret, noise: e2, quotient: k2 },
        ]
    }

    /// `P` of a block.
    pub(super) const fn slot_bits_of(&self, block: &Block) -> u8 {
        match block.kind {
            Kind::Value => self.form.slot_bits,
            Kind::NotZero | Kind::Changed => BIT_SLOT_BITS,
        }
    }
}
