//! Taking a submission back before the seal.

use super::round::MemberRound;
use crate::error::{ClientError, Result};
use crate::session::Session;
use intertally_core::event::payload::Withdrawal;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::party::Party;

/// Withdraw the submission that counts.
pub async fn withdraw(session: &mut Session, wanted: Option<&str>) -> Result<Event> {
    session.sync().await?;
    let round = MemberRound::of(session, wanted).await?;
    let state = session.round(wanted)?;
    let latest =
        state.latest().find(|(member, _)| *member == round.member).map(|(_, latest)| latest.header.revision);
    let revision = latest.ok_or_else(|| {
        ClientError::stop("nothing of yours counts in this round", "there is nothing to withdraw")
    })?;
    let question = format!(
        "Withdraw revision {revision} from '{}'? It stays in the log, but no longer counts.",
        round.manifest.name
    );
    if !session.view.confirm(&question) {
        return Err(ClientError::NotConfirmed);
    }
    let scope = (Scope::Round(round.id), Kind::Withdrawn);
    session.post(Party::Member(round.member), scope, &Withdrawal { revision }).await
}
