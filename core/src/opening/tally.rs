//! The sealed set added up (spec sections 2.5 and 7.5): summed ciphertexts, and who reports what.
//!
//! Takes verified submissions alone, one at a time or merged from several workers; memory is that of one submission
//! however many members there are. Coordinator, trustees and auditors each make their own.

use super::aggregate::{Summed, aggregate_digest};
use crate::hash::Digest;
use crate::lattice::{Accumulator, Params};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex};
use crate::round::RoundManifest;
use crate::submission::{Verified, VerifiedSubmission};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// One key of the round.
struct Part {
    key: KeyId,
    cells: Range<usize>,
    layout: Layout,
    sums: Vec<Accumulator>,
}

/// Sums over the members added so far.
pub struct Tally {
    parts: Vec<Part>,
    /// Per cell of the round: how many members publish their figure themselves.
    public: Vec<u32>,
    reported: BTreeMap<MemberIndex, Vec<bool>>,
    submissions: BTreeMap<MemberIndex, Digest>,
}

/// Why a submission or another tally cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TallyError {
    /// A member counts once.
    #[error("a member is in this sum already; add its latest submission alone")]
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
            }
        };
        Self {
            parts: (0..manifest.keys.len()).map(part).collect(),
            public: vec![0; manifest.cells.len()],
            reported: BTreeMap::new(),
            submissions: BTreeMap::new(),
        }
    }

    /// Add one member's submission.
    ///
    /// # Errors
    /// A member twice, or a submission of another round; the tally is then of no use.
    pub fn add(&mut self, verified: &Verified<VerifiedSubmission>) -> Result<(), TallyError> {
        let submission = verified.get();
        let member = submission.member;
        if self.submissions.contains_key(&member) {
            return Err(TallyError::Twice(member));
        }
        let mut reported = vec![false; self.public.len()];
        let mut keys = BTreeSet::new();
        if !submission.parts.iter().all(|part| keys.insert(part.key)) {
            return Err(TallyError::OtherRound);
        }
        for from in &submission.parts {
            let to = self.parts.iter_mut().find(|part| part.key == from.key).ok_or(TallyError::OtherRound)?;
            if from.ciphertexts.len() != to.sums.len() || from.reported.len() != to.cells.len() {
                return Err(TallyError::OtherRound);
            }
            to.sums.par_iter_mut().zip(&from.ciphertexts).try_for_each(
                |(sum, ciphertext)| match ciphertext {
                    Some(ciphertext) => sum.add(ciphertext).map_err(|_| TallyError::OtherRound),
                    None => Ok(()),
                },
            )?;
            let own = reported.get_mut(to.cells.clone()).unwrap_or_default();
            own.iter_mut().zip(&from.reported).for_each(|(own, reports)| *own = *reports);
        }
        for cell in &submission.public {
            if let Some(public) = self.public.get_mut(*cell as usize) {
                *public += 1;
            }
        }
        self.reported.insert(member, reported);
        self.submissions.insert(member, submission.digest);
        Ok(())
    }

    /// Add what another worker has added up.
    ///
    /// # Errors
    /// A member that is in both, or a tally of another round; the tally is then of no use.
    pub fn merge(&mut self, other: Self) -> Result<(), TallyError> {
        if let Some(member) = other.submissions.keys().find(|member| self.submissions.contains_key(member)) {
            return Err(TallyError::Twice(*member));
        }
        let same = self.parts.iter().map(|part| part.key).eq(other.parts.iter().map(|part| part.key));
        if !same || self.public.len() != other.public.len() {
            return Err(TallyError::OtherRound);
        }
        for (to, from) in self.parts.iter_mut().zip(other.parts) {
            for (sum, more) in to.sums.iter_mut().zip(&from.sums) {
                sum.add(more.sum()).map_err(|_| TallyError::OtherRound)?;
            }
        }
        self.public.iter_mut().zip(other.public).for_each(|(sum, more)| *sum += more);
        self.reported.extend(other.reported);
        self.submissions.extend(other.submissions);
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

    /// The summed ciphertexts of key number `part`; none for an unknown part.
    #[must_use]
    pub fn sums(&self, part: usize) -> Vec<Summed<'_>> {
        let sums = self.parts.get(part).map_or(&[][..], |part| &part.sums);
        sums.iter().map(|sum| Summed { mask: sum.sum().mask(), body: sum.sum().body() }).collect()
    }

    /// Digest of the summed ciphertexts of every key, in round order: what the seal and the statements name.
    #[must_use]
    pub fn aggregates(&self) -> Vec<Digest> {
        (0..self.parts.len())
            .into_par_iter()
            .filter_map(|at| Some(aggregate_digest(self.parts.get(at)?.key, &self.sums(at))))
            .collect()
    }
}
