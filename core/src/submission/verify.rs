//! What aggregator, trustees and auditor check of a submission, the cheap checks first (docs/spec.md section 5.4).
//!
//! Signature, member, phase and revision are the fold's; here are sizes, digests and proofs.

use super::header::{PartHeader, SubmissionHeader};
use super::part::{PartBody, Place, transcript_digests};
use crate::canonical;
use crate::hash::Digest;
use crate::lattice::{Ciphertext, ShapeError};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex};
use crate::proof::{self, PartCommitments, PartStatement, ProofError};
use crate::round::RoundManifest;
use rand_core::{CryptoRng, RngCore};

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

impl Unverified<Parts> {
    /// Check sizes, digests and proofs of a submission whose header the fold accepts.
    ///
    /// `layouts` of all keys, in round order. `rng` gives the weights of batched checks and must not be foreseeable
    /// by the member.
    pub fn verify(
        self,
        manifest: &RoundManifest,
        layouts: &[Layout],
        header: &SubmissionHeader,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<VerifiedSubmission>, SubmissionRefusal> {
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
            let layout = layouts.get(position).ok_or(refused)?;
            let reported = reported.get(manifest.part_cells(position)).unwrap_or_default();
            let ciphertexts = shape(part, layout, &body, named, reported)?;
            shaped.push((body, layout, reported.to_vec(), ciphertexts, named));
        }
        let mut parts = Vec::new();
        for (part, (body, layout, reported, ciphertexts, named)) in shaped.into_iter().enumerate() {
            let statement =
                PartStatement { reported, widths: layout.widths().to_vec(), commitments: body.commitments };
            let digests = transcript_digests(&named.ciphertexts);
            let place = Place {
                round: header.round,
                key: named.key,
                member: header.member,
                revision: header.revision,
            };
            proof::verify(&place.context(&digests, &statement), &body.proofs, rng)
                .map_err(|source| SubmissionRefusal::Proof { part, source })?;
            let PartStatement { reported, commitments, .. } = statement;
            parts.push(VerifiedPart { key: named.key, ciphertexts, reported, commitments });
        }
        Ok(Verified(VerifiedSubmission { member: header.member, digest: header.digest(), parts }))
    }
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
