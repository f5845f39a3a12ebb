//! What of four counts a term is: numbers, products of two of them, and a fraction that is rounded
//! down, or whether the risk ratio lies between two ends (docs/spec.md section 4.8).

use serde::{Deserialize, Serialize};

/// A term that follows from four counts in whole numbers, in the order of docs/spec.md section 3.2,
/// 'Evaluations': a round's manifest names it by its place among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Term {
    /// ad/n.
    R,
    /// bc/n.
    S,
    /// (a+d)ad/n^2.
    P,
    /// (b+c)bc/n^2.
    Q,
    /// ac/n.
    G,
    /// n1 n2 (a+c)/n^2.
    H,
    /// n1 n2/n.
    W,
    /// (ab n2^3 + cd n1^3)/(n1 n2 n^2).
    V,
    /// n1 n2 (a+c)(b+d)/(n^2 (n-1)).
    E,
    /// (n1 n2/n)^2, without fractional bits.
    D,
    /// Countries: 1 for each.
    N,
    /// 1 for a risk ratio below 1, else 0; so are all that follow.
    Fewer,
    /// For one of 1 or above, or none.
    Other,
    /// For one below 0.67.
    Below067,
    /// For one from 0.67 to below 0.9.
    Below090,
    /// For one from 0.9 to 1.1, or none.
    UpTo110,
    /// For one above 1.1.
    Above110,
}

/// A number of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// 1.
    One,
    /// The figure a.
    A,
    /// The figure n1.
    N1,
    /// The figure c.
    C,
    /// The figure n2.
    N2,
    /// n1 - a, as bits.
    B,
    /// n2 - c, as bits.
    D,
    /// n1 + n2, as bits.
    N,
    /// A bit that is 0 unless `Groups` is 0.
    Z,
    /// n1*n2.
    Groups,
    /// z*n1*n2, which is 0.
    Zero,
    /// (n+z)^2.
    Square,
    /// a*d.
    Ad,
    /// b*c.
    Bc,
    /// a*c.
    Ac,
    /// (a+d)ad.
    AdMore,
    /// (b+c)bc.
    BcMore,
    /// n1 n2 (a+c).
    Events,
    /// n1 n2 (a+c)(b+d).
    Margins,
    /// (n+z)^2 (n+z-1).
    Cube,
    /// (n1 n2)^2.
    GroupsSquare,
    /// a*b.
    Ab,
    /// c*d.
    Cd,
    /// n1^2.
    N1Square,
    /// n1^3.
    N1Cube,
    /// n2^2.
    N2Square,
    /// n2^3.
    N2Cube,
    /// ab n2^3.
    First,
    /// cd n1^3.
    Second,
    /// n1 n2 (n+z)^2.
    Whole,
    /// a*n2, the risk ratio's numerator.
    Over,
    /// c*n1, its denominator.
    Under,
    /// A bit: whether the ratio is below 0.67.
    Is067,
    /// Whether it is below 0.9.
    Is090,
    /// Whether it is below 1.
    Is1,
    /// Whether it is 1.1 or less, or there is none.
    Is110,
}

/// A sum of numbers, each with a factor.
pub type Sum = &'static [(i64, Number)];

/// A product, and the terms that take it.
pub struct Product {
    /// What it is.
    pub of: Number,
    /// The left factor.
    pub left: Sum,
    /// The right factor.
    pub right: Sum,
    /// Terms that take it.
    terms: &'static [Term],
}

/// A bit that is 1 exactly if a whole number is above 0.
pub struct End {
    /// The bit.
    pub of: Number,
    /// The whole number, between -2^55 and 2^55.
    pub above: Sum,
    /// Terms that take it.
    terms: &'static [Term],
}

/// What a term is.
pub enum Made {
    /// A fraction, rounded down.
    Fraction(Fraction),
    /// A sum of bits, each times 2^8.
    Bits(Sum),
}

/// `over/under`, rounded down; `under` is at least 1 and below `2^bits + 1`.
pub struct Fraction {
    /// The numerator.
    pub over: Sum,
    /// Whether the numerator is taken times 2 to the fractional bits.
    pub is_scaled: bool,
    /// The denominator; where it would be 0, another number, over which 0 is 0 as well.
    pub under: Sum,
    /// Bits of what is left over, and of what it lacks to `under - 1`.
    pub bits: usize,
}

/// Bits of b, d and n.
pub const COUNT_BITS: usize = 24;
/// Bits of how far a number lies from an [`End`].
pub const END_BITS: usize = 56;

const ALL: &[Term] = &Term::ALL;
/// n + z.
const PERSONS: Sum = &[(1, Number::N), (1, Number::Z)];

const fn product(of: Number, left: Sum, right: Sum, terms: &'static [Term]) -> Product {
    Product { of, left, right, terms }
}

/// All products, in order: each takes numbers and products before it.
pub const PRODUCTS: &[Product] = {
    use Number::{
        A, Ab, Ac, Ad, AdMore, B, Bc, BcMore, C, Cd, Cube, D, Events, First, Groups, GroupsSquare, Margins,
        N, N1, N1Cube, N1Square, N2, N2Cube, N2Square, One, Over, Second, Square, Under, Whole, Z, Zero,
    };
    &[
        product(Groups, &[(1, N1)], &[(1, N2)], ALL),
        product(Zero, &[(1, Z)], &[(1, Groups)], ALL),
        product(Square, PERSONS, PERSONS, &[Term::P, Term::Q, Term::H, Term::V, Term::E, Term::D]),
        product(Ad, &[(1, A)], &[(1, D)], &[Term::R, Term::P]),
        product(Bc, &[(1, B)], &[(1, C)], &[Term::S, Term::Q]),
        product(Ac, &[(1, A)], &[(1, C)], &[Term::G]),
        product(AdMore, &[(1, A), (1, D)], &[(1, Ad)], &[Term::P]),
        product(BcMore, &[(1, B), (1, C)], &[(1, Bc)], &[Term::Q]),
        product(Events, &[(1, A), (1, C)], &[(1, Groups)], &[Term::H, Term::E]),
        product(Margins, &[(1, B), (1, D)], &[(1, Events)], &[Term::E]),
        product(Cube, &[(1, N), (1, Z), (-1, One)], &[(1, Square)], &[Term::E]),
        product(GroupsSquare, &[(1, Groups)], &[(1, Groups)], &[Term::D]),
        product(Ab, &[(1, A)], &[(1, B)], &[Term::V]),
        product(Cd, &[(1, C)], &[(1, D)], &[Term::V]),
        product(N1Square, &[(1, N1)], &[(1, N1)], &[Term::V]),
        product(N1Cube, &[(1, N1)], &[(1, N1Square)], &[Term::V]),
        product(N2Square, &[(1, N2)], &[(1, N2)], &[Term::V]),
        product(N2Cube, &[(1, N2)], &[(1, N2Square)], &[Term::V]),
        product(First, &[(1, Ab)], &[(1, N2Cube)], &[Term::V]),
        product(Second, &[(1, Cd)], &[(1, N1Cube)], &[Term::V]),
        product(Whole, &[(1, Groups)], &[(1, Square)], &[Term::V]),
        product(Over, &[(1, A)], &[(1, N2)], COMPARED),
        product(Under, &[(1, C)], &[(1, N1)], COMPARED),
    ]
};

/// Terms that say where the risk ratio lies.
const COMPARED: &[Term] =
    &[Term::Fewer, Term::Other, Term::Below067, Term::Below090, Term::UpTo110, Term::Above110];

/// All ends, in order.
pub const ENDS: &[End] = {
    use Number::{Is1, Is067, Is090, Is110, One, Over, Under};
    &[
        End { of: Is067, above: &[(67, Under), (-100, Over)], terms: &[Term::Below067, Term::Below090] },
        End { of: Is090, above: &[(9, Under), (-10, Over)], terms: &[Term::Below090, Term::UpTo110] },
        End { of: Is1, above: &[(1, Under), (-1, Over)], terms: &[Term::Fewer, Term::Other] },
        End {
            of: Is110,
            above: &[(11, Under), (-10, Over), (1, One)],
            terms: &[Term::UpTo110, Term::Above110],
        },
    ]
};

impl End {
    /// Whether one of these terms takes it.
    pub fn is_taken(&self, terms: &[Term]) -> bool {
        self.terms.iter().any(|term| terms.contains(term))
    }
}

impl Product {
    /// Whether one of these terms takes it.
    pub fn is_taken(&self, terms: &[Term]) -> bool {
        self.terms.iter().any(|term| terms.contains(term))
    }
}

impl Term {
    /// All terms, in order.
    pub const ALL: [Self; 17] = [
        Self::R,
        Self::S,
        Self::P,
        Self::Q,
        Self::G,
        Self::H,
        Self::W,
        Self::V,
        Self::E,
        Self::D,
        Self::N,
        Self::Fewer,
        Self::Other,
        Self::Below067,
        Self::Below090,
        Self::UpTo110,
        Self::Above110,
    ];

    /// What it is. Where n1 or n2 is 0 every numerator of a fraction is 0.
    pub const fn made(self) -> Made {
        use Number::{
            Ac, Ad, AdMore, Bc, BcMore, Cube, Events, First, Groups, GroupsSquare, Is1, Is067, Is090, Is110,
            Margins, One, Second, Square, Whole, Z,
        };
        let (over, under, bits): (Sum, Sum, usize) = match self {
            Self::R => (&[(1, Ad)], PERSONS, 24),
            Self::S => (&[(1, Bc)], PERSONS, 24),
            Self::P => (&[(1, AdMore)], &[(1, Square)], 48),
            Self::Q => (&[(1, BcMore)], &[(1, Square)], 48),
            Self::G => (&[(1, Ac)], PERSONS, 24),
            Self::H => (&[(1, Events)], &[(1, Square)], 48),
            Self::W => (&[(1, Groups)], PERSONS, 24),
            Self::V => (&[(1, First), (1, Second)], &[(1, Whole), (1, Z)], 94),
            Self::E => (&[(1, Margins)], &[(1, Cube), (1, Z)], 72),
            Self::D => (&[(1, GroupsSquare)], &[(1, Square)], 48),
            Self::N => return Made::Bits(&[(256, One)]),
            Self::Fewer => return Made::Bits(&[(256, Is1)]),
            Self::Other => return Made::Bits(&[(256, One), (-256, Is1)]),
            Self::Below067 => return Made::Bits(&[(256, Is067)]),
            Self::Below090 => return Made::Bits(&[(256, Is090), (-256, Is067)]),
            Self::UpTo110 => return Made::Bits(&[(256, Is110), (-256, Is090)]),
            Self::Above110 => return Made::Bits(&[(256, One), (-256, Is110)]),
        };
        Made::Fraction(Fraction { over, is_scaled: !matches!(self, Self::D), under, bits })
    }
}
