//! The member's statement: the ciphertext `(c1, c2)` under the joint key `(a, b)` is
//!
//! `c1 = a*u + e1`, `c2 = b*u + e2 + Delta*m` modulo 2^128 and `X^8192 + 1`, `c2` at the used
//! slots,
//!
//! with `u` of bits, `e1` and `e2` between -8 and 8, and `m` the member's slots: for each cell a
//! bit `nz` (reported and at least 1), in a revision round a bit `changed`, and `x' = x - nz` of as
//! many bits as the cell is wide; all of them 0 where nothing is reported.
//!
//! One proof per ciphertext. That `u` and the noises are short is what privacy rests on;
//! correctness rests on all of it. A copied, scaled or replayed ciphertext fails by the context,
//! which is absorbed: round, key, member, revision, number of the ciphertext.

mod constraints;
mod rows;
#[cfg(test)]
mod tests;
mod witness;

pub use witness::Encryption;

use crate::error::StatementError;
use crate::polynomial::{Polynomial, absorb_digest};
use crate::ring::{DEGREE, absorb_words};
use crate::table::Kind;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, COLUMNS, Layout, Statement, Transcript, Weights};
use rows::Rows;

/// A cell of a ciphertext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Bits of `x'`.
    pub width: u8,
    /// Whether the member reports it.
    pub reported: bool,
}

/// What of a ciphertext is public, but for its words.
#[derive(Clone)]
pub struct Form {
    /// The cells, in slot order.
    pub cells: Vec<Cell>,
    /// Whether each cell has a bit `changed`.
    pub revision: bool,
    /// `P` of the value slots: `Delta = 2^(128 - P)`. Slots of bits have 9.
    pub slot_bits: u8,
}

impl Form {
    /// Rows, among the sent ones, that hold 512 cells' figures: of the bits `nz`, then of the planes of
    /// `x'`. Later statements name them.
    ///
    /// # Errors
    /// [`StatementError`] if cells or widths do not fit, or there is no such group of cells.
    pub fn figure_rows(&self, group: usize) -> Result<Vec<usize>, StatementError> {
        let rows = Rows::new(self)?;
        let of = |kind| rows.of(kind).nth(group).map(|block| block.bits.rows());
        let (bit, planes) = of(Kind::NotZero).zip(of(Kind::Value)).ok_or(StatementError::Cells {
            most: rows.groups * COLUMNS,
            found: group.saturating_mul(COLUMNS),
        })?;
        Ok(bit.chain(planes).collect())
    }
}

/// The joint key.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    /// The common polynomial.
    pub a: &'a Polynomial,
    /// The sum of the sub-keys' polynomials.
    pub b: &'a Polynomial,
}

/// The member's statement about one ciphertext.
pub struct Member<'a> {
    key: Key<'a>,
    c1: &'a [u128],
    c2: &'a [u128],
    context: &'a [u8],
    form: Form,
    rows: Rows,
    layout: Layout,
}

impl<'a> Member<'a> {
    /// The statement. `c2` holds the used slots alone: whole blocks of 512.
    ///
    /// # Errors
    /// [`StatementError`] if cells, widths or lengths do not fit.
    pub fn new(
        key: Key<'a>,
        c1: &'a [u128],
        c2: &'a [u128],
        form: Form,
        context: &'a [u8],
    ) -> Result<Self, StatementError> {
        let rows = Rows::new(&form)?;
        let lengths = [("a", key.a.len(), DEGREE), ("b", key.b.len(), DEGREE), ("c1", c1.len(), DEGREE)];
        for (what, found, expected) in lengths.into_iter().chain([("c2", c2.len(), rows.slots())]) {
            if found != expected {
                return Err(StatementError::Length { what, expected, found });
            }
        }
        let layout = rows.layout()?;
        Ok(Self { key, c1, c2, context, form, rows, layout })
    }

    /// Slots of `c2` that a ciphertext of this form has.
    ///
    /// # Errors
    /// [`StatementError`] if cells or widths do not fit.
    pub fn slots(form: &Form) -> Result<usize, StatementError> {
        Ok(Rows::new(form)?.slots())
    }

    /// Bytes of the proof of a ciphertext of this form.
    ///
    /// # Errors
    /// [`StatementError`] if cells or widths do not fit.
    pub fn proof_len(form: &Form) -> Result<usize, StatementError> {
        Ok(Rows::new(form)?.layout()?.proof_len())
    }
}

impl Statement for Member<'_> {
    fn label(&self) -> &'static str {
        "intertally/member/v1"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        &[]
    }

    fn absorb(&self, transcript: &mut Transcript) {
        transcript.absorb("context", self.context);
        self.key.a.absorb(transcript, "a");
        self.key.b.absorb(transcript, "b");
        absorb_digest(transcript, "c1", self.c1);
        absorb_words(transcript, "c2", self.c2);
        let cells: Vec<u8> = self.form.cells.iter().flat_map(|c| [c.width, u8::from(c.reported)]).collect();
        transcript.absorb("cells", &cells);
        transcript.absorb("slots", &[u8::from(self.form.revision), self.form.slot_bits]);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        self.constraints(alpha).weights(self.layout.rows(), transcript)
    }
}
