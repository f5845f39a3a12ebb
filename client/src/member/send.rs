//! Sending a prepared submission, from any machine that has this office's certificate.

use super::file::SubmissionFile;
use super::sent;
use crate::error::Result;
use crate::session::Session;
use crate::wire::{post, upload};
use intertally_core::event::Event;
use std::sync::Arc;

/// Keep it, send it, check and keep the receipt, cosign the checkpoint. After a cut, run it again: it goes on where it was.
pub async fn send(session: &mut Session, file: &SubmissionFile) -> Result<Event> {
    sent::keep(session, file)?;
    let bar = session.view.bar("sending", file.body.len() as u64);
    let told = |at| bar.at(at);
    let body: Arc<[u8]> = file.body.clone().into();
    let answer = upload::send(&session.link, (&file.claim, &file.header), body, &told).await?;
    bar.done();
    let event = post::keep(&session.office, &session.link, &file.claim, &answer)?;
    session.sync().await?;
    session.witness().await;
    Ok(event)
}
