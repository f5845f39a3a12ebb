//! Encryption of one ciphertext's slots (docs/spec.md section 2.4).

use super::ciphertext::Ciphertext;
use super::key::PublicKey;
use super::sample;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use shake::XofReader;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What all randomness of one encryption follows from. Whoever has it and the figures makes the ciphertext again, and so
/// can the office show its own auditors what it sent. Erased when dropped, no `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct EncryptionSeed([u8; 32]);

impl EncryptionSeed {
    /// A fresh one: never that of another revision, since a reused ephemeral shows differences.
    pub fn draw(rng: &mut (impl RngCore + CryptoRng)) -> Self {
        let mut seed = Self([0; 32]);
        rng.fill_bytes(&mut seed.0);
        seed
    }

    /// A fresh one that also follows from what it is for: even if a broken source gives the same bytes twice, as after a
    /// machine was put back to an earlier state, two messages or two places never share an ephemeral (section 2.4).
    pub fn hedged(rng: &mut (impl RngCore + CryptoRng), context: &[u8], message: &[u128]) -> Self {
        let fresh = Self::draw(rng);
        let mut words = Zeroizing::new(Vec::with_capacity(16 * message.len()));
        message.iter().for_each(|word| words.extend_from_slice(&word.to_le_bytes()));
        let mut seed = Self([0; 32]);
        sample::xof("encryption-seed", &[&fresh.0, context, &words]).read(&mut seed.0);
        seed
    }

    /// A kept one.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// To be kept: secret.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What an encryption used, for the proof of it. Erased when dropped, no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Witness {
    /// u, binary, N coefficients.
    pub ephemeral: Vec<u128>,
    /// e1, N coefficients in [-8, 8].
    pub error: Vec<i8>,
    /// e2, as many as there are slots in use, in [-8, 8].
    pub error_body: Vec<i8>,
}

/// `c1 = a*u + e1`, `c2 = b*u + e2 + message`; u, e1, e2 are drawn in this order from ChaCha20 with the seed as its key.
///
/// `message`: Delta times each slot, 1 to N words; c2 is cut to their number. One transform of u serves both products.
#[must_use]
pub fn encrypt(key: &PublicKey, message: &[u128], seed: &EncryptionSeed) -> (Ciphertext, Witness) {
    let rng = &mut ChaCha20Rng::from_seed(seed.0);
    let ring = key.ring();
    let params = ring.params();
    let ephemeral = sample::binary(rng, params);
    let error = sample::tuniform3(rng, params.degree());
    let error_body = sample::tuniform3(rng, message.len());
    let transformed = ring.transform_binary(&ephemeral);
    let (a, b) = key.transforms();
    let mut c1 = ring.product(a, &transformed);
    for (x, e) in c1.iter_mut().zip(error.iter()) {
        *x = x.wrapping_add(sample::lift_small(*e));
    }
    let mut c2 = Zeroizing::new(ring.product(b, &transformed));
    for ((x, e), slot) in c2.iter_mut().zip(error_body.iter()).zip(message) {
        *x = x.wrapping_add(sample::lift_small(*e)).wrapping_add(*slot);
    }
    let ciphertext = Ciphertext::from_parts(params, c1, &c2, message.len());
    let taken = |mut noise: Zeroizing<Vec<i8>>| std::mem::take(&mut *noise);
    let mut ephemeral = ephemeral;
    let witness = Witness {
        ephemeral: std::mem::take(&mut *ephemeral),
        error: taken(error),
        error_body: taken(error_body),
    };
    (ciphertext, witness)
}
