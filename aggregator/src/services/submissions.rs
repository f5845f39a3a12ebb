//! Uploads of encrypted returns.

use super::{Server, receipt};
use crate::error::ServerError;
use crate::intake::Begun;
use intertally_core::rule::Rule;
use intertally_proto::convert::{FieldError, digest};
use intertally_proto::pb::{self, submissions_server::Submissions, upload_request::Message};
use std::time::Duration;
use tonic::{Request, Response, Status, Streaming};

impl Server {
    async fn next(&self, stream: &mut Streaming<pb::UploadRequest>) -> Result<Option<Message>, Status> {
        let wait = Duration::from_secs(self.intake.limits.chunk_seconds);
        let late = |_| ServerError::rule(Rule::UploadShort, "no chunk came in time; go on from the offset");
        let message = tokio::time::timeout(wait, stream.message()).await.map_err(late)??;
        Ok(message.and_then(|message| message.message))
    }
}

#[tonic::async_trait]
impl Submissions for Server {
    async fn offset(&self, request: Request<pb::OffsetRequest>) -> Result<Response<pb::OffsetReply>, Status> {
        let caller = Self::caller(&request)?;
        let submission = digest("submission", &request.into_inner().submission)?;
        Ok(Response::new(pb::OffsetReply { received: self.intake.offset(&caller, submission).await? }))
    }

    async fn upload(
        &self,
        request: Request<Streaming<pb::UploadRequest>>,
    ) -> Result<Response<pb::Receipt>, Status> {
        let caller = Self::caller(&request)?;
        let mut stream = request.into_inner();
        let Some(Message::Start(start)) = self.next(&mut stream).await? else {
            let what = "the first message of an upload is `start`";
            return Err(FieldError::Shape { field: "message", what }.into());
        };
        let mut desk = match self.intake.begin(&caller, start).await? {
            Begun::Known(known) => return Ok(Response::new(receipt(*known))),
            Begun::Open(desk) => desk,
        };
        while let Some(message) = self.next(&mut stream).await? {
            let Message::Chunk(chunk) = message else {
                let what = "after the first message come chunks alone";
                return Err(FieldError::Shape { field: "message", what }.into());
            };
            desk.chunk(&chunk).await?;
        }
        Ok(Response::new(receipt(desk.finish().await?)))
    }
}
