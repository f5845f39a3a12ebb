//! What one trustee answers in one step: signed by digests, sealed to the coordinator (docs/spec.md section 7).
//!
//! The signature covers a [`ShareHead`] with one digest per sub-key, not the values themselves: so the log and a
//! conflict can be shown to anybody without showing a share, from which totals could be computed.

use super::aggregate::words_digest;
use super::positions::{Positions, Step};
use crate::canonical::{self, CanonicalError};
use crate::hash::{Digest, digest};
use crate::party::{KeyId, RoundId, TrusteeIndex};
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness, SecretSealingKey, sealed_len};
use crate::sign::{BadSignature, Purpose, SecretKey, Signature, VerifyingKey};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Index of a sub-key: its place in the ceremony's list of C(n, t-1) subsets, at most 126 for n = 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubKeyIndex(pub u16);

/// The question that a share answers. Two shares are comparable exactly if their questions are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Key that the shares belong to.
    pub key: KeyId,
    /// Round that the key serves.
    pub round: RoundId,
    /// Digest of the summed ciphertexts.
    pub aggregate: Digest,
    /// Step of the opening.
    pub step: Step,
    /// Digest of the slots opened.
    pub positions: Digest,
}

impl Question {
    /// The question of one step.
    #[must_use]
    pub fn new(key: KeyId, round: RoundId, aggregate: Digest, positions: &Positions) -> Self {
        Self { key, round, aggregate, step: positions.step(), positions: positions.digest() }
    }
}

/// The signed part of an answer: digests only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareHead {
    /// What is answered.
    pub question: Question,
    /// Who answers.
    pub trustee: TrusteeIndex,
    /// Per sub-key held, ascending: digest of its share vector.
    pub digests: Vec<(SubKeyIndex, Digest)>,
}

/// A head with its signature under [`Purpose::Share`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedHead {
    /// What was signed.
    pub head: ShareHead,
    /// By the trustee's signing key.
    pub signature: Signature,
}

impl SignedHead {
    /// Check the signature.
    pub fn verify(&self, key: &VerifyingKey) -> Result<(), BadSignature> {
        key.verify(Purpose::Share, &self.head, &self.signature)
    }

    /// The digest of the share of one sub-key, if the trustee answered for it.
    #[must_use]
    pub fn digest_of(&self, sub_key: SubKeyIndex) -> Option<Digest> {
        self.head.digests.iter().find(|(at, _)| *at == sub_key).map(|(_, digest)| *digest)
    }
}

/// The share of one sub-key: `d_A[j]` for the slots of the question, in their order. For the coordinator alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct SubShare {
    /// Which sub-key.
    #[zeroize(skip)]
    pub sub_key: SubKeyIndex,
    /// One word modulo 2^128 per slot asked.
    pub values: Vec<u128>,
}

/// Digest of the share vector of one sub-key.
#[must_use]
pub fn share_digest(values: &[u128]) -> Digest {
    words_digest("share", values)
}

/// One trustee's whole answer. Travels sealed; no `Debug`, since it holds shares.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareSet {
    /// Signed digests.
    pub signed: SignedHead,
    /// Shares, ascending by sub-key, one for each digest.
    pub shares: Vec<SubShare>,
}

/// What the log gets: nobody can later claim another answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesGiven {
    /// Signed digests, one per sub-key.
    pub signed: SignedHead,
    /// Digest of the sealed message to the coordinator.
    pub sealed: Digest,
    /// With step A: a fresh sealing key of the trustee, to which the coordinator seals the counts sheet.
    pub reply: Option<SealingKey>,
}

impl ShareSet {
    /// Sign an answer. Sorts the shares by sub-key.
    #[must_use]
    pub fn sign(
        question: Question,
        trustee: TrusteeIndex,
        mut shares: Vec<SubShare>,
        key: &SecretKey,
    ) -> Self {
        shares.sort_by_key(|share| share.sub_key);
        let digests = shares.iter().map(|share| (share.sub_key, share_digest(&share.values))).collect();
        let head = ShareHead { question, trustee, digests };
        let signature = key.sign(Purpose::Share, &head);
        Self { signed: SignedHead { head, signature }, shares }
    }

    /// Seal to the coordinator. Deterministic in the randomness; also gives the payload for the log. `reply` with
    /// step A alone.
    pub fn seal(
        &self,
        coordinator: &SealingKey,
        reply: Option<SealingKey>,
        randomness: &SealingRandomness,
    ) -> Result<(Sealed, SharesGiven), SealError> {
        let head = &self.signed.head;
        let message = zeroize::Zeroizing::new(canonical::encode(self));
        let sealed = coordinator.seal(&context(&head.question, head.trustee), &message, randomness)?;
        let given = SharesGiven { signed: self.signed.clone(), sealed: sealed_answer_digest(&sealed), reply };
        Ok((sealed, given))
    }

    /// Open a sealed answer to `question` by `trustee`, who holds `sub_keys` sub-keys, over `slots` slots.
    /// Everything else is checked by [`super::combine::Asked::admit`].
    pub fn open(
        coordinator: &SecretSealingKey,
        question: &Question,
        trustee: TrusteeIndex,
        (sub_keys, slots): (usize, usize),
        sealed: &Sealed,
    ) -> Result<Self, OpenError> {
        let max = max_len(sub_keys, slots);
        if sealed.0.len() > sealed_len(max) {
            let len = sealed.0.len();
            return Err(CanonicalError::TooLong { what: "sealed share", len, max: sealed_len(max) }.into());
        }
        let message = coordinator.open(&context(question, trustee), sealed)?;
        Ok(canonical::decode("share set", &message, max)?)
    }
}

/// Digest of a sealed answer, as the log names it.
#[must_use]
pub fn sealed_answer_digest(sealed: &Sealed) -> Digest {
    digest("share/sealed", &[&sealed.0])
}

/// Why a sealed answer does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Not sealed for this coordinator, question and trustee.
    #[error(transparent)]
    Sealed(#[from] SealError),
    /// Not a share set, or larger than the round allows.
    #[error(transparent)]
    Malformed(#[from] CanonicalError),
}

fn context(question: &Question, trustee: TrusteeIndex) -> Vec<u8> {
    canonical::encode(&("intertally/v1/share", question, trustee))
}

/// Bytes of a canonical share set: fixed head, then per sub-key its index, digest and share vector.
#[must_use]
pub const fn max_len(sub_keys: usize, slots: usize) -> usize {
    // Question 32*4 + 4; trustee 1; two lengths 16; signature 64; per sub-key 2 + 32 and 2 + 8 + 16 per slot.
    let per_key = slots.saturating_mul(16).saturating_add(44);
    sub_keys.saturating_mul(per_key).saturating_add(213)
}
