//! Where everything lies, from the round alone (docs/spec.md section 4.2).
//!
//! Bits of all cells; in a revision round the `changed` bits; 12 limbs of r'; in a revision round 12 limbs of r'';
//! then per cell its value limbs and 12 blinding limbs.

use super::limbs::BLINDING_LIMBS;
use crate::lattice::Params;
use crate::round::{CellSpec, RoundManifest, Width};
use std::ops::Range;

/// The layout of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    params: Params,
    widths: Vec<Width>,
    changed: bool,
    /// First slot of each cell, and the end of the last.
    starts: Vec<usize>,
}

impl Layout {
    /// The layout of key number `part` of a round; without cells for an unknown part.
    #[must_use]
    pub fn of_part(manifest: &RoundManifest, part: usize) -> Self {
        let cells = manifest.cells.get(manifest.part_cells(part)).unwrap_or_default();
        let widths: Vec<Width> = cells.iter().map(CellSpec::width).collect();
        Self::new(Params::STANDARD, &widths, manifest.revision)
    }

    /// For the cells of one key, in round order. `changed`: a revision round.
    #[must_use]
    pub fn new(params: Params, widths: &[Width], changed: bool) -> Self {
        let vectors = if changed { 2 } else { 1 };
        let mut at = vectors * (widths.len() + BLINDING_LIMBS);
        let mut starts = Vec::with_capacity(widths.len() + 1);
        starts.push(at);
        for width in widths {
            at += width.limbs() + BLINDING_LIMBS;
            starts.push(at);
        }
        Self { params, widths: widths.to_vec(), changed, starts }
    }

    /// The parameters.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// Cells of the key.
    #[must_use]
    pub const fn cells(&self) -> usize {
        self.widths.len()
    }

    /// Whether the layout has `changed` bits.
    #[must_use]
    pub const fn has_changed(&self) -> bool {
        self.changed
    }

    /// Width of each cell.
    #[must_use]
    pub fn widths(&self) -> &[Width] {
        &self.widths
    }

    /// Slots in all.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Ciphertexts in all.
    #[must_use]
    pub fn ciphertexts(&self) -> usize {
        self.params.ciphertexts(self.slots())
    }

    /// Slots in use of a ciphertext.
    #[must_use]
    pub fn used(&self, ciphertext: usize) -> usize {
        self.params.used(self.slots(), ciphertext)
    }

    /// The non-zero bits, one slot per cell.
    #[must_use]
    pub fn bits(&self) -> Range<usize> {
        0..self.cells()
    }

    /// The `changed` bits; empty outside a revision round.
    #[must_use]
    pub fn changed_bits(&self) -> Range<usize> {
        let len = if self.changed { self.cells() } else { 0 };
        self.cells()..self.cells() + len
    }

    /// The limbs of r'.
    #[must_use]
    pub fn bits_blinding(&self) -> Range<usize> {
        let start = self.changed_bits().end;
        start..start + BLINDING_LIMBS
    }

    /// The limbs of r''; empty outside a revision round.
    #[must_use]
    pub fn changed_blinding(&self) -> Range<usize> {
        let start = self.bits_blinding().end;
        start..start + if self.changed { BLINDING_LIMBS } else { 0 }
    }

    /// The value limbs of a cell; empty for an unknown one.
    #[must_use]
    pub fn value(&self, cell: usize) -> Range<usize> {
        let start = self.starts.get(cell).copied().unwrap_or(0);
        start..start + self.widths.get(cell).map_or(0, |width| width.limbs())
    }

    /// The blinding limbs of a cell; empty for an unknown one.
    #[must_use]
    pub fn blinding(&self, cell: usize) -> Range<usize> {
        let start = self.value(cell).end;
        start..if cell < self.cells() { start + BLINDING_LIMBS } else { start }
    }

    /// What step A opens: bits and their blinding, so that it is the same for every round of this shape.
    #[must_use]
    pub fn step_a(&self) -> Range<usize> {
        0..self.changed_blinding().end
    }

    /// What step B opens for a cell: value and blinding limbs.
    #[must_use]
    pub fn step_b(&self, cell: usize) -> Range<usize> {
        self.value(cell).start..self.blinding(cell).end
    }

    /// Which ciphertexts a member sends that reports these cells: those that hold a slot of a reported cell, and
    /// those of the blinding r'. None for a member that reports nothing.
    #[must_use]
    pub fn present(&self, reported: &[bool]) -> Vec<bool> {
        let mut present = vec![false; self.ciphertexts()];
        let mut mark = |range: Range<usize>| {
            for ciphertext in range.start / self.params.degree()..range.end.div_ceil(self.params.degree()) {
                if let Some(flag) = present.get_mut(ciphertext).filter(|_| !range.is_empty()) {
                    *flag = true;
                }
            }
        };
        for (cell, _) in reported.iter().take(self.cells()).enumerate().filter(|(_, reports)| **reports) {
            mark(cell..cell + 1);
            if self.changed {
                mark(self.cells() + cell..self.cells() + cell + 1);
            }
            mark(self.step_b(cell));
            mark(self.bits_blinding().start..self.changed_blinding().end);
        }
        present
    }
}
