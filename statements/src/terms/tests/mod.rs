//! The statement about terms.

mod honest;
mod lies;
mod replay;

use super::{Family, Figures, Term, Terms};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{COLUMNS, Field, Row, Witness, commit};
use rand_core::{OsRng, RngCore};

const CONTEXT: &[u8] = b"round 7";
/// Bits of `x'` in the tests' blocks.
const PLANES: usize = 32;

/// Terms that are fractions.
fn fractions() -> Vec<Term> {
    Term::ALL[..10].to_vec()
}

/// Terms that say where the risk ratio lies, but for the one that says nothing.
fn compared() -> Vec<Term> {
    Term::ALL[11..].to_vec()
}

/// Numerator and denominator of a fraction without its fractional bits, by its formula; a denominator of 0 for a
/// term that is none.
fn fraction(term: Term, counts: [u64; 4]) -> (u128, u128) {
    let [a, n1, c, n2] = counts.map(u128::from);
    let (b, d, n) = (n1 - a, n2 - c, n1 + n2);
    match term {
        Term::R => (a * d, n),
        Term::S => (b * c, n),
        Term::P => ((a + d) * a * d, n * n),
        Term::Q => ((b + c) * b * c, n * n),
        Term::G => (a * c, n),
        Term::H => (n1 * n2 * (a + c), n * n),
        Term::W => (n1 * n2, n),
        Term::V => (a * b * n2.pow(3) + c * d * n1.pow(3), n1 * n2 * n * n),
        Term::E => (n1 * n2 * (a + c) * (b + d), n * n * n.saturating_sub(1)),
        Term::D => ((n1 * n2).pow(2), n * n),
        _ => panic!("{term:?} is no fraction"),
    }
}

/// Whether the risk ratio is below so many hundredths; one without a ratio is not.
fn is_below(hundredths: u128, counts: [u64; 4]) -> bool {
    let [a, n1, c, n2] = counts.map(u128::from);
    100 * a * n2 < hundredths * c * n1
}

/// A term that says where the risk ratio lies.
fn is_there(term: Term, counts: [u64; 4]) -> bool {
    let [a, n1, c, n2] = counts.map(u128::from);
    let below = |hundredths| is_below(hundredths, counts);
    let is_more = 100 * a * n2 > 110 * c * n1;
    match term {
        Term::N => true,
        Term::Fewer => below(100),
        Term::Other => !below(100),
        Term::Below067 => below(67),
        Term::Below090 => below(90) && !below(67),
        Term::UpTo110 => !below(90) && !is_more,
        Term::Above110 => is_more,
        _ => panic!("{term:?} is a fraction"),
    }
}

fn figure(term: Term, counts: [u64; 4]) -> u64 {
    figure_in(term, counts, 8)
}

fn figure_in(term: Term, counts: [u64; 4], bits: u8) -> u64 {
    if term >= Term::N {
        return 256 * u64::from(is_there(term, counts));
    }
    let (over, under) = fraction(term, counts);
    let bits = if term == Term::D { 0 } else { bits };
    u64::try_from((over << bits).checked_div(under).unwrap_or(0)).unwrap()
}

/// Families in cells, as the proofs of ciphertexts have committed to them: counts of all families first, each
/// in a cell of its own, then all terms.
struct Committed {
    blocks: Vec<Vec<CompressedRistretto>>,
    rows: Vec<Row>,
    blindings: Vec<Field>,
    families: Vec<Family>,
    figures: Vec<Figures>,
}

impl Committed {
    /// Of these tables, with these terms each.
    fn new(tables: &[[u64; 4]], terms: &[Term]) -> Self {
        Self::in_bits(tables, terms, 8)
    }

    /// The same, in so many fractional bits.
    fn in_bits(tables: &[[u64; 4]], terms: &[Term], bits: u8) -> Self {
        let figures = tables.iter().map(|counts| Figures {
            counts: *counts,
            terms: terms.iter().map(|term| figure_in(*term, *counts, bits)).collect(),
        });
        let mut made = Self::of(figures.collect(), terms);
        made.families.iter_mut().for_each(|family| family.bits = bits);
        made
    }

    /// Of any figures.
    fn of(figures: Vec<Figures>, terms: &[Term]) -> Self {
        let first = 4 * figures.len();
        let families = (0..figures.len()).map(|at| Family {
            counts: [0, 1, 2, 3].map(|k| 4 * at + k),
            bits: 8,
            terms: (first + at * terms.len()..).zip(terms).map(|(place, term)| (*term, place)).collect(),
        });
        let counts = figures.iter().flat_map(|family| family.counts);
        let cells: Vec<u64> = counts.chain(figures.iter().flat_map(|family| family.terms.clone())).collect();
        let mut all = Self {
            blocks: Vec::new(),
            rows: Vec::new(),
            blindings: Vec::new(),
            families: families.collect(),
            figures: figures.clone(),
        };
        for cells in cells.chunks(COLUMNS) {
            let bit = |of: &dyn Fn(u64) -> u64| cells.iter().map(|x| of(*x) as u8).collect();
            let not_zero = bit(&|x| u64::from(x > 0));
            let planes = (0..PLANES).map(|p| bit(&|x| x.saturating_sub(1) >> p & 1));
            let rows: Vec<Row> =
                [not_zero].into_iter().chain(planes).map(|bits| Row::bits(bits).unwrap()).collect();
            let blindings: Vec<Field> = rows.iter().map(|_| Field::from(OsRng.next_u64())).collect();
            let points = rows.iter().zip(&blindings).map(|(row, blinding)| commit(row, blinding).compress());
            all.blocks.push(points.collect());
            all.rows.extend(rows);
            all.blindings.extend(blindings);
        }
        all
    }

    fn statement(&self) -> Terms<'static> {
        Terms::new(&self.blocks, &self.families, CONTEXT).unwrap()
    }

    fn witness(&self, statement: &Terms<'_>) -> Witness {
        statement.witness(self.rows.clone(), self.blindings.clone(), &self.figures).unwrap()
    }
}
