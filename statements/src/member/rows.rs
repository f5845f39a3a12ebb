//! Where everything stands: coefficient `i` of a ring element is in column `i mod 512` of field
//! `i / 512`.
//!
//! Sent rows, all of bits, in this order: `u`; `e1 + 8` by planes of weights 1, 2, 4, 8, 1;
//! `k1 + 256` by nine planes; the same of `e2` and `k2` for used slots; slots by planes, block
//! after block: `nz`, `changed` in a revision round, `x'`. A plane has one row per field. Derived
//! rows, one per block of cells: `x' = sum 2^j*bit_j`, then `y = x' + nz`.

use super::Form;
use crate::error::StatementError;
use crate::planes::{FIELDS, NOISE_PLANES, Planes, QUOTIENT_PLANES, Taker};
use crate::table::{BIT_SLOT_BITS, Kind, Table};
use intertally_argument::{COLUMNS, Combination, Field, Layout, powers};
use std::ops::Range;

/// A block of 512 slots: those of 512 cells, or of the last ones.
#[derive(Clone)]
pub struct Block {
    /// What it holds.
    pub kind: Kind,
    /// Its block of cells: cell `512*group + c` stands in column `c`.
    pub group: usize,
    /// Its rows.
    pub bits: Planes,
}

/// The places of all rows.
#[derive(Clone)]
pub struct Rows {
    /// `u`.
    pub u: Planes,
    /// `e1 + 8`.
    pub e1: Planes,
    /// `k1 + 256`.
    pub k1: Planes,
    /// `e2 + 8`.
    pub e2: Planes,
    /// `k2 + 256`.
    pub k2: Planes,
    /// The blocks of slots, in slot order.
    pub blocks: Vec<Block>,
    /// Blocks of cells.
    pub groups: usize,
    /// Sent rows.
    pub sent: usize,
}

impl Rows {
    pub fn new(form: &Form) -> Result<Self, StatementError> {
        let table = Table::new(form.cells.len(), form.revision)?;
        if !(BIT_SLOT_BITS..=64).contains(&form.slot_bits) {
            return Err(StatementError::SlotBits(form.slot_bits));
        }
        if let Some(cell) = form.cells.iter().position(|cell| cell.width == 0 || cell.width > form.slot_bits)
        {
            return Err(StatementError::Width(cell));
        }
        let groups = table.groups();
        let used = table.kinds().len() * groups;
        let mut rows = Taker(0);
        let u = rows.take(1, FIELDS);
        let (e1, k1) = (rows.take(NOISE_PLANES, FIELDS), rows.take(QUOTIENT_PLANES, FIELDS));
        let (e2, k2) = (rows.take(NOISE_PLANES, used), rows.take(QUOTIENT_PLANES, used));
        let mut blocks = Vec::with_capacity(used);
        for kind in table.kinds() {
            for (group, cells) in form.cells.chunks(COLUMNS).enumerate() {
                let widest = cells.iter().map(|cell| usize::from(cell.width)).max().unwrap_or(1);
                let planes = if *kind == Kind::Value { widest } else { 1 };
                blocks.push(Block { kind: *kind, group, bits: rows.take(planes, 1) });
            }
        }
        Ok(Self { u, e1, k1, e2, k2, blocks, groups, sent: rows.0 })
    }

    /// Used slots.
    pub const fn slots(&self) -> usize {
        self.blocks.len() * COLUMNS
    }

    /// The blocks of this kind, one per group.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    /// The cells of a block, by their place.
    pub fn cells(block: &Block, form: &Form) -> Range<usize> {
        block.group * COLUMNS..form.cells.len().min((block.group + 1) * COLUMNS)
    }

    /// `x'` of a group, a derived row.
    pub const fn value(&self, group: usize) -> usize {
        self.sent + group
    }

    /// `y = x' + nz` of a group, a derived row.
    pub const fn value_and_bit(&self, group: usize) -> usize {
        self.sent + self.groups + group
    }

    pub fn layout(&self) -> Result<Layout, StatementError> {
        let value = |block: &Block| -> Combination {
            block.bits.rows().zip(powers(Field::from(2_u64), block.bits.planes)).collect()
        };
        let values: Vec<Combination> = self.of(Kind::Value).map(value).collect();
        let with_bit = self.of(Kind::NotZero).zip(&values).map(|(bit, value)| {
            let mut both = value.clone();
            both.push((bit.bits.first, Field::ONE));
            both
        });
        let derived = values.iter().cloned().chain(with_bit).collect();
        Ok(Layout::new(0, self.sent, derived)?)
    }
}
