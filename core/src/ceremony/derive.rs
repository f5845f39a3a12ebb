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

/// s_A and e_A of a seed as proofs are made from them, with the blinding factors of the rows of s_A, and
/// b_A = a*s_A + e_A mod (X^N + 1, 2^128).
pub(super) fn secret_and_part(
    ceremony: CeremonyId,
    sub_key: SubKeyId,
    seed: &[u8; 32],
) -> Result<(SubKey, Vec<u128>), StatementError> {
    let (context, ring) = (sub_key_context(ceremony, sub_key), Ring::get(&Params::STANDARD));
    let (bits, noise) = key::secrets(ring.params(), seed, &context);
    let part = key::public_part(&ring, &common(ceremony, sub_key.key), (&bits, &noise));
    let secret = SubKey::new(bits.iter().map(|bit| *bit as u8).collect(), noise.to_vec(), seed, &context)?;
    Ok((secret, part))
}
