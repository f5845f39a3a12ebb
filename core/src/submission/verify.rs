//! What aggregator, trustees and auditor check of a submission, the cheap checks first (docs/spec.md section 5.4).
//!
//! Signature, member, phase and revision are the fold's; here are sizes, digests and proofs.

use super::header::{PartHeader, SubmissionHeader};
use super::part::{PartBody, Place, transcript_digests};
use crate::canonical;
use crate::lattice::{Ciphertext, PublicKey, ShapeError};
use crate::packing::Layout;
use crate::party::KeyId;
use crate::proof::{self, PartCommitments, PartStatement, ProofError, submission_transcript};
use crate::round::RoundManifest;
use crate::wellformed::{self, Claim, Common, WellformedProof};
use merlin::Transcript;
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
    /// `keys` with their layouts, in round order. `rng` gives the weights of batched checks and must not be foreseeable
    /// by the member.
    pub fn verify(
        self,
        manifest: &RoundManifest,
        keys: &[(PublicKey, Layout)],
        header: &SubmissionHeader,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Verified<Vec<VerifiedPart>>, SubmissionRefusal> {
        let received = vec![Received { header, parts: self }];
        let nothing = SubmissionRefusal::Parts { expected: header.parts.len(), got: 0 };
        verify_batch(manifest, keys, received, rng).pop().unwrap_or(Err(nothing))
    }
}

/// One submission of several that are checked together.
pub struct Received<'a> {
    /// The header, which the fold accepts.
    pub header: &'a SubmissionHeader,
    /// The bodies.
    pub parts: Unverified<Parts>,
}

/// Check many members' submissions to one round, as [`Unverified::verify`] does; one result per submission. The costly
/// proof (c) comes last and of all submissions at once, of those alone that passed everything else.
///
/// Memory is that of all submissions together, and some 12 MB per group of eight ciphertexts: hand in as many as fit.
pub fn verify_batch(
    manifest: &RoundManifest,
    keys: &[(PublicKey, Layout)],
    received: Vec<Received<'_>>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Vec<Result<Verified<Vec<VerifiedPart>>, SubmissionRefusal>> {
    let mut checked: Vec<Result<Vec<Checked>, SubmissionRefusal>> = received
        .into_iter()
        .map(|Received { header, parts }| check_cheap(manifest, keys, header, parts.0, rng))
        .collect();
    let common: Vec<Common> = keys.iter().map(|(key, _)| Common::of(key)).collect();
    let (mut claims, mut owners) = (Vec::new(), Vec::new());
    for (submission, parts) in checked.iter().enumerate() {
        for (part, checked) in parts.iter().flatten().enumerate() {
            let Some(common) = common.get(checked.position) else { continue };
            claims.push(Claim {
                part: checked.transcript.clone(),
                common,
                masks: checked.part.ciphertexts.iter().flatten().map(Ciphertext::mask).collect(),
                proofs: &checked.wellformed,
            });
            owners.push((submission, part));
        }
    }
    let results = wellformed::verify(&claims, rng);
    for ((submission, part), result) in owners.into_iter().zip(results) {
        if let (Err(source), Some(entry @ Ok(_))) = (result, checked.get_mut(submission)) {
            *entry = Err(SubmissionRefusal::Proof { part, source });
        }
    }
    let verified = |parts: Vec<Checked>| Verified(parts.into_iter().map(|checked| checked.part).collect());
    checked.into_iter().map(|parts| parts.map(verified)).collect()
}

/// A part of which everything but proof (c) holds.
struct Checked {
    /// Place of the key in the round.
    position: usize,
    part: VerifiedPart,
    transcript: Transcript,
    wellformed: Vec<WellformedProof>,
}

fn check_cheap(
    manifest: &RoundManifest,
    keys: &[(PublicKey, Layout)],
    header: &SubmissionHeader,
    bodies: Parts,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<Checked>, SubmissionRefusal> {
    let (expected, got) = (header.parts.len(), bodies.len());
    if expected != got {
        return Err(SubmissionRefusal::Parts { expected, got });
    }
    let reported = header.reported();
    let mut shaped = Vec::new();
    for (part, (body, named)) in bodies.into_iter().zip(&header.parts).enumerate() {
        let refused = SubmissionRefusal::Key(named.key);
        let position = manifest.keys.iter().position(|key| key.key == named.key).ok_or(refused.clone())?;
        let (_, layout) = keys.get(position).ok_or(refused)?;
        let reported = reported.get(manifest.part_cells(position)).unwrap_or_default();
        let ciphertexts = shape(part, layout, &body, named, reported)?;
        shaped.push((body, position, layout, reported.to_vec(), ciphertexts, named));
    }
    let mut checked = Vec::new();
    for (part, (body, position, layout, reported, ciphertexts, named)) in shaped.into_iter().enumerate() {
        let statement =
            PartStatement { reported, widths: layout.widths().to_vec(), commitments: body.commitments };
        let digests = transcript_digests(&named.ciphertexts);
        let place =
            Place { round: header.round, key: named.key, member: header.member, revision: header.revision };
        let context = place.context(&digests, &statement);
        proof::verify(&context, &body.proofs.cells, rng)
            .map_err(|source| SubmissionRefusal::Proof { part, source })?;
        let transcript = submission_transcript(&context);
        let PartStatement { reported, commitments, .. } = statement;
        checked.push(Checked {
            position,
            part: VerifiedPart { key: named.key, ciphertexts, reported, commitments },
            transcript,
            wellformed: body.proofs.wellformed,
        });
    }
    Ok(checked)
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
