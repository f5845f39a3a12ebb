//! Sending a prepared submission, from any machine that has this office's certificate.

use super::file::SubmissionFile;
use super::sent;
use crate::error::Result;
use crate::person::Work;
use crate::session::Session;
use crate::wire::Outgoing;
use intertally_core::event::Event;
use std::sync::Arc;

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
    session.taken_now(&event);
    session.sync().await?.witness().await;
    Ok(event)
}
