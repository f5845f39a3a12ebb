//! What aggregator, trustees and auditor check of a submission, the cheap checks first (docs/spec.md section 5.4).
//!
//! Signature, member, phase and revision are the fold's; here are sizes, digests and proofs.

use super::header::{PartHeader, SubmissionHeader};
use super::part::{CiphertextProof, PartBody, Place, transcript_digests};
use crate::canonical;
use crate::hash::Digest;
use crate::lattice::sample::expand_common;
use crate::lattice::{Ciphertext, Params, ShapeError};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex};
use crate::proof::equations::Equations;
use crate::proof::transcript::{fork, submission_transcript};
use crate::proof::{self, PartCommitments, PartStatement, ProofError, Ranges};
use crate::round::{RoundKey, RoundManifest};
use crate::wellformed::{Common, GROUP, verify_into};
use merlin::Transcript;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use rayon::prelude::*;

/// Why a submission is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionRefusal {
    /// Parts and header do not match in number.
    #[error("{got} parts where the header names {expected}; send the file that prepare wrote")]
    Parts {
        /// In the header.
        expected: usize,
        /// Sent.
        got: usize,
    },
    /// A key that the round does not have, or an unknown layout.
    #[error("the submission names a key that this round does not have; prepare it for this round")]
    Key(KeyId),
    /// A ciphertext present where none belongs, or the reverse.
    #[error("ciphertext {ciphertext} of part {part} is {}; the bitmap decides which are sent", if *.present { "missing" } else { "not wanted" })]
    Presence {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// Whether it belongs there.
        present: bool,
    },
    /// Wrong size.
    #[error("ciphertext {ciphertext} of part {part}: {source}")]
    Shape {
        /// Part.
        part: usize,
        /// Ciphertext.
        ciphertext: usize,
        /// What is wrong.
        source: ShapeError,
    },
    /// The digests in the header are not those of the body.
    #[error("part {part} is not the one that the header names; send the file that prepare wrote")]
    Digest {
        /// Part.
        part: usize,
    },
    /// A proof failed.
    #[error("part {part}: {source}")]
    Proof {
        /// Part.
        part: usize,
        /// Which proof, and which cell where known.
        source: ProofError,
    },
}

impl SubmissionRefusal {
    /// The rule id, as in the catalogue of docs/spec.md section 6.4.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Parts { .. } => "SUB-PARTS",
            Self::Key(_) => "SUB-KEY",
            Self::Presence { .. } => "SUB-PRESENCE",
            Self::Shape { .. } => "SUB-SHAPE",
            Self::Digest { .. } => "SUB-DIGEST",
            Self::Proof { .. } => "SUB-PROOF",
        }
    }
}

/// A part that came from outside and has not been checked.
pub struct Unverified<T>(T);

/// A part whose sizes, digests and proofs hold. Made in one place: [`Unverified::verify`].
pub struct Verified<T>(T);

/// All parts of a submission, in the order of the header.
pub type Parts = Vec<PartBody>;

impl<T> Unverified<T> {
    /// Mark what came from outside.
    pub const fn new(foreign: T) -> Self {
        Self(foreign)
    }
}

/// The ciphertexts and commitments of one verified part.
pub struct VerifiedPart {
    /// The key.
    pub key: KeyId,
    /// Ciphertexts, shaped; none where the member reports no cell.
    pub ciphertexts: Vec<Option<Ciphertext>>,
    /// Which cells of the key are reported.
    pub reported: Vec<bool>,
    /// The commitments.
    pub commitments: PartCommitments,
}

/// A submission whose digests, shapes and proofs hold.
pub struct VerifiedSubmission {
    /// Whose.
    pub member: MemberIndex,
    /// Digest of its header.
    pub digest: Digest,
    /// Cells whose figure the member publishes itself.
    pub public: Vec<u32>,
    /// In the order of the header.
    pub parts: Vec<VerifiedPart>,
}

impl<T> Verified<T> {
    /// What was verified.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0
    }

    /// What was verified.
    #[must_use]
    pub const fn get(&self) -> &T {
        &self.0
    }
}

/// What every check of a round's submissions needs: layouts, and the keys' common polynomials made ready. Made once.
pub struct Checks {
    manifest: RoundManifest,
    layouts: Vec<Layout>,
    commons: Vec<Common>,
}

impl Checks {
    /// Of a round.
    #[must_use]
    pub fn of(manifest: &RoundManifest) -> Self {
        let common = |key: &RoundKey| {
            let a = expand_common(manifest.ceremony.0.as_bytes(), key.index, &Params::STANDARD);
            Common::new(&Params::STANDARD, a)
        };
        Self {
            layouts: (0..manifest.keys.len()).map(|part| Layout::of_part(manifest, part)).collect(),
            commons: manifest.keys.iter().map(common).collect(),
            manifest: manifest.clone(),
        }
    }

    /// The round.
    #[must_use]
    pub const fn manifest(&self) -> &RoundManifest {
        &self.manifest
    }
}

/// All but the last check has passed: it is shared with others, as [`Equations`].
struct Pending {
    submission: VerifiedSubmission,
    /// Of each part.
    ranges: Vec<Ranges>,
    groups: Vec<Group>,
}

/// What proof (c) of one group of ciphertexts leaves to be checked.
struct Group {
    part: usize,
    group: usize,
    equations: Equations,
}

/// Whether all of these hold, in one multi-scalar multiplication.
fn hold<'a>(equations: impl IntoIterator<Item = &'a Equations>) -> bool {
    equations.into_iter().fold(Equations::default(), |all, one| all.merge(one.clone())).holds()
}

impl Pending {
    fn equations(&self) -> impl Iterator<Item = &Equations> {
        let ranges = self.ranges.iter().map(Ranges::equations);
        ranges.chain(self.groups.iter().map(|group| &group.equations))
    }

    /// Verified, unless a range proof or a group fails by itself: the first that does is named.
    fn each(
        self,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<VerifiedSubmission>, SubmissionRefusal> {
        if hold(self.equations()) {
            return Ok(Verified(self.submission));
        }
        for (part, ranges) in self.ranges.iter().enumerate() {
            ranges.each(rng).map_err(|source| SubmissionRefusal::Proof { part, source })?;
        }
        let guilty = self.groups.iter().find(|group| !hold([&group.equations]));
        guilty.map_or(Ok(Verified(self.submission)), |guilty| {
            let source = ProofError::Wellformed { group: guilty.group };
            Err(SubmissionRefusal::Proof { part: guilty.part, source })
        })
    }
}

impl Unverified<Parts> {
    /// Check sizes, digests and proofs of a submission whose header the fold accepts; the expensive proofs come last.
    ///
    /// `rng` gives the weights of batched checks and must not be foreseeable by the member.
    pub fn verify(
        self,
        checks: &Checks,
        header: &SubmissionHeader,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<VerifiedSubmission>, SubmissionRefusal> {
        self.pend(checks, header, rng)?.each(rng)
    }

    fn pend(
        self,
        checks: &Checks,
        header: &SubmissionHeader,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Pending, SubmissionRefusal> {
        let manifest = &checks.manifest;
        let (expected, got) = (header.parts.len(), self.0.len());
        if expected != got {
            return Err(SubmissionRefusal::Parts { expected, got });
        }
        let reported = header.reported();
        let mut shaped = Vec::new();
        for (part, (body, named)) in self.0.into_iter().zip(&header.parts).enumerate() {
            let refused = SubmissionRefusal::Key(named.key);
            let position =
                manifest.keys.iter().position(|key| key.key == named.key).ok_or(refused.clone())?;
            let (layout, common) =
                checks.layouts.get(position).zip(checks.commons.get(position)).ok_or(refused)?;
            let reported = reported.get(manifest.part_cells(position)).unwrap_or_default();
            let ciphertexts = shape(part, layout, &body, named, reported)?;
            shaped.push((body, (layout, common), reported.to_vec(), ciphertexts, named));
        }
        let (mut parts, mut ranges, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (part, (body, (layout, common), reported, ciphertexts, named)) in shaped.into_iter().enumerate() {
            let statement =
                PartStatement { reported, widths: layout.widths().to_vec(), commitments: body.commitments };
            let digests = transcript_digests(&named.ciphertexts);
            let place = Place {
                round: header.round,
                key: named.key,
                member: header.member,
                revision: header.revision,
            };
            let context = place.context(&digests, &statement);
            let read = proof::verify_into(&context, &body.proofs.figures, rng);
            ranges.push(read.map_err(|source| SubmissionRefusal::Proof { part, source })?);
            last.push((submission_transcript(&context), common, body.proofs.ciphertexts));
            let PartStatement { reported, commitments, .. } = statement;
            parts.push(VerifiedPart { key: named.key, ciphertexts, reported, commitments });
        }
        let mut groups = Vec::new();
        for (part, (transcript, common, proof)) in last.into_iter().enumerate() {
            let sent = parts.get(part).into_iter().flat_map(|part| part.ciphertexts.iter().flatten());
            let masks: Vec<&[u128]> = sent.map(Ciphertext::mask).collect();
            let equations = wellformed(&transcript, common, &masks, &proof, rng)
                .map_err(|source| SubmissionRefusal::Proof { part, source })?;
            let of_group = |(group, equations)| Group { part, group, equations };
            groups.extend(equations.into_iter().enumerate().map(of_group));
        }
        let submission = VerifiedSubmission {
            member: header.member,
            digest: header.digest(),
            public: header.public.clone(),
            parts,
        };
        Ok(Pending { submission, ranges, groups })
    }
}

/// The equations of proof (c), per group, in order. Groups in parallel.
fn wellformed(
    transcript: &Transcript,
    common: &Common,
    masks: &[&[u128]],
    proof: &CiphertextProof,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<Equations>, ProofError> {
    let CiphertextProof::Wellformed(proofs) = proof;
    let groups: Vec<&[&[u128]]> = masks.chunks(GROUP).collect();
    if groups.len() != proofs.len() {
        let element = proof::Element::Wellformed;
        return Err(ProofError::Count { element, expected: groups.len(), found: proofs.len() });
    }
    let mut seed = [0u8; 32];
    rng.fill_bytes(&mut seed);
    let check = |(group, (masks, proof)): (usize, (&[&[u128]], &crate::wellformed::WellformedProof))| {
        let mut rng = ChaCha20Rng::from_seed(seed);
        rng.set_stream(group as u64);
        let (mut own, t) = (Equations::default(), fork(transcript, b"wellformed", group));
        let holds = verify_into(&mut own, &t, common, masks, proof, &mut rng);
        holds.map(|()| own).ok_or(ProofError::Wellformed { group })
    };
    let work: Vec<_> = groups.into_iter().zip(proofs).enumerate().collect();
    work.into_par_iter().map(check).collect()
}

/// Check many submissions of one round, in parallel, with one multi-scalar multiplication for the range proofs and the
/// linear arguments of all; if that fails, one by one, so that member, part, and batch or group are named. Answers in the
/// order given.
pub fn verify_many(
    submissions: Vec<(SubmissionHeader, Parts)>,
    checks: &Checks,
    rng: &mut (impl RngCore + CryptoRng),
) -> Vec<Result<Verified<VerifiedSubmission>, SubmissionRefusal>> {
    let mut seed = [0u8; 32];
    rng.fill_bytes(&mut seed);
    let work: Vec<_> = submissions.into_iter().enumerate().collect();
    let pend = |(at, (header, parts)): (usize, (SubmissionHeader, Parts))| {
        let mut rng = ChaCha20Rng::from_seed(seed);
        rng.set_stream(at as u64);
        Unverified::new(parts).pend(checks, &header, &mut rng)
    };
    let pending: Vec<Result<Pending, SubmissionRefusal>> = work.into_par_iter().map(pend).collect();
    let all = hold(pending.iter().flatten().flat_map(Pending::equations));
    let mut one = |pending: Pending| if all { Ok(Verified(pending.submission)) } else { pending.each(rng) };
    pending.into_iter().map(|pending| pending.and_then(&mut one)).collect()
}

fn shape(
    part: usize,
    layout: &Layout,
    body: &PartBody,
    named: &PartHeader,
    reported: &[bool],
) -> Result<Vec<Option<Ciphertext>>, SubmissionRefusal> {
    let present = layout.present(reported);
    if body.ciphertexts.len() != present.len() || named.ciphertexts.len() != present.len() {
        return Err(SubmissionRefusal::Digest { part });
    }
    let mut shaped = Vec::with_capacity(present.len());
    for (ciphertext, (bytes, present)) in body.ciphertexts.iter().zip(present).enumerate() {
        if bytes.is_some() != present {
            return Err(SubmissionRefusal::Presence { part, ciphertext, present });
        }
        let made = bytes
            .as_deref()
            .map(|bytes| Ciphertext::from_bytes(layout.params(), layout.used(ciphertext), bytes))
            .transpose();
        shaped.push(made.map_err(|source| SubmissionRefusal::Shape { part, ciphertext, source })?);
    }
    if canonical::encode(&body.header(named.key)) != canonical::encode(named) {
        return Err(SubmissionRefusal::Digest { part });
    }
    Ok(shaped)
}
