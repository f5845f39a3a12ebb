//! What an office can show of its own submission: openings of its commitments, and whether what it kept is what it sent.

use super::kept::Kept;
use super::round::MemberRound;
use crate::error::{ClientError, Result};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::canonical::decode;
use intertally_core::packing::limbs::scalar_of;
use intertally_core::proof::PartCommitments;
use intertally_core::proof::pedersen::commit;
use intertally_core::submission::SubmissionHeader;
use serde::Serialize;

/// One opened commitment. Holds a figure: for the office's own auditors.
#[derive(Serialize)]
pub struct Opened {
    /// The cell.
    pub cell: String,
    /// x.
    pub value: u32,
    /// r, canonical scalar, hexadecimal.
    pub blinding: String,
    /// V = x*G + r*H as sent, hexadecimal.
    pub commitment: String,
    /// Whether x and r open V.
    pub holds: bool,
}

fn latest(session: &Session, round: &MemberRound) -> Result<(SubmissionHeader, Kept)> {
    let state = session.mirror.fold.round(&round.id);
    let latest = state.and_then(|state| state.latest().find(|(member, _)| *member == round.member));
    let (_, latest) = latest
        .ok_or_else(|| ClientError::stop("nothing of yours counts in this round", "see `member status`"))?;
    let event = usize::try_from(latest.height).ok().and_then(|at| session.mirror.events.get(at));
    let submission = event.map_or(latest.digest, |(event, _)| event.signed.claim.payload);
    let kept = Kept::of_submission(session, submission)?.ok_or_else(|| {
        let revision = latest.header.revision;
        let what = format!("revision {revision} was prepared on another machine: its secrets are not here");
        ClientError::stop(what, "run this where it was prepared")
    })?;
    Ok((latest.header.clone(), kept))
}

/// Open the commitments of the submission that counts, in the cells named (all if none is), with what was kept.
pub async fn prove(session: &Session, wanted: Option<&str>, cells: &[String]) -> Result<Vec<Opened>> {
    let round = MemberRound::of(session, wanted).await?;
    let (header, kept) = latest(session, &round)?;
    let mut all = Vec::new();
    for named in &header.parts {
        let bytes = blobs::fetch(&session.link, "commitments", named.commitments).await?;
        let sent: PartCommitments = decode("commitments", &bytes, 64 << 20)?;
        let part = round.manifest.keys.iter().position(|key| key.key == named.key);
        let range = part.map(|part| round.manifest.part_cells(part)).unwrap_or_default();
        let reported = range.filter(|at| header.statuses.get(*at).is_some_and(|status| status.reports()));
        for (at, commitment) in reported.zip(&sent.values) {
            let figure =
                kept.values.get(at).copied().flatten().zip(kept.blindings.get(at).copied().flatten());
            let (Some((value, limbs)), Some(key)) = (figure, kept.keys.get(at)) else { continue };
            let blinding = scalar_of(&limbs);
            let own = commit(&u64::from(value).into(), &blinding).compress();
            all.push(Opened {
                cell: key.clone(),
                value,
                blinding: hex::encode(blinding.as_bytes()),
                commitment: hex::encode(commitment),
                holds: own.as_bytes() == commitment,
            });
        }
    }
    all.retain(|opened| cells.is_empty() || cells.contains(&opened.cell));
    Ok(all)
}

/// After a hold: do the kept figures open every commitment that was sent? Answers with the cells that do not.
pub async fn recheck(session: &Session, wanted: Option<&str>) -> Result<Vec<String>> {
    let opened = prove(session, wanted, &[]).await?;
    Ok(opened.into_iter().filter(|one| !one.holds).map(|one| one.cell).collect())
}
