//! The trustee's statement, one proof per sub-key, step and summed ciphertext: at the opened slots
//! `j`
//!
//! `d_A[j] = (c1*s_A)[j] + f_A[j]` modulo 2^128, centred,
//!
//! with the `s_A` of the rows that the leader's proof is about ([`crate::leader`]), `f_A` in
//! `[-2^F, 2^F)`, and `d_A` committed to in rows `E_A`, each slot in its own column and 0 elsewhere.
//!
//! The statement means something only together with the leader's proof for the same commitments:
//! that they are to bits, and to the secret of `b_A`, is said there.
//!
//! `d_A` and the blinding factors of `E_A` ([`Opening`]) go sealed to the coordinator, proof and
//! `E_A` into the log. Any holder's proof will do, as `s_A` is unique given `b_A`.

mod constraints;
mod opening;
mod slots;
#[cfg(test)]
mod tests;
mod witness;

pub use opening::{Opening, Share, Sum, Total, add_commitments, all_fit, check_opening};
pub use slots::Slots;

use crate::error::StatementError;
use crate::planes::{FIELDS, Planes, Taker};
use crate::polynomial::Polynomial;
use crate::ring::DEGREE;
use crate::sub_key::SUB_KEY_ROWS;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Layout, Proof, Statement, Transcript, Weights};

/// Planes of a quotient plus 2^13: in the worst case, which members together with a holder of `s_A`
/// can bring about, `c1*s_A` is 2^140 in size.
const QUOTIENT_PLANES: usize = 14;
/// `F` at most: together with the sign, words of 128 bits hold it.
pub const MAX_FLOODING: u8 = 125;

/// Where everything stands: `s_A` in given rows; `f_A + 2^F` and the quotient by planes; then field
/// elements, a row per block: `d_A`, and what is not opened.
#[derive(Clone, Copy)]
struct Rows {
    secret: Planes,
    flooding: Planes,
    quotient: Planes,
    words: Planes,
    rest: Planes,
    all: usize,
}

/// What a share is of.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// `c1` of the summed ciphertext.
    pub c1: &'a Polynomial,
    /// The slots that the step opens.
    pub slots: &'a Slots,
    /// `F`.
    pub flooding_bits: u8,
    /// Names round, key, sub-key, aggregate, number of the ciphertext, step and trustee.
    pub context: &'a [u8],
}

/// The trustee's statement about one share.
pub struct Trustee<'a> {
    question: Question<'a>,
    sub_key: &'a [CompressedRistretto],
    rows: Rows,
    layout: Layout,
}

impl<'a> Trustee<'a> {
    /// The statement. `sub_key` are the commitments to the rows of `s_A` that the ceremony's proof
    /// is about.
    ///
    /// # Errors
    /// [`StatementError`] for another number of words or rows, or too wide a flooding.
    pub fn new(sub_key: &'a [CompressedRistretto], question: Question<'a>) -> Result<Self, StatementError> {
        let lengths = [("c1", question.c1.len(), DEGREE), ("rows of s_A", sub_key.len(), SUB_KEY_ROWS)];
        for (what, found, expected) in lengths {
            if found != expected {
                return Err(StatementError::Length { what, expected, found });
            }
        }
        if question.flooding_bits > MAX_FLOODING {
            return Err(StatementError::Flooding(question.flooding_bits));
        }
        let blocks = question.slots.blocks().len();
        let mut rows = Taker(0);
        let rows = Rows {
            secret: rows.take(1, FIELDS),
            flooding: rows.take(usize::from(question.flooding_bits) + 1, blocks),
            quotient: rows.take(QUOTIENT_PLANES, blocks),
            words: rows.take(1, blocks),
            rest: rows.take(1, blocks),
            all: rows.0,
        };
        let layout = Layout::new(SUB_KEY_ROWS, rows.all - SUB_KEY_ROWS, Vec::new())?;
        Ok(Self { question, sub_key, rows, layout })
    }

    /// Bytes of the proof.
    #[must_use]
    pub const fn proof_len(&self) -> usize {
        self.layout.proof_len()
    }

    /// `E_A` out of a proof: the commitments to `d_A`, one per block ([`Slots::blocks`]).
    ///
    /// # Errors
    /// [`StatementError::Argument`] if it has another length or is not canonical. Whether it holds
    /// is for [`intertally_argument::verify`] to say.
    pub fn commitments(&self, proof: &[u8]) -> Result<Vec<CompressedRistretto>, StatementError> {
        let proof = Proof::from_bytes(proof, &self.layout)?;
        let sent = self.rows.words.rows().map(|row| proof.sent()[row - SUB_KEY_ROWS]);
        Ok(sent.collect())
    }
}

impl Statement for Trustee<'_> {
    fn label(&self) -> &'static str {
        "intertally/trustee/v1"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        self.sub_key
    }

    fn absorb(&self, transcript: &mut Transcript) {
        let Question { c1, slots, flooding_bits, context } = self.question;
        transcript.absorb("context", context);
        c1.absorb(transcript, "c1");
        let list: Vec<u8> = slots.list().iter().flat_map(|slot| slot.to_le_bytes()).collect();
        transcript.absorb("slots", &list);
        transcript.absorb("F", &[flooding_bits]);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        self.constraints(alpha).weights(self.layout.rows(), transcript)
    }
}
