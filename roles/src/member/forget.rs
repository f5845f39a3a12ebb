//! Erasing what an office keeps of a round that is over.

use super::kept::Kept;
use super::sent;
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::session::Synced;
use intertally_core::fold::Phase;

/// Erase the kept returns of a published or cancelled round. Answers with how many there were.
pub fn forget(session: &Synced<'_>, wanted: &str) -> Result<usize> {
    let round = session.round(Some(wanted))?;
    if !matches!(round.phase(), Phase::Published | Phase::Cancelled) {
        let what = format!("the round is {}", round.phase().name());
        return Err(RoleError::stop(what, "its returns are kept until it is published or cancelled"));
    }
    session.ask(&Question::Forget { round: round.manifest().name.clone() })?;
    sent::forget(session, round.id())?;
    Kept::forget(session, round.id())
}
