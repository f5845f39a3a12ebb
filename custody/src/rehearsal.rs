//! Rehearsal: a proof of still holding the sub-keys (spec section 3, step 5).
//!
//! Per sub-key one value under a label of its own, keyed from the seed, bound to challenge, ceremony and
//! trustee: other holders compute it and compare. It reveals nothing of the seed, serves nothing else, and
//! cannot be copied from another trustee's answer.

use crate::subkey::{HeldKeys, SubKey};
use intertally_core::{
    canonical,
    ceremony::SubKeyId,
    hash::Digest,
    party::{CeremonyId, TrusteeIndex},
    sign::{BadSignature, Purpose, SecretKey, Signature, VerifyingKey},
};
use serde::{Deserialize, Serialize};
use sha3::{
    Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What a rehearsal states. Public data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RehearsalBody {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// Whose proof.
    pub trustee: TrusteeIndex,
    /// 32 fresh bytes from whoever asks.
    pub challenge: Digest,
    /// Per sub-key still held, ascending.
    pub values: Vec<(SubKeyId, Digest)>,
}

/// A signed proof of still holding sub-keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// What is stated.
    pub body: RehearsalBody,
    /// Under the trustee's signing key, with [`Purpose::Rehearsal`].
    pub signature: Signature,
}

/// Why a rehearsal does not convince.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RehearsalError {
    /// The signature does not hold.
    #[error(transparent)]
    Signature(#[from] BadSignature),
    /// Another ceremony or challenge.
    #[error("the rehearsal answers another ceremony or challenge; ask again")]
    OtherChallenge,
    /// A value for a sub-key that both hold is missing or differs.
    #[error(
        "the rehearsal shows no right value for {0:?}: its trustee may have lost it; restore it from the backup"
    )]
    Lost(SubKeyId),
}

fn shake(parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    let mut hash = Shake256::default();
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut out = Zeroizing::new([0; 32]);
    hash.finalize_xof().read(out.as_mut());
    out
}

fn value(sub_key: &SubKey, ceremony: CeremonyId, trustee: TrusteeIndex, challenge: Digest) -> Digest {
    let key = shake(&[b"intertally/v1/rehearsal-key", sub_key.seed().as_slice()]);
    let context = canonical::encode(&(ceremony, sub_key.id(), trustee, challenge));
    Digest(*shake(&[b"intertally/v1/rehearsal", key.as_slice(), &context]))
}

impl HeldKeys {
    /// Prove that the sub-keys are still held.
    #[must_use]
    pub fn rehearse(&self, challenge: Digest, signing: &SecretKey) -> Rehearsal {
        let own = |s: &SubKey| (s.id(), value(s, self.ceremony, self.trustee, challenge));
        let body = RehearsalBody {
            ceremony: self.ceremony,
            trustee: self.trustee,
            challenge,
            values: self.sub_keys.iter().map(own).collect(),
        };
        Rehearsal { signature: signing.sign(Purpose::Rehearsal, &body), body }
    }

    /// Check another trustee's rehearsal on the sub-keys in `common`, those that both hold; returns how many
    /// were compared. Together, t trustees compare all.
    pub fn check_rehearsal(
        &self,
        rehearsal: &Rehearsal,
        challenge: Digest,
        signing: &VerifyingKey,
        common: &[SubKeyId],
    ) -> Result<usize, RehearsalError> {
        let body = &rehearsal.body;
        signing.verify(Purpose::Rehearsal, body, &rehearsal.signature)?;
        if body.ceremony != self.ceremony || body.challenge != challenge {
            return Err(RehearsalError::OtherChallenge);
        }
        let mine = self.sub_keys.iter().filter(|s| common.contains(&s.id()));
        let mut compared = 0;
        for sub_key in mine {
            let expected = value(sub_key, self.ceremony, body.trustee, challenge);
            let shown = body.values.iter().find(|(id, _)| *id == sub_key.id());
            if !shown.is_some_and(|(_, v)| bool::from(v.0.ct_eq(&expected.0))) {
                return Err(RehearsalError::Lost(sub_key.id()));
            }
            compared += 1;
        }
        Ok(compared)
    }
}
