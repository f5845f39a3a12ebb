//! Where everything lies, from the round alone (docs/spec.md section 4.1).
//!
//! Each ciphertext holds everything of its own cells, 4,096 of them, in a revision round 2,560, in blocks of 512 slots:
//! first the bits `nz` of its cells, 512 cells a block, then in a revision round their bits `changed`, then their values
//! `x' = x - nz`. It is the order of the member's statement (docs/statements.md).

use crate::lattice::Params;
use crate::lattice::params::{BIT_SLOT, slot_bits};
use crate::round::{CellSpec, RoundManifest};
use intertally_statements::Table;
use intertally_statements::member::{Cell, Form};
use std::ops::Range;

pub use intertally_statements::Kind;

/// Slots of a block.
pub const BLOCK: usize = 512;

/// The layout of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    widths: Vec<u8>,
    changed: bool,
    slot_bits: u8,
}

impl Layout {
    /// The layout of key number `part` of a round; without cells for an unknown part.
    #[must_use]
    pub fn of_part(manifest: &RoundManifest, part: usize) -> Self {
        let cells = manifest.cells.get(manifest.part_cells(part)).unwrap_or_default();
        let widths: Vec<u8> = cells.iter().map(CellSpec::width).collect();
        Self::new(manifest.members.len() as u64, &widths, manifest.revision)
    }

    /// For the cells of one key, in round order, by the bits of each. `changed`: a revision round.
    #[must_use]
    pub fn new(members: u64, widths: &[u8], changed: bool) -> Self {
        let widest = widths.iter().copied().max().unwrap_or(1);
        Self { widths: widths.to_vec(), changed, slot_bits: slot_bits(members, widest) }
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

    /// Bits of each cell's value.
    #[must_use]
    pub fn widths(&self) -> &[u8] {
        &self.widths
    }

    /// P of the slots of a kind.
    #[must_use]
    pub const fn slot_bits(&self, kind: Kind) -> u8 {
        match kind {
            Kind::NotZero | Kind::Changed => BIT_SLOT,
            Kind::Value => self.slot_bits,
        }
    }

    /// Kinds of slots that each cell has, in their order.
    #[must_use]
    pub const fn kinds(&self) -> &'static [Kind] {
        if self.changed {
            &[Kind::NotZero, Kind::Changed, Kind::Value]
        } else {
            &[Kind::NotZero, Kind::Value]
        }
    }

    /// Ciphertexts in all.
    #[must_use]
    pub const fn ciphertexts(&self) -> usize {
        self.cells().div_ceil(Table::room(self.changed))
    }

    /// The cells that a ciphertext holds; empty for an unknown one.
    #[must_use]
    pub fn cells_of(&self, ciphertext: usize) -> Range<usize> {
        let room = Table::room(self.changed);
        let start = ciphertext.saturating_mul(room).min(self.cells());
        start..start.saturating_add(room).min(self.cells())
    }

    /// Where the cells of a ciphertext stand; none for an unknown one.
    fn table(&self, ciphertext: usize) -> Option<Table> {
        Table::new(self.cells_of(ciphertext).len(), self.changed).ok()
    }

    /// Slots in use of a ciphertext: whole blocks.
    #[must_use]
    pub fn used(&self, ciphertext: usize) -> usize {
        self.table(ciphertext).map_or(0, |table| table.slots())
    }

    /// The coefficients of a ciphertext that hold slots of a kind: whole blocks, of which the last may not be filled.
    #[must_use]
    pub fn coefficients(&self, ciphertext: usize, kind: Kind) -> Range<usize> {
        let blocks = self.table(ciphertext).and_then(|table| {
            let first = table.first_block(kind)?;
            Some(first * BLOCK..(first + table.groups()) * BLOCK)
        });
        blocks.unwrap_or(0..0)
    }

    /// The slot of a cell, counted from the key's first; none for an unknown cell, or a kind that the round does not have.
    #[must_use]
    pub fn slot(&self, cell: usize, kind: Kind) -> Option<u32> {
        let ciphertext = cell / Table::room(self.changed);
        let within = cell.checked_sub(self.cells_of(ciphertext).start)?;
        let slot = self.table(ciphertext)?.slot(kind, within)?;
        u32::try_from(ciphertext * Params::STANDARD.degree() + slot).ok()
    }

    /// Which ciphertexts a member sends that reports these cells: those that hold one of them.
    #[must_use]
    pub fn present(&self, reported: &[bool]) -> Vec<bool> {
        let any =
            |ciphertext| reported.get(self.cells_of(ciphertext)).is_some_and(|cells| cells.contains(&true));
        (0..self.ciphertexts()).map(any).collect()
    }

    /// The form of a ciphertext of a member that reports these cells of the key, as its statement takes it.
    #[must_use]
    pub fn form(&self, ciphertext: usize, reported: &[bool]) -> Form {
        let range = self.cells_of(ciphertext);
        let widths = self.widths.get(range.clone()).unwrap_or_default();
        let reported = reported.get(range).unwrap_or_default();
        let cells = widths.iter().zip(reported);
        Form {
            cells: cells.map(|(width, reported)| Cell { width: *width, reported: *reported }).collect(),
            revision: self.changed,
            slot_bits: self.slot_bits,
        }
    }
}
