//! A sub-key as each of its holders knows it.

use crate::error::{StatementError, in_range};
use crate::planes::{FIELDS, NOISE};
use crate::ring::DEGREE;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{COLUMNS, Field, Row, Transcript, commit};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Rows of `s_A`: coefficient `i` is in column `i mod 512` of row `i / 512`.
pub const SUB_KEY_ROWS: usize = FIELDS;

/// The secret of a sub-key: `s_A`, `e_A`, and the blinding factors of the rows of `s_A`. Everything
/// follows from the seed that the leader deals, so that every holder commits to the same rows and
/// can prove a share. Erased on drop, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SubKey {
    pub(crate) bits: Vec<u8>,
    pub(crate) noise: Vec<i8>,
    pub(crate) blindings: Vec<Field>,
}

impl SubKey {
    /// From `s_A` (8,192 bits, a byte each) and `e_A` (8,192 numbers between -8 and 8), which the
    /// caller derives from the seed, and from the seed itself. `context` names ceremony and sub-key.
    ///
    /// Blinding factors are the challenges `rho` of a transcript `intertally/sub-key/v1` that has
    /// absorbed `seed` and `context`: outputs of SHAKE256, each within 2^-259 of uniform.
    ///
    /// # Errors
    /// [`StatementError`] for another number of coefficients, or one out of range.
    pub fn new(
        bits: Vec<u8>,
        noise: Vec<i8>,
        seed: &[u8; 32],
        context: &[u8],
    ) -> Result<Self, StatementError> {
        let mut transcript = Transcript::new("intertally/sub-key/v1");
        transcript.absorb("seed", seed);
        transcript.absorb("context", context);
        // Made before anything is checked, so that all of it is erased in any case.
        let new = Self { bits, noise, blindings: transcript.challenges("rho", SUB_KEY_ROWS) };
        for (what, found) in [("s_A", new.bits.len()), ("e_A", new.noise.len())] {
            if found != DEGREE {
                return Err(StatementError::Length { what, expected: DEGREE, found });
            }
        }
        in_range("s_A", new.bits.iter().map(|bit| *bit > 1))?;
        in_range("e_A", new.noise.iter().map(|e| e.unsigned_abs() > NOISE.unsigned_abs()))?;
        Ok(new)
    }

    /// The rows of `s_A`.
    pub(crate) fn rows(&self) -> Result<Vec<Row>, StatementError> {
        Ok(self.bits.chunks(COLUMNS).map(|bits| Row::bits(bits.to_vec())).collect::<Result<_, _>>()?)
    }

    /// The commitments to the rows of `s_A`, 16 of them: what the leader publishes along with `b_A`,
    /// and every later proof names.
    ///
    /// # Errors
    /// None that a caller can bring about.
    pub fn commitments(&self) -> Result<Vec<CompressedRistretto>, StatementError> {
        let rows = self.rows()?;
        Ok(rows.iter().zip(&self.blindings).map(|(row, blinding)| commit(row, blinding).compress()).collect())
    }
}
