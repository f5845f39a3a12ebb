//! Maps from a byte stream to coefficients (docs/spec.md section 2.2). Normative: sub-keys, their errors, the
//! common polynomial and the flooding are re-derived by others from the same bytes.

use super::params::{NOISE_BOUND, Params};
use rand_chacha::ChaCha20Rng;
use rand_core::{RngCore, SeedableRng};
use shake::{ExtendableOutput, Shake256, Update, XofReader};
use zeroize::Zeroizing;

/// SHAKE256 over `"intertally/v1/" || label || 0x00 || for each part: u64 LE length || part`.
pub fn xof(label: &str, parts: &[&[u8]]) -> impl XofReader + use<> {
    let mut hash = Shake256::default();
    hash.update(b"intertally/v1/");
    hash.update(label.as_bytes());
    hash.update(&[0]);
    for part in parts {
        hash.update(&(part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize_xof()
}

/// The ChaCha20 keystream (RFC 8439 block function, 64-bit block counter from 0, 64-bit nonce 0) whose key is the
/// first 32 bytes of [`xof`].
#[must_use]
pub fn stream(label: &str, parts: &[&[u8]]) -> ChaCha20Rng {
    let mut key = Zeroizing::new([0u8; 32]);
    xof(label, parts).read(key.as_mut());
    ChaCha20Rng::from_seed(*key)
}

/// Binary polynomial: coefficient i is bit `i mod 8` (least significant first) of byte `i / 8`.
pub fn binary(rng: &mut impl RngCore, params: &Params) -> Zeroizing<Vec<u128>> {
    let mut bytes = Zeroizing::new(vec![0u8; params.degree() / 8]);
    rng.fill_bytes(&mut bytes);
    let mut poly = Zeroizing::new(vec![0u128; params.degree()]);
    for (byte, out) in bytes.iter().zip(poly.as_chunks_mut::<8>().0) {
        for (i, bit) in out.iter_mut().enumerate() {
            *bit = u128::from(byte >> i & 1);
        }
    }
    poly
}

/// TUniform(3) noise: eight coefficients from five bytes. The bytes are a little-endian number of 40 bits;
/// coefficient i takes bits 5i to 5i+4 as r and is `(r >> 1) + (r & 1) - 8`: -8 to 8, the ends half as likely.
pub fn tuniform3(rng: &mut impl RngCore, len: usize) -> Zeroizing<Vec<i8>> {
    let groups = len.div_ceil(8);
    let mut bytes = Zeroizing::new(vec![0u8; 5 * groups]);
    rng.fill_bytes(&mut bytes);
    let mut noise = Zeroizing::new(vec![0i8; 8 * groups]);
    for (chunk, out) in bytes.as_chunks::<5>().0.iter().zip(noise.as_chunks_mut::<8>().0) {
        let [b0, b1, b2, b3, b4] = *chunk;
        let word = u64::from_le_bytes([b0, b1, b2, b3, b4, 0, 0, 0]);
        for (i, e) in out.iter_mut().enumerate() {
            let r = (word >> (5 * i) & 31) as i8;
            *e = (r >> 1) + (r & 1) - NOISE_BOUND as i8;
        }
    }
    noise.truncate(len);
    noise
}

/// The common polynomial a of a key: N coefficients of 16 bytes, little-endian, from SHAKE256 of the ceremony's
/// digest and the key's index (u32 LE).
#[must_use]
pub fn expand_common(ceremony: &[u8; 32], key_index: u32, params: &Params) -> Vec<u128> {
    let mut bytes = vec![0u8; 16 * params.degree()];
    xof("common-polynomial", &[ceremony, &key_index.to_le_bytes()]).read(&mut bytes);
    bytes.as_chunks::<16>().0.iter().map(|chunk| u128::from_le_bytes(*chunk)).collect()
}

/// A small integer modulo 2^128.
#[must_use]
pub fn lift_small(x: i8) -> u128 {
    i128::from(x).cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_tuniform3() {
        let mut counts = [0u32; 17];
        for e in tuniform3(&mut stream("test", &[]), 160_000).iter() {
            counts[(e + 8) as usize] += 1;
        }
        assert!(counts[1..16].iter().all(|c| (9_500..10_500).contains(c)), "{counts:?}");
        assert!([counts[0], counts[16]].iter().all(|c| (4_600..5_400).contains(c)), "{counts:?}");
        assert_eq!(tuniform3(&mut stream("test", &[]), 13).len(), 13);
    }

    #[test]
    fn binary_is_balanced_and_streams_are_separate() {
        let draw = |label| binary(&mut stream(label, &[b"x"]), &Params::STANDARD);
        let ones: u128 = draw("a").iter().sum();
        assert!((3_800..4_400).contains(&ones));
        assert_ne!(*draw("a"), *draw("b"));
        assert_ne!(
            expand_common(&[0; 32], 0, &Params::STANDARD),
            expand_common(&[0; 32], 1, &Params::STANDARD)
        );
    }
}
