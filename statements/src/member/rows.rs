//! Where everything stands: coefficient `i` of a ring element is in column `i mod 512` of field
//! `i / 512`.
//!
//! Sent rows, all of bits, in this order: `u`; `e1 + 8` by planes of weights 1, 2, 4, 8, 1;
//! `k1 + 256` by nine planes; the same of `e2` and `k2` for used slots; slots by planes, block
//! after block: `nz`, `changed` in a revision round, `x'`. A plane has one row per field. Derived
//! rows, one per block of cells: `x' = sum 2^j*bit_j`, then `y = x' + nz`.

use super::Form;
use crate::error::StatementError;
use crate::ring::DEGREE;
use intertally_argument::{COLUMNS, Combination, Field, Layout};
use std::ops::Range;

/// Weights of the planes of a noise plus 8, which reach 0 to 16 and no further.
pub const NOISE: [u64; 5] = [1, 2, 4, 8, 1];
/// Planes of a quotient plus 256.
pub const QUOTIENT: usize = 9;
/// `P` of slots that hold bits.
pub const BIT_SLOT: u8 = 9;
/// Fields of a whole ring element.
pub const FIELDS: usize = DEGREE / COLUMNS;

/// What a block of slots holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `nz`.
    NotZero,
    /// `changed`.
    Changed,
    /// `x'`.
    Value,
}

/// A block of 512 slots: those of 512 cells, or of the last ones.
#[derive(Clone)]
pub struct Block {
    /// What it holds.
    pub kind: Kind,
    /// Its block of cells: cell `512*group + c` stands in column `c`.
    pub group: usize,
    /// Its first row.
    pub first: usize,
    /// Its planes: rows from the first.
    pub planes: usize,
}

/// The places of all rows.
#[derive(Clone)]
pub struct Rows {
    /// Planes of `e1` and `k1` begin here; `u` is at 0.
    pub e1: usize,
    /// First row of `k1`.
    pub k1: usize,
    /// First row of `e2`.
    pub e2: usize,
    /// First row of `k2`.
    pub k2: usize,
    /// The blocks of slots, in slot order.
    pub blocks: Vec<Block>,
    /// Blocks of cells.
    pub groups: usize,
    /// Sent rows.
    pub sent: usize,
}

impl Rows {
    pub fn new(form: &Form) -> Result<Self, StatementError> {
        let kinds: &[Kind] = if form.revision {
            &[Kind::NotZero, Kind::Changed, Kind::Value]
        } else {
            &[Kind::NotZero, Kind::Value]
        };
        let (found, most) = (form.cells.len(), FIELDS / kinds.len() * COLUMNS);
        if found == 0 || found > most {
            return Err(StatementError::Cells { most, found });
        }
        if !(BIT_SLOT..=64).contains(&form.slot_bits) {
            return Err(StatementError::SlotBits(form.slot_bits));
        }
        if let Some(cell) = form.cells.iter().position(|cell| cell.width == 0 || cell.width > form.slot_bits)
        {
            return Err(StatementError::Width(cell));
        }
        let groups = found.div_ceil(COLUMNS);
        let used = kinds.len() * groups;
        let mut next = 0;
        let mut take = |count: usize| {
            next += count;
            next - count
        };
        let _u = take(FIELDS);
        let (e1, k1) = (take(NOISE.len() * FIELDS), take(QUOTIENT * FIELDS));
        let (e2, k2) = (take(NOISE.len() * used), take(QUOTIENT * used));
        let mut blocks = Vec::with_capacity(used);
        for kind in kinds {
            for (group, cells) in form.cells.chunks(COLUMNS).enumerate() {
                let widest = cells.iter().map(|cell| usize::from(cell.width)).max().unwrap_or(1);
                let planes = if *kind == Kind::Value { widest } else { 1 };
                blocks.push(Block { kind: *kind, group, first: take(planes), planes });
            }
        }
        let sent = take(0);
        Ok(Self { e1, k1, e2, k2, blocks, groups, sent })
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
            (0..block.planes).map(|plane| (block.first + plane, Field::power_of_two(plane))).collect()
        };
        let values: Vec<Combination> = self.of(Kind::Value).map(value).collect();
        let with_bit = self.of(Kind::NotZero).zip(&values).map(|(bit, value)| {
            let mut both = value.clone();
            both.push((bit.first, Field::ONE));
            both
        });
        let derived = values.iter().cloned().chain(with_bit).collect();
        Ok(Layout::new(0, self.sent, derived)?)
    }
}
