//! Which slots each step opens (docs/spec.md section 7), from the layout, the seal and the plan alone.

use crate::hash::{Digest, digest};
use crate::lattice::Params;
use crate::opening::counted::Counted;
use crate::packing::Layout;
use crate::packing::layout::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The two steps of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// Bits: per cell the number of contributors above zero, or of those that changed, where these may be counted.
    A,
    /// The values of the cells that the plan approves.
    B,
}

impl Step {
    /// The kind of slot that decides P and the flooding of a step.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::A => Kind::NotZero,
            Self::B => Kind::Value,
        }
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// A cell that the layout does not hold was asked for.
    #[error("cell {cell} is not among the {cells} cells of this key; ask for cells of the round")]
    NoSuchCell {
        /// Cell asked for, in the order of this key's cells.
        cell: u32,
        /// Cells of this key.
        cells: usize,
    },
    /// No slot is left to open.
    #[error("no cell of this key is to be opened; there is nothing to answer")]
    Nothing,
}

/// The slots that one step opens, ascending. Made from a layout only, never from a peer's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Positions {
    step: Step,
    slots: Vec<u32>,
}

impl Positions {
    /// What step A opens of a key: the bits that are counted, of its cells numbered from its first.
    ///
    /// # Errors
    /// A cell that is not there, changes in a layout that has none, or nothing at all.
    pub fn bits(layout: &Layout, counted: &Counted) -> Result<Self, PositionError> {
        let contributors = counted.contributors.iter().map(|cell| (*cell, Kind::NotZero));
        let changes = counted.changes.iter().map(|cell| (*cell, Kind::Changed));
        Self::of(layout, Step::A, contributors.chain(changes))
    }

    /// What step B opens of a key: the values of these cells, numbered from its first.
    ///
    /// # Errors
    /// A cell that is not there, or none at all.
    pub fn values(layout: &Layout, cells: &BTreeSet<u32>) -> Result<Self, PositionError> {
        Self::of(layout, Step::B, cells.iter().map(|cell| (*cell, Kind::Value)))
    }

    fn of(
        layout: &Layout,
        step: Step,
        opened: impl Iterator<Item = (u32, Kind)>,
    ) -> Result<Self, PositionError> {
        let slot = |(cell, kind): (u32, Kind)| {
            let slot = layout.slot(cell as usize, kind);
            slot.ok_or(PositionError::NoSuchCell { cell, cells: layout.cells() })
        };
        let mut slots: Vec<u32> = opened.map(slot).collect::<Result<_, _>>()?;
        slots.sort_unstable();
        if slots.is_empty() { Err(PositionError::Nothing) } else { Ok(Self { step, slots }) }
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

    /// The ciphertexts concerned, ascending, each with the coefficients that are opened of it.
    #[must_use]
    pub fn by_ciphertext(&self) -> Vec<(usize, Vec<u32>)> {
        let degree = Params::STANDARD.degree() as u32;
        let chunks = self.slots.chunk_by(|one, other| one / degree == other / degree);
        let one = |slots: &[u32]| {
            let ciphertext = slots.first().map_or(0, |slot| slot / degree) as usize;
            (ciphertext, slots.iter().map(|slot| slot % degree).collect())
        };
        chunks.map(one).collect()
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn steps_share_no_slot_and_open_the_asked_cells_alone(
            cells in 1usize..6000, revision: bool, picks in proptest::collection::btree_set(0u32..6000, 1..40),
            compared in proptest::collection::btree_set(0u32..6000, 0..40),
        ) {
            let layout = Layout::new(27, &vec![8; cells], revision);
            let asked: BTreeSet<u32> = picks.into_iter().filter(|cell| (*cell as usize) < cells).collect();
            prop_assume!(!asked.is_empty());
            let compared = compared.into_iter().filter(|cell| revision && (*cell as usize) < cells);
            let counted = Counted { contributors: asked.iter().copied().collect(), changes: compared.collect() };
            let a = Positions::bits(&layout, &counted).unwrap();
            let b = Positions::values(&layout, &asked).unwrap();
            prop_assert!(a.slots().iter().all(|slot| b.slots().binary_search(slot).is_err()));
            let wanted = |kind, cells: &[u32]| -> BTreeSet<u32> {
                cells.iter().map(|cell| layout.slot(*cell as usize, kind).unwrap()).collect()
            };
            let mut bits = wanted(Kind::NotZero, &counted.contributors);
            bits.extend(wanted(Kind::Changed, &counted.changes));
            prop_assert_eq!(a.slots().iter().copied().collect::<BTreeSet<_>>(), bits);
            prop_assert_eq!(b.slots().iter().copied().collect::<BTreeSet<_>>(), wanted(Kind::Value, &counted.contributors));
            for positions in [&a, &b] {
                let degree = Params::STANDARD.degree() as u32;
                let again = positions.by_ciphertext().into_iter().flat_map(|(ciphertext, coefficients)| {
                    coefficients.into_iter().map(move |at| ciphertext as u32 * degree + at)
                });
                prop_assert_eq!(again.collect::<Vec<_>>(), positions.slots().to_vec());
            }
        }
    }

    #[test]
    fn bad_requests_are_refused() {
        let layout = Layout::new(27, &[8; 3], false);
        let both = |cells: &[u32]| {
            let bits = Positions::bits(&layout, &Counted::all(cells, false));
            [bits, Positions::values(&layout, &cells.iter().copied().collect())]
        };
        assert!(both(&[]).iter().all(|made| *made == Err(PositionError::Nothing)));
        let beyond = |cell| Err(PositionError::NoSuchCell { cell, cells: 3 });
        assert!(both(&[0, 3]).iter().all(|made| *made == beyond(3)));
        assert_eq!(
            Positions::bits(&layout, &Counted::all(&[1], true)),
            beyond(1),
            "no changes in this layout"
        );
        let [a, b] = both(&[0]).map(|made| made.unwrap().digest());
        assert_ne!(a, b);
    }
}
