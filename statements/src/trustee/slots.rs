//! The slots of one ciphertext that a step opens, by blocks of 512.

use crate::error::StatementError;
use crate::ring::DEGREE;
use intertally_argument::COLUMNS;
use std::ops::Range;

/// Ascending slots, and the whole blocks from the first to the last of them. A block has a row of
/// its own, in which each slot keeps its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    slots: Vec<u32>,
    blocks: Range<usize>,
}

impl Slots {
    /// From a list of slots.
    ///
    /// # Errors
    /// [`StatementError::Slots`] if it is empty, not ascending, or beyond the degree.
    pub fn new(slots: &[u32]) -> Result<Self, StatementError> {
        let refused = |at| StatementError::Slots { most: DEGREE, at };
        let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return Err(refused(0)) };
        if let Some(at) = slots.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(refused(at + 1));
        }
        let block = |slot: &u32| *slot as usize / COLUMNS;
        if block(last) >= DEGREE / COLUMNS {
            return Err(refused(slots.len() - 1));
        }
        Ok(Self { slots: slots.to_vec(), blocks: block(first)..block(last) + 1 })
    }

    /// The slots, ascending.
    #[must_use]
    pub fn list(&self) -> &[u32] {
        &self.slots
    }

    /// Blocks from the first that has one of the slots to the last: block `i` begins at slot
    /// `512*i`. Each has one commitment.
    #[must_use]
    pub const fn blocks(&self) -> &Range<usize> {
        &self.blocks
    }

    /// All slots of the blocks.
    pub(crate) const fn range(&self) -> Range<usize> {
        self.blocks.start * COLUMNS..self.blocks.end * COLUMNS
    }

    /// The place of each slot among all slots of the blocks.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        let start = self.range().start;
        self.slots.iter().map(move |slot| *slot as usize - start)
    }

    /// Which columns of each block are opened.
    pub(crate) fn masks(&self) -> Vec<Vec<bool>> {
        let mut masks = vec![vec![false; COLUMNS]; self.blocks.len()];
        self.places().for_each(|place| masks[place / COLUMNS][place % COLUMNS] = true);
        masks
    }

    /// Values of the slots, in order, in their columns; the default elsewhere.
    pub(crate) fn spread<T: Copy + Default>(&self, values: impl IntoIterator<Item = T>) -> Vec<Vec<T>> {
        let mut rows = vec![vec![T::default(); COLUMNS]; self.blocks.len()];
        self.places().zip(values).for_each(|(place, value)| rows[place / COLUMNS][place % COLUMNS] = value);
        rows
    }
}
