//! Evidence of a wrong share (docs/spec.md section 7): two signed, conflicting answers to one question.
//!
//! All holders of a sub-key compute the same share, so a conflict by itself proves that one of the two is wrong.
//! Which one, [`super::combine`] decides with the commitment check. Evidence shows digests, no share.

use super::share::{SignedHead, SubKeyIndex, share_digest};
use crate::party::TrusteeIndex;
use crate::sign::VerifyingKey;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Two signed answers that cannot both be right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The answer found wrong, or the first of two undecided ones.
    pub accused: SignedHead,
    /// An answer that contradicts it. By the same trustee if that one answered twice, differently.
    pub other: SignedHead,
    /// The sub-key on which they differ.
    pub sub_key: SubKeyIndex,
}

/// Why evidence proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// No key is known for a trustee.
    #[error("trustee {0} is not in the ceremony's manifest; check the evidence against its own ceremony",
        trustee.0)]
    UnknownTrustee {
        /// Who.
        trustee: TrusteeIndex,
    },
    /// A signature does not verify.
    #[error("the answer of trustee {0} is not signed by it; nothing is shown", trustee.0)]
    Signature {
        /// Whose.
        trustee: TrusteeIndex,
    },
    /// The two answer different questions.
    #[error("the two answers are to different questions; they may differ")]
    Question,
    /// A trustee does not hold the sub-key or did not answer for it.
    #[error("trustee {0} gave no answer for sub-key {1} that it holds; nothing is shown", trustee.0, sub_key.0)]
    NotAnswered {
        /// Who.
        trustee: TrusteeIndex,
        /// For which sub-key.
        sub_key: SubKeyIndex,
    },
    /// Both say the same.
    #[error("both answers are equal for sub-key {0}; nothing is shown", sub_key.0)]
    Equal {
        /// For which sub-key.
        sub_key: SubKeyIndex,
    },
    /// Values shown to an auditor are not those that were signed.
    #[error("the values of trustee {0} are not those it signed; ask for the values that were sealed", trustee.0)]
    Values {
        /// Whose.
        trustee: TrusteeIndex,
    },
}

impl Evidence {
    /// What a third party checks: both signatures, one question, both hold the sub-key, different answers.
    /// `holders`: per sub-key the trustees that hold it.
    pub fn verify(
        &self,
        keys: &BTreeMap<TrusteeIndex, VerifyingKey>,
        holders: &[Vec<TrusteeIndex>],
    ) -> Result<(), EvidenceError> {
        let sub_key = self.sub_key;
        let mut digests = [None; 2];
        for (signed, digest) in [&self.accused, &self.other].into_iter().zip(&mut digests) {
            let trustee = signed.head.trustee;
            let key = keys.get(&trustee).ok_or(EvidenceError::UnknownTrustee { trustee })?;
            signed.verify(key).map_err(|_| EvidenceError::Signature { trustee })?;
            let holds = holders.get(usize::from(sub_key.0)).is_some_and(|held| held.contains(&trustee));
            *digest = signed.digest_of(sub_key).filter(|_| holds);
            if digest.is_none() {
                return Err(EvidenceError::NotAnswered { trustee, sub_key });
            }
        }
        if self.accused.head.question != self.other.head.question {
            return Err(EvidenceError::Question);
        }
        if digests[0] == digests[1] { Err(EvidenceError::Equal { sub_key }) } else { Ok(()) }
    }

    /// For an accredited auditor that is shown both share vectors: they are the ones that were signed.
    pub fn check_values(&self, accused: &[u128], other: &[u128]) -> Result<(), EvidenceError> {
        for (signed, values) in [(&self.accused, accused), (&self.other, other)] {
            if signed.digest_of(self.sub_key) != Some(share_digest(values)) {
                return Err(EvidenceError::Values { trustee: signed.head.trustee });
            }
        }
        Ok(())
    }

    /// One trustee contradicts itself: proven by the two signatures alone.
    #[must_use]
    pub fn is_self_contradiction(&self) -> bool {
        self.accused.head.trustee == self.other.head.trustee
    }
}

/// The first sub-key on which two answers to the same question differ.
pub(crate) fn conflict(accused: &SignedHead, other: &SignedHead) -> Option<Evidence> {
    let differs = |&&(at, digest): &&(SubKeyIndex, _)| other.digest_of(at).is_some_and(|d| d != digest);
    let (sub_key, _) = *accused.head.digests.iter().find(differs)?;
    Some(Evidence { accused: accused.clone(), other: other.clone(), sub_key })
}
