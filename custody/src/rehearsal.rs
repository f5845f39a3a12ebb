//! Rehearsal: a proof of still holding the sub-keys (spec section 3.9).
//!
//! Per sub-key one value under a label of its own, keyed from the seed, bound to challenge, ceremony and
//! trustee: other holders compute it and compare. It reveals nothing of the seed, serves nothing else, and
//! cannot be copied from another trustee's answer. The event that carries it is signed.

use crate::subkey::{HeldKeys, SubKey};
use intertally_core::{
    canonical,
    ceremony::SubKeyId,
    event::payload::Rehearsed,
    hash::Digest,
    party::{CeremonyId, TrusteeIndex},
};
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A value for a sub-key that both hold differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the rehearsal shows no right value for {0:?}: its trustee may have lost it; restore it from the backup"
)]
pub struct Lost(pub SubKeyId);

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
    /// Prove that the sub-keys of these keys of the ceremony are still held. `challenge`: the id of the round that they serve.
    #[must_use]
    pub fn rehearse(&self, challenge: Digest, keys: &[u32]) -> Rehearsed {
        let own = |s: &SubKey| (s.id(), value(s, self.ceremony, self.trustee, challenge));
        let wanted = self.sub_keys.iter().filter(|s| keys.contains(&s.id().key));
        let mut values: Vec<_> = wanted.map(own).collect();
        values.sort_unstable_by_key(|(id, _)| *id);
        Rehearsed { values }
    }

    /// Check another trustee's rehearsal on the sub-keys that both hold; answers with how many were compared. Together,
    /// t trustees compare all. That the list is whole, the fold of the log has checked.
    pub fn check_rehearsal(
        &self,
        said: &Rehearsed,
        trustee: TrusteeIndex,
        challenge: Digest,
    ) -> Result<usize, Lost> {
        let mut compared = 0;
        for (id, shown) in &said.values {
            let Some(sub_key) = self.sub_keys.iter().find(|own| own.id() == *id) else { continue };
            let expected = value(sub_key, self.ceremony, trustee, challenge);
            if !bool::from(shown.0.ct_eq(&expected.0)) {
                return Err(Lost(*id));
            }
            compared += 1;
        }
        Ok(compared)
    }
}
