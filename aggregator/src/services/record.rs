//! The log, its proofs and its blobs.

use super::rounds::stream;
use super::{Answers, Server, receipt};
use crate::blobs::{Blobs, Kind};
use crate::error::ServerError;
use crate::identity::Role;
use crate::store::Witness;
use intertally_core::event::{Kind as EventKind, SignedClaim};
use intertally_core::hash::{Digest, digest as hash};
use intertally_log::WitnessVerifier;
use intertally_log::checkpoint::MAX_NOTE;
use intertally_proto::convert::{FieldError, decode, digest, encode};
use intertally_proto::limits;
use intertally_proto::pb::{self, record_server::Record};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming};

fn kind(label: &str) -> Result<Kind, FieldError> {
    let what = "ciphertext, proofs, share-proofs, file or public-sheet";
    Kind::of(label).ok_or(FieldError::Shape { field: "kind", what })
}

fn chunks(blobs: Blobs, kind: Kind, digest: Digest, (mut from, total): (u64, u64)) -> Answers<pb::Chunk> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::spawn(async move {
        while from < total {
            let answer = blobs.read(kind, digest, (from, limits::CHUNK as u64)).await;
            let answer = answer.map(|data| pb::Chunk { total, data: data.into() });
            let read = answer.as_ref().map_or(0, |chunk| chunk.data.len() as u64);
            let answer = answer.map_err(|error| ServerError::from(error).into());
            if sender.send(answer).await.is_err() || read == 0 {
                return;
            }
            from += read;
        }
    });
    Box::pin(ReceiverStream::new(receiver))
}

#[tonic::async_trait]
impl Record for Server {
    type EventsStream = Answers<pb::Entry>;
    type BlobStream = Answers<pb::Chunk>;

    async fn identity(
        &self,
        request: Request<pb::IdentityRequest>,
    ) -> Result<Response<pb::IdentityReply>, Status> {
        Self::caller(&request)?;
        Ok(Response::new(pb::IdentityReply {
            origin: self.origin.to_string(),
            key: self.key.to_vec().into(),
            version: env!("CARGO_PKG_VERSION").into(),
        }))
    }

    async fn append(&self, request: Request<pb::AppendRequest>) -> Result<Response<pb::Receipt>, Status> {
        let caller = Self::caller(&request)?;
        let request = request.into_inner();
        let claim: SignedClaim = decode("claim", &request.claim, limits::CLAIM)?;
        caller.may_post(&claim)?;
        match claim.claim.kind {
            EventKind::Submitted => {
                let words = "a submission comes with its body; use the upload";
                return Err(ServerError::rule("ROLE", words).into());
            }
            EventKind::Convened | EventKind::Opened => self.admits(&caller)?,
            _ => {}
        }
        let appended = self.sequencer.append(claim, request.payload.into()).await?;
        Ok(Response::new(receipt(appended)))
    }

    async fn checkpoint(
        &self,
        request: Request<pb::CheckpointRequest>,
    ) -> Result<Response<pb::CheckpointReply>, Status> {
        Self::caller(&request)?;
        let seen = request.into_inner().seen;
        if seen.len() > MAX_NOTE {
            return Err(FieldError::Shape { field: "seen", what: "at most 16 KiB" }.into());
        }
        // A note of another key or log says nothing about this one.
        if let Ok(seen) = self.sequencer.signer().verifier().open(&seen) {
            self.sequencer.shown(&seen).await?;
        }
        let root = self.sequencer.read().await?.tree.root();
        let inside = |_| ServerError::rule("STORE", "the checkpoint could not be signed");
        let checkpoint = self.sequencer.signer().checkpoint(&root).map_err(inside)?;
        let most = u32::try_from(intertally_log::MAX_LINES).unwrap_or(u32::MAX);
        let lines = self.sequencer.store().cosigned(root.size, most).await.map_err(ServerError::from)?;
        let note = intertally_log::gather(checkpoint.note(), &lines);
        Ok(Response::new(pb::CheckpointReply { note: note.into() }))
    }

    async fn consistency(
        &self,
        request: Request<pb::ConsistencyRequest>,
    ) -> Result<Response<pb::ConsistencyReply>, Status> {
        Self::caller(&request)?;
        let pb::ConsistencyRequest { older, newer } = request.into_inner();
        let state = self.sequencer.read().await?;
        let outside = |e: intertally_log::TreeError| ServerError::rule("SCOPE", e.to_string());
        if newer != state.tree.root().size {
            let words = "proofs lead to the latest checkpoint; fetch it again";
            return Err(ServerError::rule("SCOPE", words).into());
        }
        let proof = state.tree.prove_consistency(older).map_err(outside)?;
        Ok(Response::new(pb::ConsistencyReply { proof: encode(&proof).into() }))
    }

    async fn inclusion(
        &self,
        request: Request<pb::InclusionRequest>,
    ) -> Result<Response<pb::Receipt>, Status> {
        Self::caller(&request)?;
        let height = request.into_inner().height;
        Ok(Response::new(receipt(self.sequencer.receipt(height).await?)))
    }

    async fn events(
        &self,
        request: Request<pb::EventsRequest>,
    ) -> Result<Response<Self::EventsStream>, Status> {
        Self::caller(&request)?;
        let pb::EventsRequest { from, payloads } = request.into_inner();
        Ok(Response::new(stream(self.sequencer.clone(), (from, payloads, false), None)))
    }

    async fn blob(&self, request: Request<pb::BlobRequest>) -> Result<Response<Self::BlobStream>, Status> {
        Self::caller(&request)?;
        let request = request.into_inner();
        let (kind, digest) = (kind(&request.kind)?, digest("digest", &request.digest)?);
        let blobs = self.sequencer.blobs().clone();
        let total = blobs.len(kind, digest).await.map_err(ServerError::from)?;
        let Some(total) = total else {
            let whose = self.sequencer.read().await?.whose((kind, digest));
            if whose.is_some() {
                // Noted, so that the member is told.
                blobs.holds((kind, digest), false).await.map_err(ServerError::from)?;
            }
            let words = || format!("there is no {} {digest} here", kind.label());
            let error = whose.map_or_else(
                || ServerError::rule("BLOB-UNKNOWN", words()),
                |area| ServerError::body_lost(&area),
            );
            return Err(error.into());
        };
        Ok(Response::new(chunks(blobs, kind, digest, (request.offset, total))))
    }

    async fn put_blob(
        &self,
        request: Request<Streaming<pb::PutBlobRequest>>,
    ) -> Result<Response<pb::PutBlobReply>, Status> {
        let caller = Self::caller(&request)?;
        let mut stream = request.into_inner();
        let (mut to, mut bytes) = (None, Vec::new());
        while let Some(message) = stream.message().await? {
            if to.is_none() {
                let kind = kind(&message.kind)?;
                // Trustees put the proofs of their answers, coordinators all that is published.
                if kind != Kind::ShareProofs || caller.role != Role::Trustee {
                    self.admits(&caller)?;
                }
                to = Some(kind);
            }
            bytes.extend_from_slice(&message.data);
            if bytes.len() > limits::FILE {
                return Err(ServerError::rule("TOO-LONG", "a file or an answer has at most 64 MiB").into());
            }
        }
        let Some(to @ (Kind::File | Kind::PublicSheet | Kind::ShareProofs)) = to else {
            return Err(
                FieldError::Shape { field: "kind", what: "file, public-sheet or share-proofs" }.into()
            );
        };
        let digest = hash(to.label(), &[&bytes]);
        self.sequencer.blobs().put(to, digest, bytes).await.map_err(ServerError::from)?;
        Ok(Response::new(pb::PutBlobReply { digest: digest.0.to_vec().into() }))
    }

    async fn cosign(&self, request: Request<pb::CosignRequest>) -> Result<Response<pb::CosignReply>, Status> {
        let caller = Self::caller(&request)?;
        let trustee = match caller.role {
            Role::Trustee => true,
            Role::Member => false,
            Role::Coordinator | Role::Auditor => {
                let words = "trustees and members cosign checkpoints; auditors verify records";
                return Err(ServerError::rule("IDENTITY", words).into());
            }
        };
        let note = request.into_inner().note;
        if note.len() > MAX_NOTE {
            return Err(FieldError::Shape { field: "note", what: "at most 16 KiB" }.into());
        }
        let words = |e: &dyn std::fmt::Display| ServerError::rule("COSIGNATURE", e.to_string());
        let checkpoint = self.sequencer.signer().verifier().open(&note).map_err(|e| words(&e))?;
        let key = hex::encode(caller.key.0);
        let own = WitnessVerifier::new(&key, &caller.key.0).map_err(|e| words(&e))?;
        let (time, line) = own.line(&checkpoint).map_err(|e| words(&e))?;
        self.sequencer.shown(&checkpoint).await?;
        let size = checkpoint.root().size;
        let witness = Witness { key: &key, trustee, size, time };
        self.sequencer.store().put_cosigned(&witness, &line).await.map_err(ServerError::from)?;
        Ok(Response::new(pb::CosignReply {}))
    }
}
