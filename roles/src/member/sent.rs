//! What was sent, as it was sent, until its round is forgotten: the server's disk may lose a part of it, and nobody else has
//! it. Ciphertexts and proofs alone; they are in the log's blobs anyway.

use super::file::SubmissionFile;
use crate::error::Result;
use crate::person::{Lost, Notice};
use crate::session::{Session, Synced};
use crate::wire::Outgoing;
use intertally_core::event::Scope;
use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use std::sync::Arc;

fn short(digest: Digest) -> String {
    let mut text = digest.to_string();
    text.truncate(32);
    text
}

fn beginning(round: RoundId) -> String {
    format!("sent/{}-", short(round.0))
}

fn name(round: RoundId, submission: Digest) -> String {
    format!("{}{}.submission", beginning(round), short(submission))
}

/// Keep a submission that is about to be sent.
pub(super) fn keep(session: &Session, file: &SubmissionFile) -> Result<()> {
    let Scope::Round(round) = file.claim.claim.scope else { return Ok(()) };
    let name = name(round, file.claim.claim.payload);
    match session.shelf.read(&name)? {
        Some(_) => Ok(()),
        None => session.shelf.replace(&name, &file.to_bytes()),
    }
}

/// Erase what is kept of a round.
pub(super) fn forget(session: &Session, round: RoundId) -> Result<()> {
    session.shelf.names(&beginning(round))?.iter().try_for_each(|name| session.shelf.remove(name))
}

/// Ask the server whether it has lost a part of what this office sent, and send it again if so: the same bytes, for the same
/// event. Says what there is to say.
pub async fn bring_back(session: &Synced<'_>) -> Result<()> {
    // Before the first round the server lets nobody ask, and nothing can be lost.
    if session.mirror.fold.rounds().next().is_none() {
        return Ok(());
    }
    let own = session.signing().verifying_key();
    for (id, member) in session.wire.lost().await? {
        let Some(round) = session.mirror.fold.round(&id) else { continue };
        let listed = round.manifest().members.get(usize::from(member.0));
        let mine = listed.is_some_and(|listed| listed.signing == own);
        let latest = round.latest().find(|(at, _)| *at == member).map(|(_, latest)| latest.height);
        let (Some(height), true) = (latest, mine) else { continue };
        let event = usize::try_from(height).ok().and_then(|at| session.mirror.events.get(at));
        let kept = match event {
            Some((event, _)) => {
                let name = name(id, event.signed.claim.payload);
                session.shelf.read(&name)?.map(|bytes| (session.shelf.place(&name), bytes))
            }
            None => None,
        };
        let round = round.manifest().name.clone();
        let Some((place, bytes)) = kept else {
            session.tell(&Notice::ReturnLost { round, now: Lost::NotKept });
            continue;
        };
        let file = SubmissionFile::parse(place, &bytes)?;
        let body: Arc<[u8]> = file.body.into();
        let out = Outgoing { claim: &file.claim, header: &file.header, body: &body };
        session.wire.upload(out, &|_| ()).await?;
        session.tell(&Notice::ReturnLost { round, now: Lost::Again });
    }
    Ok(())
}
