//! The rehearsal: in every open round a trustee shows that it holds its sub-keys, before members send anything that only
//! they can open, and compares what the others showed.

use super::ceremony::held;
use super::ledger::LedgerFile;
use super::rebuild::without;
use super::sit::{Only, Pending, place};
use crate::error::{Result, RoleError};
use crate::names::Names;
use crate::person::Notice;
use crate::session::{Session, Synced};
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::party::{Party, RoundId, TrusteeIndex};

/// Rehearse every open round. Notes what is waited for, and which rounds are without this trustee.
pub(super) async fn rehearse(
    session: &mut Synced<'_>,
    ledger: &LedgerFile,
    only: Only,
    pending: &mut Pending,
) -> Result<()> {
    let open = |(id, round): &(&RoundId, &RoundState)| round.phase() == Phase::Open && only.has(**id);
    let rounds = session.mirror.fold.rounds().filter(open);
    let mine = rounds.filter_map(|(id, round)| Some((*id, place(session, round)?)));
    let mine: Vec<(RoundId, TrusteeIndex)> = mine.collect();
    for (id, me) in mine {
        round(session, ledger, (id, me), pending).await?;
    }
    Ok(())
}

fn state(session: &Session, id: RoundId) -> Result<&RoundState> {
    let found = session.mirror.fold.round(&id);
    found.ok_or_else(|| RoleError::stop("the round is gone from the log", "run `sit` again"))
}

async fn round(
    session: &mut Synced<'_>,
    ledger: &LedgerFile,
    (id, me): (RoundId, TrusteeIndex),
    pending: &mut Pending,
) -> Result<()> {
    let manifest = state(session, id)?.manifest();
    let indices: Vec<u32> = manifest.keys.iter().map(|key| key.index).collect();
    let name = manifest.name.clone();
    let keys = held(session, manifest.ceremony)?;
    let has = |key| keys.as_ref().is_some_and(|keys| keys.sub_keys(key).next().is_some());
    let Some(keys) = keys.as_ref().filter(|_| indices.iter().all(|key| has(*key))) else {
        let wait = format!("your sub-keys of round '{name}', which are not here: `trustee restore`");
        pending.waits.push(wait);
        return Ok(());
    };
    // It will state for none of them: members must not be told that it answers.
    let restored = ledger.ledger.restored().is_some();
    if restored && state(session, id)?.manifest().keys.iter().any(|key| !ledger.ledger.confirmed(key.key)) {
        pending.without.push(without(session, state(session, id)?));
        return Ok(());
    }
    if !state(session, id)?.rehearsed().contains_key(&me) {
        let said = keys.rehearse(id.0, &indices);
        session.post(Party::Trustee(me), (Scope::Round(id), Kind::Rehearsed), &said).await?;
        session.tell(&Notice::Rehearsed { round: name.clone() });
    }
    for (trustee, said) in state(session, id)?.rehearsed() {
        if let Err(why) = keys.check_rehearsal(said, *trustee, id.0) {
            let (trustee, round) = (Names::of(session, state(session, id)?).trustee(*trustee), name.clone());
            session.tell(&Notice::RehearsalDiffers { trustee, round, why: why.to_string() });
        }
    }
    Ok(())
}
