//! The body of one part: ciphertexts, commitments, proofs (docs/spec.md section 5.2).

use super::header::PartHeader;
use crate::canonical;
use crate::hash::{Digest, digest};
use crate::lattice::Ciphertext;
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex, RoundId};
use crate::proof::{PartCommitments, PartProof, PartStatement, TranscriptContext};
use crate::round::Width;
use crate::wellformed::{WellformedProof, group_sizes};
use serde::{Deserialize, Serialize};

/// What travels beside the header, for one key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartBody {
    /// Bytes of each ciphertext; none where the member reports no cell in it.
    pub ciphertexts: Vec<Option<Vec<u8>>>,
    /// The commitments.
    pub commitments: PartCommitments,
    /// All proofs.
    pub proofs: PartProofs,
}

/// The proofs of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartProofs {
    /// Proofs (a) and (b), of the figures.
    pub figures: PartProof,
    /// Proof (c), of the ciphertexts.
    pub ciphertexts: CiphertextProof,
}

/// Proof (c). The number of the variant is its version: a proof that also ties c2 to the commitments gets the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CiphertextProof {
    /// c1 is well formed: one proof per group of ciphertexts sent, in order.
    Wellformed(Vec<WellformedProof>),
}

/// Digest of a ciphertext's bytes.
#[must_use]
pub fn ciphertext_digest(bytes: &[u8]) -> Digest {
    digest("ciphertext", &[bytes])
}

/// Digest that stands for an absent ciphertext in the transcript.
fn absent() -> Digest {
    digest("ciphertext/absent", &[])
}

impl PartBody {
    /// The digests that the header names.
    #[must_use]
    pub fn header(&self, key: KeyId) -> PartHeader {
        PartHeader {
            key,
            ciphertexts: self
                .ciphertexts
                .iter()
                .map(|bytes| bytes.as_deref().map(ciphertext_digest))
                .collect(),
            commitments: digest("commitments", &[&canonical::encode(&self.commitments)]),
            proofs: digest("proofs", &[&canonical::encode(&self.proofs)]),
        }
    }

    /// Most bytes that the canonical body of a part may have, from the round and the public bitmap alone.
    #[must_use]
    pub fn byte_limit(layout: &Layout, reported: &[bool]) -> usize {
        let present = layout.present(reported);
        let ciphertexts: usize = present
            .iter()
            .enumerate()
            .filter(|(_, present)| **present)
            .map(|(index, _)| 8 + Ciphertext::byte_len(layout.params(), layout.used(index)))
            .sum();
        let widths = reported_widths(layout, reported);
        let vectors = if layout.has_changed() { 2 } else { 1 };
        let commitments = 8 + 32 * widths.len() + vectors * (8 + 32 * widths.len() + 32) + 1;
        let figures = PartProof::encoded_len(layout.cells(), &widths, layout.has_changed());
        let sent = present.iter().filter(|present| **present).count();
        let groups = group_sizes(sent);
        let wellformed = groups.iter().map(|size| WellformedProof::encoded_len(layout.params(), *size));
        let proofs = figures + 4 + 8 + wellformed.sum::<usize>();
        8 + present.len() + ciphertexts + commitments + proofs
    }
}

fn reported_widths(layout: &Layout, reported: &[bool]) -> Vec<Width> {
    reported.iter().zip(layout.widths()).filter(|(reports, _)| **reports).map(|(_, width)| *width).collect()
}

/// Where a part belongs: everything its proofs are bound to beside its own digests and commitments.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The round.
    pub round: RoundId,
    /// The key.
    pub key: KeyId,
    /// The member.
    pub member: MemberIndex,
    /// The revision.
    pub revision: u32,
}

impl Place {
    /// The transcript context of a part, given one digest per ciphertext of the layout.
    #[must_use]
    pub fn context<'a>(
        &self,
        ciphertexts: &'a [[u8; 32]],
        statement: &'a PartStatement,
    ) -> TranscriptContext<'a> {
        TranscriptContext {
            spec_version: crate::SPEC_VERSION,
            round: self.round.0.0,
            key: self.key.0.0,
            member: self.member.0,
            revision: self.revision,
            ciphertexts,
            statement,
        }
    }
}

/// Digests as the transcript absorbs them: absent ciphertexts have a digest of their own.
#[must_use]
pub fn transcript_digests(ciphertexts: &[Option<Digest>]) -> Vec<[u8; 32]> {
    ciphertexts.iter().map(|digest| digest.unwrap_or_else(absent).0).collect()
}
