//! The member's side: encrypt and prove (docs/spec.md section 5.3).

use super::header::{PublishedFigure, Status, SubmissionHeader};
use super::keys::SubmissionKey;
use super::note::{self, Note, NoteFault};
use super::part::{PartBody, Place};
use super::prove_terms::{Kept, prove_terms};
use super::terms::terms_forms;
use crate::lattice::{Ciphertext, EncryptionSeed, Witness, encrypt};
use crate::packing::PartPlain;
use crate::packing::table::PackError;
use crate::party::{KeyId, MemberIndex, RoundId};
use crate::round::RoundManifest;
use intertally_argument::{ArgumentError, Proved, prove};
use intertally_statements::StatementError;
use intertally_statements::member::{Encryption, Member};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// Draws of an encryption at most; one in 2^128 honest ones does not fit its proof.
const DRAWS: usize = 4;

/// Why a submission cannot be prepared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// Figures do not fit the round.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The statement is none, or not true: a fault of this program.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// A proof cannot be made.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
    /// Statuses, figures or keys do not match the round.
    #[error("{0} does not match the round; use the template of this round")]
    Mismatch(&'static str),
    /// Nothing reported.
    #[error("the return reports no cell; a member without figures need not submit")]
    Empty,
}

/// What the member keeps sealed until the revision window ends: with the figures of one key it gives the ciphertexts
/// again.
pub struct PartSecrets {
    /// The key.
    pub key: KeyId,
    /// The seed of each ciphertext sent, in order.
    pub seeds: Vec<EncryptionSeed>,
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

/// One ciphertext, its proof, and what its randomness follows from.
struct Sent {
    ciphertext: Vec<u8>,
    proof: Vec<u8>,
    seed: EncryptionSeed,
    kept: Kept,
}

/// Encrypt one ciphertext of a part and prove it.
fn send(
    (key, context): (&SubmissionKey, &[u8]),
    plain: &PartPlain,
    ciphertext: usize,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Sent, PrepareError> {
    let message = plain.message(&key.layout, ciphertext);
    let form = key.layout.form(ciphertext, &plain.reported());
    let mut last = StatementError::Quotient;
    for _ in 0..DRAWS {
        let seed = EncryptionSeed::hedged(rng, context, &message);
        let (made, witness) = encrypt(&key.public, &message, &seed);
        let statement = Member::new(key.joint(), made.mask(), made.body(), form.clone(), context)?;
        match statement.witness(&encryption(plain, witness, key.layout.cells_of(ciphertext))) {
            Ok(witness) => {
                let Proved { proof, blindings } = prove(&statement, &witness, rng)?;
                let (ciphertext, bytes) = (made.to_bytes(), proof.to_bytes());
                let kept = Kept { witness, blindings, commitments: proof.sent().to_vec() };
                return Ok(Sent { ciphertext, proof: bytes, seed, kept });
            }
            Err(StatementError::Quotient) => last = StatementError::Quotient,
            Err(other) => return Err(other.into()),
        }
    }
    Err(last.into())
}

/// The randomness of an encryption with its figures, as the statement takes them.
fn encryption(plain: &PartPlain, mut used: Witness, cells: std::ops::Range<usize>) -> Encryption {
    let values = plain.values.get(cells.clone()).unwrap_or_default();
    let changed = plain.changed.as_ref().and_then(|changed| changed.get(cells)).unwrap_or_default();
    let bit = |(changed, value): (&bool, &Option<u32>)| u8::from(*changed) & u8::from(value.is_some());
    Encryption {
        u: used.ephemeral.iter().map(|bit| *bit as u8).collect(),
        e1: mem::take(&mut used.error),
        e2: mem::take(&mut used.error_body),
        figures: values.iter().map(|value| u64::from(value.unwrap_or_default())).collect(),
        changed: changed.iter().zip(values).map(bit).collect(),
    }
}

/// Encrypt and prove one part; its ciphertexts in parallel.
///
/// # Errors
/// Figures that do not fit the key.
pub fn prepare_part(
    place: Place,
    key: &SubmissionKey,
    plain: &PartPlain,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(PartBody, PartSecrets), PrepareError> {
    let (body, secrets, _) = make_part(place, key, plain, |_| false, rng)?;
    Ok((body, secrets))
}

/// The same, with the rows of the ciphertexts that proofs of terms are about.
fn make_part(
    place: Place,
    key: &SubmissionKey,
    plain: &PartPlain,
    is_kept: impl Fn(usize) -> bool,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(PartBody, PartSecrets, BTreeMap<usize, Kept>), PrepareError> {
    plain.check(&key.layout)?;
    let mut seed = zeroize::Zeroizing::new([0u8; 32]);
    rng.fill_bytes(seed.as_mut());
    let present = key.layout.present(&plain.reported());
    let one = |(ciphertext, present): (usize, bool)| {
        let mut rng = ChaCha20Rng::from_seed(*seed);
        rng.set_stream(ciphertext as u64);
        let context = place.context(ciphertext);
        present.then(|| send((key, &context), plain, ciphertext, &mut rng)).transpose()
    };
    let sent: Vec<Option<Sent>> =
        present.into_par_iter().enumerate().map(one).collect::<Result<_, PrepareError>>()?;
    let mut body = PartBody { ciphertexts: Vec::new(), proofs: Vec::new() };
    let mut secrets = PartSecrets { key: key.id, seeds: Vec::new() };
    let mut rows = BTreeMap::new();
    for (number, one) in sent.into_iter().enumerate() {
        let (ciphertext, proof) = match one {
            Some(Sent { ciphertext, proof, seed, kept }) => {
                secrets.seeds.push(seed);
                if is_kept(number) {
                    rows.insert(number, kept);
                }
                (Some(ciphertext), Some(proof))
            }
            None => (None, None),
        };
        body.ciphertexts.push(ciphertext);
        body.proofs.push(proof);
    }
    Ok((body, secrets, rows))
}

/// The ciphertexts of a part made again from its figures and kept seeds: their bytes, none where nothing was sent. `None` if
/// the seeds are not as many as the ciphertexts.
#[must_use]
pub fn encrypt_again(
    key: &SubmissionKey,
    plain: &PartPlain,
    seeds: &[EncryptionSeed],
) -> Option<Vec<Option<Vec<u8>>>> {
    plain.check(&key.layout).ok()?;
    let mut seeds = seeds.iter();
    let mut again = |(ciphertext, present): (usize, bool)| {
        let seed = if present { seeds.next()? } else { return Some(None) };
        let (made, _) = encrypt(&key.public, &plain.message(&key.layout, ciphertext), seed);
        Some(Some(Ciphertext::to_bytes(&made)))
    };
    let present = key.layout.present(&plain.reported());
    let all = present.into_iter().enumerate().map(&mut again).collect::<Option<Vec<_>>>()?;
    seeds.next().is_none().then_some(all)
}

impl Prepared {
    /// The same with what the member claims of its figures: those of the cells `public` go out in clear, taken from the very
    /// `values` that were encrypted; `confidential` are cells alone. Both ascend.
    ///
    /// # Errors
    /// A claim on a cell without a figure.
    pub fn with_claims(
        mut self,
        values: &[Option<u32>],
        public: &[u32],
        confidential: &[u32],
    ) -> Result<Self, PrepareError> {
        let lacking = || PrepareError::Mismatch("a claim on a cell without a figure");
        let figure = |cell: &u32| values.get(*cell as usize).copied().flatten().ok_or_else(lacking);
        let published = |cell: &u32| Ok(PublishedFigure { cell: *cell, figure: figure(cell)? });
        confidential.iter().try_for_each(|cell| figure(cell).map(|_| ()))?;
        self.header.public = public.iter().map(published).collect::<Result<_, PrepareError>>()?;
        self.header.confidential = confidential.to_vec();
        Ok(self)
    }
}

/// A member's whole submission.
///
/// `values` per cell of the round, present exactly where the status reports; `changed` in a revision round alone:
/// whether the figure differs from the one in the last opening of the cell, not from the last submission;
/// `keys` are the round's, in round order.
///
/// # Errors
/// What does not fit the round.
pub fn prepare(
    manifest: &RoundManifest,
    keys: &[SubmissionKey],
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
    let (mut parts, mut secrets, mut rows) = (Vec::new(), Vec::new(), BTreeMap::new());
    let reported = header.reported();
    let forms = terms_forms(manifest, &reported);
    let about: BTreeSet<(usize, usize)> =
        forms.iter().flat_map(|form| &form.blocks).map(|block| (block.key, block.ciphertext)).collect();
    for (position, key) in keys.iter().enumerate() {
        let cells = values.get(key.cells.clone()).unwrap_or_default();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let changed = changed.map(|bits| bits.get(key.cells.clone()).unwrap_or_default().to_vec());
        let plain = PartPlain { values: cells.to_vec(), changed };
        let place = Place { round, key: key.id, member, revision };
        let is_kept = |ciphertext| about.contains(&(position, ciphertext));
        let (body, seeds, kept) = make_part(place, key, &plain, is_kept, rng)?;
        rows.extend(kept.into_iter().map(|(ciphertext, kept)| ((position, ciphertext), kept)));
        parts.push(body);
        secrets.push(seeds);
    }
    let last = parts.last_mut().ok_or(PrepareError::Empty)?;
    let terms = prove_terms(&forms, &rows, keys, &header, values, rng)?;
    last.proofs.extend(terms.into_iter().map(Some));
    header.parts = parts.iter().zip(&secrets).map(|(body, part)| body.header(part.key)).collect();
    Ok(Prepared { header, parts, secrets })
}
