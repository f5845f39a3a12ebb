//! The two steps: from trustees' answers to the counts of a key and to the totals of its approved cells, and the same from a
//! sheet, for whoever may see it (spec sections 7.5 and 7.8).

use super::asked::{Asked, ProvenShares};
use super::combine::{Answer, CombineError};
use super::counted::Counted;
use super::positions::{PositionError, Positions};
use super::share::SubKeyIndex;
use super::sheet::{KeyCounts, OpenedCell, StepOpening};
use super::tally::Tally;
use crate::ceremony::CeremonyState;
use crate::hash::Digest;
use crate::packing::Layout;
use crate::party::TrusteeIndex;
use crate::round::RoundManifest;
use std::collections::BTreeSet;

/// Openings that did not fit their commitments, and were not used.
pub type Misfits = Vec<(TrusteeIndex, SubKeyIndex)>;

/// Why a step opens nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The key, its layout or the cells are not of this round.
    #[error("key {} has no such cells in this round; take round, seal and plan from one log", part.saturating_add(1))]
    Part {
        /// Position of the key.
        part: usize,
    },
    /// The cells do not fit the layout.
    #[error(transparent)]
    Positions(#[from] PositionError),
    /// Too few answers.
    #[error(transparent)]
    Combine(#[from] CombineError),
    /// A count or a total that no sum of these members can have.
    #[error("the shares of key {} open to a number that no sum of members gives; report this", part.saturating_add(1))]
    Impossible {
        /// Position of the key.
        part: usize,
    },
    /// A sheet's opening does not open the trustees' commitments.
    #[error("what the sheet says of key {} does not open the trustees' commitments", part.saturating_add(1))]
    Sheet {
        /// Position of the key.
        part: usize,
    },
}

/// One key of a sealed round.
#[derive(Clone, Copy)]
pub struct Opener<'a> {
    /// The round.
    pub manifest: &'a RoundManifest,
    /// The ceremony that made its keys.
    pub ceremony: &'a CeremonyState,
    /// One's own tally of the sealed set.
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

    /// What step A asks; cells are numbered from the key's first, as in all that follows.
    ///
    /// # Errors
    /// Cells, key or ceremony that are not of this round.
    pub fn bits(&self, counted: &Counted) -> Result<Asked, OpenFault> {
        self.asked(&Positions::bits(self.layout()?, counted)?)
    }

    /// What step B asks.
    ///
    /// # Errors
    /// As of [`Opener::bits`].
    pub fn values(&self, approved: &BTreeSet<u32>) -> Result<Asked, OpenFault> {
        self.asked(&Positions::values(self.layout()?, approved)?)
    }

    fn asked(&self, positions: &Positions) -> Result<Asked, OpenFault> {
        let round = (self.manifest, self.ceremony);
        let asked = Asked::of(round, self.tally, (self.part, self.aggregate), positions);
        asked.ok_or(OpenFault::Part { part: self.part })
    }

    /// Step A.
    ///
    /// # Errors
    /// Too few answers.
    pub fn counts(&self, counted: &Counted, answers: &[Answer]) -> Result<(KeyCounts, Misfits), OpenFault> {
        if counted.is_empty() {
            return Ok((self.read_counts(counted, &[], None)?, vec![]));
        }
        let combined = self.bits(counted)?.combine(answers)?;
        Ok((self.read_counts(counted, &combined.slots, Some(combined.opening))?, combined.misfits))
    }

    /// Step B: totals of the approved cells; the answer names cells of the round. `counts`: of this key.
    ///
    /// # Errors
    /// Too few answers, or an approved cell without a count.
    pub fn totals(
        &self,
        approved: &BTreeSet<u32>,
        counts: &KeyCounts,
        answers: &[Answer],
    ) -> Result<(Vec<OpenedCell>, StepOpening, Misfits), OpenFault> {
        let combined = self.values(approved)?.combine(answers)?;
        let cells = self.read_totals(approved, counts, &combined.slots)?;
        Ok((cells, combined.opening, combined.misfits))
    }

    /// Whether a sheet's counts of this key are what its opening gives.
    ///
    /// # Errors
    /// They are not.
    pub fn check_counts(
        &self,
        counted: &Counted,
        sheet: &KeyCounts,
        proven: &[ProvenShares],
    ) -> Result<(), OpenFault> {
        let fault = OpenFault::Sheet { part: self.part };
        let slots = match &sheet.opening {
            None if counted.is_empty() => vec![],
            None => return Err(fault),
            Some(opening) => self.bits(counted)?.opened(opening, proven).ok_or_else(|| fault.clone())?,
        };
        let own = self.read_counts(counted, &slots, sheet.opening.clone())?;
        if own == *sheet { Ok(()) } else { Err(fault) }
    }

    /// Whether a sheet's totals of this key are what its opening and the counts give.
    ///
    /// # Errors
    /// They are not.
    pub fn check_totals(
        &self,
        approved: &BTreeSet<u32>,
        counts: &KeyCounts,
        (cells, opening): (&[OpenedCell], &StepOpening),
        proven: &[ProvenShares],
    ) -> Result<(), OpenFault> {
        let fault = OpenFault::Sheet { part: self.part };
        let slots = self.values(approved)?.opened(opening, proven).ok_or_else(|| fault.clone())?;
        if self.read_totals(approved, counts, &slots)? == cells { Ok(()) } else { Err(fault) }
    }

    fn read_counts(
        &self,
        counted: &Counted,
        slots: &[u64],
        opening: Option<StepOpening>,
    ) -> Result<KeyCounts, OpenFault> {
        let layout = self.layout()?;
        let impossible = OpenFault::Impossible { part: self.part };
        let members = self.tally.submissions().len() as u64;
        let positions = match Positions::bits(layout, counted) {
            Ok(positions) => positions.slots().to_vec(),
            Err(_) if counted.is_empty() => vec![],
            Err(why) => return Err(why.into()),
        };
        let number = |slot: Option<u32>| {
            let at = positions.binary_search(&slot?).ok()?;
            slots
                .get(at)
                .copied()
                .filter(|number| *number <= members)
                .and_then(|number| u32::try_from(number).ok())
        };
        let column = |kind, counted: &[u32]| {
            let cell = |cell: usize| {
                let is_counted = u32::try_from(cell).is_ok_and(|cell| counted.binary_search(&cell).is_ok());
                if !is_counted {
                    return Ok(None);
                }
                number(layout.slot(cell, kind)).map(Some).ok_or_else(|| impossible.clone())
            };
            (0..layout.cells()).map(cell).collect::<Result<Vec<_>, OpenFault>>()
        };
        use crate::packing::layout::Kind::{Changed, NotZero};
        let changed = layout.has_changed().then(|| column(Changed, &counted.changes)).transpose()?;
        Ok(KeyCounts { counts: column(NotZero, &counted.contributors)?, changed, opening })
    }

    fn read_totals(
        &self,
        approved: &BTreeSet<u32>,
        counts: &KeyCounts,
        slots: &[u64],
    ) -> Result<Vec<OpenedCell>, OpenFault> {
        let fault = OpenFault::Impossible { part: self.part };
        let first = u32::try_from(self.manifest.part_cells(self.part).start).unwrap_or(u32::MAX);
        if slots.len() != approved.len() {
            return Err(fault);
        }
        // Values stand in the order of the cells in every ciphertext.
        let total = |(cell, value): (&u32, &u64)| {
            let count = counts.counts.get(*cell as usize).copied().flatten()?;
            let total = value.checked_add(u64::from(count))?;
            Some(OpenedCell { cell: first.saturating_add(*cell), total })
        };
        approved.iter().zip(slots).map(total).collect::<Option<_>>().ok_or(fault)
    }
}
