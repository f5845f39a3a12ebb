//! Which slots each step opens (docs/spec.md section 7), from the layout and the plan alone.

use crate::hash::{Digest, digest};
use crate::packing::Layout;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;

/// The two steps of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// Bits and the blinding r' of their commitment: per cell the number of non-zero contributors.
    A,
    /// Value and blinding slots of the cells that the plan approves.
    B,
}

/// Where the parts of one key's layout lie, as half-open slot ranges (docs/spec.md section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRanges {
    bits: Vec<Range<u32>>,
    cells: Vec<Range<u32>>,
    slots: u32,
}

/// Why ranges or a request are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// A range is empty, reversed or beyond the layout.
    #[error(
        "slots {start}..{end} do not lie in a layout of {slots} slots; recompute the layout from the round"
    )]
    OutOfLayout {
        /// First slot.
        start: u32,
        /// One past the last slot.
        end: u32,
        /// Slots of the layout.
        slots: u32,
    },
    /// Two parts share a slot, so a step could open what belongs to the other.
    #[error("slot {slot} belongs to two parts of the layout; recompute the layout from the round")]
    Overlap {
        /// The first slot claimed twice.
        slot: u32,
    },
    /// A cell that the layout does not hold was asked for.
    #[error("cell {cell} is not among the {cells} cells of this key; ask for cells of the round")]
    NoSuchCell {
        /// Cell asked for, in the order of this key's cells.
        cell: u32,
        /// Cells of this key.
        cells: u32,
    },
    /// No slot is left to open.
    #[error("the plan approves no cell of this key; there is no step B to answer")]
    Nothing,
}

impl SlotRanges {
    /// `bits`: the ranges that step A opens (non-zero bits, r', and in a revision round `changed` bits and r'');
    /// `cells`: per cell of this key, in round order, its value and blinding slots. No two may share a slot.
    pub fn new(bits: Vec<Range<u32>>, cells: Vec<Range<u32>>, slots: u32) -> Result<Self, PositionError> {
        let mut all: Vec<&Range<u32>> = bits.iter().chain(&cells).collect();
        if let Some(bad) = all.iter().find(|r| r.start >= r.end || r.end > slots) {
            return Err(PositionError::OutOfLayout { start: bad.start, end: bad.end, slots });
        }
        all.sort_by_key(|range| range.start);
        let clash = all.iter().zip(all.iter().skip(1)).find(|(left, right)| right.start < left.end);
        match clash {
            Some((_, right)) => Err(PositionError::Overlap { slot: right.start }),
            None => Ok(Self { bits, cells, slots }),
        }
    }

    /// The ranges of a key's layout.
    pub fn of(layout: &Layout) -> Result<Self, PositionError> {
        let narrow = |range: Range<usize>| {
            let at = |slot| u32::try_from(slot).unwrap_or(u32::MAX);
            at(range.start)..at(range.end)
        };
        let cells = (0..layout.cells()).map(|cell| narrow(layout.step_b(cell))).collect();
        Self::new(vec![narrow(layout.step_a())], cells, u32::try_from(layout.slots()).unwrap_or(u32::MAX))
    }

    /// Slots of the whole layout.
    #[must_use]
    pub const fn slots(&self) -> u32 {
        self.slots
    }

    /// Cells of this key.
    #[must_use]
    pub fn cells(&self) -> u32 {
        u32::try_from(self.cells.len()).unwrap_or(u32::MAX)
    }

    /// What step A opens: always the same, so that nobody can ask for the bits of some cells only.
    #[must_use]
    pub fn step_a(&self) -> Positions {
        Positions::of(Step::A, self.bits.iter().cloned())
    }

    /// What step B opens for the approved cells.
    pub fn step_b(&self, approved: &BTreeSet<u32>) -> Result<Positions, PositionError> {
        if approved.is_empty() {
            return Err(PositionError::Nothing);
        }
        let ranges: Result<Vec<_>, _> = approved
            .iter()
            .map(|&cell| {
                let at = usize::try_from(cell).ok().and_then(|at| self.cells.get(at));
                at.cloned().ok_or(PositionError::NoSuchCell { cell, cells: self.cells() })
            })
            .collect();
        Ok(Positions::of(Step::B, ranges?.into_iter()))
    }
}

/// The slots that one step opens, ascending. Made from a layout only, never from a peer's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    step: Step,
    slots: Vec<u32>,
}

impl Positions {
    fn of(step: Step, ranges: impl Iterator<Item = Range<u32>>) -> Self {
        let mut slots: Vec<u32> = ranges.flatten().collect();
        slots.sort_unstable();
        Self { step, slots }
    }

    /// The step they belong to.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// Slot numbers, ascending: slot s is coefficient s mod N of ciphertext s / N.
    #[must_use]
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// Digest of step and slots: names in a signed share what it answers.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let slots: Vec<u8> = self.slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
        let step: &[u8] = match self.step {
            Step::A => b"A",
            Step::B => b"B",
        };
        digest("positions", &[step, &slots])
    }
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "lists of ranges, some of them of one")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ranges(cells: u32, width: u32) -> SlotRanges {
        let start = cells + 12;
        let values = (0..cells).map(|c| start + c * width..start + (c + 1) * width).collect();
        SlotRanges::new(vec![0..cells, cells..cells + 12], values, start + cells * width).unwrap()
    }

    proptest! {
        #[test]
        fn steps_share_no_slot_and_step_b_opens_approved_cells_alone(
            cells in 1u32..40, width in 13u32..15, picks in proptest::collection::btree_set(0u32..40, 1..20),
        ) {
            let layout = ranges(cells, width);
            let approved: BTreeSet<u32> = picks.into_iter().filter(|c| *c < cells).collect();
            prop_assume!(!approved.is_empty());
            let (a, b) = (layout.step_a(), layout.step_b(&approved).unwrap());
            prop_assert!(a.slots().iter().all(|slot| !b.slots().contains(slot)));
            prop_assert_eq!(a.slots().len() as u32, cells + 12);
            let opened: BTreeSet<u32> = b.slots().iter().map(|s| (s - cells - 12) / width).collect();
            prop_assert_eq!(b.slots().len() as u32, width * approved.len() as u32);
            prop_assert_eq!(opened, approved);
        }
    }

    #[test]
    fn bad_ranges_and_requests_are_refused() {
        let overlap = SlotRanges::new(vec![0..5], vec![4..9], 9);
        assert_eq!(overlap.unwrap_err(), PositionError::Overlap { slot: 4 });
        assert!(SlotRanges::new(vec![0..5], vec![5..10], 9).is_err());
        assert!(SlotRanges::new(vec![3..3], vec![], 9).is_err());
        let layout = ranges(3, 13);
        assert_eq!(layout.step_b(&BTreeSet::new()).unwrap_err(), PositionError::Nothing);
        let beyond = PositionError::NoSuchCell { cell: 3, cells: 3 };
        assert_eq!(layout.step_b(&BTreeSet::from([3])).unwrap_err(), beyond);
        assert_ne!(layout.step_a().digest(), layout.step_b(&BTreeSet::from([0])).unwrap().digest());
    }
}
