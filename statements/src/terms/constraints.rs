//! The constraints about terms, by family.

use super::Terms;
use super::laid::{Place, Purpose};
use intertally_argument::{COLUMNS, Constraints, Field, Linear, Term, powers};

/// The factors of all entries in the sum of the equations.
struct Factors {
    /// By block, of the figures of its cells.
    figures: Vec<Vec<Field>>,
    bits: Vec<Vec<Field>>,
    /// Of left factors, right ones, products.
    gates: [Vec<Vec<Field>>; 3],
    /// Of 1.
    one: Field,
}

fn add(rows: &mut [Vec<Field>], at: usize, factor: Field) {
    rows[at / COLUMNS][at % COLUMNS] += factor;
}

impl Factors {
    fn add(&mut self, factor: Field, place: Place) {
        let [left, right, product] = &mut self.gates;
        match place {
            Place::One => self.one += factor,
            Place::Figure(cell) => add(&mut self.figures, cell, factor),
            Place::Bits(first, count) => {
                let factors = std::iter::successors(Some(factor), |factor| Some(factor.double()));
                (first..first + count)
                    .zip(factors)
                    .for_each(|(bit, factor)| add(&mut self.bits, bit, factor));
            }
            Place::Left(gate) => add(left, gate, factor),
            Place::Right(gate) => add(right, gate, factor),
            Place::Product(gate) => add(product, gate, factor),
        }
    }
}

impl Terms<'_> {
    /// All constraints, for a challenge drawn after the commitments.
    pub(super) fn constraints(&self, alpha: Field) -> Constraints {
        let mut all = Constraints::default();
        self.bits(&mut all);
        self.products(&mut all);
        self.equations(&mut all, alpha, None);
        all
    }

    /// Rows of bits hold bits.
    pub(super) fn bits(&self, all: &mut Constraints) {
        let [first, left, ..] = self.form.first();
        (first..left).for_each(|row| all.bits(row, None));
    }

    /// `(left + right)^2 - left^2 - right^2 - 2*product = 0`.
    pub(super) fn products(&self, all: &mut Constraints) {
        let [_, left, right, product] = self.form.first();
        for at in 0..self.form.gates {
            let term = |row, square: i64, linear: i64| Term {
                row,
                square: square.into(),
                linear: linear.into(),
                on: None,
            };
            let both = self.layout.committed() + at;
            let terms = [term(both, 1, 0), term(left + at, -1, 0), term(right + at, -1, 0)];
            all.by_column.push(terms.into_iter().chain([term(product + at, 0, -2)]).collect());
        }
    }

    /// All equations as one sum, with weights `1, alpha, alpha^2, ..`. A test leaves those of one
    /// purpose out.
    pub(super) fn equations(&self, all: &mut Constraints, alpha: Field, forgotten: Option<Purpose>) {
        let rows = |count: usize| vec![vec![Field::ZERO; COLUMNS]; count];
        let mut factors = Factors {
            figures: rows(self.form.blocks.len()),
            bits: rows(self.form.bits),
            gates: [(); 3].map(|()| rows(self.form.gates)),
            one: Field::ZERO,
        };
        let equations: Vec<_> = self.form.families.iter().flat_map(|family| family.equations()).collect();
        for (equation, weight) in equations.iter().zip(powers(alpha, equations.len())) {
            if forgotten != Some(equation.purpose) {
                let mut add = |(factor, place): &(i64, Place)| factors.add(weight * (*factor).into(), *place);
                equation.terms.iter().for_each(&mut add);
            }
        }
        let mut terms = Vec::new();
        let mut row = 0;
        for (planes, vector) in self.form.blocks.iter().zip(factors.figures) {
            let place = all.vectors.len();
            all.vectors.push(vector);
            terms.push((Field::ONE, place, row));
            terms.extend((0..*planes).map(|p| (Field::power_of_two(p), place, row + 1 + p)));
            row += 1 + planes;
        }
        // The sent rows follow in the same order.
        for vector in factors.bits.into_iter().chain(factors.gates.into_iter().flatten()) {
            terms.push((Field::ONE, all.vectors.len(), row));
            all.vectors.push(vector);
            row += 1;
        }
        all.linear.push(Linear { terms, value: -factors.one });
    }
}
