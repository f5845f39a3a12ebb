//! The coordinator's two steps: from trustees' answers to the counts of a key, and to the totals of its approved
//! cells, each checked against the members' commitments (spec sections 7.5 and 7.8).

use super::blame::Evidence;
use super::combine::{Admitted, Asked, CombineError, ShareRefusal};
use super::positions::{PositionError, Positions, SlotRanges};
use super::share::{Question, ShareSet};
use super::sheet::{KeyCounts, OpenedCell};
use super::tally::Tally;
use crate::ceremony::subsets;
use crate::hash::Digest;
use crate::packing::Layout;
use crate::packing::limbs::{BLINDING_LIMBS, join, scalar_of};
use crate::party::TrusteeIndex;
use crate::round::RoundManifest;
use std::collections::{BTreeMap, BTreeSet};

/// What one step of one key gave.
pub struct Answered<T> {
    /// The figures, all checked.
    pub opened: T,
    /// Answers that were not admitted, one reason each.
    pub refused: Vec<ShareRefusal>,
    /// Trustees that certainly answered wrongly.
    pub wrong: Vec<Evidence>,
    /// Conflicts that cannot be decided.
    pub disputed: Vec<Evidence>,
}

/// Why a step opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The key, its layout or the approved cells are not of this round.
    #[error("key {part} has no such cells in this round; take round, seal and plan from one log")]
    Part {
        /// Position of the key.
        part: usize,
    },
    /// The approved cells do not fit the layout.
    #[error(transparent)]
    Positions(#[from] PositionError),
    /// Too few answers, or the check fails. Refused answers beside.
    #[error("{source}{}", .refused.first().map_or_else(String::new, |why| format!("; {why}")))]
    Combine {
        /// Why.
        source: CombineError,
        /// Answers that were not admitted.
        refused: Vec<ShareRefusal>,
    },
}

/// One key of a sealed round.
#[derive(Clone, Copy)]
pub struct Opener<'a> {
    /// The round.
    pub manifest: &'a RoundManifest,
    /// The coordinator's own tally of the sealed set.
    pub tally: &'a Tally,
    /// Position of the key in the round.
    pub part: usize,
    /// Digest of its sums, as sealed.
    pub aggregate: Digest,
}

impl Opener<'_> {
    fn layout(&self) -> Result<&Layout, OpenFault> {
        self.tally.layout(self.part).ok_or(OpenFault::Part { part: self.part })
    }

    /// The question of a step.
    pub fn question(&self, positions: &Positions) -> Result<Question, OpenFault> {
        let key = self.manifest.keys.get(self.part).ok_or(OpenFault::Part { part: self.part })?.key;
        Ok(Question::new(key, self.manifest.id(), self.aggregate, positions))
    }

    /// Step A: the number of non-zero contributors per cell, with R'.
    pub fn counts(&self, answers: Vec<ShareSet>) -> Result<Answered<KeyCounts>, OpenFault> {
        let layout = self.layout()?;
        let positions = SlotRanges::of(layout)?.step_a();
        let read = |slots: &[u32]| {
            let cells = layout.cells();
            let changed = layout.has_changed().then_some(cells);
            let (counts, rest) = slots.split_at_checked(cells)?;
            let (changes, rest) = rest.split_at_checked(changed.unwrap_or(0))?;
            let (blinding, second) = rest.split_at_checked(BLINDING_LIMBS)?;
            let scalar = |limbs: &[u32]| scalar_of(limbs).to_bytes();
            let changed = changed.map(|_| (changes.to_vec(), scalar(second)));
            Some(KeyCounts { counts: counts.to_vec(), blinding: scalar(blinding), changed })
        };
        let mut check = |slots: &[u32]| match read(slots) {
            Some(sheet) if self.tally.counts_hold(self.part, &sheet) => vec![],
            _ => (0..u32::try_from(layout.cells()).unwrap_or(u32::MAX)).collect(),
        };
        let answered = self.combine(&positions, answers, &mut check)?;
        let opened = read(&answered.opened).ok_or(OpenFault::Part { part: self.part })?;
        Ok(answered.with(opened))
    }

    /// Step B: totals and R of the approved cells, counted from the key's first cell; the answer names cells of
    /// the round.
    pub fn totals(
        &self,
        approved: &BTreeSet<u32>,
        answers: Vec<ShareSet>,
    ) -> Result<Answered<Vec<OpenedCell>>, OpenFault> {
        let layout = self.layout()?;
        let positions = SlotRanges::of(layout)?.step_b(approved)?;
        let first = u32::try_from(self.manifest.part_cells(self.part).start).unwrap_or(u32::MAX);
        let read = |slots: &[u32]| -> Vec<OpenedCell> {
            let mut rest = slots;
            let mut next = |cell: &u32| {
                let limbs = layout.widths().get(*cell as usize)?.limbs();
                let (value, after) = rest.split_at_checked(limbs)?;
                let (blinding, after) = after.split_at_checked(BLINDING_LIMBS)?;
                rest = after;
                let (total, blinding) = (join(value), scalar_of(blinding).to_bytes());
                Some(OpenedCell { cell: first + cell, total, blinding })
            };
            approved.iter().map_while(&mut next).collect()
        };
        let mut check = |slots: &[u32]| {
            let wrong = read(slots).into_iter().filter(|cell| !self.tally.total_holds(cell));
            wrong.map(|opened| opened.cell - first).collect()
        };
        let answered = self.combine(&positions, answers, &mut check)?;
        let opened = read(&answered.opened);
        Ok(answered.with(opened))
    }

    fn combine(
        &self,
        positions: &Positions,
        answers: Vec<ShareSet>,
        check: &mut dyn FnMut(&[u32]) -> Vec<u32>,
    ) -> Result<Answered<Vec<u32>>, OpenFault> {
        let fault = OpenFault::Part { part: self.part };
        let n = u8::try_from(self.manifest.trustees.len()).map_err(|_| fault.clone())?;
        let holders: Vec<Vec<TrusteeIndex>> =
            subsets(n, self.manifest.threshold).iter().map(|subset| subset.holders(n).collect()).collect();
        let keys: BTreeMap<_, _> =
            (0..).map(TrusteeIndex).zip(self.manifest.trustees.iter().copied()).collect();
        let bodies = self.tally.bodies(self.part, positions).ok_or(fault)?;
        let asked = Asked {
            question: self.question(positions)?,
            bodies: &bodies,
            holders: &holders,
            threshold: self.manifest.threshold,
            keys: &keys,
        };
        let (mut admitted, mut refused): (Vec<Admitted>, Vec<ShareRefusal>) = (vec![], vec![]);
        for answer in answers {
            match asked.admit(answer) {
                Ok(answer) => admitted.push(answer),
                Err(why) => refused.push(why),
            }
        }
        match asked.combine(&admitted, check) {
            Ok(opened) => {
                let (wrong, disputed) = (opened.wrong, opened.disputed);
                Ok(Answered { opened: opened.slots, refused, wrong, disputed })
            }
            Err(source) => Err(OpenFault::Combine { source, refused }),
        }
    }
}

impl<T> Answered<T> {
    fn with<U>(self, opened: U) -> Answered<U> {
        Answered { opened, refused: self.refused, wrong: self.wrong, disputed: self.disputed }
    }
}
