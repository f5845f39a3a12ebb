//! One part b_A: derived from its seed, committed to, sealed (spec section 3, steps 2 and 3).

use super::{
    derive,
    manifest::CeremonyManifest,
    proof::{LeaderFault, prove_part},
    subset::SubKeyId,
};
use crate::{
    canonical,
    hash::{Digest, digest},
    party::{CeremonyId, TrusteeIndex},
    seal::{SealError, Sealed, SealingRandomness},
};
use intertally_statements::SubKey;
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};

/// The public part b_A = a*s_A + e_A of one sub-key: 8192 coefficients mod 2^128. Public data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part(pub Vec<u128>);

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({} coefficients)", self.0.len())
    }
}

/// Everything that a seed gives.
pub struct Derived {
    /// s_A, e_A and the blinding factors of the rows of s_A: what proofs are made from.
    pub secret: SubKey,
    /// b_A.
    pub part: Part,
    /// Commitments to the rows of s_A, 16 compressed points.
    pub rows: Vec<[u8; 32]>,
}

/// What a seed gives: s_A and e_A from the seed, a from (ceremony, key number).
///
/// # Errors
/// None that a caller can bring about.
pub fn derive_part(ceremony: CeremonyId, sub_key: SubKeyId, seed: &[u8; 32]) -> Result<Derived, LeaderFault> {
    let (secret, part) = derive::secret_and_part(ceremony, sub_key, seed)?;
    let rows = secret.commitments()?.iter().map(|row| row.to_bytes()).collect();
    Ok(Derived { secret, part: Part(part), rows })
}

impl Derived {
    /// The leader's proof that the part is a short one of the secret in the rows (docs/statements.md).
    ///
    /// # Errors
    /// A seed whose part does not fit the proof, with probability 2^-128: hold another ceremony.
    pub fn prove(
        &self,
        ceremony: CeremonyId,
        sub_key: SubKeyId,
        leader: TrusteeIndex,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<Vec<u8>, LeaderFault> {
        prove_part((ceremony, sub_key, leader), self, rng)
    }

    /// The commitment to what this seed gives: [`commit_part`].
    #[must_use]
    pub fn commitment(&self, ceremony: CeremonyId, sub_key: SubKeyId, leader: TrusteeIndex) -> Digest {
        commit_part(ceremony, sub_key, leader, &self.part, &self.rows)
    }
}

/// The commitment to a part: `digest("part", [canonical (ceremony, sub-key, leader), canonical part, canonical rows])`.
///
/// The part has full entropy under a, so that its hash hides it; the leader's index inside keeps one leader's
/// commitment from being posted by another.
#[must_use]
pub fn commit_part(
    ceremony: CeremonyId,
    sub_key: SubKeyId,
    leader: TrusteeIndex,
    part: &Part,
    rows: &[[u8; 32]],
) -> Digest {
    let head = canonical::encode(&(ceremony, sub_key, leader));
    digest("part", &[&head, &canonical::encode(part), &canonical::encode(&rows)])
}

/// The context under which a seed is sealed: canonical (label, ceremony, sub-key, leader, holder).
#[must_use]
pub fn sealing_context(
    ceremony: CeremonyId,
    sub_key: SubKeyId,
    leader: TrusteeIndex,
    holder: TrusteeIndex,
) -> Vec<u8> {
    canonical::encode(&("intertally/v1/seal/seed", ceremony, sub_key, leader, holder))
}

/// The logged digest of a sealed seed.
#[must_use]
pub fn sealed_digest(sealed: &Sealed) -> Digest {
    digest("sealed-seed", &[&sealed.0])
}

/// Seal a seed to a holder. A pure function, so that a complaint can be judged by sealing again.
pub fn seal_seed(
    manifest: &CeremonyManifest,
    ceremony: CeremonyId,
    sub_key: SubKeyId,
    (leader, holder): (TrusteeIndex, TrusteeIndex),
    seed: &[u8; 32],
    randomness: &SealingRandomness,
) -> Result<Sealed, SealError> {
    let entry = manifest.trustee(holder).ok_or(SealError::BadKey)?;
    entry.sealing.seal(&sealing_context(ceremony, sub_key, leader, holder), seed, randomness)
}
