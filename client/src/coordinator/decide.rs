//! Decisions about a round: a later deadline, holding it back, cancelling it.

use crate::error::{ClientError, Result};
use crate::session::Session;
use crate::view::when;
use intertally_core::event::payload::{Extension, Reason};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::{MIN_EXTENSION_MS, Phase};
use intertally_core::party::{Instant, Party};

/// Move the deadline later.
pub async fn extend(session: &mut Session, wanted: Option<&str>, deadline: Instant) -> Result<Event> {
    session.sync().await?;
    let round = session.round(wanted)?;
    if deadline == round.deadline()
        && let Some(event) = session.event(Scope::Round(round.id()), Kind::Extended)
    {
        return Ok(event.clone());
    }
    if deadline <= round.deadline() {
        let what = format!("the deadline is {} already", when(round.deadline()));
        return Err(ClientError::stop(what, "name a later one; a deadline never moves forward"));
    }
    if deadline.0 < round.deadline().0.saturating_add(MIN_EXTENSION_MS) {
        let what = format!("the deadline is {} already", when(round.deadline()));
        return Err(ClientError::stop(what, "name one that is at least a minute later"));
    }
    let scope = Scope::Round(round.id());
    session.post(Party::Coordinator, (scope, Kind::Extended), &Extension { deadline }).await
}

async fn aside(session: &mut Session, wanted: Option<&str>, kind: Kind, reason: &str) -> Result<Event> {
    session.sync().await?;
    let round = session.round(wanted)?;
    let (scope, name) = (Scope::Round(round.id()), round.manifest().name.clone());
    let there = if kind == Kind::Held { Phase::Held } else { Phase::Cancelled };
    if round.phase() == there
        && let Some(event) = session.event(scope, kind)
    {
        return Ok(event.clone());
    }
    let verb = if kind == Kind::Held { "Hold" } else { "Cancel" };
    if !session.view.confirm(&format!("{verb} round '{name}'? The reason is public: {reason}")) {
        return Err(ClientError::NotConfirmed);
    }
    session.post(Party::Coordinator, (scope, kind), &Reason { text: reason.to_owned() }).await
}

/// Hold a round back after a failed check. The reason is public and names no figure.
pub async fn hold(session: &mut Session, wanted: Option<&str>, reason: &str) -> Result<Event> {
    aside(session, wanted, Kind::Held, reason).await
}

/// Cancel a round. The reason is public.
pub async fn cancel(session: &mut Session, wanted: Option<&str>, reason: &str) -> Result<Event> {
    aside(session, wanted, Kind::Cancelled, reason).await
}
