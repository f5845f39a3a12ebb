//! The body of one part: ciphertexts and their proofs (docs/spec.md section 5.2).

use super::header::PartHeader;
use crate::SPEC_VERSION;
use crate::blob::BlobKind;
use crate::canonical;
use crate::hash::Digest;
use crate::lattice::{Ciphertext, Params};
use crate::packing::Layout;
use crate::party::{KeyId, MemberIndex, RoundId};
use intertally_statements::member::Member;
use serde::{Deserialize, Serialize};

/// What travels beside the header, for one key. One entry per ciphertext of the layout; none where the member reports no
/// cell in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartBody {
    /// Bytes of each ciphertext.
    pub ciphertexts: Vec<Option<Vec<u8>>>,
    /// The proof of each.
    pub proofs: Vec<Option<Vec<u8>>>,
}

/// Digest of a ciphertext's bytes.
#[must_use]
pub fn ciphertext_digest(bytes: &[u8]) -> Digest {
    BlobKind::Ciphertext.name(bytes)
}

/// Digest of a part's proofs.
#[must_use]
pub fn proofs_digest(proofs: &[Option<Vec<u8>>]) -> Digest {
    BlobKind::Proofs.name(&canonical::encode(&proofs))
}

impl PartBody {
    /// The digests that the header names.
    #[must_use]
    pub fn header(&self, key: KeyId) -> PartHeader {
        let named = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(ciphertext_digest);
        PartHeader {
            key,
            ciphertexts: self.ciphertexts.iter().map(named).collect(),
            proofs: proofs_digest(&self.proofs),
        }
    }

    /// Most bytes that the canonical body of a part may have, from the round and the public bitmap alone.
    #[must_use]
    pub fn byte_limit(layout: &Layout, reported: &[bool]) -> usize {
        let present = layout.present(reported);
        let sent = (0..present.len()).filter(|ciphertext| present.get(*ciphertext) == Some(&true));
        let bytes = |ciphertext| {
            let proof = Member::proof_len(&layout.form(ciphertext, reported)).unwrap_or_default();
            16 + Ciphertext::byte_len(&Params::STANDARD, layout.used(ciphertext)) + proof
        };
        16 + 2 * present.len() + sent.map(bytes).sum::<usize>()
    }
}

/// Where a ciphertext belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// What the proof of ciphertext number `ciphertext` is bound to, beside key, ciphertext and form.
    #[must_use]
    pub fn context(&self, ciphertext: usize) -> Vec<u8> {
        let number = u32::try_from(ciphertext).unwrap_or(u32::MAX);
        let Self { round, key, member, revision } = self;
        canonical::encode(&("submission", SPEC_VERSION, round, key, member, revision, number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That a proof of one context serves no other is tested where the statement is.
    #[test]
    fn the_context_names_round_key_member_revision_and_ciphertext() {
        let place = Place {
            round: RoundId(Digest([1; 32])),
            key: KeyId(Digest([2; 32])),
            member: MemberIndex(3),
            revision: 4,
        };
        let others = [
            Place { round: RoundId(Digest([9; 32])), ..place },
            Place { key: KeyId(Digest([9; 32])), ..place },
            Place { member: MemberIndex(9), ..place },
            Place { revision: 9, ..place },
        ];
        let mut all: Vec<Vec<u8>> = others.iter().map(|place| place.context(0)).collect();
        all.extend([place.context(0), place.context(1)]);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 6);
    }
}
