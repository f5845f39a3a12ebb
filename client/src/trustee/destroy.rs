//! Erasing a round's sub-keys, and saying so in a signed event.

use super::ceremony::{held, state_name};
use super::prepared;
use super::sit::place;
use crate::error::{ClientError, Result};
use crate::session::Session;
use intertally_core::event::payload::KeysDestroyed;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::Phase;
use intertally_core::party::Party;

/// Erase the sub-keys of a published, held or cancelled round, and the kept answers. The files are gone before the event is posted.
pub async fn destroy(session: &mut Session, wanted: &str) -> Result<Event> {
    session.sync().await?;
    let round = session.round(Some(wanted))?.clone();
    let me = place(session, &round)
        .ok_or_else(|| ClientError::stop("you are no trustee of this round", "see `rounds` for yours"))?;
    if !matches!(round.phase(), Phase::Published | Phase::Held | Phase::Cancelled) {
        let what = format!("the round is {}", round.phase().name());
        return Err(ClientError::stop(
            what,
            "sub-keys are destroyed once it is published, held or cancelled",
        ));
    }
    let question = format!(
        "Erase your sub-keys of round '{}' for ever? Without them nothing of it can be opened again.",
        round.manifest().name
    );
    if !session.view.confirm(&question) {
        return Err(ClientError::NotConfirmed);
    }
    let ceremony = round.manifest().ceremony;
    if let Some(mut keys) = held(session, ceremony)? {
        for key in &round.manifest().keys {
            (keys, _) = keys.destroy_key(key.index);
        }
        if keys.keys().next().is_none() {
            session.vault.remove(&state_name(ceremony))?;
        } else {
            session.vault.put(&state_name(ceremony), &keys.to_secret_bytes())?;
        }
    }
    prepared::forget(session, &round)?;
    let mut keys: Vec<_> = round.manifest().keys.iter().map(|key| key.key).collect();
    keys.sort_unstable();
    session
        .post(Party::Trustee(me), (Scope::Round(round.id()), Kind::KeysDestroyed), &KeysDestroyed { keys })
        .await
}
