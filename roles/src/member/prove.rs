//! What an office can show of its own submission: the whole return as it was sent, and whether what it kept is what it sent.

use super::kept::Kept;
use super::round::MemberRound;
use super::shown::ShownReturn;
use crate::error::{Result, RoleError};
use crate::session::{Session, Synced};
use crate::work::on_rayon;

fn latest(session: &Session, round: &MemberRound) -> Result<ShownReturn> {
    let state = session.mirror.fold.round(&round.id);
    let latest = state.and_then(|state| state.latest().find(|(member, _)| *member == round.member));
    let (_, latest) = latest
        .ok_or_else(|| RoleError::stop("nothing of yours counts in this round", "see `member status`"))?;
    let kept = Kept::counted(session, round)?.ok_or_else(|| {
        let revision = latest.header.revision;
        let what = format!("revision {revision} was prepared on another machine: its secrets are not here");
        RoleError::stop(what, "run this where it was prepared")
    })?;
    Ok(ShownReturn::of(&kept, &latest.header))
}

async fn compared(session: &Session, wanted: Option<&str>) -> Result<(ShownReturn, Vec<String>)> {
    let round = MemberRound::of(session, wanted).await?;
    let (shown, fold) = (latest(session, &round)?, session.mirror.fold.clone());
    on_rayon(move || {
        let differences = shown.differences(&fold)?;
        Ok((shown, differences))
    })
    .await?
}

/// The submission that counts, for the office's own auditors: only if what was kept gives what was sent.
pub async fn prove(session: &Synced<'_>, wanted: Option<&str>) -> Result<ShownReturn> {
    match compared(session, wanted).await? {
        (shown, differences) if differences.is_empty() => Ok(shown),
        (_, differences) => Err(RoleError::stop(
            format!("what is kept here does not give what was sent: {}", differences.join(", ")),
            "run this where the return was prepared, and tell the coordinator",
        )),
    }
}

/// Does what was kept give what was sent? Answers with the ciphertexts that differ.
pub async fn recheck(session: &Synced<'_>, wanted: Option<&str>) -> Result<Vec<String>> {
    Ok(compared(session, wanted).await?.1)
}
