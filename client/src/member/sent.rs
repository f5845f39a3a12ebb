//! What was sent, as it was sent, until its round is forgotten: the server's disk may lose a part of it, and nobody else has
//! it. Ciphertexts and proofs alone; they are in the log's blobs anyway.

use super::file::SubmissionFile;
use crate::error::{At, Result};
use crate::home::files;
use crate::session::Session;
use crate::wire::upload;
use intertally_core::event::Scope;
use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use intertally_proto::pb;
use std::path::PathBuf;

const FOLDER: &str = "sent";

fn short(digest: Digest) -> String {
    let mut text = digest.to_string();
    text.truncate(32);
    text
}

fn path(session: &Session, round: RoundId, submission: Digest) -> PathBuf {
    let name = format!("{}-{}.submission", short(round.0), short(submission));
    session.office.path(FOLDER).join(name)
}

/// Keep a submission that is about to be sent.
pub(super) fn keep(session: &Session, file: &SubmissionFile) -> Result<()> {
    let Scope::Round(round) = file.claim.claim.scope else { return Ok(()) };
    files::folder(&session.office.path(FOLDER))?;
    let path = path(session, round, file.claim.claim.payload);
    if path.exists() { Ok(()) } else { file.write(&path) }
}

/// Erase what is kept of a round.
pub(super) fn forget(session: &Session, round: RoundId) -> Result<()> {
    let folder = session.office.path(FOLDER);
    if !folder.exists() {
        return Ok(());
    }
    let beginning = format!("{}-", short(round.0));
    for entry in std::fs::read_dir(&folder).at(&folder)? {
        let path = entry.at(&folder)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(&beginning)) {
            files::remove(&path)?;
        }
    }
    Ok(())
}

/// Ask the server whether it has lost a part of what this office sent, and send it again if so: the same bytes, for the same
/// event. Answers with what there is to say.
pub async fn bring_back(session: &Session) -> Result<Vec<String>> {
    let own = session.signing().verifying_key();
    let mut said = Vec::new();
    let listed = session.link.rounds().list(pb::ListRoundsRequest {}).await?.into_inner().rounds;
    for (id, round) in session.mirror.fold.rounds() {
        let at = round.manifest().members.iter().position(|member| member.signing == own);
        let shown = listed.iter().find(|shown| shown.round.as_ref() == id.0.0.as_slice());
        let (Some(at), Some(shown)) = (at, shown) else { continue };
        let lost = shown.members.get(at).is_some_and(|member| member.lost);
        let latest = round.latest().find(|(member, _)| usize::from(member.0) == at).map(|(_, latest)| latest);
        let (Some(latest), true) = (latest, lost) else { continue };
        let name = &round.manifest().name;
        let claim = session.mirror.events.iter().find(|(event, _)| event.height == latest.height);
        let path = claim.map(|(event, _)| path(session, *id, event.signed.claim.payload));
        let Some(path) = path.filter(|path| path.exists()) else {
            said.push(format!(
                "the server has lost a part of your return to '{name}', and what was sent is not kept here: send the prepared \
                 file again with `member send`, from the machine that has it"
            ));
            continue;
        };
        let file = SubmissionFile::read(&path)?;
        upload::send(&session.link, (&file.claim, &file.header), file.body.into(), &|_| ()).await?;
        said.push(format!(
            "the server had lost a part of your return to '{name}'; the same bytes were sent again, and it has them now"
        ));
    }
    Ok(said)
}
