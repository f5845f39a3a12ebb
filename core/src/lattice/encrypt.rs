//! Encryption of one ciphertext's slots (docs/spec.md section 2.4).

use super::ciphertext::Ciphertext;
use super::key::PublicKey;
use super::params::DELTA_LOG;
use super::sample;
use rand_core::{CryptoRng, RngCore};
use std::mem;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// What an encryption used: the witness of the well-formedness proof. Erased when dropped, no `Debug`.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Witness {
    /// u, binary, N coefficients.
    pub ephemeral: Vec<u128>,
    /// e1, N coefficients in [-8, 8].
    pub error: Vec<i8>,
}

/// `c1 = a*u + e1`, `c2 = b*u + e2 + 2^96*m`, with fresh u, e1, e2: never from the randomness of another revision,
/// since a reused ephemeral shows differences.
///
/// `slots`: 1 to N slots; c2 is cut to their number. One transform of u serves both products.
pub fn encrypt(
    key: &PublicKey,
    slots: &[u32],
    rng: &mut (impl RngCore + CryptoRng),
) -> (Ciphertext, Witness) {
    let ring = key.ring();
    let params = ring.params();
    let mut ephemeral = sample::binary(rng, params);
    let mut error = sample::tuniform3(rng, params.degree());
    let error_body = sample::tuniform3(rng, slots.len());
    let transformed = ring.transform_binary(&ephemeral);
    let (a, b) = key.transforms();
    let mut c1 = ring.product(a, &transformed);
    for (x, e) in c1.iter_mut().zip(error.iter()) {
        *x = x.wrapping_add(sample::lift_small(*e));
    }
    let mut c2 = Zeroizing::new(ring.product(b, &transformed));
    for ((x, e), slot) in c2.iter_mut().zip(error_body.iter()).zip(slots) {
        *x = x.wrapping_add(sample::lift_small(*e)).wrapping_add(u128::from(*slot) << DELTA_LOG);
    }
    let ciphertext = Ciphertext::from_parts(params, c1, &c2, slots.len());
    (ciphertext, Witness { ephemeral: mem::take(&mut ephemeral), error: mem::take(&mut error) })
}
