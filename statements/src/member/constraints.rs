//! The member's constraints, by family.

use super::Member;
use super::rows::{BIT_SLOT, Block, FIELDS, Kind, NOISE, QUOTIENT, Rows};
use crate::ring::{horner, transposed};
use intertally_argument::{COLUMNS, Constraints, Field, Linear, Term, powers};

/// The place of the vector `1, alpha, .., alpha^511` among the vectors.
const POWERS: usize = 0;

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
        (0..self.rows.k2 + QUOTIENT * self.rows.blocks.len()).for_each(|row| all.bits(row, None));
    }

    /// Rows of slots hold bits, and 0 where nothing is reported and above a cell's width. A test
    /// leaves the zeros out.
    pub(super) fn slot_bits(&self, all: &mut Constraints, zeros: bool) {
        for block in &self.rows.blocks {
            for plane in 0..block.planes {
                let mask = self.mask(block, plane);
                if all.masks.last() != Some(&mask) {
                    all.masks.push(mask);
                }
                all.bits(block.first + plane, zeros.then(|| all.masks.len() - 1));
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
            all.by_column.push(vec![term(y, 1, 0), term(x, -1, -2), term(block.first, 0, -1)]);
        }
    }

    /// `a*u + e1 - 2^128*k1 = c1` and `b*u + e2 + Delta*m - 2^128*k2 = c2` over the integers, words
    /// centred: each as one sum with weights `1, alpha, alpha^2, ..`. Both sides are below 2^142 in
    /// size, so that they are equal modulo `l` only if they are equal.
    pub(super) fn encryption(&self, all: &mut Constraints, alpha: Field) {
        let (rows, slots) = (&self.rows, self.rows.slots());
        let field_powers = powers(alpha.power(COLUMNS), FIELDS);
        all.vectors = vec![powers(alpha, COLUMNS)];
        for (words, end) in [(self.key.a, self.c1.len()), (self.key.b, slots)] {
            all.vectors.extend(transposed(words, alpha, end).chunks(COLUMNS).map(<[Field]>::to_vec));
        }
        let by_u = |first: usize| (0..FIELDS).map(move |field| (Field::ONE, first + field, field));
        let by_planes = |first: usize, fields: usize, weights: Vec<Field>| {
            let planes = weights.into_iter().enumerate();
            let row = |plane: usize, field: usize| first + plane * fields + field;
            let powers = &field_powers;
            let terms = move |(plane, weight): (usize, Field)| {
                (0..fields)
                    .map(move |field| (weight * powers[field], POWERS, row(plane, field)))
                    .collect::<Vec<_>>()
            };
            planes.flat_map(terms).collect::<Vec<_>>()
        };
        let noise = || NOISE.map(Field::from).to_vec();
        let modulus = Field::power_of_two(128);
        let quotient =
            || (0..QUOTIENT).map(|plane| -modulus * Field::power_of_two(plane)).collect::<Vec<_>>();
        // e is what its planes say less 8, k less 256.
        let shift = Field::from(8_u64) - modulus * Field::from(256_u64);

        let mut first: Vec<_> = by_u(1).collect();
        first.extend(by_planes(rows.e1, FIELDS, noise()));
        first.extend(by_planes(rows.k1, FIELDS, quotient()));
        let value = horner(self.c1, alpha) + shift * powers(alpha, self.c1.len()).into_iter().sum();
        all.linear.push(Linear { terms: first, value });

        let blocks = rows.blocks.len();
        let mut second: Vec<_> = by_u(1 + FIELDS).collect();
        second.extend(by_planes(rows.e2, blocks, noise()));
        second.extend(by_planes(rows.k2, blocks, quotient()));
        for (block, power) in rows.blocks.iter().zip(&field_powers) {
            let delta = Field::power_of_two(128 - usize::from(self.slot_bits_of(block)));
            for plane in 0..block.planes {
                second.push((*power * delta * Field::power_of_two(plane), POWERS, block.first + plane));
            }
        }
        let value = horner(self.c2, alpha) + shift * powers(alpha, slots).into_iter().sum();
        all.linear.push(Linear { terms: second, value });
    }

    /// `P` of a block.
    pub(super) const fn slot_bits_of(&self, block: &Block) -> u8 {
        match block.kind {
            Kind::Value => self.form.slot_bits,
            Kind::NotZero | Kind::Changed => BIT_SLOT,
        }
    }
}
