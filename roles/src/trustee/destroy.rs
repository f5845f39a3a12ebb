//! Erasing a round's sub-keys, and saying so in a signed event.

use super::ceremony::{held, state_name};
use super::prepared;
use super::sit::place;
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::person::question::AtHand;
use crate::session::{Session, Synced};
use intertally_core::event::payload::KeysDestroyed;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::party::Party;

/// This trustee's rounds, to choose from.
fn own(session: &Session) -> String {
    let rounds = session.mirror.fold.rounds().map(|(_, round)| round);
    let line = |round: &RoundState| {
        let id = round.id().0.to_string();
        format!("'{}' {id:.16}, {}", round.manifest().name, round.phase().name())
    };
    let lines: Vec<String> = rounds.filter(|round| place(session, round).is_some()).map(line).collect();
    match lines.as_slice() {
        [] => "you are a trustee of no round yet".to_owned(),
        lines => format!("name one of yours: {}", lines.join(" / ")),
    }
}

/// Erase the sub-keys of a published, held or cancelled round, and the kept answers. The files are gone before the event is posted.
pub async fn destroy(session: &mut Synced<'_>, wanted: &str) -> Result<Event> {
    let round = session.round(Some(wanted)).cloned().map_err(|why| match why {
        RoleError::Stop { what, .. } => RoleError::Stop { what, next: own(session) },
        other => other,
    })?;
    let me = place(session, &round)
        .ok_or_else(|| RoleError::stop("you are no trustee of this round", own(session)))?;
    if !matches!(round.phase(), Phase::Published | Phase::Held | Phase::Cancelled) {
        let what = format!("the round is {}", round.phase().name());
        return Err(RoleError::stop(what, "sub-keys are destroyed once it is published, held or cancelled"));
    }
    session.ask(&Question::Destroy { round: AtHand::of(&round) })?;
    let ceremony = round.manifest().ceremony;
    if let Some(mut keys) = held(session, ceremony)? {
        for key in &round.manifest().keys {
            (keys, _) = keys.destroy_key(key.index);
        }
        if keys.keys().next().is_none() {
            session.vault.remove(&state_name(ceremony))?;
        } else {
            session.vault.replace(&state_name(ceremony), &keys.to_secret_bytes())?;
        }
    }
    prepared::forget(session, &round)?;
    let mut keys: Vec<_> = round.manifest().keys.iter().map(|key| key.key).collect();
    keys.sort_unstable();
    session
        .post(Party::Trustee(me), (Scope::Round(round.id()), Kind::KeysDestroyed), &KeysDestroyed { keys })
        .await
}
