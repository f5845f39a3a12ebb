//! The flooding of a share (docs/spec.md section 7.2). The share itself is made with its proof, by the trustee's statement.

use super::sample;
use intertally_ground::hash::Digest;
use intertally_ground::party::KeyId;
use rand_core::RngCore;
use zeroize::Zeroizing;

/// Words drawn at once.
const RUN: usize = 256;

/// The pseudorandom function of the flooding, keyed from a seed. All holders of the seed compute the same words.
pub struct Flooding {
    key: Zeroizing<[u8; 32]>,
}

impl Flooding {
    /// Of a seed.
    #[must_use]
    pub fn new(seed: &[u8; 32], context: &[u8]) -> Self {
        use shake::XofReader;
        let mut key = Zeroizing::new([0u8; 32]);
        sample::xof("sub-key/flooding", &[seed, context]).read(key.as_mut());
        Self { key }
    }

    /// `f_A[j]`, uniform in [-2^F, 2^F) modulo 2^128: 16 bytes little-endian at offset 16j of the stream of
    /// (key id, aggregate digest, ciphertext index u32 LE), masked to F+1 bits, minus 2^F. F is `bits`, at most 126.
    #[must_use]
    pub fn words(
        &self,
        (key, aggregate, ciphertext): (KeyId, Digest, u32),
        bits: u32,
        positions: &[u32],
    ) -> Zeroizing<Vec<u128>> {
        let bits = bits.min(126);
        let parts: [&[u8]; 4] =
            [self.key.as_ref(), key.0.as_bytes(), aggregate.as_bytes(), &ciphertext.to_le_bytes()];
        let mut stream = sample::stream("flooding", &parts);
        let mask = (1u128 << (bits + 1)) - 1;
        let word = |bytes: &[u8; 16]| (u128::from_le_bytes(*bytes) & mask).wrapping_sub(1 << bits);
        let mut words = Zeroizing::new(Vec::with_capacity(positions.len()));
        let mut buffer = Zeroizing::new([0u8; 16 * RUN]);
        let mut next = 0;
        // Seeking costs four blocks, and bytes drawn one by one cost more than the cipher: most positions follow each other.
        for run in positions.chunk_by(|one, other| one.checked_add(1) == Some(*other)) {
            let [first, ..] = *run else { continue };
            if first != next {
                stream.set_word_pos(4 * u128::from(first));
            }
            next = first.wrapping_add(run.len() as u32);
            for piece in run.chunks(RUN) {
                let bytes = buffer.get_mut(..16 * piece.len()).unwrap_or_default();
                stream.fill_bytes(bytes);
                words.extend(bytes.as_chunks::<16>().0.iter().map(word));
            }
        }
        words
    }
}
