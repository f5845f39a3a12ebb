//! Where the cells of a ciphertext stand among its slots: in blocks of 512, first the bits `nz` of
//! all cells, in a revision round the bits `changed`, then the values `x'`, 512 cells a block.

use crate::error::StatementError;
use crate::planes::FIELDS;
use intertally_argument::COLUMNS;

/// `P` of slots that hold bits: sums up to 511.
pub const BIT_SLOT_BITS: u8 = 9;

/// What a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `nz`: the cell is reported and its figure at least 1.
    NotZero,
    /// `changed`, in a revision round.
    Changed,
    /// `x' = x - nz`.
    Value,
}

/// The cells of one ciphertext.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    cells: usize,
    revision: bool,
}

impl Table {
    /// Cells that a ciphertext has room for: 4,096, in a revision round 2,560.
    #[must_use]
    pub const fn room(revision: bool) -> usize {
        FIELDS / Self::kinds_of(revision).len() * COLUMNS
    }

    /// The table of so many cells.
    ///
    /// # Errors
    /// [`StatementError::Cells`] for none, or more than there is room for.
    pub const fn new(cells: usize, revision: bool) -> Result<Self, StatementError> {
        let most = Self::room(revision);
        if cells == 0 || cells > most {
            return Err(StatementError::Cells { most, found: cells });
        }
        Ok(Self { cells, revision })
    }

    const fn kinds_of(revision: bool) -> &'static [Kind] {
        if revision { &[Kind::NotZero, Kind::Changed, Kind::Value] } else { &[Kind::NotZero, Kind::Value] }
    }

    /// Kinds of slots, in the order of their blocks.
    #[must_use]
    pub const fn kinds(&self) -> &'static [Kind] {
        Self::kinds_of(self.revision)
    }

    /// Cells.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.cells
    }

    /// Blocks of each kind.
    #[must_use]
    pub const fn groups(&self) -> usize {
        self.cells.div_ceil(COLUMNS)
    }

    /// Slots in use: `c2` is cut to them.
    #[must_use]
    pub const fn slots(&self) -> usize {
        self.kinds().len() * self.groups() * COLUMNS
    }

    /// The first block of a kind; none for `changed` outside a revision round.
    #[must_use]
    pub fn first_block(&self, kind: Kind) -> Option<usize> {
        Some(self.kinds().iter().position(|other| *other == kind)? * self.groups())
    }

    /// The slot of a cell; none for a cell that is not there, or `changed` outside a revision round.
    #[must_use]
    pub fn slot(&self, kind: Kind, cell: usize) -> Option<usize> {
        let first = self.first_block(kind)?;
        (cell < self.cells).then_some(first * COLUMNS + cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_follow_each_other() {
        let table = Table::new(513, true).unwrap();
        assert_eq!((table.groups(), table.slots()), (2, 6 * 512));
        let slot = |kind, cell| table.slot(kind, cell);
        assert_eq!(slot(Kind::NotZero, 512), Some(512));
        assert_eq!(slot(Kind::Changed, 0), Some(1024));
        assert_eq!(slot(Kind::Value, 1), Some(2049));
        assert_eq!(slot(Kind::Value, 513), None);
        assert_eq!(Table::new(4096, false).unwrap().slot(Kind::Changed, 0), None);
        assert_eq!((Table::room(false), Table::room(true)), (4096, 2560));
        assert_eq!(Table::new(2561, true), Err(StatementError::Cells { most: 2560, found: 2561 }));
    }
}
