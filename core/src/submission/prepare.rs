//! The member's side: encrypt, commit, prove (docs/spec.md section 5.3).

use super::header::{Status, SubmissionHeader};
use super::note::{self, Note, NoteFault};
use super::part::{CiphertextProof, PartBody, PartProofs, Place, ciphertext_digest, transcript_digests};
use crate::ceremony::CeremonyState;
use crate::lattice::sample::expand_common;
use crate::lattice::{Ciphertext, Params, PublicKey, Witness, encrypt};
use crate::packing::table::PackError;
use crate::packing::{Layout, PartPlain};
use crate::party::{MemberIndex, RoundId};
use crate::proof::transcript::{TranscriptContext, fork, submission_transcript};
use crate::proof::{self, PartWitness, ProofError};
use crate::round::{RoundKey, RoundManifest};
use crate::wellformed::{self, Common, GROUP, WellformedProof};
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

impl Prepared {
    /// With these notes, in any order: everybody will read them. No proof binds them, the member's signature does.
    ///
    /// # Errors
    /// A note that no submission may have.
    pub fn with_notes(mut self, mut notes: Vec<Note>) -> Result<Self, NoteFault> {
        notes.sort();
        notes.dedup();
        note::check(&notes, self.header.statuses.len())?;
        self.header.notes = notes;
        Ok(self)
    }
}

/// The public keys of a round with their layouts, in round order, from the folded ceremony that made them. `None`
/// unless the ceremony is valid and has these keys.
#[must_use]
pub fn round_keys(manifest: &RoundManifest, ceremony: &CeremonyState) -> Option<Vec<(PublicKey, Layout)>> {
    let made = ceremony.keys();
    let key = |(part, entry): (usize, &RoundKey)| {
        let key = made.get(entry.index as usize).filter(|key| key.key_id == entry.key)?;
        let a = expand_common(ceremony.id().0.as_bytes(), entry.index, &Params::STANDARD);
        Some((PublicKey::new(&Params::STANDARD, a, key.b.0.clone()), Layout::of_part(manifest, part)))
    };
    manifest.keys.iter().enumerate().map(key).collect()
}

/// Encrypted slots of one part, and the witness of each ciphertext sent.
pub struct Encrypted {
    /// Each ciphertext; none where the member reports no cell in it.
    pub ciphertexts: Vec<Option<Ciphertext>>,
    /// Ephemeral and error of each ciphertext sent, in order.
    pub witnesses: Vec<Witness>,
}

/// Encrypt the slots of one part.
pub fn encrypt_part(
    key: &PublicKey,
    layout: &Layout,
    reported: &[bool],
    slots: &[u32],
    rng: &mut (impl RngCore + CryptoRng),
) -> Encrypted {
    let (mut ciphertexts, mut witnesses) = (Vec::new(), Vec::new());
    for (chunk, present) in slots.chunks(layout.params().degree()).zip(layout.present(reported)) {
        ciphertexts.push(present.then(|| {
            let (ciphertext, witness) = encrypt(key, chunk, rng);
            witnesses.push(witness);
            ciphertext
        }));
    }
    Encrypted { ciphertexts, witnesses }
}

/// Commit to one part and prove it, for ciphertexts already made.
pub fn prove_part(
    place: Place,
    (key, layout): (&PublicKey, &Layout),
    plain: PartPlain,
    encrypted: Encrypted,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(PartBody, PartSecrets), PrepareError> {
    let reported = plain.reported();
    let Encrypted { ciphertexts, witnesses: encryption } = encrypted;
    let values = plain.cells.iter().flatten().map(|cell| u64::from(cell.value)).collect();
    let blindings = plain.cells.iter().flatten().map(|cell| cell.blinding.scalar()).collect();
    let changed: Option<(Vec<bool>, _)> = plain.changed.as_ref().map(|(bits, blinding)| {
        let bits = bits.iter().zip(&reported).filter(|(_, reports)| **reports).map(|(bit, _)| *bit).collect();
        (bits, blinding.scalar())
    });
    let changed = changed.as_ref().map(|(bits, blinding)| (bits.as_slice(), *blinding));
    let witness = PartWitness::new(values, blindings, plain.bits_blinding.scalar(), changed, rng)?;
    let statement = witness.commit(&reported, layout.widths())?;
    let bytes: Vec<_> = ciphertexts.iter().map(|c| c.as_ref().map(Ciphertext::to_bytes)).collect();
    let digests: Vec<_> = bytes.iter().map(|bytes| bytes.as_deref().map(ciphertext_digest)).collect();
    let digests = transcript_digests(&digests);
    let context = place.context(&digests, &statement);
    let figures = proof::prove(&context, &witness, rng)?;
    let masks: Vec<&[u128]> = ciphertexts.iter().flatten().map(Ciphertext::mask).collect();
    let common = Common::new(layout.params(), key.common().to_vec());
    let wellformed = prove_groups(&context, &common, &masks, &encryption, rng)?;
    let proofs = PartProofs { figures, ciphertexts: CiphertextProof::Wellformed(wellformed) };
    let body = PartBody { ciphertexts: bytes, commitments: statement.commitments, proofs };
    Ok((body, PartSecrets { plain, encryption }))
}

/// Proof (c), group by group. One after the other: each is spread over all threads by itself.
fn prove_groups(
    context: &TranscriptContext<'_>,
    common: &Common,
    masks: &[&[u128]],
    witnesses: &[Witness],
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<WellformedProof>, ProofError> {
    let base = submission_transcript(context);
    let groups = masks.chunks(GROUP).zip(witnesses.chunks(GROUP)).enumerate();
    let prove = |(index, (masks, witnesses)): (usize, (&[&[u128]], &[Witness]))| {
        let witnesses: Vec<&Witness> = witnesses.iter().collect();
        wellformed::prove(&fork(&base, b"wellformed", index), common, masks, &witnesses, rng)
    };
    groups.map(prove).collect()
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
    let encrypted = encrypt_part(key, layout, &plain.reported(), &slots, rng);
    prove_part(place, (key, layout), plain, encrypted, rng)
}

/// A member's whole submission.
///
/// `values` per cell of the round, present exactly where the status reports; `changed` in a revision round alone:
/// whether the figure differs from the one in the last opening of the cell, not from the last submission;
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
    let mut header = SubmissionHeader {
        round,
        member,
        revision,
        statuses,
        public: Vec::new(),
        confidential: Vec::new(),
        parts: Vec::new(),
        notes: Vec::new(),
    };
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
