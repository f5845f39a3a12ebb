//! The leader's proof of its part (spec section 3, step 3; docs/statements.md): `b_A = a*s_A + e_A` with short s_A and e_A,
//! s_A in the committed rows that every later proof of a share names.

use super::{derive, message::Reveals, part::Derived, subset::SubKeyId};
use crate::{
    SPEC_VERSION, canonical,
    party::{CeremonyId, TrusteeIndex},
};
use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::{ArgumentError, Batch, prove};
use intertally_statements::{SUB_KEY_ROWS, StatementError, leader::Leader};
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use rayon::prelude::*;

/// Why a leader's proof cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeaderFault {
    /// The seed does not give what is proved.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The argument refuses.
    #[error(transparent)]
    Argument(#[from] ArgumentError),
}

fn context(ceremony: CeremonyId, sub_key: SubKeyId, leader: TrusteeIndex) -> Vec<u8> {
    canonical::encode(&("leader", SPEC_VERSION, ceremony, sub_key, leader))
}

/// Rows as the statement takes them; none if there are not 16.
pub(super) fn points(rows: &[[u8; 32]]) -> Option<Vec<CompressedRistretto>> {
    (rows.len() == SUB_KEY_ROWS).then(|| rows.iter().map(|row| CompressedRistretto(*row)).collect())
}

pub(super) fn prove_part(
    (ceremony, sub_key, leader): (CeremonyId, SubKeyId, TrusteeIndex),
    derived: &Derived,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<Vec<u8>, LeaderFault> {
    let a = derive::common(ceremony, sub_key.key).into();
    let context = context(ceremony, sub_key, leader);
    let rows = derived.secret.commitments()?;
    let b = derived.part.0.clone().into();
    let statement = Leader::new(&a, &b, &rows, &context)?;
    let witness = statement.witness(&derived.secret)?;
    Ok(prove(&statement, &witness, rng)?.proof.to_bytes())
}

/// The first part of these reveals whose proof does not hold.
///
/// The weights of the last check follow from the proofs themselves, so that everybody comes to the same answer.
pub(super) fn wrong_proof(leader: TrusteeIndex, reveals: &Reveals) -> Option<SubKeyId> {
    // Its digest is made once for all parts.
    let a = derive::common(reveals.ceremony, reveals.key).into();
    let read: Vec<Option<Batch>> = (reveals.parts.par_iter())
        .map(|revealed| {
            let rows = points(&revealed.rows)?;
            let context = context(reveals.ceremony, revealed.sub_key, leader);
            let b = revealed.part.0.clone().into();
            let statement = Leader::new(&a, &b, &rows, &context).ok()?;
            let mut one = Batch::new();
            one.add(&statement, &revealed.proof);
            Some(one)
        })
        .collect();
    let mut rng = ChaCha20Rng::from_seed(canonical_seed(reveals));
    let all = read.iter().all(Option::is_some);
    if all && Batch::hold(read.iter().flatten(), &mut rng) {
        return None;
    }
    let mut fails = |one: &Option<Batch>| one.as_ref().is_none_or(|one| one.check(&mut rng).is_err());
    let first = read.iter().position(&mut fails);
    first.and_then(|at| reveals.parts.get(at)).map(|revealed| revealed.sub_key)
}

fn canonical_seed(reveals: &Reveals) -> [u8; 32] {
    crate::hash::digest("leader-proofs", &[&canonical::encode(reveals)]).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ceremony::SubsetIndex;
    use crate::hash::Digest;

    /// That a proof of one context serves no other is tested where the statement is.
    #[test]
    fn the_context_names_ceremony_sub_key_and_leader() {
        let (ceremony, leader) = (CeremonyId(Digest([1; 32])), TrusteeIndex(0));
        let sub_key = SubKeyId { key: 0, subset: SubsetIndex(0) };
        let mut all = vec![
            context(ceremony, sub_key, leader),
            context(CeremonyId(Digest([9; 32])), sub_key, leader),
            context(ceremony, SubKeyId { key: 1, ..sub_key }, leader),
            context(ceremony, SubKeyId { subset: SubsetIndex(1), ..sub_key }, leader),
            context(ceremony, sub_key, TrusteeIndex(1)),
        ];
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 5);
    }
}
