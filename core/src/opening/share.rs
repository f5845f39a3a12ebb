//! What one trustee answers in one step (docs/spec.md section 7.4): proofs, which everybody checks, and what opens the
//! commitments in them, sealed to the coordinator.

use crate::SPEC_VERSION;
use crate::blob::BlobKind;
use crate::canonical::{self, CanonicalError};
use crate::hash::{Digest, digest};
use crate::party::{KeyId, RoundId, TrusteeIndex};
use crate::seal::{SealError, Sealed, SealingKey, SealingRandomness, SecretSealingKey, sealed_len};
use intertally_argument::Field;
use intertally_statements::trustee::Opening;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::positions::{Positions, Step};

/// Index of a sub-key: its place in the ceremony's list of C(n, t-1) subsets, at most 126 for n = 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SubKeyIndex(pub u16);

/// The question that a share answers.
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

    /// What the proof of one share is bound to, beside rows, c1, slots and flooding width.
    #[must_use]
    pub fn context(&self, trustee: TrusteeIndex, sub_key: SubKeyIndex, ciphertext: usize) -> Vec<u8> {
        let number = u32::try_from(ciphertext).unwrap_or(u32::MAX);
        canonical::encode(&("share", SPEC_VERSION, self, trustee, sub_key, number))
    }
}

/// The shares of one sub-key: the proof of each ciphertext concerned, ascending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubKeyProofs {
    /// Which sub-key.
    pub sub_key: SubKeyIndex,
    /// One per ciphertext. The commitments to the share are in it.
    pub proofs: Vec<Vec<u8>>,
}

/// All proofs of one answer: a blob that the log names. One entry per sub-key held, ascending.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareProofs(pub Vec<SubKeyProofs>);

impl ShareProofs {
    /// Digest that the answer names.
    #[must_use]
    pub fn digest(&self) -> Digest {
        BlobKind::ShareProofs.name(&canonical::encode(self))
    }
}

/// What opens the commitments of one share: for the coordinator alone. Erased when dropped, no `Debug`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct ShareOpening {
    /// One word modulo 2^128 per slot asked.
    pub words: Vec<u128>,
    /// Blinding factors, one per block: canonical scalars.
    pub blindings: Vec<[u8; 32]>,
}

impl From<&Opening> for ShareOpening {
    fn from(opening: &Opening) -> Self {
        let blindings = opening.blindings.iter().map(|blinding| blinding.to_bytes()).collect();
        Self { words: opening.words.clone(), blindings }
    }
}

impl ShareOpening {
    /// As the statement takes it; none if a blinding factor is no canonical scalar.
    pub(super) fn read(&self) -> Option<Opening> {
        let blindings = self.blindings.iter().map(Field::from_bytes).collect::<Option<Vec<_>>>()?;
        Some(Opening { words: self.words.clone(), blindings })
    }
}

/// Openings of one answer, in the order of its proofs: sub-keys, then ciphertexts.
pub type ShareOpenings = Vec<(SubKeyIndex, Vec<ShareOpening>)>;

/// What the log gets. Its event is signed: a proof that does not hold names its signer, for anybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharesGiven {
    /// What is answered.
    pub question: Question,
    /// Digest of the [`ShareProofs`].
    pub proofs: Digest,
    /// Digest of the sealed message to the coordinator.
    pub sealed: Digest,
    /// With step A: a fresh sealing key of the trustee, to which the coordinator seals the counts sheet.
    pub reply: Option<SealingKey>,
}

/// One trustee's whole answer. No `Debug`, since it holds shares.
pub struct ShareSet {
    /// What is answered.
    pub question: Question,
    /// Who answers.
    pub trustee: TrusteeIndex,
    /// For everybody.
    pub proofs: ShareProofs,
    /// For the coordinator.
    pub openings: ShareOpenings,
}

impl ShareSet {
    /// Seal the openings to the coordinator. Deterministic in the randomness; also gives the payload for the log. `reply`
    /// with step A alone.
    ///
    /// # Errors
    /// A malformed sealing key.
    pub fn seal(
        &self,
        coordinator: &SealingKey,
        reply: Option<SealingKey>,
        randomness: &SealingRandomness,
    ) -> Result<(Sealed, SharesGiven), SealError> {
        let message = Zeroizing::new(canonical::encode(&self.openings));
        let sealed = coordinator.seal(&context(&self.question, self.trustee), &message, randomness)?;
        let given = SharesGiven {
            question: self.question,
            proofs: self.proofs.digest(),
            sealed: sealed_answer_digest(&sealed),
            reply,
        };
        Ok((sealed, given))
    }
}

/// Open the sealed openings of an answer to `question` by `trustee`, who holds `sub_keys` sub-keys, over so many slots and
/// blocks in so many ciphertexts. Whether they fit the commitments, [`super::combine`] checks.
///
/// # Errors
/// Not sealed for this coordinator, question and trustee, or malformed.
pub fn open_openings(
    coordinator: &SecretSealingKey,
    question: &Question,
    trustee: TrusteeIndex,
    size: AnswerSize,
    sealed: &Sealed,
) -> Result<ShareOpenings, OpenError> {
    let max = size.openings_len();
    if sealed.0.len() > sealed_len(max) {
        let len = sealed.0.len();
        return Err(CanonicalError::TooLong { what: "sealed share", len, max: sealed_len(max) }.into());
    }
    let message = coordinator.open(&context(question, trustee), sealed)?;
    Ok(canonical::decode("share openings", &message, max)?)
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
    /// No openings, or more than the round allows.
    #[error(transparent)]
    Malformed(#[from] CanonicalError),
}

fn context(question: &Question, trustee: TrusteeIndex) -> Vec<u8> {
    canonical::encode(&("share", SPEC_VERSION, question, trustee))
}

/// How much an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerSize {
    /// Sub-keys held.
    pub sub_keys: usize,
    /// Ciphertexts concerned.
    pub ciphertexts: usize,
    /// Slots in all of them.
    pub slots: usize,
    /// Blocks in all of them.
    pub blocks: usize,
    /// Bytes of the proofs of one sub-key.
    pub proofs: usize,
}

impl AnswerSize {
    /// Bytes of canonical openings.
    #[must_use]
    pub const fn openings_len(&self) -> usize {
        let each = 10 + 16 * self.ciphertexts + 16 * self.slots + 32 * self.blocks;
        8 + self.sub_keys * each
    }

    /// Bytes of canonical proofs.
    #[must_use]
    pub const fn proofs_len(&self) -> usize {
        8 + self.sub_keys * (10 + 8 * self.ciphertexts + self.proofs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// That a proof of one context serves no other is tested where the statement is.
    #[test]
    fn the_context_names_the_question_trustee_sub_key_and_ciphertext() {
        let question = Question {
            key: KeyId(Digest([1; 32])),
            round: RoundId(Digest([2; 32])),
            aggregate: Digest([3; 32]),
            step: Step::A,
            positions: Digest([4; 32]),
        };
        let (other, who, which) = (Digest([9; 32]), TrusteeIndex(1), SubKeyIndex(1));
        let questions = [
            question,
            Question { key: KeyId(other), ..question },
            Question { round: RoundId(other), ..question },
            Question { aggregate: other, ..question },
            Question { step: Step::B, ..question },
            Question { positions: other, ..question },
        ];
        let mut all: Vec<Vec<u8>> = questions.iter().map(|one| one.context(who, which, 0)).collect();
        all.push(question.context(TrusteeIndex(2), which, 0));
        all.push(question.context(who, SubKeyIndex(2), 0));
        all.push(question.context(who, which, 1));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 9);
    }
}
