//! What the signer of an event can change of its payload, together with the aggregator.

use super::{Mutant, places};
use crate::fields::{Changed, changes};
use crate::small_round::SmallRound;
use anyhow::{Context, Result};
use intertally_core::ceremony::{CeremonyManifest, CeremonyMessage};
use intertally_core::event::payload::{
    AdoptedPlan, Extension, KeysDestroyed, PayloadDeleted, Publication, Reason, Rehearsed, SealedSet,
    Withdrawal,
};
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::opening::share::SharesGiven;
use intertally_core::opening::statement::Statement;
use intertally_core::party::CeremonyId;
use intertally_core::round::RoundManifest;
use intertally_core::submission::SubmissionHeader;
use intertally_verify::record::Edition;

const fn checks_of_kind(kind: Kind) -> &'static [u8] {
    match kind {
        Kind::Convened
        | Kind::Committed
        | Kind::Revealed
        | Kind::Confirmed
        | Kind::Complained
        | Kind::SealingKeyDestroyed
        | Kind::Rehearsed => &[1, 3],
        Kind::Opened => &[1, 2, 3],
        Kind::Submitted | Kind::Withdrawn => &[1, 5, 6],
        Kind::Extended | Kind::Sealed => &[1, 6, 7, 8],
        Kind::Stated | Kind::SharesGiven => &[1, 4, 8],
        Kind::PlanAdopted => &[1, 9, 10, 12],
        Kind::Published | Kind::Held | Kind::Cancelled | Kind::Erratum => &[1, 11, 12],
        Kind::KeysDestroyed | Kind::PayloadDeleted => &[1, 14],
    }
}

/// The signer of an event together with the aggregator: a byte of the payload flipped, signed again, every event chained
/// again, a fresh checkpoint.
pub fn of_signers(round: &SmallRound, more: usize) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        for at in places(payload.len(), more) {
            let mut changed = round.clone();
            let (event, bytes) = changed.events.get_mut(height).context("no event")?;
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1;
            }
            let key = crate::world::key_of(claim.signer);
            event.signed = SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, bytes, "test");
            changed.chain();
            let why = word_of(claim.kind, None);
            mutants.push(Mutant {
                what: format!(
                    "{:?} at {height}, payload byte {at} of {} flipped, signed again",
                    claim.kind,
                    payload.len()
                ),
                files: changed.record(Edition::Restricted)?,
                checks: checks_of_kind(claim.kind),
                why,
            });
        }
    }
    Ok(mutants)
}

/// Digest of the sealed answer and the reply key: only the receiver can tell.
const WORD: &str = "digest of a sealed answer or reply key: the trustee's word to the coordinator";

/// Only another holder of the sub-key can compare a rehearsal's value.
const REHEARSED: &str = "a rehearsal's value: other holders of the sub-key compare it";

/// What of a payload is its signer's word to somebody else, beyond what a record can show. `field`: the one that is changed, if
/// that is known.
fn word_of(kind: Kind, field: Option<&str>) -> Option<&'static str> {
    let word = |field: &str| field.starts_with("/sealed") || field.starts_with("/reply");
    match kind {
        Kind::SharesGiven if field.is_none_or(word) => Some(WORD),
        Kind::Rehearsed => Some(REHEARSED),
        _ => None,
    }
}

/// Changes of every field of a payload of the round.
fn fields_of(kind: Kind, payload: &[u8]) -> Result<Vec<Changed>> {
    match kind {
        Kind::Convened => changes::<CeremonyManifest>(payload),
        Kind::Committed | Kind::Revealed | Kind::Confirmed | Kind::Complained => {
            changes::<CeremonyMessage>(payload)
        }
        Kind::SealingKeyDestroyed => changes::<CeremonyId>(payload),
        Kind::Opened => changes::<RoundManifest>(payload),
        Kind::Submitted => changes::<SubmissionHeader>(payload),
        Kind::Withdrawn => changes::<Withdrawal>(payload),
        Kind::Extended => changes::<Extension>(payload),
        Kind::Sealed => changes::<SealedSet>(payload),
        Kind::Stated => changes::<Statement>(payload),
        Kind::SharesGiven => changes::<SharesGiven>(payload),
        Kind::PlanAdopted => changes::<AdoptedPlan>(payload),
        Kind::Published => changes::<Publication>(payload),
        Kind::Held | Kind::Cancelled | Kind::Erratum => changes::<Reason>(payload),
        Kind::KeysDestroyed => changes::<KeysDestroyed>(payload),
        Kind::PayloadDeleted => changes::<PayloadDeleted>(payload),
        Kind::Rehearsed => changes::<Rehearsed>(payload),
    }
}

/// The signer of an event together with the aggregator: every field of every payload changed, signed again, chained again, a
/// fresh checkpoint.
pub fn of_fields(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        for change in fields_of(claim.kind, payload)? {
            let mut changed = round.clone();
            let (event, bytes) = changed.events.get_mut(height).context("no event")?;
            *bytes = change.bytes;
            let key = crate::world::key_of(claim.signer);
            event.signed = SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, bytes, "test");
            changed.chain();
            mutants.push(Mutant {
                what: format!("{:?} at {height}, {}", claim.kind, change.what),
                files: changed.record(Edition::Restricted)?,
                checks: checks_of_kind(claim.kind),
                why: word_of(claim.kind, Some(&change.what)),
            });
        }
    }
    Ok(mutants)
}
