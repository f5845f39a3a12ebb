//! A member's figures of one key into slots, and summed slots back into totals (docs/spec.md section 4.3).

use super::layout::Layout;
use super::limbs::{Blinding, join, scalar_of, split};
use curve25519_dalek::scalar::Scalar;
use rand_core::{CryptoRng, RngCore};
use std::ops::Range;
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

/// One reported cell, as a member knows it.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct CellPlain {
    /// The count.
    pub value: u32,
    /// Its blinding factor.
    pub blinding: Blinding,
}

/// A member's figures for the cells of one key. Erased when dropped, no `Debug`.
#[derive(Clone)]
pub struct PartPlain {
    /// Per cell; none where the member does not report.
    pub cells: Vec<Option<CellPlain>>,
    /// r'.
    pub bits_blinding: Blinding,
    /// In a revision round: per cell whether it changed (false where unreported), and r''.
    pub changed: Option<(Vec<bool>, Blinding)>,
}

impl PartPlain {
    /// Figures with fresh blinding factors.
    pub fn draw(
        values: &[Option<u32>],
        changed: Option<Vec<bool>>,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Self {
        let cells = values
            .iter()
            .map(|value| value.map(|value| CellPlain { value, blinding: Blinding::draw(rng) }))
            .collect();
        let bits_blinding = Blinding::draw(rng);
        let changed = changed.map(|bits| (bits, Blinding::draw(rng)));
        Self { cells, bits_blinding, changed }
    }

    /// Which cells are reported.
    #[must_use]
    pub fn reported(&self) -> Vec<bool> {
        self.cells.iter().map(Option::is_some).collect()
    }

    /// All slots of the layout: unreported ones are 0.
    pub fn pack(&self, layout: &Layout) -> Result<Zeroizing<Vec<u32>>, PackError> {
        if self.cells.len() != layout.cells() {
            return Err(PackError::Cells { expected: layout.cells(), got: self.cells.len() });
        }
        if self.changed.as_ref().map(|(bits, _)| bits.len()) != layout.has_changed().then_some(layout.cells())
        {
            return Err(PackError::Changed);
        }
        let mut slots = Zeroizing::new(vec![0u32; layout.slots()]);
        let mut put = |range: Range<usize>, limbs: &mut dyn Iterator<Item = u32>| {
            if let Some(target) = slots.get_mut(range) {
                target.iter_mut().zip(limbs).for_each(|(slot, limb)| *slot = limb);
            }
        };
        for (index, (cell, width)) in self.cells.iter().zip(layout.widths()).enumerate() {
            let Some(cell) = cell else { continue };
            if u64::from(cell.value) >> width.bits() != 0 {
                return Err(PackError::TooLarge(index));
            }
            put(index..index + 1, &mut std::iter::once(u32::from(cell.value != 0)));
            put(layout.value(index), &mut split(cell.value, width.limbs()));
            put(layout.blinding(index), &mut cell.blinding.limbs().iter().copied());
        }
        put(layout.bits_blinding(), &mut self.bits_blinding.limbs().iter().copied());
        if let Some((bits, blinding)) = &self.changed {
            let reported = bits.iter().zip(&self.cells).map(|(bit, cell)| u32::from(*bit && cell.is_some()));
            put(layout.changed_bits(), &mut { reported });
            put(layout.changed_blinding(), &mut blinding.limbs().iter().copied());
        }
        Ok(slots)
    }
}

/// Summed slots of one key, as far as they are opened.
#[derive(Clone)]
pub struct Unpacked<'a> {
    layout: &'a Layout,
    slots: &'a [u32],
}

impl<'a> Unpacked<'a> {
    /// Over all slots of the layout; those not opened may hold anything and are not asked for.
    #[must_use]
    pub const fn new(layout: &'a Layout, slots: &'a [u32]) -> Self {
        Self { layout, slots }
    }

    fn range(&self, range: Range<usize>) -> &'a [u32] {
        self.slots.get(range).unwrap_or_default()
    }

    /// Non-zero contributors of each cell.
    #[must_use]
    pub fn counts(&self) -> &'a [u32] {
        self.range(self.layout.bits())
    }

    /// R', modulo the group order.
    #[must_use]
    pub fn bits_blinding(&self) -> Scalar {
        scalar_of(self.range(self.layout.bits_blinding()))
    }

    /// Members that changed each cell, and R''.
    #[must_use]
    pub fn changed(&self) -> (&'a [u32], Scalar) {
        let blinding = scalar_of(self.range(self.layout.changed_blinding()));
        (self.range(self.layout.changed_bits()), blinding)
    }

    /// Total of a cell and its blinding R.
    #[must_use]
    pub fn total(&self, cell: usize) -> (u64, Scalar) {
        (join(self.range(self.layout.value(cell))), scalar_of(self.range(self.layout.blinding(cell))))
    }
}
