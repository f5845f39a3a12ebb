//! The summed ciphertexts of one key: their digest, and a slot from its residual (docs/spec.md sections 2 and 7).

use crate::canonical;
use crate::hash::{Digest, digest};
use crate::opening::counted::Counted;
use crate::party::{KeyId, MemberIndex};
use std::collections::BTreeMap;

/// Borrowed view of one summed ciphertext: N mask coefficients, and the body cut to the slots in use.
#[derive(Clone, Copy, Debug)]
pub struct Summed<'a> {
    /// c1: N coefficients modulo 2^128.
    pub mask: &'a [u128],
    /// c2: the first coefficients, as many as there are slots in use.
    pub body: &'a [u128],
}

fn bytes(words: &[u128]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Digest of all summed ciphertexts of a key, in ciphertext order. Part of a statement and of every flooding word.
#[must_use]
pub fn aggregate_digest(key: KeyId, ciphertexts: &[Summed<'_>]) -> Digest {
    let parts: Vec<Digest> =
        ciphertexts.iter().map(|c| digest("aggregate/part", &[&bytes(c.mask), &bytes(c.body)])).collect();
    let mut all: Vec<&[u8]> = vec![key.0.as_bytes()];
    all.extend(parts.iter().map(|part| part.as_bytes().as_slice()));
    digest("aggregate", &all)
}

/// Digest of a sealed set: which submission (by its digest) of which member counts, and what is counted of it.
#[must_use]
pub fn sealed_set_digest(sealed: &BTreeMap<MemberIndex, Digest>, counted: &Counted) -> Digest {
    digest("sealed-set", &[&canonical::encode(sealed), &canonical::encode(counted)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_binds_key_order_and_borders() {
        let (a, b) = (KeyId(Digest::ZERO), KeyId(Digest([1; 32])));
        let (x, y) = (Summed { mask: &[1, 2], body: &[3] }, Summed { mask: &[1], body: &[2, 3] });
        assert_ne!(aggregate_digest(a, &[x]), aggregate_digest(b, &[x]));
        assert_ne!(aggregate_digest(a, &[x]), aggregate_digest(a, &[y]));
        assert_ne!(aggregate_digest(a, &[x, y]), aggregate_digest(a, &[y, x]));
    }
}
