//! Sealing to one receiver: X-Wing (X25519 + ML-KEM-768) and ChaCha20-Poly1305 (spec section 1.4).
//!
//! Deterministic in 64 bytes of randomness, so that a leader can show, in a complaint, that a logged message
//! was made from the seed it reveals.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit,
    aead::{Aead, Payload},
};
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use x_wing::{Decapsulate, DecapsulationKey, Decapsulator, EncapsulationKey, KeyExport};
use zeroize::Zeroizing;

/// Bytes of an X-Wing public key.
pub const PUBLIC_LEN: usize = x_wing::ENCAPSULATION_KEY_SIZE;
const CAPSULE_LEN: usize = x_wing::CIPHERTEXT_SIZE;
const TAG_LEN: usize = 16;

/// Why a message could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The receiver's key is no X-Wing key.
    #[error("the receiver's sealing key is malformed; ask it to post a fresh one")]
    BadKey,
    /// Wrong length, wrong receiver, wrong context, or changed on the way.
    #[error(
        "the sealed message does not open for this receiver and context; ask the sender to send it again"
    )]
    Unopened,
}

/// A receiver's public sealing key: 1216 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealingKey(pub Vec<u8>);

/// A receiver's secret sealing key. Zeroized on drop, no `Debug`.
pub struct SecretSealingKey(Zeroizing<[u8; 32]>);

/// Capsule (1120 bytes), then the message under ChaCha20-Poly1305 with a tag of 16 bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed(pub Vec<u8>);

/// The 64 bytes that, with the message and context, make one sealed message. Never use them twice.
pub struct SealingRandomness(Zeroizing<[u8; 64]>);

impl SealingRandomness {
    /// Fresh randomness.
    pub fn generate(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut bytes = Zeroizing::new([0u8; 64]);
        rng.fill_bytes(bytes.as_mut());
        Self(bytes)
    }

    /// From bytes, as revealed in a complaint.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 64]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The bytes, to be revealed in a complaint alone.
    #[must_use]
    pub fn reveal(&self) -> [u8; 64] {
        *self.0
    }
}

impl SecretSealingKey {
    /// A fresh key.
    pub fn generate(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut seed = Zeroizing::new([0u8; 32]);
        rng.fill_bytes(seed.as_mut());
        Self(seed)
    }

    /// From the 32 bytes kept at rest.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The 32 bytes to keep encrypted at rest.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    /// The public key.
    #[must_use]
    pub fn public(&self) -> SealingKey {
        SealingKey(DecapsulationKey::from(*self.0).encapsulation_key().to_bytes().to_vec())
    }

    /// Open a message sealed to this key under `context`.
    pub fn open(&self, context: &[u8], sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (capsule, body) = sealed.0.split_at_checked(CAPSULE_LEN).ok_or(SealError::Unopened)?;
        let capsule = x_wing::Ciphertext::try_from(capsule).map_err(|_| SealError::Unopened)?;
        let shared = Zeroizing::new(DecapsulationKey::from(*self.0).decapsulate(&capsule).0);
        cipher(&shared)
            .decrypt(&Default::default(), Payload { msg: body, aad: context })
            .map(Zeroizing::new)
            .map_err(|_| SealError::Unopened)
    }
}

/// Each shared key encrypts exactly one message, hence the nonce of zeros (RFC 8439).
fn cipher(shared: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(shared.into())
}

impl SealingKey {
    /// Seal `message` to this key. The context (who, to whom, for what) is authenticated but not sent.
    pub fn seal(
        &self,
        context: &[u8],
        message: &[u8],
        randomness: &SealingRandomness,
    ) -> Result<Sealed, SealError> {
        let key = EncapsulationKey::try_from(self.0.as_slice()).map_err(|_| SealError::BadKey)?;
        let (capsule, shared) = key.encapsulate_deterministic(&(*randomness.0).into());
        let shared = Zeroizing::new(shared.0);
        let body = cipher(&shared)
            .encrypt(&Default::default(), Payload { msg: message, aad: context })
            .map_err(|_| SealError::BadKey)?;
        Ok(Sealed([capsule.as_slice(), &body].concat()))
    }
}

/// Bytes of a sealed message of `len` bytes.
#[must_use]
pub const fn sealed_len(len: usize) -> usize {
    CAPSULE_LEN + len + TAG_LEN
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::OsRng;

    #[test]
    fn opens_for_its_receiver_and_context_alone() {
        let (alice, bob) = (SecretSealingKey::generate(&mut OsRng), SecretSealingKey::generate(&mut OsRng));
        let randomness = SealingRandomness::generate(&mut OsRng);
        let sealed = alice.public().seal(b"ctx", b"seed", &randomness).unwrap();
        assert_eq!(sealed.0.len(), sealed_len(4));
        assert_eq!(alice.open(b"ctx", &sealed).unwrap().as_slice(), b"seed");
        assert!(alice.open(b"other", &sealed).is_err());
        assert!(bob.open(b"ctx", &sealed).is_err());
        for at in [0, 40, 1119, 1120, sealed.0.len() - 1] {
            let mut changed = sealed.clone();
            changed.0[at] ^= 1;
            assert!(alice.open(b"ctx", &changed).is_err());
        }
        assert!(alice.open(b"ctx", &Sealed(vec![0; 10])).is_err());
        let again = SealingRandomness::from_bytes(&randomness.reveal());
        assert_eq!(alice.public().seal(b"ctx", b"seed", &again).unwrap(), sealed);
        assert_eq!(SealingKey(vec![1; 3]).seal(b"", b"", &again).unwrap_err(), SealError::BadKey);
    }
}
