//! Where the numbers of a family stand among the rows.

use super::program::{COUNT_BITS, Number, PRODUCTS, Product, Sum, Term};

/// A family: four counts and the terms that are said to be theirs. Places are cells of the blocks:
/// cell `512*b + c` stands in column `c` of block `b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// a, n1, c, n2.
    pub counts: [usize; 4],
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
    /// Its first bit.
    bit: usize,
    /// Its first gate: products, then one for each term.
    gate: usize,
}

impl Laid {
    /// A family whose bits and gates begin here.
    pub fn new(family: Family, bit: usize, gate: usize) -> Self {
        let terms: Vec<Term> = family.terms.iter().map(|(term, _)| *term).collect();
        let products = PRODUCTS.iter().filter(|product| product.is_taken(&terms)).collect();
        Self { family, products, bit, gate }
    }

    /// The bit after its last one.
    pub fn bits_end(&self) -> usize {
        self.rest(self.family.terms.len())
    }

    /// The gate after its last one.
    pub fn gates_end(&self) -> usize {
        self.gate + self.products.len() + self.family.terms.len()
    }

    /// The first bit of the rest of term number `at`; behind it as many of what the rest lacks.
    fn rest(&self, at: usize) -> usize {
        let before = self.family.terms.iter().take(at).map(|(term, _)| 2 * term.fraction().bits);
        self.bit + 3 * COUNT_BITS + 1 + before.sum::<usize>()
    }

    /// The gate of product number `at`, or of the terms, which follow.
    pub const fn gate(&self, at: usize) -> usize {
        self.gate + at
    }

    /// The gate of term number `at`: its figure times its denominator.
    pub const fn term_gate(&self, at: usize) -> usize {
        self.gate + self.products.len() + at
    }

    /// Rest of term number `at`, and what it lacks to be the denominator less 1.
    pub fn rests(&self, at: usize) -> [Place; 2] {
        let bits = self.family.terms.get(at).map_or(0, |(term, _)| term.fraction().bits);
        [Place::Bits(self.rest(at), bits), Place::Bits(self.rest(at) + bits, bits)]
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
        for (at, (term, figure)) in self.family.terms.iter().enumerate() {
            let (fraction, gate, [rest, lacks]) = (term.fraction(), self.term_gate(at), self.rests(at));
            let factor = [(1, Place::Left(gate)), (-1, Place::Figure(*figure))];
            all.push(Equation { purpose: Purpose::Factors, terms: factor.to_vec() });
            all.push(self.less(Purpose::Factors, &[(1, Place::Right(gate))], fraction.under));
            all.push(self.less(Purpose::Floor, &[(1, Place::Product(gate)), (1, rest)], fraction.over));
            let below = [(1, rest), (1, lacks), (1, Place::One)];
            all.push(self.less(Purpose::Below, &below, fraction.under));
        }
        all
    }
}
