//! From the randomness of an encryption and the figures to the rows.

use super::Member;
use super::rows::{FIELDS, Kind, NOISE, QUOTIENT, Rows};
use crate::error::StatementError;
use crate::ring::{DEGREE, product, reduce};
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

/// Planes of bits, 512 a row.
pub(super) type Planes = Zeroizing<Vec<Vec<u8>>>;

/// Checks that all are in range in one pass, so that time does not say where one is not.
fn in_range(what: &'static str, outside: impl Iterator<Item = bool>) -> Result<(), StatementError> {
    if outside.fold(false, |any, this| any | this) { Err(StatementError::Randomness(what)) } else { Ok(()) }
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
        in_range("e1", e1.iter().map(|e| !(-8..=8).contains(e)))?;
        in_range("e2", e2.iter().map(|e| !(-8..=8).contains(e)))?;
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
    pub(super) fn planes(&self, encryption: &Encryption, slots: &[u64]) -> Result<Planes, StatementError> {
        let Encryption { u, e1, e2, .. } = encryption;
        let rows = &self.rows;
        let mut planes: Planes = Zeroizing::new(vec![vec![0; COLUMNS]; rows.sent]);
        for (i, bit) in u.iter().enumerate() {
            planes[i / COLUMNS][i % COLUMNS] = *bit;
        }
        let (mut differs, mut beyond) = (0_u128, false);
        let zeros = vec![0; DEGREE];
        let messages = self.messages(slots);
        let equations = [
            (self.key.a, self.c1, e1, &zeros, rows.e1, rows.k1, FIELDS),
            (self.key.b, self.c2, e2, &*messages, rows.e2, rows.k2, rows.blocks.len()),
        ];
        for (words, ciphertext, noises, messages, noise_row, quotient_row, fields) in equations {
            let sums = product(words, u)?;
            let terms = sums.iter().zip(noises).zip(messages).zip(ciphertext);
            for (i, (((sum, noise), message), word)) in terms.enumerate() {
                let (field, column) = (i / COLUMNS, i % COLUMNS);
                let (found, quotient) = reduce(sum, *noise, *message);
                differs |= found ^ *word;
                beyond |= !(-256..256).contains(&quotient);
                for (plane, bit) in noise_bits(*noise).into_iter().enumerate() {
                    planes[noise_row + plane * fields + field][column] = bit;
                }
                let shifted = quotient + 256;
                for plane in 0..QUOTIENT {
                    planes[quotient_row + plane * fields + field][column] = (shifted >> plane & 1) as u8;
                }
            }
        }
        for (block, slots) in rows.blocks.iter().zip(slots.chunks(COLUMNS)) {
            for plane in 0..block.planes {
                let row = &mut planes[block.first + plane];
                row.iter_mut().zip(slots).for_each(|(bit, slot)| *bit = (slot >> plane & 1) as u8);
            }
        }
        if differs != 0 {
            return Err(StatementError::Ciphertext);
        }
        if beyond { Err(StatementError::Quotient) } else { Ok(planes) }
    }
}

/// `noise + 8` by weights 1, 2, 4, 8, 1: the last is set for 16 alone.
fn noise_bits(noise: i8) -> [u8; NOISE.len()] {
    let shifted = (noise + 8) as u8;
    let top = shifted >> 4;
    let low = shifted - top;
    [low & 1, low >> 1 & 1, low >> 2 & 1, low >> 3 & 1, top]
}
