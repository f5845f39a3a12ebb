//! Ed25519 with a domain label (RFC 8032; spec section 1.3).
//!
//! The signed bytes are `"intertally/v1/" || label || 0x00 || canonical bytes`, so that a signature made for
//! one purpose is worth nothing for another. Signatures are never made over protobuf.

use crate::canonical;
use ed25519_dalek::{Signer as _, SigningKey};
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// What a signature is for. Each purpose has its own label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// An event of the log.
    Event,
    /// A trustee's sealing key for one ceremony.
    SealingKey,
    /// The key with which an office speaks TLS.
    TlsKey,
}

impl Purpose {
    const fn label(self) -> &'static str {
        match self {
            Self::Event => "sign/event",
            Self::SealingKey => "sign/sealing-key",
            Self::TlsKey => "sign/tls-key",
        }
    }
}

/// A signature did not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the signature does not verify under the key named in the manifest; compare the fingerprint you pinned"
)]
pub struct BadSignature;

/// An Ed25519 public key, 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VerifyingKey(pub [u8; 32]);

/// An Ed25519 signature: R (32 bytes) and s (32 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature(pub [u8; 32], pub [u8; 32]);

/// A party's signing key. Zeroized on drop, no `Debug`.
pub struct SecretKey(SigningKey);

fn message<T: Serialize>(purpose: Purpose, value: &T) -> Vec<u8> {
    let mut bytes = b"intertally/v1/".to_vec();
    bytes.extend_from_slice(purpose.label().as_bytes());
    bytes.push(0);
    bytes.extend(canonical::encode(value));
    bytes
}

impl SecretKey {
    /// A fresh key.
    pub fn generate(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut seed = Zeroizing::new([0u8; 32]);
        rng.fill_bytes(seed.as_mut());
        Self::from_seed(&seed)
    }

    /// The key of a 32-byte seed (RFC 8032 section 5.1.5).
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed, to be kept encrypted at rest.
    #[must_use]
    pub fn to_seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    /// Sign the canonical bytes of `value` for one purpose.
    #[must_use]
    pub fn sign<T: Serialize>(&self, purpose: Purpose, value: &T) -> Signature {
        let signature = self.0.sign(&message(purpose, value));
        Signature(*signature.r_bytes(), *signature.s_bytes())
    }
}

impl VerifyingKey {
    /// Check a signature strictly (no small-order keys, canonical s).
    pub fn verify<T: Serialize>(
        &self,
        purpose: Purpose,
        value: &T,
        signature: &Signature,
    ) -> Result<(), BadSignature> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(&self.0).map_err(|_| BadSignature)?;
        let signature = ed25519_dalek::Signature::from_components(signature.0, signature.1);
        key.verify_strict(&message(purpose, value), &signature).map_err(|_| BadSignature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::OsRng;

    #[test]
    fn a_signature_serves_one_purpose_one_value_and_one_key() {
        let key = SecretKey::generate(&mut OsRng);
        let public = key.verifying_key();
        let signature = key.sign(Purpose::Event, &7u32);
        assert!(public.verify(Purpose::Event, &7u32, &signature).is_ok());
        assert!(public.verify(Purpose::SealingKey, &7u32, &signature).is_err());
        assert!(public.verify(Purpose::Event, &8u32, &signature).is_err());
        let other = SecretKey::generate(&mut OsRng).verifying_key();
        assert!(other.verify(Purpose::Event, &7u32, &signature).is_err());
        assert!(SecretKey::from_seed(&key.to_seed()).verifying_key() == public);
    }
}
