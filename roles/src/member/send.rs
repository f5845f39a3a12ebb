//! Sending a prepared submission, from any machine that has this office's certificate.

use super::file::SubmissionFile;
use super::sent;
use crate::error::Result;
use crate::person::Work;
use crate::session::Session;
use crate::wire::Outgoing;
use intertally_core::event::{Event, Scope};
use std::sync::Arc;

/// The revision that counts in its place, of a submission that was sent again.
#[must_use]
pub fn overtaken(session: &Session, file: &SubmissionFile) -> Option<u32> {
    let Scope::Round(id) = file.claim.claim.scope else { return None };
    let mut latest = session.mirror.fold.round(&id)?.latest();
    let (_, latest) = latest.find(|(member, _)| *member == file.header.member)?;
    Some(latest.header.revision).filter(|revision| *revision != file.header.revision)
}

/// Keep it, send it, check and keep the receipt, cosign the checkpoint. After a cut, run it again: it goes on where it was.
pub async fn send(session: &mut Session, file: &SubmissionFile) -> Result<Event> {
    sent::keep(session, file)?;
    let bar = session.bar(Work::Sending, file.body.len() as u64);
    let told = |at| bar.at(at);
    let body: Arc<[u8]> = file.body.clone().into();
    let out = Outgoing { claim: &file.claim, header: &file.header, body: &body };
    let answer = session.wire.upload(out, &told).await?;
    bar.done();
    let event = session.desk().keep(&file.claim, &answer)?;
    let session = session.sync().await?;
    session.taken_now(&event);
    session.witness().await;
    Ok(event)
}
