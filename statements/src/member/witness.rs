//! From the randomness of an encryption and the figures to the rows.

use super::Member;
use super::rows::Rows;
use crate::error::{StatementError, in_range};
use crate::planes::{Bits, NOISE, zeros};
use crate::ring::DEGREE;
use crate::table::Kind;
use intertally_argument::{COLUMNS, Row, Witness};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What the member knows. Erased on drop, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Encryption {
    /// The bits of `u`, one byte each.
    pub u: Vec<u8>,
    /// The noise of `c1`.
    pub e1: Vec<i8>,
    /// The noise of `c2`, at the used slots.
    pub e2: Vec<i8>,
    /// `x` of each cell; 0 where nothing is reported.
    pub figures: Vec<u64>,
    /// `changed` of each cell, 0 or 1; empty unless it is a revision round.
    pub changed: Vec<u8>,
}

impl Member<'_> {
    /// The witness for the argument.
    ///
    /// # Errors
    /// [`StatementError`] if something is out of range, or the ciphertext is not the one that
    /// follows.
    pub fn witness(&self, encryption: &Encryption) -> Result<Witness, StatementError> {
        let slots = self.slot_values(encryption)?;
        let planes = self.planes(encryption, &slots)?;
        let rows = planes.iter().map(|bits| Row::bits(bits.clone())).collect::<Result<_, _>>()?;
        Ok(Witness { rows, given_blindings: Vec::new() })
    }

    fn check(&self, encryption: &Encryption) -> Result<(), StatementError> {
        let Encryption { u, e1, e2, figures, changed } = encryption;
        let cells = self.form.cells.len();
        let changes = if self.form.revision { cells } else { 0 };
        let lengths = [
            ("u", u.len(), DEGREE),
            ("e1", e1.len(), DEGREE),
            ("e2", e2.len(), self.rows.slots()),
            ("figures", figures.len(), cells),
            ("changed", changed.len(), changes),
        ];
        for (what, found, expected) in lengths {
            if found != expected {
                return Err(StatementError::Length { what, expected, found });
            }
        }
        in_range("u", u.iter().map(|bit| *bit > 1))?;
        in_range("e1", e1.iter().map(|e| e.unsigned_abs() > NOISE.unsigned_abs()))?;
        in_range("e2", e2.iter().map(|e| e.unsigned_abs() > NOISE.unsigned_abs()))?;
        in_range("changed", changed.iter().map(|bit| *bit > 1))
    }

    /// The number in each used slot: `nz`, `changed`, `x - nz`.
    fn slot_values(&self, encryption: &Encryption) -> Result<Zeroizing<Vec<u64>>, StatementError> {
        self.check(encryption)?;
        let mut slots = Zeroizing::new(vec![0; self.rows.slots()]);
        for (block, slots) in self.rows.blocks.iter().zip(slots.chunks_mut(COLUMNS)) {
            for (k, slot) in Rows::cells(block, &self.form).zip(slots) {
                let (cell, figure) = (self.form.cells[k], encryption.figures[k]);
                let not_zero = u64::from(figure != 0);
                let value = figure - not_zero;
                let changed = encryption.changed.get(k).map_or(0, |bit| u64::from(*bit));
                let too_wide = value.checked_shr(cell.width.into()).unwrap_or(0) != 0;
                if too_wide || (!cell.reported && (figure | changed) != 0) {
                    return Err(StatementError::Figure(k));
                }
                *slot = match block.kind {
                    Kind::NotZero => not_zero,
                    Kind::Changed => changed,
                    Kind::Value => value,
                };
            }
        }
        Ok(slots)
    }

    /// `Delta*m` of each used slot.
    pub(super) fn messages(&self, slots: &[u64]) -> Zeroizing<Vec<u128>> {
        let blocks = self.rows.blocks.iter().zip(slots.chunks(COLUMNS));
        let scaled = blocks.flat_map(|(block, slots)| {
            let shift = 128 - u32::from(self.slot_bits_of(block));
            slots.iter().map(move |slot| u128::from(*slot) << shift)
        });
        Zeroizing::new(scaled.collect())
    }

    /// The rows of bits. The ciphertext is checked on the way.
    pub(super) fn planes(&self, encryption: &Encryption, slots: &[u64]) -> Result<Bits, StatementError> {
        let Encryption { u, e1, e2, .. } = encryption;
        let rows = &self.rows;
        let mut planes = zeros(rows.sent);
        (0..).zip(u).for_each(|(i, bit)| rows.u.put(&mut planes, i, [*bit].into_iter()));
        let messages = self.messages(slots);
        let [first, second] = self.equations();
        let (differs1, beyond1) = first.fill(&mut planes, u, e1, &[0; DEGREE])?;
        let (differs2, beyond2) = second.fill(&mut planes, u, e2, &messages)?;
        for (block, slots) in rows.blocks.iter().zip(slots.chunks(COLUMNS)) {
            slots.iter().enumerate().for_each(|(i, slot)| {
                block.bits.put_number(&mut planes, i, (*slot).into());
            });
        }
        if differs1 | differs2 {
            return Err(StatementError::Ciphertext);
        }
        if beyond1 | beyond2 { Err(StatementError::Quotient) } else { Ok(planes) }
    }
}
