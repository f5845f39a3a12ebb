//! The statement about terms: each is the one of the four counts beside it (docs/spec.md sections
//! 3.2, 'Evaluations', and 4.8).
//!
//! Of counts a, n1, c, n2 with b = n1 - a, d = n2 - c and n = n1 + n2 a term is a fraction of whole
//! numbers, rounded down: `term*under + rest = over` with `0 <= rest < under`; or it says between which
//! two ends the risk ratio `a n2 / (c n1)` lies, by a bit for each end. Counts and terms are
//! figures of ciphertexts whose [member](crate::member)'s statements have committed to their bits: these
//! rows are given here. So one proof reaches over all ciphertexts and keys of a submission, and those of
//! ciphertexts are what they are without it.

mod constraints;
mod laid;
mod program;
#[cfg(test)]
mod tests;
mod witness;

pub use laid::Family;
pub use program::Term;
pub use witness::Figures;

use crate::error::StatementError;
use crate::planes::Taker;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{
    ArgumentError, COLUMNS, Combination, Field, Layout, Statement, Transcript, Weights,
};
use laid::Laid;

/// Bits of a figure less 1 at most, so that no equation is one modulo `l` alone.
const MOST_PLANES: usize = 32;
/// Fractional bits at most.
const MOST_BITS: u8 = 8;

/// The statement about the terms of some families of one submission.
pub struct Terms<'a> {
    context: &'a [u8],
    given: Vec<CompressedRistretto>,
    form: Form,
    layout: Layout,
}

/// What follows from the blocks and families alone.
struct Form {
    /// Planes of `x'` of each block.
    blocks: Vec<usize>,
    families: Vec<Laid>,
    /// Rows of bits, the first of the sent ones.
    bits: usize,
    /// Rows of left factors, of right ones and of products each; they follow in this order.
    gates: usize,
}

impl Form {
    fn new(blocks: Vec<usize>, families: &[Family]) -> Result<Self, StatementError> {
        if blocks.iter().any(|planes| !(1..=MOST_PLANES).contains(planes)) {
            return Err(StatementError::SlotBits(u8::try_from(MOST_PLANES).unwrap_or_default()));
        }
        let cells = blocks.len() * COLUMNS;
        let (mut laid, mut bit, mut gate): (Vec<Laid>, _, _) = (Vec::new(), 0, 0);
        for (at, family) in families.iter().enumerate() {
            let places = family.counts.iter().chain(family.terms.iter().map(|(_, place)| place));
            let ascends = family.terms.is_sorted_by(|(a, _), (b, _)| a < b);
            let is_fine = family.bits <= MOST_BITS;
            if !is_fine
                || !ascends
                || family.terms.is_empty()
                || places.into_iter().any(|place| *place >= cells)
            {
                return Err(StatementError::Family(at));
            }
            let one = Laid::new(family.clone(), bit, gate);
            (bit, gate) = (one.bits_end(), one.gates_end());
            laid.push(one);
        }
        if laid.is_empty() {
            return Err(StatementError::Family(0));
        }
        Ok(Self { blocks, families: laid, bits: bit.div_ceil(COLUMNS), gates: gate.div_ceil(COLUMNS) })
    }

    /// Given rows: `nz` and the planes of `x'` of each block.
    fn given(&self) -> usize {
        self.blocks.iter().map(|planes| 1 + planes).sum()
    }

    /// The first row of bits, of left factors, of right ones, of products.
    fn first(&self) -> [usize; 4] {
        let mut rows = Taker(self.given());
        let bits = rows.take(self.bits, 1);
        let [left, right, product] = [(); 3].map(|()| rows.take(self.gates, 1).first);
        [bits.first, left, right, product]
    }

    /// Sent rows: bits, left factors, right factors, products. Derived: left and right together.
    fn layout(&self) -> Result<Layout, StatementError> {
        let [_, left, right, _] = self.first();
        let both = |at| -> Combination { vec![(left + at, Field::ONE), (right + at, Field::ONE)] };
        let derived = (0..self.gates).map(both).collect();
        Ok(Layout::new(self.given(), self.bits + 3 * self.gates, derived)?)
    }
}

impl<'a> Terms<'a> {
    /// The statement about these families. Of each block of 512 cells the commitments to its row `nz`
    /// and to the planes of `x'`, at most 32, the lowest first.
    ///
    /// # Errors
    /// [`StatementError`] for a block without planes or with too many, a family that names a cell
    /// outside the blocks, has no term, too many bits, or terms out of order, no families, or more than the
    /// argument has rows for.
    pub fn new(
        blocks: &[Vec<CompressedRistretto>],
        families: &[Family],
        context: &'a [u8],
    ) -> Result<Self, StatementError> {
        let planes = blocks.iter().map(|rows| rows.len().saturating_sub(1)).collect();
        let form = Form::new(planes, families)?;
        let layout = form.layout()?;
        Ok(Self { context, given: blocks.iter().flatten().copied().collect(), form, layout })
    }

    /// Bytes of the proof about these families, with so many planes of `x'` in each block.
    ///
    /// # Errors
    /// [`StatementError`] as for [`Terms::new`].
    pub fn proof_len(planes: &[usize], families: &[Family]) -> Result<usize, StatementError> {
        Ok(Form::new(planes.to_vec(), families)?.layout()?.proof_len())
    }
}

impl Statement for Terms<'_> {
    fn label(&self) -> &'static str {
        "intertally/terms/v1"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        &self.given
    }

    fn absorb(&self, transcript: &mut Transcript) {
        let number = |x: usize| u32::try_from(x).unwrap_or(u32::MAX).to_le_bytes();
        let byte = |x: usize| u8::try_from(x).unwrap_or(u8::MAX);
        transcript.absorb("context", self.context);
        let blocks: Vec<u8> = self.form.blocks.iter().map(|planes| byte(*planes)).collect();
        transcript.absorb("blocks", &blocks);
        let mut families = Vec::new();
        for Laid { family, .. } in &self.form.families {
            families.extend(family.counts.iter().flat_map(|place| number(*place)));
            families.push(family.bits);
            families.push(byte(family.terms.len()));
            for (term, place) in &family.terms {
                families.push(*term as u8);
                families.extend(number(*place));
            }
        }
        transcript.absorb("families", &families);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        self.constraints(alpha).weights(self.layout.rows(), transcript)
    }
}
