//! What the aggregator can change of the log, alone and with an event's signer.

use super::Mutant;
use crate::small_round::SmallRound;
use anyhow::Result;
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::party::{MemberIndex, Party, TrusteeIndex};
use intertally_verify::record::Edition;

/// The aggregator's own word in every event, and the signer's beside its payload.
pub fn of_events(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let all = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14];
    for (height, (event, payload)) in round.events.iter().enumerate() {
        let claim = &event.signed.claim;
        let mut add = |what: &str, changed: &SmallRound, why| -> Result<()> {
            let what = format!("{:?} at {height}, {what}", claim.kind);
            mutants.push(Mutant { what, files: changed.record(Edition::Restricted)?, checks: all, why });
            Ok(())
        };
        for by in [-1, 1] {
            let mut changed = round.clone();
            changed.events[height].0.at.0 += by;
            changed.chain();
            add(
                &format!("time {by:+}"),
                &changed,
                Some("the aggregator's clock within the order of the log"),
            )?;
        }
        let mut changed = round.clone();
        let key = crate::world::key_of(claim.signer);
        changed.events[height].0.signed =
            SignedClaim::sign(&key, claim.signer, claim.scope, claim.kind, payload, "other");
        changed.chain();
        add("another tool", &changed, Some("the tool's name in a claim"))?;
        for signer in [
            Party::Coordinator,
            Party::Aggregator,
            Party::Member(MemberIndex(2)),
            Party::Trustee(TrusteeIndex(1)),
        ] {
            if signer == claim.signer {
                continue;
            }
            let mut changed = round.clone();
            let key = crate::world::key_of(signer);
            changed.events[height].0.signed =
                SignedClaim::sign(&key, signer, claim.scope, claim.kind, payload, "test");
            changed.chain();
            let erasure =
                matches!(claim.kind, Kind::KeysDestroyed | Kind::SealingKeyDestroyed | Kind::Rehearsed);
            let why = (erasure && matches!(signer, Party::Trustee(_))).then_some(
                "one trustee's claim replaced by another's own, said twice: a claim that was never logged",
            );
            add(&format!("signed by {signer:?}"), &changed, why)?;
        }
    }
    Ok(mutants)
}

/// The aggregator alone: an event dropped, or swapped with the next; chained again, a fresh checkpoint.
pub fn of_aggregator(round: &SmallRound) -> Result<Vec<Mutant>> {
    let mut mutants = Vec::new();
    let all = &[2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14];
    for height in 0..round.events.len() {
        let mut dropped = round.clone();
        let (event, _) = dropped.events.remove(height);
        dropped.chain();
        let kind = event.signed.claim.kind;
        let why = match kind {
            // Without one claim of erasure, one of three claims to have erased a sealing key, or a rehearsal, a round is whole.
            Kind::KeysDestroyed | Kind::SealingKeyDestroyed | Kind::Rehearsed => {
                Some("a claim that was never logged cannot be missed without a receipt")
            }
            Kind::Submitted => {
                Some("a submission that was replaced later, dropped before any receipt is shown")
            }
            _ => None,
        };
        let files = dropped.record(Edition::Restricted)?;
        mutants.push(Mutant { what: format!("{kind:?} at {height} dropped"), files, checks: all, why });
    }
    Ok(mutants)
}
