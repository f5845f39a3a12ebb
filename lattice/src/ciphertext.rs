//! Ciphertexts: bytes, the one check of foreign shapes, and sums (docs/spec.md section 2.5).
//!
//! tfhe panics on mismatched shapes, so every ciphertext is made here, at the round's parameters and no other.

use super::params::Params;
use intertally_ground::hash::{Digest, digest};
use tfhe::core_crypto::prelude::{
    CiphertextModulus, GlweCiphertext, GlweCiphertextOwned, PolynomialSize, glwe_ciphertext_add_assign,
};

/// Why bytes are not a ciphertext of this round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a ciphertext of {used} slots has {expected} bytes, these are {got}; send the bytes that prepare wrote"
)]
pub struct ShapeError {
    /// Slots in use, from the layout.
    pub used: usize,
    /// Bytes expected.
    pub expected: usize,
    /// Bytes received.
    pub got: usize,
}

/// A GLWE ciphertext of dimension 1 over u128. Body coefficients beyond the slots in use are zero and not sent.
#[derive(Clone, PartialEq)]
pub struct Ciphertext {
    glwe: GlweCiphertextOwned<u128>,
    used: usize,
}

impl Ciphertext {
    /// Bytes of a ciphertext with `used` slots: c1 whole, c2 cut.
    #[must_use]
    pub const fn byte_len(params: &Params, used: usize) -> usize {
        16 * (params.degree() + used)
    }

    /// From both polynomials; lengths are forced to N and `used`.
    pub(super) fn from_parts(params: &Params, c1: Vec<u128>, c2: &[u128], used: usize) -> Self {
        let n = params.degree();
        let used = used.min(n);
        let mut container = c1;
        container.resize(n, 0);
        container.reserve_exact(n);
        container.extend(c2.iter().take(used));
        container.resize(2 * n, 0);
        let modulus = CiphertextModulus::new_native();
        Self { glwe: GlweCiphertext::from_container(container, PolynomialSize(n), modulus), used }
    }

    /// The sum of nothing.
    #[must_use]
    pub fn zero(params: &Params, used: usize) -> Self {
        Self::from_parts(params, vec![], &[], used)
    }

    /// Foreign bytes: exactly [`Self::byte_len`], little-endian coefficients. Every such string is a ciphertext.
    pub fn from_bytes(params: &Params, used: usize, bytes: &[u8]) -> Result<Self, ShapeError> {
        let expected = Self::byte_len(params, used);
        if bytes.len() != expected || used > params.degree() {
            return Err(ShapeError { used, expected, got: bytes.len() });
        }
        let n = params.degree();
        let mut words = Vec::with_capacity(2 * n);
        words.extend(bytes.as_chunks::<16>().0.iter().map(|chunk| u128::from_le_bytes(*chunk)));
        words.resize(2 * n, 0);
        let modulus = CiphertextModulus::new_native();
        Ok(Self { glwe: GlweCiphertext::from_container(words, PolynomialSize(n), modulus), used })
    }

    /// The bytes: c1, then c2 cut to the slots in use.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(16 * (self.mask().len() + self.body().len()));
        self.mask().iter().chain(self.body()).for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
        bytes
    }

    /// Digest of the bytes.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest("ciphertext", &[&self.to_bytes()])
    }

    /// c1, N coefficients.
    #[must_use]
    pub fn mask(&self) -> &[u128] {
        let words: &[u128] = self.glwe.as_ref();
        words.split_at(words.len() / 2).0
    }

    /// c2, cut to the slots in use.
    #[must_use]
    pub fn body(&self) -> &[u128] {
        let words: &[u128] = self.glwe.as_ref();
        let (_, body) = words.split_at(words.len() / 2);
        body.split_at(self.used).0
    }

    /// Slots in use.
    #[must_use]
    pub const fn used(&self) -> usize {
        self.used
    }

    /// tfhe's own object, for its decryption as the oracle of tests.
    #[cfg(test)]
    pub(super) const fn glwe(&self) -> &GlweCiphertextOwned<u128> {
        &self.glwe
    }
}

/// A running sum: memory of one ciphertext however many members there are. Exact and bit-reproducible.
pub struct Accumulator {
    sum: Ciphertext,
    members: usize,
}

/// A ciphertext of another shape was offered for a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ciphertext of {got} slots cannot be added to a sum of {expected}; use the layout of the round")]
pub struct SumError {
    /// Slots of the sum.
    pub expected: usize,
    /// Slots offered.
    pub got: usize,
}

impl Accumulator {
    /// An empty sum.
    #[must_use]
    pub fn new(params: &Params, used: usize) -> Self {
        Self { sum: Ciphertext::zero(params, used), members: 0 }
    }

    /// Add one member's ciphertext.
    pub fn add(&mut self, ciphertext: &Ciphertext) -> Result<(), SumError> {
        let (expected, got) = (self.sum.used, ciphertext.used);
        if expected != got || self.sum.mask().len() != ciphertext.mask().len() {
            return Err(SumError { expected, got });
        }
        glwe_ciphertext_add_assign(&mut self.sum.glwe, &ciphertext.glwe);
        self.members += 1;
        Ok(())
    }

    /// Members in the sum.
    #[must_use]
    pub const fn members(&self) -> usize {
        self.members
    }

    /// The sum so far.
    #[must_use]
    pub const fn sum(&self) -> &Ciphertext {
        &self.sum
    }

    /// The sum.
    #[must_use]
    pub fn finish(self) -> Ciphertext {
        self.sum
    }
}
