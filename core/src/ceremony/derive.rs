//! From a seed to a public part, by the lattice's maps (spec section 3, step 2).

use super::subset::SubKeyId;
use crate::{
    canonical,
    lattice::{key, params::Params, ring::Ring, sample::expand_common},
    party::CeremonyId,
};
use intertally_statements::{StatementError, SubKey};

/// Ring dimension (spec section 2).
pub(super) const N: usize = Params::STANDARD.degree();

/// The context in which a seed gives s_A and e_A: canonical (ceremony, sub-key).
#[must_use]
pub fn sub_key_context(ceremony: CeremonyId, sub_key: SubKeyId) -> Vec<u8> {
    canonical::encode(&(ceremony, sub_key))
}

/// The common polynomial a of one key. Public.
pub(super) fn common(ceremony: CeremonyId, key: u32) -> Vec<u128> {
    expand_common(ceremony.0.as_bytes(), key, &Params::STANDARD)
}

/// b_A = a*s_A + e_A mod (X^N + 1, 2^128).
pub(super) fn public_part(ceremony: CeremonyId, sub_key: SubKeyId, seed: &[u8; 32]) -> Vec<u128> {
    let ring = Ring::get(&Params::STANDARD);
    let a = common(ceremony, sub_key.key);
    key::public_part(&ring, &a, seed, &sub_key_context(ceremony, sub_key))
}

/// s_A and e_A as proofs are made from them, with the blinding factors of the rows of s_A.
pub(super) fn secret(
    ceremony: CeremonyId,
    sub_key: SubKeyId,
    seed: &[u8; 32],
) -> Result<SubKey, StatementError> {
    let context = sub_key_context(ceremony, sub_key);
    let (bits, noise) = key::secrets(&Params::STANDARD, seed, &context);
    SubKey::new(bits.iter().map(|bit| *bit as u8).collect(), noise.to_vec(), seed, &context)
}
