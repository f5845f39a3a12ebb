//! The equation that encryptions and sub-keys have in common,
//! `words*secret + noise + message = 2^128*quotient + result`, over the integers.

use crate::error::StatementError;
use crate::planes::{
    FIELDS, NOISE, Planes, QUOTIENT_PLANES, SHIFTED_NOISE, bits, noise_weights, quotient_weights,
};
use crate::polynomial::Polynomial;
use crate::ring::{Powers, geometric, product, reduce, transposed};
use intertally_argument::{COLUMNS, Constraints, Field, Linear, powers};

/// The equation, but for the message, in the first coefficients: as many as `result` has. Words are
/// centred, the secret has bits, the noise is between -8 and 8, the quotient between -256 and 255.
#[derive(Clone, Copy)]
pub struct Equation<'a> {
    /// The public factor.
    pub words: &'a Polynomial,
    /// What it is.
    pub result: &'a [u128],
    /// Rows of the secret.
    pub secret: Planes,
    /// Rows of the noise plus 8.
    pub noise: Planes,
    /// Rows of the quotient plus 256.
    pub quotient: Planes,
}

/// The place of the vector `1, alpha, .., alpha^511` among the vectors.
pub const POWERS: usize = 0;

impl Equation<'_> {
    /// As one sum with weights `1, alpha, alpha^2, ..`. Both sides are below 2^142 in size, so that
    /// they are equal modulo `l` only if they are equal. Adds its vectors; the first of all is
    /// [`POWERS`].
    pub fn linear(&self, all: &mut Constraints, alpha: &Powers) -> Linear {
        let fields: Vec<_> = powers(alpha.block, FIELDS).into_iter().map(|x| (x, POWERS)).collect();
        let first = all.vectors.len();
        let (factor, by_secret) = transposed(self.words, alpha, 0..self.result.len() / COLUMNS);
        all.vectors.extend(by_secret);
        let rows = self.secret.rows().enumerate();
        let mut terms: Vec<_> = rows.map(|(field, row)| (factor, first + field, row)).collect();
        terms.extend(self.noise.terms(&noise_weights(), &fields));
        terms.extend(self.quotient.terms(&quotient_weights(QUOTIENT_PLANES), &fields));
        // The noise is what its planes say less 8, the quotient less 256.
        let shift = Field::from(8_u64) - Field::power_of_two(128 + 8);
        let all_powers = geometric(alpha.alpha, self.result.len());
        Linear { terms, value: alpha.sum(self.result) + shift * all_powers }
    }

    /// Fills the rows of noise and quotient. Answers whether the result is another, and whether a
    /// quotient does not fit. No branch depends on a secret.
    ///
    /// # Errors
    /// [`StatementError::Length`] for a secret of another degree.
    pub fn fill(
        &self,
        rows: &mut [Vec<u8>],
        secret: &[u8],
        noises: &[i8],
        messages: &[u128],
    ) -> Result<(bool, bool), StatementError> {
        let (mut differs, mut beyond) = (0_u128, false);
        let sums = product(self.words, secret)?;
        let terms = sums.iter().zip(noises).zip(messages).zip(self.result);
        for (i, (((sum, noise), message), word)) in terms.enumerate() {
            let (found, quotient) = reduce(sum, (*noise).into(), *message);
            differs |= found ^ *word;
            beyond |= !(-256..256).contains(&quotient);
            let shifted = i64::from(*noise) + i64::from(NOISE);
            self.noise.put(rows, i, bits(shifted.cast_unsigned(), SHIFTED_NOISE));
            self.quotient.put_number(rows, i, i128::from(quotient + 256).cast_unsigned());
        }
        Ok((differs != 0, beyond))
    }
}
