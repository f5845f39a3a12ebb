//! From one valid share of every sub-key to slots (docs/spec.md section 7.5).
//!
//! Any holder's proven share of a sub-key serves: two that hold decode alike. So no agreement between trustees is needed, and
//! nobody is named but by its own signed proof. Openings come sealed; one that does not fit its commitment is seen by the
//! coordinator alone, who takes another holder's.

use super::asked::{Asked, ProvenShares};
use super::share::{ShareOpenings, SubKeyIndex};
use super::sheet::{OpenedPart, StepOpening};
use crate::canonical;
use crate::hash::digest;
use crate::party::TrusteeIndex;
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_statements::trustee::{Opening, Total, add_commitments, all_fit};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// One answer with its openings.
pub struct Answer {
    /// Proofs that hold.
    pub proven: ProvenShares,
    /// What was sealed to the coordinator.
    pub openings: ShareOpenings,
}

/// What a step opened.
pub struct Combined {
    /// One number per slot asked, in the order of the positions.
    pub slots: Vec<u64>,
    /// What opens the sum of the commitments.
    pub opening: StepOpening,
    /// Shares whose openings do not fit their commitments, of those that were looked at because something did not fit. Only
    /// whoever can unseal an opening sees it: no evidence for anybody else.
    pub misfits: Vec<(TrusteeIndex, SubKeyIndex)>,
}

/// Why no slot is opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CombineError {
    /// Some sub-keys have no share that fits.
    #[error(
        "{} of {of} sub-keys have no usable share yet; have trustees {} answer", sub_keys.len(),
        silent.iter().map(|trustee| trustee.0.to_string()).collect::<Vec<_>>().join(", ")
    )]
    Lacking {
        /// Which.
        sub_keys: Vec<SubKeyIndex>,
        /// Of how many.
        of: usize,
        /// Holders of these whose share is not there or does not fit.
        silent: Vec<TrusteeIndex>,
    },
    /// The sums do not fit: a fault of this program.
    #[error("the sum of the shares does not open the sum of their commitments; report this")]
    Sum,
}

/// One share picked for a sub-key: its commitments and opening per ciphertext.
struct Picked<'a> {
    trustee: TrusteeIndex,
    commitments: &'a [Vec<CompressedRistretto>],
    openings: Vec<Opening>,
}

impl Answer {
    fn share(&self, sub_key: SubKeyIndex) -> Option<Picked<'_>> {
        let at = self.openings.iter().position(|(own, _)| *own == sub_key)?;
        let (_, openings) = self.openings.get(at)?;
        Some(Picked {
            trustee: self.proven.trustee(),
            commitments: self.proven.of(sub_key)?,
            openings: openings.iter().map(super::share::ShareOpening::read).collect::<Option<_>>()?,
        })
    }
}

impl Asked {
    /// Combine: the first answer in the order given serves for each sub-key that its trustee holds, if it fits.
    ///
    /// # Errors
    /// Sub-keys without a share that fits.
    pub fn combine(&self, answers: &[Answer]) -> Result<Combined, CombineError> {
        let sub_keys = || (0u16..).take(self.holders.len()).map(SubKeyIndex);
        let first =
            |sub_key| answers.iter().find(|answer| answer.proven.of(sub_key).is_some())?.share(sub_key);
        let quick: Option<Vec<Picked<'_>>> = sub_keys().map(first).collect();
        if let Some(picked) = quick
            && let Some((slots, opening)) = self.add_up(&picked)
        {
            return Ok(Combined { slots, opening, misfits: vec![] });
        }
        // Something is missing or does not fit: look at each answer by itself, and at the shares of those that do not fit.
        let sound: Vec<BTreeSet<SubKeyIndex>> = answers.par_iter().map(|answer| self.sound(answer)).collect();
        let (mut picked, mut misfits, mut lacking) = (vec![], vec![], vec![]);
        for sub_key in sub_keys() {
            let mut found = None;
            for (answer, sound) in answers.iter().zip(&sound) {
                if answer.proven.of(sub_key).is_none() {
                    continue;
                }
                if !sound.contains(&sub_key) {
                    misfits.push((answer.proven.trustee(), sub_key));
                } else if found.is_none() {
                    found = answer.share(sub_key);
                }
            }
            match found {
                Some(share) => picked.push(share),
                None => lacking.push(sub_key),
            }
        }
        if lacking.is_empty() {
            let (slots, opening) = self.add_up(&picked).ok_or(CombineError::Sum)?;
            return Ok(Combined { slots, opening, misfits });
        }
        let mut silent: Vec<TrusteeIndex> =
            lacking.iter().filter_map(|at| self.holders.get(usize::from(at.0))).flatten().copied().collect();
        silent.sort_unstable();
        silent.dedup();
        Err(CombineError::Lacking { sub_keys: lacking, of: self.holders.len(), silent })
    }

    /// The sub-keys of which an answer's openings fit: all in one multiplication, and each by itself only if that fails.
    fn sound(&self, answer: &Answer) -> BTreeSet<SubKeyIndex> {
        let shares: Vec<(SubKeyIndex, Picked<'_>)> = (0u16..)
            .take(self.holders.len())
            .map(SubKeyIndex)
            .filter_map(|sub_key| Some((sub_key, answer.share(sub_key)?)))
            .filter(|(_, share)| {
                share.openings.len() == self.parts.len() && share.commitments.len() == self.parts.len()
            })
            .collect();
        // The weights follow from this and from the commitments.
        let seed = digest("opening-weights", &[&canonical::encode(&answer.openings)]);
        let fit = |shares: &[&Picked<'_>]| {
            let all: Vec<_> = shares
                .iter()
                .flat_map(|share| self.parts.iter().zip(share.commitments).zip(&share.openings))
                .map(|((part, commitments), opening)| (&part.slots, commitments.as_slice(), opening))
                .collect();
            all_fit(&all, &mut ChaCha20Rng::from_seed(seed.0))
        };
        let whole: Vec<&Picked<'_>> = shares.iter().map(|(_, share)| share).collect();
        let all = fit(&whole);
        shares.iter().filter(|(_, share)| all || fit(&[share])).map(|(sub_key, _)| *sub_key).collect()
    }

    /// The sum of one share per sub-key; none if it does not fit.
    fn add_up(&self, picked: &[Picked<'_>]) -> Option<(Vec<u64>, StepOpening)> {
        let holders = picked.iter().map(|share| share.trustee).collect();
        let (mut parts, mut slots) = (Vec::with_capacity(self.parts.len()), Vec::new());
        for (at, part) in self.parts.iter().enumerate() {
            let mut total = Total::new(&part.slots);
            for share in picked {
                total.add(share.commitments.get(at)?, share.openings.get(at)?).ok()?;
            }
            total.check().ok()?;
            slots.extend(self.numbers(at, &total)?);
            parts.push(OpenedPart::of(&total));
        }
        Some((slots, StepOpening { holders, parts }))
    }

    /// The numbers in the slots of one ciphertext.
    fn numbers(&self, at: usize, total: &Total) -> Option<Vec<u64>> {
        let bodies = &self.parts.get(at)?.bodies;
        Some(total.sums().iter().zip(bodies).map(|(sum, body)| sum.slot(*body, self.slot_bits)).collect())
    }

    /// The sum of the commitments of one proven share per sub-key, per ciphertext; none if a holder named is none, or has
    /// given no share that holds. It is T per ciphertext and block: what the coordinator's proof for the public is about.
    #[must_use]
    pub fn totals(
        &self,
        holders: &[TrusteeIndex],
        proven: &[ProvenShares],
    ) -> Option<Vec<Vec<CompressedRistretto>>> {
        if holders.len() != self.holders.len() {
            return None;
        }
        let share = |(sub_key, holder): (u16, &TrusteeIndex)| {
            let own =
                proven.iter().find(|own| own.trustee() == *holder && *own.question() == self.question)?;
            own.of(SubKeyIndex(sub_key))
        };
        let shares: Vec<_> = (0u16..).zip(holders).map(share).collect::<Option<_>>()?;
        let sum = |(at, part): (usize, &super::asked::AskedPart)| {
            let all = shares.iter().map(|share| share.get(at).map(Vec::as_slice));
            let all: Vec<&[CompressedRistretto]> = all.collect::<Option<_>>()?;
            add_commitments(&part.slots, &all).ok()
        };
        self.parts.iter().enumerate().map(sum).collect()
    }

    /// The numbers that a sheet's opening gives, if it opens the sum of proven commitments; none if it does not.
    #[must_use]
    pub fn opened(&self, opening: &StepOpening, proven: &[ProvenShares]) -> Option<Vec<u64>> {
        let sums = self.totals(&opening.holders, proven)?;
        if opening.parts.len() != self.parts.len() {
            return None;
        }
        let mut slots = Vec::new();
        for (at, ((part, commitments), opened)) in
            self.parts.iter().zip(&sums).zip(&opening.parts).enumerate()
        {
            let total = opened.total(&part.slots, commitments)?;
            total.check().ok()?;
            slots.extend(self.numbers(at, &total)?);
        }
        Some(slots)
    }
}
