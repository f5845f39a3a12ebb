//! Uploads that go on where they were cut.

use super::Link;
use super::calls::answer;
use crate::error::{ClientError, Result};
use intertally_core::canonical::encode;
use intertally_core::limits;
use intertally_core::rule::Rule;
use intertally_proto::{pb, pb::upload_request::Message};
use intertally_roles::wire::{Outgoing, Problem};
use std::sync::Arc;
use std::time::Duration;

/// How often an upload is taken up again before it is given up.
const TRIES: u32 = 6;

/// Send a submission's body. `sent` is told how many bytes have gone out. The same bytes again give the same receipt.
pub(super) async fn send(link: &Link, out: Outgoing<'_>, sent: &(dyn Fn(u64) + Sync)) -> Result<pb::Receipt> {
    let mut tries = 0;
    loop {
        match once(link, out, sent).await {
            Err(ClientError::Server(problem)) if again(&problem) && tries < TRIES => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(200) * 2u32.pow(tries)).await;
            }
            outcome => return outcome,
        }
    }
}

fn again(problem: &Problem) -> bool {
    problem.transient
        || matches!(
            problem.rule,
            Some(Rule::UploadShort | Rule::UploadOffset | Rule::UploadBusy | Rule::Busy)
        )
}

async fn once(link: &Link, out: Outgoing<'_>, sent: &(dyn Fn(u64) + Sync)) -> Result<pb::Receipt> {
    let Outgoing { claim, header, body } = out;
    let body = Arc::clone(body);
    let request = pb::OffsetRequest { submission: header.digest().0.to_vec().into() };
    let offset = answer(link.submissions().offset(request).await)?.received;
    let total = body.len() as u64;
    let start = pb::UploadStart {
        claim: encode(claim).into(),
        header: encode(header).into(),
        total,
        offset: offset.min(total),
    };
    let (sender, receiver) = tokio::sync::mpsc::channel(4);
    let (progress, mut told) = tokio::sync::mpsc::unbounded_channel();
    let feed = async move {
        let mut at = usize::try_from(offset.min(total)).unwrap_or(usize::MAX);
        let first = pb::UploadRequest { message: Some(Message::Start(start)) };
        let mut open = sender.send(first).await.is_ok();
        while open && at < body.len() {
            let end = (at + limits::CHUNK / 4).min(body.len());
            let chunk = body.get(at..end).unwrap_or_default().to_vec();
            open =
                sender.send(pb::UploadRequest { message: Some(Message::Chunk(chunk.into())) }).await.is_ok();
            at = end;
            let _ = progress.send(at as u64);
        }
    };
    let mut client = link.submissions();
    let call = client.upload(tokio_stream::wrappers::ReceiverStream::new(receiver));
    let tell = async {
        while let Some(at) = told.recv().await {
            sent(at);
        }
    };
    let (outcome, (), ()) = tokio::join!(call, feed, tell);
    answer(outcome)
}
