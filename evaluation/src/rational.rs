//! Terms that are fractions of whole numbers: rounded down, exactly.

use crate::bits::Bits;
use crate::table::TwoByTwo;
use crate::term::{Term, TermFault};

/// Numerator and denominator, below 2^128 with the fractional bits; a denominator of 0 for a term that is none.
pub(crate) fn fraction(table: &TwoByTwo, term: Term) -> (u128, u128) {
    let TwoByTwo { a, b, c, d } = *table;
    let (n1, n2, n, events) = (table.n1(), table.n2(), table.n(), table.events());
    match term {
        Term::R => (a * d, n),
        Term::S => (b * c, n),
        Term::P => ((a + d) * a * d, n * n),
        Term::Q => ((b + c) * b * c, n * n),
        Term::G => (a * c, n),
        Term::H => (n1 * n2 * events, n * n),
        Term::W => (n1 * n2, n),
        Term::V => (a * b * n2.pow(3) + c * d * n1.pow(3), n1 * n2 * n * n),
        Term::E => (n1 * n2 * events * (n - events), n * n * n.saturating_sub(1)),
        Term::D => ((n1 * n2).pow(2), n * n),
        Term::Log { .. } | Term::Countries(_) => (0, 0),
    }
}

pub(crate) fn figure(table: &TwoByTwo, term: Term, bits: Bits) -> Result<u32, TermFault> {
    let (over, under) = fraction(table, term);
    let whole = (over << term.bits(bits)).checked_div(under).unwrap_or(0);
    u32::try_from(whole).map_err(|_| TermFault::TooLarge)
}
