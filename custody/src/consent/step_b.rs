//! Before any share of step B: the counts fit the commitments, the plan is the one recomputed (docs/spec.md section 7.7).

use crate::ledger::{Ledger, LedgerEntry, LedgerError, Quorate, StepB, StepBIntent};
use intertally_core::ceremony::CeremonyState;
use intertally_core::disclosure::decide;
use intertally_core::fold::{Named, NotNamed, RoundState};
use intertally_core::hash::Digest;
use intertally_core::opening::asked::ProvenShares;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::open::{OpenFault, Opener};
use intertally_core::opening::positions::{PositionError, Positions};
use intertally_core::opening::remembered::Remembered;
use intertally_core::opening::sheet::CountsSheet;
use intertally_core::opening::tally::Tally;
use intertally_core::party::{KeyId, RoundId};
use intertally_core::round::EarlierRecord;
use intertally_core::round::validate::MIN_CONTRIBUTORS_FLOOR;
use intertally_disclosure::TableFault;
use std::collections::{BTreeMap, BTreeSet};

/// Why step B is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepBRefusal {
    /// Log and tally are not of one sealed round, or no plan is adopted.
    #[error("the round is not sealed and counted as this trustee added it up; read the log again")]
    OtherRound,
    /// The counts are not those that the adopted plan names.
    #[error("the counts shown are not those that the adopted plan names; ask the coordinator for its sheet")]
    OtherSheet,
    /// The counts are not what the trustees' proven shares give.
    #[error("{0}; ask the coordinator for its sheet again")]
    WrongCounts(OpenFault),
    /// An earlier record that the round names is missing or another.
    #[error(transparent)]
    Earlier(#[from] NotNamed),
    /// There is no plan for these counts.
    #[error(transparent)]
    Plan(#[from] TableFault),
    /// The plan recomputed here is another.
    #[error("the adopted plan differs at cell {cell} from the one that policy and counts give here")]
    OtherPlan {
        /// The first cell on which they differ.
        cell: u32,
    },
    /// The plan names another composition: later rounds would be planned for figures that were not opened so.
    #[error(
        "the adopted plan names another composition than log and counts give here; give no share, and tell the others"
    )]
    OtherComposition,
    /// A cell with fewer contributors than its minimum, whatever the plan says.
    #[error("cell {cell} has fewer contributors than its minimum; it is never opened")]
    BelowMinimum {
        /// Which.
        cell: u32,
    },
    /// The plan asks for a cell that is not there, or for none.
    #[error(transparent)]
    Positions(#[from] PositionError),
    /// The ledger forbids it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A plan that this trustee has recomputed from counts that it has checked. Made by [`CheckedPlan::of`] alone.
#[derive(Debug)]
pub struct CheckedPlan {
    round: RoundId,
    /// Digest of the sealed set whose tally was checked.
    set: Digest,
    /// Approved cells per key, counted from its first cell.
    approved: BTreeMap<KeyId, BTreeSet<u32>>,
}

impl CheckedPlan {
    /// Check the counts of every key against this trustee's own tally and the proven shares of step A, recompute the plan
    /// over the whole round and compare it with the adopted one. `proven`: per key of the round the answers whose proofs hold;
    /// `earlier`: what the round remembers of those that its manifest names.
    ///
    /// # Errors
    /// The first thing that is not as recomputed here.
    pub fn of(
        (round, ceremony): (&RoundState, &CeremonyState),
        tally: &Tally,
        (sheet, proven): (&CountsSheet, &[Vec<ProvenShares>]),
        earlier: &Named,
    ) -> Result<Self, StepBRefusal> {
        let manifest = round.manifest();
        let (Some(sealed), Some(adopted)) = (round.sealed(), round.plan()) else {
            return Err(StepBRefusal::OtherRound);
        };
        let set = sealed.digest();
        let sealed: BTreeMap<_, _> = sealed.members.iter().copied().collect();
        if *tally.submissions() != sealed || sheet.round != round.id() {
            return Err(StepBRefusal::OtherRound);
        }
        if sheet.digest() != adopted.counts || sheet.keys.len() != manifest.keys.len() {
            return Err(StepBRefusal::OtherSheet);
        }
        let aggregates = tally.aggregates();
        for (part, counts) in sheet.keys.iter().enumerate() {
            let aggregate = aggregates.get(part).copied().unwrap_or_default();
            let opener = Opener { manifest, ceremony, tally, part, aggregate };
            let counted = round.counted_in(part).ok_or(StepBRefusal::OtherRound)?;
            let own = proven.get(part).map_or(&[][..], Vec::as_slice);
            opener.check_counts(&counted, counts, own).map_err(StepBRefusal::WrongCounts)?;
        }
        let earlier = earlier.remembered();
        for at in 0..manifest.earlier.len().max(earlier.len()) {
            let (named, given) = (manifest.earlier.get(at), earlier.get(at).map(Remembered::record));
            if named != given.as_ref() {
                let same = |named: &EarlierRecord, given: EarlierRecord| {
                    (named.round, named.composition) == (given.round, given.composition)
                };
                let public = named.zip(given).is_some_and(|(named, given)| same(named, given));
                return Err(NotNamed { at, public }.into());
            }
        }
        let (counts, returned) = (sheet.counts(), round.returned());
        let own = decide(manifest, &returned, sheet, earlier)?.opened();
        let theirs: BTreeSet<u32> = adopted.approved.iter().copied().collect();
        if let Some(cell) = own.symmetric_difference(&theirs).next() {
            return Err(StepBRefusal::OtherPlan { cell: *cell });
        }
        if Composition::of(manifest, &returned, sheet, &own).digest() != adopted.composition {
            return Err(StepBRefusal::OtherComposition);
        }
        let below = |cell: &&u32| {
            let minimum = manifest.cells.get(**cell as usize).map_or(u16::MAX, |cell| cell.min_contributors);
            let minimum = u32::from(minimum.max(MIN_CONTRIBUTORS_FLOOR));
            counts.get(**cell as usize).copied().flatten().is_none_or(|count| count < minimum)
        };
        if let Some(cell) = own.iter().find(below) {
            return Err(StepBRefusal::BelowMinimum { cell: *cell });
        }
        let of_key = |(part, key): (usize, &intertally_core::round::RoundKey)| {
            Some((key.key, round.approved_in(part)?))
        };
        let approved = manifest.keys.iter().enumerate().filter_map(of_key).collect();
        Ok(Self { round: round.id(), set, approved })
    }

    /// A plan that nothing was checked for.
    #[cfg(test)]
    pub(crate) fn unchecked((round, set): (RoundId, Digest), key: KeyId, cells: &[u32]) -> Self {
        Self { round, set, approved: BTreeMap::from([(key, cells.iter().copied().collect())]) }
    }
}

/// Consent to step B of one key, for the plan as checked.
pub fn consent(
    quorate: &Quorate<'_>,
    ledger: &Ledger,
    checked: &CheckedPlan,
) -> Result<StepBIntent, StepBRefusal> {
    let stated = quorate.0;
    let statement = stated.statement;
    if checked.round != statement.round || checked.set != statement.sealed_set {
        return Err(StepBRefusal::OtherRound);
    }
    let approved = checked.approved.get(&statement.key).ok_or(StepBRefusal::OtherRound)?;
    let positions = Positions::values(&stated.layout, approved)?;
    let digest = positions.digest();
    ledger.admits(&LedgerEntry::Answered {
        key: statement.key,
        round: statement.round,
        positions: digest,
    })?;
    Ok(StepBIntent(StepB { statement, positions }))
}
