//! Where the numbers of a family stand among the rows.

use super::program::{COUNT_BITS, END_BITS, ENDS, End, Fraction, Made, Number, PRODUCTS, Product, Sum, Term};

/// A family: four counts and the terms that are said to be theirs. Places are cells of the blocks:
/// cell `512*b + c` stands in column `c` of block `b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// a, n1, c, n2.
    pub counts: [usize; 4],
    /// Fractional bits of terms that are fractions, 8 at most.
    pub bits: u8,
    /// The terms, ascending, and where their figures are.
    pub terms: Vec<(Term, usize)>,
}

/// Where a number stands.
#[derive(Clone, Copy)]
pub enum Place {
    /// Nowhere: it is 1.
    One,
    /// A cell's figure, in the given rows.
    Figure(usize),
    /// So many bits from this one on, the lowest first; bit `512*r + c` is in column `c` of row `r`.
    Bits(usize, usize),
    /// The left factor of a gate; gate `512*r + c` is in column `c` of row `r`.
    Left(usize),
    /// Its right factor.
    Right(usize),
    /// Its product.
    Product(usize),
}

/// What an equation is for. Tests leave one of these out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// b, d and n are those of the counts.
    Counts,
    /// What gates multiply.
    Factors,
    /// Where n1 and n2 are not 0, denominators are as they are.
    Zero,
    /// The term times the denominator and the rest are the numerator.
    Floor,
    /// The rest is below the denominator.
    Below,
    /// Bits of ends say on which side of them the ratio lies.
    Ends,
    /// The term is its bits.
    Bits,
}

/// A sum of numbers that is 0.
pub struct Equation {
    /// What it is for.
    pub purpose: Purpose,
    /// Factors and numbers.
    pub terms: Vec<(i64, Place)>,
}

/// A family with the places of its numbers.
#[derive(Clone)]
pub struct Laid {
    /// The family.
    pub family: Family,
    /// Its products.
    pub products: Vec<&'static Product>,
    /// Its ends.
    pub ends: Vec<&'static End>,
    /// Its first bit.
    bit: usize,
    /// Its first gate: products, then one for each term that is a fraction, then one for each end.
    gate: usize,
}

impl Laid {
    /// A family whose bits and gates begin here.
    pub fn new(family: Family, bit: usize, gate: usize) -> Self {
        let terms: Vec<Term> = family.terms.iter().map(|(term, _)| *term).collect();
        let products = PRODUCTS.iter().filter(|product| product.is_taken(&terms)).collect();
        let ends = ENDS.iter().filter(|end| end.is_taken(&terms)).collect();
        Self { family, products, ends, bit, gate }
    }

    /// Its terms that are fractions, which stand before all others.
    pub fn fractions(&self) -> impl Iterator<Item = (Fraction, usize)> + '_ {
        let fraction = |(term, figure): &(Term, usize)| match term.made() {
            Made::Fraction(fraction) => Some((fraction, *figure)),
            Made::Bits(_) => None,
        };
        self.family.terms.iter().filter_map(fraction)
    }

    /// What a numerator is taken times.
    pub const fn scale(&self, fraction: &Fraction) -> i64 {
        if fraction.is_scaled { 1 << self.family.bits } else { 1 }
    }

    /// The bit after its last one.
    pub fn bits_end(&self) -> usize {
        self.end(self.ends.len())
    }

    /// The gate after its last one.
    pub fn gates_end(&self) -> usize {
        self.end_gate(self.ends.len())
    }

    /// The first bit of the rest of fraction number `at`; behind it as many of what the rest lacks.
    fn rest(&self, at: usize) -> usize {
        let before = self.fractions().take(at).map(|(fraction, _)| 2 * fraction.bits);
        self.bit + 3 * COUNT_BITS + 1 + before.sum::<usize>()
    }

    /// The bit of end number `at`; behind it those of how far the number lies from there.
    fn end(&self, at: usize) -> usize {
        self.rest(self.family.terms.len()) + at * (1 + END_BITS)
    }

    /// The gate of product number `at`, or of the terms, which follow.
    pub const fn gate(&self, at: usize) -> usize {
        self.gate + at
    }

    /// The gate of fraction number `at`: its figure times its denominator.
    pub const fn term_gate(&self, at: usize) -> usize {
        self.gate + self.products.len() + at
    }

    /// The gate of end number `at`: its bit times twice the number less 1.
    pub fn end_gate(&self, at: usize) -> usize {
        self.term_gate(self.fractions().count()) + at
    }

    /// Rest of fraction number `at`, and what it lacks to be the denominator less 1.
    pub fn rests(&self, at: usize) -> [Place; 2] {
        let bits = self.fractions().nth(at).map_or(0, |(fraction, _)| fraction.bits);
        [Place::Bits(self.rest(at), bits), Place::Bits(self.rest(at) + bits, bits)]
    }

    /// How far the number of end number `at` lies from there.
    pub fn far(&self, at: usize) -> Place {
        Place::Bits(self.end(at) + 1, END_BITS)
    }

    /// Where a number stands.
    pub fn place(&self, number: Number) -> Place {
        let [a, n1, c, n2] = self.family.counts;
        match number {
            Number::One => Place::One,
            Number::A => Place::Figure(a),
            Number::N1 => Place::Figure(n1),
            Number::C => Place::Figure(c),
            Number::N2 => Place::Figure(n2),
            Number::B => Place::Bits(self.bit, COUNT_BITS),
            Number::D => Place::Bits(self.bit + COUNT_BITS, COUNT_BITS),
            Number::N => Place::Bits(self.bit + 2 * COUNT_BITS, COUNT_BITS),
            Number::Z => Place::Bits(self.bit + 3 * COUNT_BITS, 1),
            Number::Is067 | Number::Is090 | Number::Is1 | Number::Is110 => {
                let at = self.ends.iter().position(|end| end.of == number);
                Place::Bits(self.end(at.unwrap_or_default()), 1)
            }
            product => {
                let at = self.products.iter().position(|one| one.of == product);
                Place::Product(self.gate(at.unwrap_or_default()))
            }
        }
    }

    /// These terms, and less this sum.
    fn less(&self, purpose: Purpose, terms: &[(i64, Place)], sum: Sum) -> Equation {
        let sum = sum.iter().map(|(factor, number)| (-factor, self.place(*number)));
        Equation { purpose, terms: terms.iter().copied().chain(sum).collect() }
    }

    /// All equations, in order.
    pub fn equations(&self) -> Vec<Equation> {
        let sum = |terms: &[(i64, Number)]| Equation {
            purpose: Purpose::Counts,
            terms: terms.iter().map(|(factor, number)| (*factor, self.place(*number))).collect(),
        };
        let mut all = vec![
            sum(&[(1, Number::A), (1, Number::B), (-1, Number::N1)]),
            sum(&[(1, Number::C), (1, Number::D), (-1, Number::N2)]),
            sum(&[(1, Number::N1), (1, Number::N2), (-1, Number::N)]),
        ];
        for (at, product) in self.products.iter().enumerate() {
            let gate = self.gate(at);
            all.push(self.less(Purpose::Factors, &[(1, Place::Left(gate))], product.left));
            all.push(self.less(Purpose::Factors, &[(1, Place::Right(gate))], product.right));
        }
        all.push(Equation { purpose: Purpose::Zero, terms: vec![(1, self.place(Number::Zero))] });
        for (at, (fraction, figure)) in self.fractions().enumerate() {
            let (gate, [rest, lacks]) = (self.term_gate(at), self.rests(at));
            let factor = [(1, Place::Left(gate)), (-1, Place::Figure(figure))];
            all.push(Equation { purpose: Purpose::Factors, terms: factor.to_vec() });
            all.push(self.less(Purpose::Factors, &[(1, Place::Right(gate))], fraction.under));
            let scale = self.scale(&fraction);
            let over = fraction.over.iter().map(|(factor, number)| (-factor * scale, self.place(*number)));
            let said = [(1, Place::Product(gate)), (1, rest)].into_iter().chain(over);
            all.push(Equation { purpose: Purpose::Floor, terms: said.collect() });
            let below = [(1, rest), (1, lacks), (1, Place::One)];
            all.push(self.less(Purpose::Below, &below, fraction.under));
        }
        for (at, end) in self.ends.iter().enumerate() {
            let gate = self.end_gate(at);
            let factor = [(1, Place::Left(gate)), (-1, self.place(end.of))];
            all.push(Equation { purpose: Purpose::Factors, terms: factor.to_vec() });
            // Twice the number less 1.
            let twice = end.above.iter().map(|(factor, number)| (-2 * factor, self.place(*number)));
            let twice = [(1, Place::Right(gate)), (1, Place::One)].into_iter().chain(twice);
            all.push(Equation { purpose: Purpose::Factors, terms: twice.collect() });
            let far = [(1, Place::Product(gate)), (-1, self.far(at))];
            all.push(self.less(Purpose::Ends, &far, end.above));
        }
        for (term, figure) in &self.family.terms {
            if let Made::Bits(sum) = term.made() {
                all.push(self.less(Purpose::Bits, &[(1, Place::Figure(*figure))], sum));
            }
        }
        all
    }
}
