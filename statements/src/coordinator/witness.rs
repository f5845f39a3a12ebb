//! From the sums of the shares to the rows.

use super::rows::ABOVE;
use super::{Publication, Told};
use crate::error::StatementError;
use crate::planes::{Bits, Planes, bits, zeros};
use crate::table::{BIT_SLOT_BITS, Kind};
use crate::trustee::{Sum, Total};
use intertally_argument::{COLUMNS, Field, Row, Witness};
use zeroize::Zeroizing;

/// The rows while they are filled.
pub(super) struct Filled {
    /// `T` of both steps.
    pub given: Zeroizing<Vec<Vec<Field>>>,
    /// Their blinding factors.
    pub blindings: Zeroizing<Vec<Field>>,
    /// All rows of bits; the first ones, where the given rows are, are not used.
    pub bits: Bits,
}

impl Filled {
    /// As a witness.
    pub fn witness(&self) -> Result<Witness, StatementError> {
        let given = self.given.iter().map(|row| Row::scalars(row.clone()));
        let bits = self.bits.iter().skip(self.given.len()).map(|bits| Row::bits(bits.clone()));
        let rows = given.chain(bits).collect::<Result<_, _>>()?;
        Ok(Witness { rows, given_blindings: self.blindings.to_vec() })
    }
}

/// `c2 + half - sum = residual - 2^128*quotient`.
const fn divide(c2: u128, half: u128, sum: Sum) -> (u128, i64) {
    let (shifted, carry) = c2.overflowing_add(half);
    let (residual, borrow) = shifted.overflowing_sub(sum.low);
    (residual, sum.high as i64 + borrow as i64 - carry as i64)
}

impl Publication<'_> {
    /// The witness for the argument, from the sums of both steps.
    ///
    /// # Errors
    /// [`StatementError`] if the sums are of other slots or commitments, or what the publication
    /// says of a cell is not so.
    pub fn witness(&self, counts: &Total, values: &Total) -> Result<Witness, StatementError> {
        self.fill(counts, values, true)?.witness()
    }

    /// All rows. A test does not let the publication be checked.
    pub(super) fn fill(&self, counts: &Total, values: &Total, check: bool) -> Result<Filled, StatementError> {
        let rows = &self.rows;
        let mut filled = Filled {
            given: Zeroizing::new(Vec::with_capacity(rows.given())),
            blindings: Zeroizing::new(Vec::with_capacity(rows.given())),
            bits: zeros(rows.all),
        };
        let mut sums = Zeroizing::new(Vec::new());
        for (kind, total, groups) in
            [(Kind::NotZero, counts, &rows.count_groups), (Kind::Value, values, &rows.value_groups)]
        {
            let first = self.table.first_block(kind).unwrap_or_default();
            for group in groups {
                let (row, blinding, point) =
                    total.row(first + group).ok_or(StatementError::NotOpened(group * COLUMNS))?;
                if self.given.get(filled.given.len()) != Some(&point) {
                    return Err(StatementError::Opening(first + group));
                }
                filled.given.push(row.iter().map(|sum| sum.field()).collect());
                filled.blindings.push(blinding);
                sums.push(row);
            }
        }
        for (k, told) in self.form.cells.iter().enumerate() {
            let Some(told) = told else { continue };
            let (group, column) = (k / COLUMNS, k % COLUMNS);
            let field = rows.counted(group).ok_or(StatementError::NothingApproved)?;
            let half = 1 << (127 - BIT_SLOT_BITS);
            let place = field * COLUMNS + column;
            let residual = self.residual_of(
                &mut filled.bits,
                (rows.count, rows.count_quotient),
                (Kind::NotZero, k, place),
                half,
                sums[field][column],
            )?;
            let count = (residual >> (128 - BIT_SLOT_BITS)) as u64;
            let above = count.wrapping_sub(told.minimum.into());
            if check && above >> ABOVE != 0 {
                return Err(StatementError::Minimum(k));
            }
            rows.above.put_number(&mut filled.bits, place, above.into());
            self.fill_total(&mut filled.bits, &sums, (k, told), count, check)?;
        }
        Ok(filled)
    }

    /// Residual and total of a cell that is shown.
    fn fill_total(
        &self,
        rows: &mut [Vec<u8>],
        sums: &[Vec<Sum>],
        (k, told): (usize, &Told),
        count: u64,
        check: bool,
    ) -> Result<(), StatementError> {
        let Some((low, high)) = told.total else { return Ok(()) };
        let (group, column) = (k / COLUMNS, k % COLUMNS);
        let field = self.rows.value_groups.binary_search(&group).map_err(|_| StatementError::NotOpened(k))?;
        let place = field * COLUMNS + column;
        let shift = 128 - u32::from(self.form.slot_bits);
        let residual = self.residual_of(
            rows,
            (self.rows.value, self.rows.value_quotient),
            (Kind::Value, k, place),
            1 << (shift - 1),
            sums[self.rows.count_groups.len() + field][column],
        )?;
        let total = ((residual >> shift) as u64).wrapping_add(count);
        if check && !(low..=high).contains(&total) {
            return Err(StatementError::Outside(k));
        }
        self.rows.within.put(rows, place, bits(total.wrapping_sub(low), high - low));
        Ok(())
    }

    /// Writes residual and quotient of a cell's slot; answers with the residual.
    fn residual_of(
        &self,
        rows: &mut [Vec<u8>],
        (residuals, quotients): (Planes, Planes),
        (kind, cell, place): (Kind, usize, usize),
        half: u128,
        sum: Sum,
    ) -> Result<u128, StatementError> {
        let slot = self.table.slot(kind, cell).ok_or(StatementError::NotOpened(cell))?;
        let (residual, quotient) = divide(self.c2[slot], half, sum);
        let shifted = u8::try_from(quotient + 128).map_err(|_| StatementError::Shares(slot))?;
        residuals.put_number(rows, place, residual);
        quotients.put_number(rows, place, shifted.into());
        Ok(residual)
    }
}
