//! Erasing what an office keeps of a round that is over.

use super::kept::Kept;
use super::sent;
use crate::error::{ClientError, Result};
use crate::session::Session;
use intertally_core::fold::Phase;

/// Erase the kept returns of a published or cancelled round. Answers with how many there were.
pub fn forget(session: &Session, wanted: &str) -> Result<usize> {
    let round = session.round(Some(wanted))?;
    if !matches!(round.phase(), Phase::Published | Phase::Cancelled) {
        let what = format!("the round is {}", round.phase().name());
        return Err(ClientError::stop(what, "its returns are kept until it is published or cancelled"));
    }
    let question = format!(
        "Erase the kept returns of '{}' for ever? Nothing can be proved, rechecked or sent again from them.",
        round.manifest().name
    );
    if !session.view.confirm(&question) {
        return Err(ClientError::NotConfirmed);
    }
    sent::forget(session, round.id())?;
    Kept::forget(session, round.id())
}
