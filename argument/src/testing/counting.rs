//! Bytes in the place of randomness, for vectors and for tests of what rests on a source.

use rand_core::{CryptoRng, RngCore, impls as via};

/// Gives `n, n + 1, .., 255, 0, ..` at every call: 'randomness' that a second implementation can have
/// too, and a source that is broken or that everybody knows.
pub struct Counting(pub u8);

impl RngCore for Counting {
    fn next_u32(&mut self) -> u32 {
        via::next_u32_via_fill(self)
    }
    fn next_u64(&mut self) -> u64 {
        via::next_u64_via_fill(self)
    }
    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        (0..=u8::MAX).cycle().skip(self.0.into()).zip(bytes).for_each(|(i, byte)| *byte = i);
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Counting {}
