//! From a sub-key and its flooding to the share and its rows.

use super::opening::{Opening, Share};
use super::{QUOTIENT_PLANES, Question, Trustee};
use crate::error::{StatementError, in_range};
use crate::planes::{Bits, zeros};
use crate::ring::{centred, product, reduce};
use crate::sub_key::{SUB_KEY_ROWS, SubKey};
use intertally_argument::{COLUMNS, Field, Proved, Row, Witness, prove};
use rand_core::{CryptoRng, RngCore};
use zeroize::Zeroizing;

/// The rows of a share while they are filled: bits, then field elements.
pub(super) struct Filled {
    /// Rows of bits, the given ones included.
    pub bits: Bits,
    /// Rows of `d_A` and of the rest.
    pub scalars: Zeroizing<Vec<Vec<Field>>>,
    /// `d_A` at the opened slots.
    pub words: Zeroizing<Vec<u128>>,
}

impl Filled {
    /// As rows.
    pub fn rows(&self) -> Result<Vec<Row>, StatementError> {
        let bits = self.bits.iter().map(|bits| Row::bits(bits.clone()));
        let scalars = self.scalars.iter().map(|scalars| Row::scalars(scalars.clone()));
        Ok(bits.chain(scalars).collect::<Result<_, _>>()?)
    }
}

impl Trustee<'_> {
    /// The share with its proof. `flooding` are the words of the pseudorandom function at the opened
    /// slots, in their order, modulo 2^128.
    ///
    /// # Errors
    /// [`StatementError`] if the flooding is not one word per slot in `[-2^F, 2^F)`, or the secret is
    /// not that of the commitments.
    pub fn share(
        &self,
        secret: &SubKey,
        flooding: &[u128],
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Share, StatementError> {
        let (witness, words) = self.witness(secret, flooding)?;
        let Proved { proof, blindings } = prove(self, &witness, rng)?;
        let shown = self.rows.words.rows().map(|row| blindings.0[row - SUB_KEY_ROWS]);
        let opening = Opening { words: words.to_vec(), blindings: shown.collect() };
        Ok(Share { proof: proof.to_bytes(), opening })
    }

    /// The witness for the argument, and the words of `d_A` at the opened slots.
    ///
    /// # Errors
    /// [`StatementError`] as for [`Trustee::share`], but for another secret.
    pub fn witness(
        &self,
        secret: &SubKey,
        flooding: &[u128],
    ) -> Result<(Witness, Zeroizing<Vec<u128>>), StatementError> {
        let filled = self.fill(secret, flooding)?;
        let witness = Witness { rows: filled.rows()?, given_blindings: secret.blindings.clone() };
        Ok((witness, filled.words))
    }

    /// All rows.
    pub(super) fn fill(&self, secret: &SubKey, flooding: &[u128]) -> Result<Filled, StatementError> {
        let Question { c1, slots, flooding_bits, .. } = self.question;
        let (expected, found) = (slots.list().len(), flooding.len());
        if found != expected {
            return Err(StatementError::Length { what: "flooding", expected, found });
        }
        let most = 1_i128 << flooding_bits;
        in_range("flooding", flooding.iter().map(|f| !(-most..most).contains(&f.cast_signed())))?;

        let mut bits = zeros(self.rows.words.first);
        for (i, bit) in secret.bits.iter().enumerate() {
            self.rows.secret.put_number(&mut bits, i, (*bit).into());
        }
        let sums = product(c1, &secret.bits)?;
        let (start, blocks) = (slots.range().start, slots.blocks().len());
        let middle = 1_i64 << (QUOTIENT_PLANES - 1);
        let mut scalars = Zeroizing::new(vec![vec![Field::ZERO; COLUMNS]; 2 * blocks]);
        // Where nothing is opened, (c1*s_A)[j] itself, with flooding and quotient of 0; which slots
        // are opened is public.
        let modulus = Field::power_of_two(128);
        for place in 0..blocks * COLUMNS {
            let (word, quotient) = reduce(&sums[start + place], 0, 0);
            scalars[blocks + place / COLUMNS][place % COLUMNS] =
                centred(word) + modulus * Field::from(quotient);
            self.rows.flooding.put_number(&mut bits, place, most.cast_unsigned());
            self.rows.quotient.put_number(&mut bits, place, 1 << (QUOTIENT_PLANES - 1));
        }
        let mut words = Zeroizing::new(Vec::with_capacity(expected));
        for (place, f) in slots.places().zip(flooding) {
            let (word, quotient) = reduce(&sums[start + place], f.cast_signed(), 0);
            let (block, column) = (place / COLUMNS, place % COLUMNS);
            scalars[block][column] = centred(word);
            scalars[blocks + block][column] = Field::ZERO;
            self.rows.flooding.put_number(&mut bits, place, f.wrapping_add(most.cast_unsigned()));
            let shifted = i128::from(quotient + middle).cast_unsigned();
            self.rows.quotient.put_number(&mut bits, place, shifted);
            words.push(word);
        }
        Ok(Filled { bits, scalars, words })
    }
}
