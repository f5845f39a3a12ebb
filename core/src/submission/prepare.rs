//! The member's side: encrypt, commit, prove (docs/spec.md section 5.3).

use super::header::{Status, SubmissionHeader};
use super::part::{Linked, PartBody, PartProof, Place, ciphertext_digest, transcript_digests};
use crate::lattice::{Ciphertext, PublicKey, Witness, encrypt};
use crate::packing::table::PackError;
use crate::packing::{Layout, PartPlain};
use crate::party::{MemberIndex, RoundId};
use crate::proof::{self, PartWitness, ProofError, submission_transcript};
use crate::round::RoundManifest;
use crate::wellformed::{self, Common, GROUP};
use merlin::Transcript;
use rand_core::{CryptoRng, RngCore};

/// Why a submission cannot be prepared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// Figures do not fit the round.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// A proof cannot be made.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// Statuses, figures or keys do not match the round.
    #[error("{0} does not match the round; use the template of this round")]
    Mismatch(&'static str),
    /// Nothing reported.
    #[error("the return reports no cell; a member without figures need not submit")]
    Empty,
}

/// What the member keeps sealed until the revision window ends: figures and blinding factors of one key.
pub struct PartSecrets {
    /// Figures and blinding factors.
    pub plain: PartPlain,
    /// Ephemeral and error of each ciphertext sent, in order.
    pub encryption: Vec<Witness>,
}

/// A submission as the member makes it.
pub struct Prepared {
    /// What it signs.
    pub header: SubmissionHeader,
    /// What travels beside it, one per key in the header.
    pub parts: Vec<PartBody>,
    /// What it keeps.
    pub secrets: Vec<PartSecrets>,
}

/// Encrypt, commit and prove one part.
pub fn prepare_part(
    place: Place,
    key: &PublicKey,
    layout: &Layout,
    plain: PartPlain,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(PartBody, PartSecrets), PrepareError> {
    let slots = plain.pack(layout)?;
    let reported = plain.reported();
    let (mut ciphertexts, mut sent, mut encryption) = (Vec::new(), Vec::new(), Vec::new());
    for (chunk, present) in slots.chunks(layout.params().degree()).zip(layout.present(&reported)) {
        ciphertexts.push(present.then(|| {
            let (ciphertext, witness) = encrypt(key, chunk, rng);
            encryption.push(witness);
            let bytes = ciphertext.to_bytes();
            sent.push(ciphertext);
            bytes
        }));
    }
    let values = plain.cells.iter().flatten().map(|cell| u64::from(cell.value)).collect();
    let blindings = plain.cells.iter().flatten().map(|cell| cell.blinding.scalar()).collect();
    let changed: Option<(Vec<bool>, _)> = plain.changed.as_ref().map(|(bits, blinding)| {
        let bits = bits.iter().zip(&reported).filter(|(_, reports)| **reports).map(|(bit, _)| *bit).collect();
        (bits, blinding.scalar())
    });
    let changed = changed.as_ref().map(|(bits, blinding)| (bits.as_slice(), *blinding));
    let witness = PartWitness::new(values, blindings, plain.bits_blinding.scalar(), changed, rng)?;
    let statement = witness.commit(&reported, layout.widths())?;
    let digests: Vec<_> = ciphertexts.iter().map(|bytes| bytes.as_deref().map(ciphertext_digest)).collect();
    let digests = transcript_digests(&digests);
    let context = place.context(&digests, &statement);
    let cells = proof::prove(&context, &witness, rng)?;
    let wellformed = prove_wellformed(&submission_transcript(&context), key, &sent, &encryption, rng)?;
    let proofs = PartProof { cells, wellformed, linked: Linked::Absent };
    let body = PartBody { ciphertexts, commitments: statement.commitments, proofs };
    Ok((body, PartSecrets { plain, encryption }))
}

/// Proof (c) of all ciphertexts sent, in groups.
fn prove_wellformed(
    part: &Transcript,
    key: &PublicKey,
    sent: &[Ciphertext],
    witnesses: &[Witness],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<wellformed::WellformedProof>, ProofError> {
    let common = Common::of(key);
    let pairs: Vec<_> = sent.iter().map(Ciphertext::mask).zip(witnesses).collect();
    let groups = pairs.chunks(GROUP).enumerate();
    groups.map(|(group, pairs)| wellformed::prove(part, group, &common, pairs, rng)).collect()
}

/// A member's whole submission.
///
/// `values` per cell of the round, present exactly where the status reports; `changed` in a revision round alone;
/// `keys` are the round's public keys with their layouts, in round order.
pub fn prepare(
    manifest: &RoundManifest,
    keys: &[(PublicKey, Layout)],
    (member, revision): (MemberIndex, u32),
    statuses: Vec<Status>,
    values: &[Option<u32>],
    changed: Option<&[bool]>,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Prepared, PrepareError> {
    if statuses.len() != manifest.cells.len() || values.len() != statuses.len() {
        return Err(PrepareError::Mismatch("the number of cells"));
    }
    if statuses.iter().zip(values).any(|(status, value)| status.reports() != value.is_some()) {
        return Err(PrepareError::Mismatch("a status without its figure, or a figure without its status,"));
    }
    if keys.len() != manifest.keys.len() || changed.is_some() != manifest.revision {
        return Err(PrepareError::Mismatch("the list of keys, or of changed cells,"));
    }
    let round: RoundId = manifest.id();
    let mut header = SubmissionHeader { round, member, revision, statuses, parts: Vec::new() };
    let (mut parts, mut secrets) = (Vec::new(), Vec::new());
    for (index, ((key, layout), entry)) in keys.iter().zip(&manifest.keys).enumerate() {
        let range = manifest.part_cells(index);
        let cells = values.get(range.clone()).unwrap_or_default();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let changed = changed.map(|bits| bits.get(range).unwrap_or_default().to_vec());
        let plain = PartPlain::draw(cells, changed, rng);
        let place = Place { round, key: entry.key, member, revision };
        let (body, kept) = prepare_part(place, key, layout, plain, rng)?;
        header.parts.push(body.header(entry.key));
        parts.push(body);
        secrets.push(kept);
    }
    if parts.is_empty() {
        return Err(PrepareError::Empty);
    }
    Ok(Prepared { header, parts, secrets })
}
