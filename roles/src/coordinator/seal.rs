//! The seal: the latest submission of every member, all checked and added up here, and the cells whose contributors the rules
//! let be counted.

use super::series;
use crate::collect;
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::person::question::AtHand;
use crate::session::Synced;
use crate::work::on_rayon;
use intertally_core::disclosure;
use intertally_core::event::payload::SealedSet;
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::Phase;
use intertally_core::party::Party;

/// Seal a round. Before the deadline only when all members are in.
pub async fn seal(session: &mut Synced<'_>, wanted: Option<&str>) -> Result<Event> {
    let round = session.round(wanted)?;
    let (id, manifest) = (round.id(), round.manifest());
    let (have, listed) = (round.latest().count(), manifest.members.len());
    if matches!(round.phase(), Phase::Sealed | Phase::Counted | Phase::Published)
        && let Some(event) = session.event(Scope::Round(id), Kind::Sealed)
    {
        // This command again, after a cut between the log and its answer.
        return Ok(event.clone());
    }
    if round.phase() != Phase::Open {
        let what = format!("the round is {}", round.phase().name());
        return Err(RoleError::stop(what, "see `coordinator status`"));
    }
    let needed = manifest.policy.min_members;
    if have < listed && session.now() <= round.closes() {
        let (now, deadline) = (session.when(session.now()), session.when(round.deadline()));
        let what = format!(
            "{have} of {listed} members have submitted, {needed} are needed, and the deadline {deadline} is not over by this \
             machine's clock, which shows {now}"
        );
        let closes = session.when(round.closes());
        let next = format!(
            "wait: seal after {closes}, or when all are in; nothing need be extended or cancelled yet"
        );
        return Err(RoleError::stop(what, next));
    }
    if have < usize::from(needed) {
        let what = format!("{have} of {listed} members have submitted, {needed} are needed");
        return Err(RoleError::stop(what, "extend the deadline, or cancel the round"));
    }
    session.ask(&Question::Seal { round: AtHand::of(round), have, listed })?;
    let (manifest, returned) = (manifest.clone(), round.returned());
    let named = collect::earlier(session, &manifest, &series::all(session, &manifest).await?)?;
    let tally = collect::tally(session, id).await?;
    let counted = on_rayon(move || disclosure::countable(&manifest, &returned, named.remembered())).await?;
    let counted = counted.map_err(|why| RoleError::stop(why.to_string(), "cancel the round"))?;
    let set = SealedSet {
        counted,
        members: tally.submissions().iter().map(|(member, digest)| (*member, *digest)).collect(),
        aggregates: tally.aggregates(),
    };
    session.post(Party::Coordinator, (Scope::Round(id), Kind::Sealed), &set).await
}
