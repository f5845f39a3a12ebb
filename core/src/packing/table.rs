//! A member's figures of one key into slots (docs/spec.md section 4.2).

use super::layout::{Kind, Layout};
use crate::lattice::params::delta;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Why figures cannot be packed. Never names a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// Not one entry per cell.
    #[error("the table has {got} cells, the key serves {expected}; use the template of this round")]
    Cells {
        /// Cells of the key.
        expected: usize,
        /// Entries given.
        got: usize,
    },
    /// The count does not fit the cell's width.
    #[error("cell {0}: the count is above what the round allows for its measure; check units and typing")]
    TooLarge(usize),
    /// `changed` given outside a revision round or missing in one.
    #[error("`changed` bits belong to revision rounds, and to all of them")]
    Changed,
}

/// A member's figures for the cells of one key. Erased when dropped, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct PartPlain {
    /// Per cell; none where the member does not report.
    pub values: Vec<Option<u32>>,
    /// In a revision round: per cell whether it changed; without effect where unreported.
    pub changed: Option<Vec<bool>>,
}

impl PartPlain {
    /// Which cells are reported.
    #[must_use]
    pub fn reported(&self) -> Vec<bool> {
        self.values.iter().map(Option::is_some).collect()
    }

    /// Whether these figures fit the layout.
    ///
    /// # Errors
    /// What does not.
    pub fn check(&self, layout: &Layout) -> Result<(), PackError> {
        let (expected, got) = (layout.cells(), self.values.len());
        if expected != got {
            return Err(PackError::Cells { expected, got });
        }
        if self.changed.as_ref().map(Vec::len) != layout.has_changed().then_some(expected) {
            return Err(PackError::Changed);
        }
        let wide = |(value, width): (&Option<u32>, &u8)| u64::from(value.unwrap_or_default()) >> width != 0;
        let wide = self.values.iter().zip(layout.widths()).position(wide);
        wide.map_or(Ok(()), |cell| Err(PackError::TooLarge(cell)))
    }

    /// What a ciphertext encrypts: Delta times each slot in use. Figures must have been [checked](Self::check).
    #[must_use]
    pub fn message(&self, layout: &Layout, ciphertext: usize) -> Zeroizing<Vec<u128>> {
        let mut message = Zeroizing::new(vec![0u128; layout.used(ciphertext)]);
        let cells = layout.cells_of(ciphertext);
        for kind in layout.kinds() {
            let slots = message.get_mut(layout.coefficients(ciphertext, *kind)).unwrap_or_default();
            for (cell, slot) in cells.clone().zip(slots) {
                *slot = u128::from(self.slot(cell, *kind)) * delta(layout.slot_bits(*kind));
            }
        }
        message
    }

    fn slot(&self, cell: usize, kind: Kind) -> u32 {
        let Some(value) = self.values.get(cell).copied().flatten() else { return 0 };
        let not_zero = u32::from(value != 0);
        match kind {
            Kind::NotZero => not_zero,
            Kind::Value => value - not_zero,
            Kind::Changed => {
                let changed = self.changed.as_ref().and_then(|changed| changed.get(cell));
                u32::from(changed.copied().unwrap_or_default())
            }
        }
    }
}
