//! From a seed to a public part: the specified map from bytes to coefficients (spec section 3, step 2).
//!
//! - a: SHAKE256 of label, ceremony, key number; 16 bytes little-endian a coefficient.
//! - s_A: SHAKE256 of label, seed; bit i of the stream (least significant first) is coefficient i.
//! - e_A: SHAKE256 of label, seed; one byte a coefficient, v its low five bits, e = floor((v+1)/2) - 8, which
//!   is TUniform(3): -8 and 8 with probability 1/32, every other value 1/16.

use crate::party::CeremonyId;
use sha3::{
    Shake256,
    digest::{ExtendableOutput, Update, XofReader},
};
use std::sync::OnceLock;
use tfhe_ntt::native_binary128::Plan32;
use zeroize::Zeroizing;

/// Ring dimension (spec section 2).
pub(super) const N: usize = 8192;

fn stream(label: &str, input: &[u8], len: usize) -> Zeroizing<Vec<u8>> {
    let mut hash = Shake256::default();
    hash.update(b"intertally/v1/");
    hash.update(label.as_bytes());
    hash.update(&[0]);
    hash.update(input);
    let mut out = Zeroizing::new(vec![0; len]);
    hash.finalize_xof().read(&mut out);
    out
}

/// The common polynomial a of one key. Public.
pub(super) fn common(ceremony: CeremonyId, key: u32) -> Vec<u128> {
    let input = [ceremony.0.as_bytes().as_slice(), &key.to_le_bytes()].concat();
    let bytes = stream("common-polynomial", &input, 16 * N);
    bytes.as_chunks::<16>().0.iter().map(|c| u128::from_le_bytes(*c)).collect()
}

/// The binary secret s_A of a seed.
pub(super) fn secret(seed: &[u8; 32]) -> Zeroizing<Vec<u128>> {
    let bytes = stream("sub-key-secret", seed, N / 8);
    Zeroizing::new(bytes.iter().flat_map(|b| (0..8).map(move |i| u128::from(b >> i & 1))).collect())
}

/// b_A = a*s_A + e_A mod (X^N + 1, 2^128). `None` only if no transform exists for N, which it does.
pub(super) fn public_part(a: &[u128], seed: &[u8; 32]) -> Option<Vec<u128>> {
    static PLAN: OnceLock<Option<Plan32>> = OnceLock::new();
    let plan = PLAN.get_or_init(|| Plan32::try_new(N)).as_ref()?;
    let mut b = vec![0; N];
    plan.negacyclic_polymul(&mut b, a, &secret(seed));
    let noise = stream("sub-key-noise", seed, N);
    for (b, byte) in b.iter_mut().zip(noise.iter()) {
        let shifted = (u128::from(byte & 31) + 1) >> 1;
        *b = b.wrapping_add(shifted).wrapping_sub(8);
    }
    Some(b)
}
