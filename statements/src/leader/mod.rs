//! The leader's statement, once per sub-key, in the ceremony:
//!
//! `b_A = a*s_A + e_A` modulo 2^128 and `X^8192 + 1`
//!
//! with `s_A` of bits, in rows committed to, and `e_A` between -8 and 8.
//!
//! `s_A` is unique given `b_A`, and later proofs name the same rows: so a sub-key whose holders are
//! all corrupt can still be used only in one way, and cannot be made unanswerable by a `b_A` that
//! has no short secret. Holders derive everything from the seed and confirm only if it is what the
//! leader published ([`Leader::check`]).

mod constraints;
#[cfg(test)]
mod tests;

use crate::equation::Equation;
use crate::error::StatementError;
use crate::planes::{Bits, FIELDS, NOISE_PLANES, Planes, QUOTIENT_PLANES, Taker, zeros};
use crate::polynomial::Polynomial;
use crate::ring::DEGREE;
use crate::sub_key::{SUB_KEY_ROWS, SubKey};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Layout, Row, Statement, Transcript, Weights, Witness};

/// Where everything stands: `s_A` in given rows, then `e_A + 8` and `k_A + 256` by planes.
#[derive(Clone, Copy)]
struct Rows {
    secret: Planes,
    noise: Planes,
    quotient: Planes,
    all: usize,
}

impl Rows {
    const fn new() -> Self {
        let mut rows = Taker(0);
        let (secret, noise) = (rows.take(1, FIELDS), rows.take(NOISE_PLANES, FIELDS));
        Self { secret, noise, quotient: rows.take(QUOTIENT_PLANES, FIELDS), all: rows.0 }
    }
}

/// The leader's statement about one sub-key.
pub struct Leader<'a> {
    a: &'a Polynomial,
    b: &'a Polynomial,
    sub_key: &'a [CompressedRistretto],
    context: &'a [u8],
    rows: Rows,
    layout: Layout,
}

impl<'a> Leader<'a> {
    /// The statement: the common polynomial, `b_A`, the commitments to the rows of `s_A`
    /// ([`SubKey::commitments`]), and the context, which names ceremony, sub-key and leader.
    ///
    /// # Errors
    /// [`StatementError::Length`].
    pub fn new(
        a: &'a Polynomial,
        b: &'a Polynomial,
        sub_key: &'a [CompressedRistretto],
        context: &'a [u8],
    ) -> Result<Self, StatementError> {
        let rows = Rows::new();
        let lengths =
            [("a", a.len(), DEGREE), ("b_A", b.len(), DEGREE), ("rows of s_A", sub_key.len(), SUB_KEY_ROWS)];
        for (what, found, expected) in lengths {
            if found != expected {
                return Err(StatementError::Length { what, expected, found });
            }
        }
        let layout = Layout::new(SUB_KEY_ROWS, rows.all - SUB_KEY_ROWS, Vec::new())?;
        Ok(Self { a, b, sub_key, context, rows, layout })
    }

    /// The witness for the argument.
    ///
    /// # Errors
    /// [`StatementError::PublicPart`] if the secret gives another `b_A`, and
    /// [`StatementError::Quotient`] with probability 2^-128: then the leader draws another seed.
    pub fn witness(&self, secret: &SubKey) -> Result<Witness, StatementError> {
        let planes = self.planes(secret)?;
        let rows = planes.iter().map(|bits| Row::bits(bits.clone())).collect::<Result<_, _>>()?;
        Ok(Witness { rows, given_blindings: secret.blindings.clone() })
    }

    /// Whether everything published is what the seed gives. A holder who confirms a sub-key without
    /// this may be unable to prove its shares.
    ///
    /// # Errors
    /// [`StatementError`] says what is not.
    pub fn check(&self, secret: &SubKey) -> Result<(), StatementError> {
        let commitments = secret.commitments()?;
        if let Some(row) = commitments.iter().zip(self.sub_key).position(|(mine, theirs)| mine != theirs) {
            return Err(StatementError::SubKeyRow(row));
        }
        self.planes(secret).map(|_| ())
    }

    fn equation(&self) -> Equation<'a> {
        let Rows { secret, noise, quotient, .. } = self.rows;
        Equation { words: self.a, result: self.b, secret, noise, quotient }
    }

    /// All rows as bits.
    fn planes(&self, secret: &SubKey) -> Result<Bits, StatementError> {
        let mut planes = zeros(self.rows.all);
        for (i, bit) in secret.bits.iter().enumerate() {
            self.rows.secret.put_number(&mut planes, i, (*bit).into());
        }
        let (differs, beyond) =
            self.equation().fill(&mut planes, &secret.bits, &secret.noise, &[0; DEGREE])?;
        if differs {
            return Err(StatementError::PublicPart);
        }
        if beyond { Err(StatementError::Quotient) } else { Ok(planes) }
    }
}

impl Statement for Leader<'_> {
    fn label(&self) -> &'static str {
        "intertally/leader/v1"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        self.sub_key
    }

    fn absorb(&self, transcript: &mut Transcript) {
        transcript.absorb("context", self.context);
        self.a.absorb(transcript, "a");
        self.b.absorb(transcript, "b_A");
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        self.constraints(alpha).weights(self.layout.rows(), transcript)
    }
}
