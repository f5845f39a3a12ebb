//! Most bytes of everything that a peer sends, from the round's own numbers and never from the peer.

use crate::ceremony::subsets;
use crate::event::Kind;
use crate::packing::Layout;
use crate::round::RoundManifest;
use crate::submission::note::MAX_BYTES;
use crate::submission::{PartBody, SubmissionHeader, terms_forms};

/// A signed claim: scope, kind, digest, signer, tool of at most 32 bytes, signature.
pub const CLAIM: usize = 512;
/// A chunk of an upload or download.
pub const CHUNK: usize = 1 << 20;
/// A gRPC message: the largest payload that is not streamed, with room for its frame.
pub const MESSAGE: usize = (64 << 20) + (64 << 10);
/// A sealed message between parties: shares of every slot of a key at nine trustees, or a counts sheet.
pub const SEALED: usize = 32 << 20;
/// A payload of one key's reveals: the parts of all sub-keys that one of nine trustees may lead.
pub const REVEALED: usize = 16 << 20;
/// A payload that says little: a withdrawal.
pub const SMALL: usize = 4 << 10;
/// A submission's header with its claim, in the largest round that there may be.
pub const HEADER: usize = (4 << 20) + MAX_BYTES;
/// Terms of a ceremony.
pub const TERMS: usize = 16 << 10;
/// An offer.
pub const OFFER: usize = 4 << 10;
/// A sealed seed of one part.
pub const SEED: usize = 8 << 10;
/// A topic of a sealed message.
pub const TOPIC: usize = 64;
/// A published file.
pub const FILE: usize = 64 << 20;

/// Most bytes of an event's payload.
#[must_use]
pub const fn payload(kind: Kind) -> usize {
    match kind {
        Kind::Opened => MESSAGE,
        Kind::Revealed => REVEALED,
        Kind::Submitted => HEADER,
        Kind::Complained => 64 << 10,
        Kind::Convened | Kind::Committed | Kind::Sealed | Kind::PlanAdopted | Kind::Rehearsed => 1 << 20,
        Kind::Published | Kind::SharesGiven | Kind::KeysDestroyed => 256 << 10,
        Kind::Confirmed
        | Kind::SealingKeyDestroyed
        | Kind::Withdrawn
        | Kind::Extended
        | Kind::Stated
        | Kind::Held
        | Kind::Cancelled
        | Kind::Erratum
        | Kind::PayloadDeleted => SMALL,
    }
}

/// Most bytes of a trustee's sealed answer for one key: per sub-key a word for each bit or value and a factor for each block.
#[must_use]
pub fn answer(manifest: &RoundManifest, part: usize) -> usize {
    let trustees = u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX);
    let held = subsets(trustees, manifest.threshold).len();
    let layout = Layout::of_part(manifest, part);
    let words = layout.cells() * if layout.has_changed() { 2 } else { 1 };
    let each = 32 + layout.ciphertexts() * (16 + 16 * 32) + 16 * words;
    SEALED.min((4 << 10) + held.saturating_mul(each))
}

/// Most bytes of a submission's header: per cell its status of 4 bytes and a claim of 8, per key its digests, and the notes.
#[must_use]
pub fn header(manifest: &RoundManifest) -> usize {
    let ciphertexts: usize =
        (0..manifest.keys.len()).map(|part| Layout::of_part(manifest, part).ciphertexts()).sum();
    256 + MAX_BYTES + 12 * manifest.cells.len() + 160 * manifest.keys.len() + 33 * ciphertexts
}

/// Most bytes of a submission's body: the canonical list of its parts, given which cells it reports.
#[must_use]
pub fn body(manifest: &RoundManifest, header: &SubmissionHeader) -> u64 {
    let reported = header.reported();
    let part = |named: &crate::submission::PartHeader| {
        let position = manifest.keys.iter().position(|key| key.key == named.key)?;
        let cells = reported.get(manifest.part_cells(position))?;
        Some(PartBody::byte_limit(&Layout::of_part(manifest, position), cells))
    };
    let parts: usize = header.parts.iter().filter_map(part).sum();
    let terms = terms_forms(manifest, &reported);
    let proofs = terms.iter().map(|form| 9 + form.proof_len(manifest, &reported).unwrap_or_default());
    8 + (parts + proofs.sum::<usize>()) as u64
}
