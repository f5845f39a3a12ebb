//! Decisions about a round: a later deadline, holding it back, cancelling it.

use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::person::question::AtHand;
use crate::session::Synced;
use intertally_core::event::payload::{Extension, Reason};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{MIN_EXTENSION_MS, Phase};
use intertally_core::party::{Instant, Party};

/// Move the deadline later.
pub async fn extend(session: &mut Synced<'_>, wanted: Option<&str>, deadline: Instant) -> Result<Event> {
    let round = session.round(wanted)?;
    if deadline == round.deadline()
        && let Some(event) = session.event(Scope::Round(round.id()), Kind::Extended)
    {
        return Ok(event.clone());
    }
    if round.phase() != Phase::Open {
        let what = format!("the round is {}: its deadline moves no more", round.phase().name());
        return Err(RoleError::stop(what, "see `coordinator status` for what comes next"));
    }
    if deadline <= round.deadline() {
        let what = format!("the deadline is {} already", session.when(round.deadline()));
        return Err(RoleError::stop(what, "name a later one; a deadline never moves forward"));
    }
    if deadline.0 < round.deadline().0.saturating_add(MIN_EXTENSION_MS) {
        let what = format!("the deadline is {} already", session.when(round.deadline()));
        return Err(RoleError::stop(what, "name one that is at least a minute later"));
    }
    let (scope, from) = (Scope::Round(round.id()), round.deadline());
    session.ask(&Question::Extend { round: AtHand::of(round), from, to: deadline })?;
    session.post(Party::Coordinator, (scope, Kind::Extended), &Extension { deadline }).await
}

async fn aside(session: &mut Synced<'_>, wanted: Option<&str>, kind: Kind, reason: &str) -> Result<Event> {
    let round = session.round(wanted)?;
    let scope = Scope::Round(round.id());
    let there = if kind == Kind::Held { Phase::Held } else { Phase::Cancelled };
    if round.phase() == there
        && let Some(event) = session.event(scope, kind)
    {
        return Ok(event.clone());
    }
    session.ask(&Question::Aside { kind, round: AtHand::of(round), reason: reason.to_owned() })?;
    session.post(Party::Coordinator, (scope, kind), &Reason { text: reason.to_owned() }).await
}

/// Hold a round back after a failed check. The reason is public and names no figure.
pub async fn hold(session: &mut Synced<'_>, wanted: Option<&str>, reason: &str) -> Result<Event> {
    aside(session, wanted, Kind::Held, reason).await
}

/// Cancel a round. The reason is public.
pub async fn cancel(session: &mut Synced<'_>, wanted: Option<&str>, reason: &str) -> Result<Event> {
    aside(session, wanted, Kind::Cancelled, reason).await
}
