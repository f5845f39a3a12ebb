//! A trustee's answer to one step (docs/spec.md section 7).
//!
//! Private inputs: sub-keys and their PRF keys, the signing key. Public inputs: the summed ciphertexts, the statement, the
//! plan. Output: per sub-key `d_A[j] = (c1*s_A)[j] + f_A[j]` for the slots of the step and no other.

use crate::ledger::{Quorate, StepB};
use intertally_core::hash::Digest;
use intertally_core::opening::aggregate::{Summed, aggregate_digest};
use intertally_core::opening::positions::Positions;
use intertally_core::opening::share::{Question, ShareSet, SubKeyIndex, SubShare};
use intertally_core::party::KeyId;
use intertally_core::sign::SecretKey;
use rayon::prelude::*;
use zeroize::Zeroizing;

mod held;

pub use held::OpeningKey;

#[cfg(test)]
mod tests;

/// What a flooding word depends on besides the sub-key's PRF key and the coefficient: all holders flood alike, and
/// asking again gives the identical answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FloodAt {
    /// The key.
    pub key: KeyId,
    /// Digest of the summed ciphertexts.
    pub aggregate: Digest,
    /// Index of the ciphertext.
    pub ciphertext: u32,
}

/// A sub-key as a trustee holds it.
pub trait HeldSubKey: Sync {
    /// A mask c1 made ready for products, once for all sub-keys. Public.
    type Mask: Sync;
    /// Make a mask ready; `None` if it has not N coefficients.
    fn ready(mask: &[u128]) -> Option<Self::Mask>;
    /// The key that it is a part of.
    fn key(&self) -> KeyId;
    /// Its place in the ceremony's list of subsets.
    fn index(&self) -> SubKeyIndex;
    /// `c1 * s_A` modulo (X^N + 1, 2^128), N coefficients. Secret: it is linear in s_A.
    fn product(&self, mask: &Self::Mask) -> Zeroizing<Vec<u128>>;
    /// `f_A[j]` for the coefficients named, each uniform in [-2^F, 2^F), as words modulo 2^128. Same order.
    fn flood(&self, at: &FloodAt, coefficients: &[u32]) -> Zeroizing<Vec<u128>>;
}

/// What to answer.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// All bits and r'.
    StepA,
    /// The approved cells, as recorded in the ledger.
    StepB(&'a StepB),
}

/// Why no share is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GiveError {
    /// The ciphertexts are not those stated for, for instance one member's alone.
    #[error(
        "these ciphertexts are not the sum that this trustee stated for; recompute the sum of the sealed set"
    )]
    OtherAggregate,
    /// A sub-key of another key.
    #[error("sub-key {0} belongs to another key; load the sub-keys of this round", sub_key.0)]
    OtherKey {
        /// Which.
        sub_key: SubKeyIndex,
    },
    /// Step B was consented to under another statement.
    #[error("step B was recorded for another statement; check counts and plan of this round")]
    OtherStatement,
    /// The sum has another shape than the layout.
    #[error("the sum does not hold slot {slot} of the layout; recompute the sum of the sealed set")]
    Shape {
        /// The first slot that is not there.
        slot: u32,
    },
}

/// Answer one step. Needs the token of a quorum and, for step B, that of a checked and recorded plan: no other slots can
/// be asked for. All sub-keys in parallel.
pub fn give_shares<K: HeldSubKey>(
    quorate: &Quorate<'_>,
    answer: Answer<'_>,
    sub_keys: &[K],
    sum: &[Summed<'_>],
    signing: &SecretKey,
) -> Result<ShareSet, GiveError> {
    let statement = quorate.statement();
    if aggregate_digest(statement.key, sum) != statement.aggregate {
        return Err(GiveError::OtherAggregate);
    }
    let positions = match answer {
        Answer::StepA => quorate.step_a(),
        Answer::StepB(token) if token.statement == *statement => token.positions.clone(),
        Answer::StepB(_) => return Err(GiveError::OtherStatement),
    };
    let wanted = by_ciphertext::<K>(&positions, sum)?;
    let shares: Result<Vec<_>, _> = sub_keys
        .par_iter()
        .map(|sub_key| {
            let index = sub_key.index();
            if sub_key.key() != statement.key {
                return Err(GiveError::OtherKey { sub_key: index });
            }
            let at = FloodAt { key: statement.key, aggregate: statement.aggregate, ciphertext: 0 };
            Ok(SubShare { sub_key: index, values: share(sub_key, at, &wanted)? })
        })
        .collect();
    let question = Question::new(statement.key, statement.round, statement.aggregate, &positions);
    Ok(ShareSet::sign(question, quorate.0.trustee, shares?, signing))
}

/// The coefficients asked of one ciphertext.
struct Wanted<M> {
    ciphertext: u32,
    mask: M,
    coefficients: Vec<u32>,
}

/// Slot s is coefficient s mod N of ciphertext s / N.
fn by_ciphertext<K: HeldSubKey>(
    positions: &Positions,
    sum: &[Summed<'_>],
) -> Result<Vec<Wanted<K::Mask>>, GiveError> {
    let first = GiveError::Shape { slot: positions.slots().first().copied().unwrap_or(0) };
    let degree =
        sum.first().and_then(|c| u32::try_from(c.mask.len()).ok()).filter(|n| *n > 0).ok_or(first)?;
    let mut wanted: Vec<Wanted<K::Mask>> = Vec::new();
    for &slot in positions.slots() {
        let (ciphertext, coefficient) = (slot / degree, slot % degree);
        let held = sum.get(ciphertext as usize).filter(|c| (coefficient as usize) < c.body.len());
        let sum = held.ok_or(GiveError::Shape { slot })?;
        match wanted.last_mut().filter(|last| last.ciphertext == ciphertext) {
            Some(last) => last.coefficients.push(coefficient),
            None => {
                let mask = K::ready(sum.mask).ok_or(GiveError::Shape { slot })?;
                wanted.push(Wanted { ciphertext, mask, coefficients: vec![coefficient] });
            }
        }
    }
    Ok(wanted)
}

fn share<K: HeldSubKey>(
    sub_key: &K,
    at: FloodAt,
    wanted: &[Wanted<K::Mask>],
) -> Result<Vec<u128>, GiveError> {
    let mut values = Vec::with_capacity(wanted.iter().map(|w| w.coefficients.len()).sum());
    for Wanted { ciphertext, mask, coefficients } in wanted {
        let shape = GiveError::Shape { slot: *ciphertext };
        let product = sub_key.product(mask);
        let flood = sub_key.flood(&FloodAt { ciphertext: *ciphertext, ..at }, coefficients);
        if flood.len() != coefficients.len() {
            return Err(shape);
        }
        for (j, word) in coefficients.iter().zip(flood.iter()) {
            values.push(product.get(*j as usize).ok_or(shape)?.wrapping_add(*word));
        }
    }
    Ok(values)
}
