//! The coordinator's statement, for the public edition, one proof per summed ciphertext: of the
//! totals `T` of both steps, which commit to the sums `t` of all sub-keys' shares,
//!
//! `c2[j] - t[j] = Delta*m_j + nu_j` modulo 2^128, with `nu_j` in `[-Delta/2, Delta/2)`,
//!
//! gives for an approved cell the number `n` of contributors and, if it is shown, `X'`; and
//!
//! `0 <= n - minimum < 256`,  `low <= X' + n <= high`.
//!
//! An exact total has `low = high`; a band, and what is nearly all of another cell, have their ends.
//! Nothing is said of cells that are not approved. Neither counts nor totals within their ends show.
//!
//! The restricted edition has `t` and the blinding factors in the clear ([`crate::trustee::Total`])
//! and needs no proof.

mod constraints;
mod rows;
#[cfg(test)]
mod tests;
mod witness;

use crate::error::StatementError;
use crate::ring::absorb_words;
use crate::table::{BIT_SLOT_BITS, Kind, Table};
use crate::trustee::Slots;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Layout, Statement, Transcript, Weights};
use rows::Rows;

/// Ends of a total at most.
pub const MAX_TOTAL: u64 = 1 << 58;

/// What the public edition says of an approved cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Contributors at least: the cell's minimum and one more for each member that publishes its
    /// figure itself. At most 255 more are provable.
    pub minimum: u16,
    /// Least and greatest total, equal for an exact one; none if the cell is not shown by itself.
    pub total: Option<(u64, u64)>,
}

/// What the public edition says of the cells of one ciphertext.
#[derive(Clone)]
pub struct Form {
    /// The cells, in slot order; none for one that is not approved.
    pub cells: Vec<Option<Told>>,
    /// Whether each cell has a bit `changed`.
    pub revision: bool,
    /// `P` of the value slots.
    pub slot_bits: u8,
}

/// One step's shares, added up over all sub-keys.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    /// The slots opened.
    pub slots: &'a Slots,
    /// `T`, one commitment per block of the slots: the sum of the `E_A` of valid proofs
    /// ([`crate::trustee::add_commitments`]).
    pub commitments: &'a [CompressedRistretto],
}

/// The coordinator's statement about one summed ciphertext.
pub struct Publication<'a> {
    c2: &'a [u128],
    context: &'a [u8],
    form: Form,
    table: Table,
    given: Vec<CompressedRistretto>,
    rows: Rows,
    layout: Layout,
}

impl<'a> Publication<'a> {
    /// The statement. `c2` is the sum's, at the used slots ([`Table::slots`]); `counts` is step A,
    /// `values` step B. The context names round, key, number of the ciphertext, and everything else
    /// that the public sheet says.
    ///
    /// # Errors
    /// [`StatementError`] if lengths, ends or minimums do not fit, a slot that is needed was not
    /// opened, or no cell is approved.
    pub fn new(
        c2: &'a [u128],
        counts: Step<'_>,
        values: Step<'_>,
        form: Form,
        context: &'a [u8],
    ) -> Result<Self, StatementError> {
        let table = Table::new(form.cells.len(), form.revision)?;
        let (expected, found) = (table.slots(), c2.len());
        if found != expected {
            return Err(StatementError::Length { what: "c2", expected, found });
        }
        if !(BIT_SLOT_BITS..=64).contains(&form.slot_bits) {
            return Err(StatementError::SlotBits(form.slot_bits));
        }
        for (k, told) in form.cells.iter().enumerate() {
            let Some(told) = told else { continue };
            let ends = told.total.is_none_or(|(low, high)| low <= high && high < MAX_TOTAL);
            if !ends || told.minimum >> BIT_SLOT_BITS != 0 {
                return Err(StatementError::Range(k));
            }
            let shown = told.total.is_some();
            for (kind, step, needed) in [(Kind::NotZero, counts, true), (Kind::Value, values, shown)] {
                let slot = table.slot(kind, k).and_then(|slot| u32::try_from(slot).ok());
                if needed && slot.is_none_or(|slot| step.slots.list().binary_search(&slot).is_err()) {
                    return Err(StatementError::NotOpened(k));
                }
            }
        }
        let rows = Rows::new(&form)?;
        let mut given = Vec::with_capacity(rows.given());
        let steps = [(Kind::NotZero, counts, &rows.count_groups), (Kind::Value, values, &rows.value_groups)];
        for (kind, step, groups) in steps {
            let (expected, found) = (step.slots.blocks().len(), step.commitments.len());
            if found != expected {
                return Err(StatementError::Length { what: "T", expected, found });
            }
            let first = table.first_block(kind).unwrap_or_default();
            for group in groups {
                // Its block was opened, as one of its slots was.
                let at = (first + group).checked_sub(step.slots.blocks().start);
                let commitment = at.and_then(|at| step.commitments.get(at));
                given.push(*commitment.ok_or(StatementError::NotOpened(group * 512))?);
            }
        }
        let layout = Layout::new(rows.given(), rows.all - rows.given(), Vec::new())?;
        Ok(Self { c2, context, form, table, given, rows, layout })
    }
}

impl Statement for Publication<'_> {
    fn label(&self) -> &'static str {
        "intertally/publication/v1"
    }

    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn given(&self) -> &[CompressedRistretto] {
        &self.given
    }

    fn absorb(&self, transcript: &mut Transcript) {
        transcript.absorb("context", self.context);
        absorb_words(transcript, "c2", self.c2);
        let cell = |told: &Option<Told>| {
            let (kind, minimum, (low, high)) = match told {
                None => (0, 0, (0, 0)),
                Some(Told { minimum, total: None }) => (1, *minimum, (0, 0)),
                Some(Told { minimum, total: Some(ends) }) => (2, *minimum, *ends),
            };
            [&[kind][..], &minimum.to_le_bytes(), &low.to_le_bytes(), &high.to_le_bytes()].concat()
        };
        let cells: Vec<u8> = self.form.cells.iter().flat_map(cell).collect();
        transcript.absorb("cells", &cells);
        transcript.absorb("slots", &[u8::from(self.form.revision), self.form.slot_bits]);
    }

    fn weights(&self, transcript: &mut Transcript) -> Result<Weights, ArgumentError> {
        let alpha = transcript.challenge("alpha");
        self.constraints(alpha).weights(self.layout.rows(), transcript)
    }
}
