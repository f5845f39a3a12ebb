//! From counts and terms to the rows.

use super::Terms;
use super::laid::{Laid, Place};
use super::program::{Made, Number, Sum};
use crate::error::StatementError;
use crate::planes::{Bits, zeros};
use intertally_argument::{COLUMNS, Field, Row, Witness};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The figures of a family. Erased on drop, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Figures {
    /// a, n1, c, n2.
    pub counts: [u64; 4],
    /// The terms, in their order.
    pub terms: Vec<u64>,
}

/// The sent rows while they are filled.
pub(super) struct Filled {
    /// Rows of bits.
    pub bits: Bits,
    /// Rows of left factors, of right ones, of products.
    pub gates: Zeroizing<Vec<Vec<Field>>>,
}

/// What the numbers of a family are. None is above 2^127 in size where the counts are a table.
struct Values<'a> {
    laid: &'a Laid,
    /// b, d, n and z.
    bits: Zeroizing<[i128; 4]>,
    figures: &'a Figures,
    products: Zeroizing<Vec<i128>>,
    /// By end, whether its number is above 0.
    ends: Zeroizing<Vec<i128>>,
}

impl<'a> Values<'a> {
    fn new(laid: &'a Laid, figures: &'a Figures) -> Self {
        let [a, n1, c, n2] = figures.counts.map(i128::from);
        let z = i128::from(u8::from(n1.wrapping_mul(n2) == 0));
        let bits = Zeroizing::new([n1 - a, n2 - c, n1 + n2, z]);
        let none = || Zeroizing::new(Vec::new());
        let mut values = Self { laid, bits, figures, products: none(), ends: none() };
        for product in &laid.products {
            let value = values.sum(product.left).wrapping_mul(values.sum(product.right));
            values.products.push(value);
        }
        for end in &laid.ends {
            let is_above = i128::from(u8::from(values.sum(end.above) > 0));
            values.ends.push(is_above);
        }
        values
    }

    fn number(&self, number: Number) -> i128 {
        let [a, n1, c, n2] = self.figures.counts.map(i128::from);
        let [b, d, n, z] = *self.bits;
        match number {
            Number::One => 1,
            Number::A => a,
            Number::N1 => n1,
            Number::C => c,
            Number::N2 => n2,
            Number::B => b,
            Number::D => d,
            Number::N => n,
            Number::Z => z,
            Number::Is067 | Number::Is090 | Number::Is1 | Number::Is110 => {
                let at = self.laid.ends.iter().position(|end| end.of == number);
                at.and_then(|at| self.ends.get(at)).copied().unwrap_or_default()
            }
            product => {
                let at = self.laid.products.iter().position(|one| one.of == product);
                at.and_then(|at| self.products.get(at)).copied().unwrap_or_default()
            }
        }
    }

    fn sum(&self, sum: Sum) -> i128 {
        let terms = sum.iter().map(|(factor, number)| i128::from(*factor).wrapping_mul(self.number(*number)));
        terms.fold(0, i128::wrapping_add)
    }
}

impl Terms<'_> {
    /// The witness for the argument: the given rows with their blinding factors, and the figures of
    /// each family.
    ///
    /// # Errors
    /// [`StatementError::Length`] for figures of other families, [`StatementError::Term`] if counts are
    /// no table, or a term is not theirs.
    pub fn witness(
        &self,
        given: Vec<Row>,
        given_blindings: Vec<Field>,
        figures: &[Figures],
    ) -> Result<Witness, StatementError> {
        let filled = self.fill(figures)?;
        let bits = filled.bits.iter().map(|bits| Row::bits(bits.clone()));
        let gates = filled.gates.iter().map(|gates| Row::scalars(gates.clone()));
        let sent = bits.chain(gates).collect::<Result<Vec<_>, _>>()?;
        Ok(Witness { rows: given.into_iter().chain(sent).collect(), given_blindings })
    }

    /// The sent rows.
    pub(super) fn fill(&self, figures: &[Figures]) -> Result<Filled, StatementError> {
        let (filled, wrong) = self.fill_all(figures)?;
        wrong.map_or(Ok(filled), |at| Err(StatementError::Term(at)))
    }

    /// The sent rows, and the first family that is not true: of that one numbers are cut to their bits.
    pub(super) fn fill_all(&self, figures: &[Figures]) -> Result<(Filled, Option<usize>), StatementError> {
        let length = |what, expected, found| StatementError::Length { what, expected, found };
        if figures.len() != self.form.families.len() {
            return Err(length("the list of families", self.form.families.len(), figures.len()));
        }
        let mut filled = Filled {
            bits: zeros(self.form.bits),
            gates: Zeroizing::new(vec![vec![Field::ZERO; COLUMNS]; 3 * self.form.gates]),
        };
        let mut wrong = None;
        for (at, (laid, figures)) in self.form.families.iter().zip(figures).enumerate() {
            let (expected, found) = (laid.family.terms.len(), figures.terms.len());
            if found != expected {
                return Err(length("a list of terms", expected, found));
            }
            if !self.fill_family(&mut filled, laid, figures) {
                wrong = wrong.or(Some(at));
            }
        }
        Ok((filled, wrong))
    }

    /// Fills what a family has; answers whether it is true. No branch depends on a figure but the answer.
    fn fill_family(&self, filled: &mut Filled, laid: &Laid, figures: &Figures) -> bool {
        let values = Values::new(laid, figures);
        let mut holds = true;
        let mut put = |filled: &mut Filled, place: Place, value: i128| {
            if let Place::Bits(first, count) = place {
                holds &= value >> count == 0;
                for p in 0..count {
                    filled.bits[(first + p) / COLUMNS][(first + p) % COLUMNS] = (value >> p & 1) as u8;
                }
            }
        };
        for number in [Number::B, Number::D, Number::N, Number::Z] {
            put(filled, laid.place(number), values.number(number));
        }
        for (at, product) in laid.products.iter().enumerate() {
            let (left, right) = (values.sum(product.left), values.sum(product.right));
            self.put_gate(filled, laid.gate(at), left, right);
        }
        // Fractions stand first, so their figures do.
        for (at, ((fraction, _), figure)) in laid.fractions().zip(&figures.terms).enumerate() {
            let figure = i128::from(*figure);
            let over = values.sum(fraction.over).wrapping_mul(i128::from(laid.scale(&fraction)));
            let under = values.sum(fraction.under);
            let rest = over.wrapping_sub(figure.wrapping_mul(under));
            let [place, lacks] = laid.rests(at);
            put(filled, place, rest);
            put(filled, lacks, under.wrapping_sub(1).wrapping_sub(rest));
            self.put_gate(filled, laid.term_gate(at), figure, under);
        }
        for (at, end) in laid.ends.iter().enumerate() {
            let (bit, above) = (values.number(end.of), values.sum(end.above));
            let twice = above.wrapping_mul(2).wrapping_sub(1);
            put(filled, laid.place(end.of), bit);
            put(filled, laid.far(at), bit.wrapping_mul(twice).wrapping_sub(above));
            self.put_gate(filled, laid.end_gate(at), bit, twice);
        }
        for ((term, _), figure) in laid.family.terms.iter().zip(&figures.terms) {
            if let Made::Bits(sum) = term.made() {
                holds &= i128::from(*figure) == values.sum(sum);
            }
        }
        holds
    }

    /// Both factors and their product.
    fn put_gate(&self, filled: &mut Filled, gate: usize, left: i128, right: i128) {
        let (row, column) = (gate / COLUMNS, gate % COLUMNS);
        let (left, right) = (Field::from(left), Field::from(right));
        for (part, value) in [left, right, left * right].into_iter().enumerate() {
            filled.gates[part * self.form.gates + row][column] = value;
        }
    }
}
