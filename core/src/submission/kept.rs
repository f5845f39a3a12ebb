//! What is left of a submission whose ciphertexts were deleted under the retention schedule: header, commitments, proofs.
//! Everything that does not need the ciphertexts can still be checked (spec section 5.5).

use super::header::{PartHeader, SubmissionHeader};
use super::part::{PartProofs, Place, transcript_digests};
use super::verify::SubmissionRefusal;
use crate::canonical;
use crate::hash::{Digest, digest};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex};
use crate::proof::{self, PartCommitments, PartStatement};
use crate::round::RoundManifest;
use rand_core::{CryptoRng, RngCore};

/// Commitments and proofs of one part.
pub type KeptPart = (PartCommitments, PartProofs);

/// A submission whose commitments and proofs (a) and (b) hold, without ciphertexts: its commitments can be added up and its
/// ciphertexts cannot. Made in one place: [`verify_kept`].
pub struct Kept {
    pub(crate) member: MemberIndex,
    pub(crate) digest: Digest,
    /// Cells whose figure the member publishes itself.
    pub(crate) public: Vec<u32>,
    /// Key, which of its cells are reported, commitments; in the order of the header.
    pub(crate) parts: Vec<(KeyId, Vec<bool>, PartCommitments)>,
}

/// Check what is left: digests against the header, proofs (a) and (b). Proof (c) speaks of the ciphertexts and is not looked
/// at. The header is one that the fold accepts.
pub fn verify_kept(
    parts: Vec<KeptPart>,
    manifest: &RoundManifest,
    header: &SubmissionHeader,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Kept, SubmissionRefusal> {
    let (expected, got) = (header.parts.len(), parts.len());
    if expected != got {
        return Err(SubmissionRefusal::Parts { expected, got });
    }
    let all = header.reported();
    let mut kept = Vec::with_capacity(got);
    for (part, ((commitments, proofs), named)) in parts.into_iter().zip(&header.parts).enumerate() {
        let position = manifest.keys.iter().position(|key| key.key == named.key);
        let position = position.ok_or(SubmissionRefusal::Key(named.key))?;
        let layout = Layout::of_part(manifest, position);
        let reported = all.get(manifest.part_cells(position)).unwrap_or_default().to_vec();
        present(part, &layout, named, &reported)?;
        if digest("commitments", &[&canonical::encode(&commitments)]) != named.commitments
            || digest("proofs", &[&canonical::encode(&proofs)]) != named.proofs
        {
            return Err(SubmissionRefusal::Digest { part });
        }
        let statement = PartStatement { reported, widths: layout.widths().to_vec(), commitments };
        let digests = transcript_digests(&named.ciphertexts);
        let place =
            Place { round: header.round, key: named.key, member: header.member, revision: header.revision };
        proof::verify(&place.context(&digests, &statement), &proofs.figures, rng)
            .map_err(|source| SubmissionRefusal::Proof { part, source })?;
        kept.push((named.key, statement.reported, statement.commitments));
    }
    let public = header.public.clone();
    Ok(Kept { member: header.member, digest: header.digest(), public, parts: kept })
}

/// The header names a ciphertext exactly where the bitmap wants one.
fn present(
    part: usize,
    layout: &Layout,
    named: &PartHeader,
    reported: &[bool],
) -> Result<(), SubmissionRefusal> {
    let wanted = layout.present(reported);
    if wanted.len() != named.ciphertexts.len() {
        return Err(SubmissionRefusal::Digest { part });
    }
    let differs =
        wanted.iter().zip(&named.ciphertexts).position(|(wanted, named)| *wanted != named.is_some());
    match differs {
        Some(ciphertext) => {
            let present = wanted.get(ciphertext).copied().unwrap_or_default();
            Err(SubmissionRefusal::Presence { part, ciphertext, present })
        }
        None => Ok(()),
    }
}
