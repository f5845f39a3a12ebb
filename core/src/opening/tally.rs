//! The sealed set added up (spec sections 2.5 and 7.5): summed ciphertexts and summed commitments.
//!
//! Takes verified submissions alone, one at a time or merged from several workers; memory is that of one submission
//! however many members there are. Coordinator, trustees and auditors each make their own.

use super::aggregate::{Summed, aggregate_digest};
use super::positions::Positions;
use super::sheet::{KeyCounts, OpenedCell};
use crate::hash::Digest;
use crate::lattice::{Accumulator, Params};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex};
use crate::proof::{PartCommitments, PedersenSum, check_counts, check_total};
use crate::round::RoundManifest;
use crate::submission::{Kept, Verified, VerifiedSubmission};
use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// One key of the round.
struct Part {
    key: KeyId,
    cells: Range<usize>,
    layout: Layout,
    sums: Vec<Accumulator>,
    bits: PedersenSum,
    changed: PedersenSum,
}

/// Sums over the members added so far.
pub struct Tally {
    parts: Vec<Part>,
    /// Sum of V per cell of the round.
    values: Vec<PedersenSum>,
    /// Per cell of the round: how many members publish their figure themselves.
    public: Vec<u32>,
    reported: BTreeMap<MemberIndex, Vec<bool>>,
    submissions: BTreeMap<MemberIndex, Digest>,
    /// Whether every ciphertext is in the sums.
    whole: bool,
}

/// Why a submission or another tally cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// A member counts once.
    #[error("member {} is in this sum already; add its latest submission alone", .0.0)]
    Twice(MemberIndex),
    /// Another round's shapes.
    #[error("a submission of another round cannot be added; use those of the sealed set")]
    OtherRound,
}

impl Tally {
    /// The empty sum of a round.
    #[must_use]
    pub fn new(manifest: &RoundManifest) -> Self {
        let part = |index: usize| {
            let layout = Layout::of_part(manifest, index);
            let sum = |c| Accumulator::new(&Params::STANDARD, layout.used(c));
            Part {
                key: manifest.keys.get(index).map_or(KeyId(Digest::ZERO), |key| key.key),
                cells: manifest.part_cells(index),
                sums: (0..layout.ciphertexts()).map(sum).collect(),
                layout,
                bits: PedersenSum::default(),
                changed: PedersenSum::default(),
            }
        };
        Self {
            parts: (0..manifest.keys.len()).map(part).collect(),
            values: vec![PedersenSum::default(); manifest.cells.len()],
            public: vec![0; manifest.cells.len()],
            reported: BTreeMap::new(),
            submissions: BTreeMap::new(),
            whole: true,
        }
    }

    /// Add one member's submission.
    pub fn add(&mut self, verified: &Verified<VerifiedSubmission>) -> Result<(), TallyError> {
        let submission = verified.get();
        let member = submission.member;
        if self.submissions.contains_key(&member) {
            return Err(TallyError::Twice(member));
        }
        let mut reported = vec![false; self.values.len()];
        for from in &submission.parts {
            let to = self.parts.iter_mut().find(|part| part.key == from.key).ok_or(TallyError::OtherRound)?;
            if from.ciphertexts.len() != to.sums.len() {
                return Err(TallyError::OtherRound);
            }
            to.sums.par_iter_mut().zip(&from.ciphertexts).try_for_each(
                |(sum, ciphertext)| match ciphertext {
                    Some(ciphertext) => sum.add(ciphertext).map_err(|_| TallyError::OtherRound),
                    None => Ok(()),
                },
            )?;
            self.commit((from.key, &from.reported, &from.commitments), &mut reported)?;
        }
        self.claim(&submission.public);
        self.reported.insert(member, reported);
        self.submissions.insert(member, submission.digest);
        Ok(())
    }

    /// Add the commitments of a submission whose ciphertexts were deleted. From then on the sums of ciphertexts are not
    /// those of all members: [`Tally::sums`] and [`Tally::aggregates`] give nothing.
    pub fn add_kept(&mut self, kept: &Kept) -> Result<(), TallyError> {
        if self.submissions.contains_key(&kept.member) {
            return Err(TallyError::Twice(kept.member));
        }
        let mut reported = vec![false; self.values.len()];
        for (key, cells, commitments) in &kept.parts {
            self.commit((*key, cells, commitments), &mut reported)?;
        }
        self.claim(&kept.public);
        self.reported.insert(kept.member, reported);
        self.submissions.insert(kept.member, kept.digest);
        self.whole = false;
        Ok(())
    }

    /// Whether the ciphertexts of all members are in the sums.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// Note which figures a member publishes itself.
    fn claim(&mut self, cells: &[u32]) {
        for cell in cells {
            if let Some(public) = self.public.get_mut(*cell as usize) {
                *public += 1;
            }
        }
    }

    /// Add the commitments of one part, and note which cells it reports.
    fn commit(
        &mut self,
        (key, cells, commitments): (KeyId, &[bool], &PartCommitments),
        reported: &mut [bool],
    ) -> Result<(), TallyError> {
        let to = self.parts.iter_mut().find(|part| part.key == key).ok_or(TallyError::OtherRound)?;
        if cells.len() != to.cells.len() {
            return Err(TallyError::OtherRound);
        }
        to.bits.add(&commitments.bits.vector);
        if let Some(changed) = &commitments.changed {
            to.changed.add(&changed.vector);
        }
        let reports = (to.cells.start..).zip(cells).filter(|(_, reports)| **reports);
        for ((cell, _), value) in reports.zip(&commitments.values) {
            if let (Some(sum), Some(bit)) = (self.values.get_mut(cell), reported.get_mut(cell)) {
                sum.add(value);
                *bit = true;
            }
        }
        Ok(())
    }

    /// Add what another worker has added up.
    pub fn merge(&mut self, other: Self) -> Result<(), TallyError> {
        if let Some(member) = other.submissions.keys().find(|member| self.submissions.contains_key(member)) {
            return Err(TallyError::Twice(*member));
        }
        let same = self.parts.iter().map(|part| part.key).eq(other.parts.iter().map(|part| part.key));
        if !same || self.values.len() != other.values.len() {
            return Err(TallyError::OtherRound);
        }
        for (to, from) in self.parts.iter_mut().zip(other.parts) {
            for (sum, more) in to.sums.iter_mut().zip(&from.sums) {
                sum.add(more.sum()).map_err(|_| TallyError::OtherRound)?;
            }
            to.bits.merge(from.bits);
            to.changed.merge(from.changed);
        }
        self.values.iter_mut().zip(other.values).for_each(|(sum, more)| sum.merge(more));
        self.public.iter_mut().zip(other.public).for_each(|(sum, more)| *sum += more);
        self.reported.extend(other.reported);
        self.submissions.extend(other.submissions);
        self.whole &= other.whole;
        Ok(())
    }

    /// Digest of the submission added per member.
    #[must_use]
    pub const fn submissions(&self) -> &BTreeMap<MemberIndex, Digest> {
        &self.submissions
    }

    /// Which cells of the round each member reports.
    #[must_use]
    pub const fn reported(&self) -> &BTreeMap<MemberIndex, Vec<bool>> {
        &self.reported
    }

    /// How many members publish their figure of a cell themselves.
    #[must_use]
    pub fn public(&self, cell: u32) -> u32 {
        self.public.get(cell as usize).copied().unwrap_or(0)
    }

    /// The layout of key number `part`.
    #[must_use]
    pub fn layout(&self, part: usize) -> Option<&Layout> {
        self.parts.get(part).map(|part| &part.layout)
    }

    /// The summed ciphertexts of key number `part`; none for an unknown part, or if ciphertexts are missing.
    #[must_use]
    pub fn sums(&self, part: usize) -> Vec<Summed<'_>> {
        let whole = self.parts.get(part).filter(|_| self.whole);
        let sums = whole.map_or(&[][..], |part| &part.sums);
        sums.iter().map(|sum| Summed { mask: sum.sum().mask(), body: sum.sum().body() }).collect()
    }

    /// Digest of the summed ciphertexts of every key, in round order: what the seal and the statements name.
    /// None at all if ciphertexts are missing.
    #[must_use]
    pub fn aggregates(&self) -> Vec<Digest> {
        let parts = if self.whole { self.parts.len() } else { 0 };
        (0..parts)
            .into_par_iter()
            .filter_map(|at| Some(aggregate_digest(self.parts.get(at)?.key, &self.sums(at))))
            .collect()
    }

    /// The bodies c2 of the sum at these slots, in order; `None` for slots outside the layout.
    #[must_use]
    pub fn bodies(&self, part: usize, positions: &Positions) -> Option<Vec<u128>> {
        let part = self.parts.get(part).filter(|_| self.whole)?;
        let degree = Params::STANDARD.degree();
        let slot = |slot: &u32| {
            let slot = *slot as usize;
            part.sums.get(slot / degree)?.sum().body().get(slot % degree).copied()
        };
        positions.slots().iter().map(slot).collect()
    }

    /// The sum of the members' C for key number `part`; none for an unknown part, or if the sum fits nothing.
    #[must_use]
    pub fn bits_sum(&self, part: usize) -> Option<RistrettoPoint> {
        self.parts.get(part)?.bits.point()
    }

    /// The sum of the members' V for a cell; none for an unknown cell, or if the sum fits nothing.
    #[must_use]
    pub fn value_sum(&self, cell: u32) -> Option<RistrettoPoint> {
        self.values.get(cell as usize)?.point()
    }

    /// Do the counts of key number `part`, with R', open the sum of C, and in a revision round those changed the
    /// sum of C'?
    #[must_use]
    pub fn counts_hold(&self, part: usize, sheet: &KeyCounts) -> bool {
        let Some(part) = self.parts.get(part) else { return false };
        let cells = part.cells.len();
        let holds = |counts: &[u32], blinding: &[u8; 32], sum: &PedersenSum| {
            let counts: Vec<u64> = counts.iter().map(|count| u64::from(*count)).collect();
            let blinding = Option::<Scalar>::from(Scalar::from_canonical_bytes(*blinding));
            counts.len() == cells && blinding.is_some_and(|r| check_counts(&counts, &r, sum))
        };
        let changed = match &sheet.changed {
            Some((counts, blinding)) => part.layout.has_changed() && holds(counts, blinding, &part.changed),
            None => !part.layout.has_changed(),
        };
        changed && holds(&sheet.counts, &sheet.blinding, &part.bits)
    }

    /// Does the total, with R, open the sum of the members' V for the cell?
    #[must_use]
    pub fn total_holds(&self, opened: &OpenedCell) -> bool {
        let blinding = Option::<Scalar>::from(Scalar::from_canonical_bytes(opened.blinding));
        let sum = self.values.get(opened.cell as usize);
        sum.zip(blinding).is_some_and(|(sum, blinding)| check_total(opened.total, &blinding, sum))
    }
}
