//! `sit`: every pending step of every ceremony and round, and what is waited for.

use super::answer::Desk;
use super::ledger::LedgerFile;
use super::{ceremony, offer, state};
use crate::error::Result;
use crate::session::Session;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::party::{RoundId, TrusteeIndex};

/// What is waited for after a pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// In words, one line each; empty if nothing is.
    pub waits: Vec<String>,
}

/// This trustee's place in a round.
pub(super) fn place(session: &Session, round: &RoundState) -> Option<TrusteeIndex> {
    let own = session.signing().verifying_key();
    let at = round.manifest().trustees.iter().position(|key| *key == own)?;
    u8::try_from(at).ok().map(TrusteeIndex)
}

/// One pass over everything; at its end the trustee cosigns the checkpoint that it has checked.
pub async fn sit(session: &mut Session) -> Result<Pending> {
    session.sync().await?;
    let mut ledger = LedgerFile::open(&session.office)?;
    let mut waits = offer::offers(session).await?;
    waits.extend(ceremony::ceremonies(session, &mut ledger).await?);
    let open = |phase| matches!(phase, Phase::Sealed | Phase::Counted);
    let rounds: Vec<(RoundId, TrusteeIndex)> = session
        .mirror
        .fold
        .rounds()
        .filter(|(_, round)| open(round.phase()))
        .filter_map(|(id, round)| Some((*id, place(session, round)?)))
        .collect();
    for (id, me) in rounds {
        let Some((stated, tally)) = state::state(session, &mut ledger, (id, me)).await? else {
            waits.push("your consent to a sealed round".into());
            continue;
        };
        let mut desk = Desk { session, ledger: &mut ledger, id, me, stated, tally };
        waits.extend(desk.answer().await?);
    }
    session.witness().await;
    Ok(Pending { waits })
}
