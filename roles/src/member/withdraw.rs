//! Taking a submission back before the seal.

use super::round::MemberRound;
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::session::Synced;
use intertally_core::event::payload::Withdrawal;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::Phase;
use intertally_core::party::Party;

/// Withdraw the submission that counts.
pub async fn withdraw(session: &mut Synced<'_>, wanted: Option<&str>) -> Result<Event> {
    let round = MemberRound::of(session, wanted).await?;
    let state = session.round(wanted)?;
    if state.phase() != Phase::Open {
        let what = format!("the round is {}: what counts in it stays", state.phase().name());
        return Err(RoleError::stop(
            what,
            "if a figure is wrong, tell the coordinator, who can open another round",
        ));
    }
    let latest =
        state.latest().find(|(member, _)| *member == round.member).map(|(_, latest)| latest.header.revision);
    let revision = latest.ok_or_else(|| {
        RoleError::stop("nothing of yours counts in this round", "there is nothing to withdraw")
    })?;
    session.ask(&Question::Withdraw { revision, round: round.manifest.name.clone() })?;
    let scope = (Scope::Round(round.id), Kind::Withdrawn);
    session.post(Party::Member(round.member), scope, &Withdrawal { revision }).await
}
