//! Which slots each step opens (docs/spec.md section 7), from the layout, the seal and the plan alone.

use crate::hash::{Digest, digest};
use crate::lattice::Params;
use crate::packing::Layout;
use crate::packing::layout::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The two steps of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Step {
    /// The bits of the cells that may be counted: per cell the number of contributors above zero.
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
    /// What a step opens for these cells, counted from the key's first: their bits, in a revision round with those of
    /// `changed`, or their values.
    ///
    /// # Errors
    /// A cell that is not there, or none at all.
    pub fn of(layout: &Layout, step: Step, cells: &BTreeSet<u32>) -> Result<Self, PositionError> {
        let kinds: &[Kind] = match step {
            Step::A if layout.has_changed() => &[Kind::NotZero, Kind::Changed],
            Step::A => &[Kind::NotZero],
            Step::B => &[Kind::Value],
        };
        let slot = |(cell, kind): (&u32, &Kind)| {
            let slot = layout.slot(*cell as usize, *kind);
            slot.ok_or(PositionError::NoSuchCell { cell: *cell, cells: layout.cells() })
        };
        let all = kinds.iter().flat_map(|kind| cells.iter().map(move |cell| (cell, kind)));
        let mut slots: Vec<u32> = all.map(slot).collect::<Result<_, _>>()?;
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
        ) {
            let layout = Layout::new(27, &vec![8; cells], revision);
            let asked: BTreeSet<u32> = picks.into_iter().filter(|cell| (*cell as usize) < cells).collect();
            prop_assume!(!asked.is_empty());
            let [a, b] = [Step::A, Step::B].map(|step| Positions::of(&layout, step, &asked).unwrap());
            prop_assert!(a.slots().iter().all(|slot| b.slots().binary_search(slot).is_err()));
            let wanted = |kind| -> BTreeSet<u32> {
                asked.iter().map(|cell| layout.slot(*cell as usize, kind).unwrap()).collect()
            };
            let mut bits = wanted(Kind::NotZero);
            if revision {
                bits.extend(wanted(Kind::Changed));
            }
            prop_assert_eq!(a.slots().iter().copied().collect::<BTreeSet<_>>(), bits);
            prop_assert_eq!(b.slots().iter().copied().collect::<BTreeSet<_>>(), wanted(Kind::Value));
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
        for step in [Step::A, Step::B] {
            assert_eq!(Positions::of(&layout, step, &BTreeSet::new()), Err(PositionError::Nothing));
            let beyond = Err(PositionError::NoSuchCell { cell: 3, cells: 3 });
            assert_eq!(Positions::of(&layout, step, &BTreeSet::from([0, 3])), beyond);
        }
        let cells = BTreeSet::from([0]);
        let [a, b] = [Step::A, Step::B].map(|step| Positions::of(&layout, step, &cells).unwrap().digest());
        assert_ne!(a, b);
    }
}
