//! A trustee's answer to one step (docs/spec.md section 7.2).
//!
//! Private inputs: sub-keys. Public inputs: round, ceremony, the sums of the sealed set, the statement, the plan. Output: per
//! sub-key and ciphertext a proven share of the slots of the step and no other, and what opens it.

use crate::ledger::{Quorate, StepB};
use crate::subkey::{HeldKeys, SubKey};
use intertally_core::ceremony::{CeremonyState, LeaderFault, sub_key_context};
use intertally_core::lattice::Flooding;
use intertally_core::opening::aggregate::aggregate_digest;
use intertally_core::opening::asked::{Asked, AskedPart};
use intertally_core::opening::positions::Positions;
use intertally_core::opening::share::{
    Question, ShareOpening, ShareProofs, ShareSet, SubKeyIndex, SubKeyProofs,
};
use intertally_core::opening::tally::Tally;
use intertally_core::round::RoundManifest;
use intertally_statements::StatementError;
use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, RngCore, SeedableRng};
use rayon::prelude::*;
use zeroize::Zeroizing;

/// What to answer.
#[derive(Clone, Copy, Debug)]
pub enum Answer<'a> {
    /// The bits of the cells that are counted.
    StepA,
    /// The approved cells, as recorded in the ledger.
    StepB(&'a StepB),
}

/// One key of a sealed round, as this trustee read and added it up.
#[derive(Clone, Copy)]
pub struct OwnRound<'a> {
    /// The round.
    pub manifest: &'a RoundManifest,
    /// The ceremony that made its keys.
    pub ceremony: &'a CeremonyState,
    /// The sums of the sealed set.
    pub tally: &'a Tally,
    /// Position of the key in the round.
    pub part: usize,
}

/// Why no share is given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GiveError {
    /// The ciphertexts are not those stated for, for instance one member's alone.
    #[error(
        "these ciphertexts are not the sum that this trustee stated for; recompute the sum of the sealed set"
    )]
    OtherAggregate,
    /// Round, ceremony and statement do not belong together.
    #[error("round, ceremony and statement are not of one key; load those of this round")]
    OtherKey,
    /// Step B was consented to under another statement.
    #[error("the opening of totals was recorded for another statement; check counts and plan of this round")]
    OtherStatement,
    /// No cell of the key is opened in this step.
    #[error("this step opens no cell of the key; there is nothing to answer")]
    Nothing,
    /// A sub-key of the key is not held here any more.
    #[error("sub-key {} is not held here; restore it from the backup", sub_key.0)]
    Missing {
        /// Which.
        sub_key: SubKeyIndex,
    },
    /// A sub-key does not give what the ceremony logged.
    #[error("sub-key {}: {why}; restore it from the backup", sub_key.0)]
    SubKey {
        /// Which.
        sub_key: SubKeyIndex,
        /// What does not fit.
        why: LeaderFault,
    },
    /// A share cannot be proved.
    #[error("the share of sub-key {}: {why}", sub_key.0)]
    Share {
        /// Of which sub-key.
        sub_key: SubKeyIndex,
        /// What does not fit.
        why: StatementError,
    },
}

/// Answer one step. Needs the token of a quorum and, for step B, that of a checked and recorded plan: no other slots can
/// be asked for. Flooding is the same whenever and by whomever it is asked, so that an answer given twice shows nothing more;
/// proofs take fresh randomness. All sub-keys in parallel.
///
/// # Errors
/// What does not belong together, or a sub-key that is lost.
pub fn give_shares(
    quorate: &Quorate<'_>,
    answer: Answer<'_>,
    own: OwnRound<'_>,
    held: &HeldKeys,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<ShareSet, GiveError> {
    let OwnRound { manifest, ceremony, tally, part } = own;
    let (statement, trustee) = (quorate.statement(), quorate.0.trustee);
    let key = manifest.keys.get(part).filter(|key| key.key == statement.key).ok_or(GiveError::OtherKey)?;
    if manifest.id() != statement.round || held.ceremony() != ceremony.id() || held.trustee() != trustee {
        return Err(GiveError::OtherKey);
    }
    if aggregate_digest(statement.key, &tally.sums(part)) != statement.aggregate {
        return Err(GiveError::OtherAggregate);
    }
    let positions: Positions = match answer {
        Answer::StepA => quorate.step_a().ok_or(GiveError::Nothing)?,
        Answer::StepB(token) if token.statement == *statement => token.positions.clone(),
        Answer::StepB(_) => return Err(GiveError::OtherStatement),
    };
    let asked = Asked::of((manifest, ceremony), tally, (part, statement.aggregate), &positions);
    let asked = asked.ok_or(GiveError::OtherKey)?;
    let sub_keys: Vec<SubKeyIndex> = asked.held(trustee).collect();
    let mut seed = Zeroizing::new([0u8; 32]);
    rng.fill_bytes(seed.as_mut());
    let one = |sub_key: &SubKeyIndex| {
        let own = held.sub_keys(key.index).find(|own| u16::from(own.id().subset.0) == sub_key.0);
        let own = own.ok_or(GiveError::Missing { sub_key: *sub_key })?;
        let mut rng = ChaCha20Rng::from_seed(*seed);
        rng.set_stream(sub_key.0.into());
        shares(&asked, own, held, &mut rng)
    };
    let made: Vec<(SubKeyProofs, Vec<ShareOpening>)> =
        sub_keys.par_iter().map(one).collect::<Result<_, GiveError>>()?;
    let (proofs, openings): (Vec<_>, Vec<_>) =
        made.into_iter().map(|(proofs, openings)| (proofs.clone(), (proofs.sub_key, openings))).unzip();
    let question = Question::new(statement.key, statement.round, statement.aggregate, &positions);
    Ok(ShareSet { question, trustee, proofs: ShareProofs(proofs), openings })
}

/// The shares of one sub-key, ciphertext after ciphertext.
fn shares(
    asked: &Asked,
    own: &SubKey,
    held: &HeldKeys,
    rng: &mut (impl RngCore + CryptoRng),
) -> Result<(SubKeyProofs, Vec<ShareOpening>), GiveError> {
    let sub_key = SubKeyIndex(own.id().subset.0.into());
    let lost = |why| GiveError::SubKey { sub_key, why };
    let derived = own.derived(held.ceremony()).map_err(lost)?;
    let flooding = Flooding::new(own.seed(), &sub_key_context(held.ceremony(), own.id()));
    let (mut proofs, mut openings) = (Vec::new(), Vec::new());
    for part in &asked.parts {
        let AskedPart { ciphertext, slots, .. } = part;
        let context = asked.question.context(held.trustee(), sub_key, *ciphertext);
        let statement = asked.statement(sub_key, part, &context).ok_or(GiveError::OtherKey)?;
        let at =
            (asked.question.key, asked.question.aggregate, u32::try_from(*ciphertext).unwrap_or(u32::MAX));
        let words = flooding.words(at, asked.flooding_bits.into(), slots.list());
        let share = statement.share(&derived.secret, &words, rng);
        let share = share.map_err(|why| GiveError::Share { sub_key, why })?;
        openings.push(ShareOpening::from(&share.opening));
        proofs.push(share.proof);
    }
    Ok((SubKeyProofs { sub_key, proofs }, openings))
}
