//! The log, its proofs and its blobs.

use super::flow::Flow;
use super::rounds::stream;
use super::{Answers, Server, receipt};
use crate::blobs::{Blobs, Kind, Named};
use crate::door::Meter;
use crate::error::ServerError;
use crate::identity::{Caller, Role};
use crate::sequencer::Appended;
use crate::store::Witness;
use crate::work::apart;
use intertally_core::ceremony::Phase;
use intertally_core::event::{Kind as EventKind, SignedClaim};
use intertally_core::fold::Phase as RoundPhase;
use intertally_core::hash::digest as hash;
use intertally_core::rule::Rule;
use intertally_log::WitnessVerifier;
use intertally_log::checkpoint::MAX_NOTE;
use intertally_proto::convert::{FieldError, decode, digest, encode};
use intertally_proto::limits;
use intertally_proto::pb::{self, record_server::Record};
use std::sync::Arc;
use tonic::{Request, Response, Status, Streaming};

fn kind(label: &str) -> Result<Kind, FieldError> {
    let what = "ciphertext, proofs, share-proofs, file or public-sheet";
    Kind::of(label).ok_or(FieldError::Shape { field: "kind", what })
}

fn chunks(
    blobs: Blobs,
    (kind, digest): Named,
    meter: Arc<Meter>,
    (mut from, total): (u64, u64),
) -> Answers<pb::Chunk> {
    let (flow, answers) = Flow::new(meter);
    tokio::spawn(async move {
        while from < total {
            let Some(charge) = flow.charge(limits::CHUNK as u64).await else { return };
            let answer = flow.in_turn(blobs.read(kind, digest, (from, limits::CHUNK as u64))).await;
            let answer = answer.map(|data| pb::Chunk { total, data: data.into() });
            let read = answer.as_ref().map_or(0, |chunk| chunk.data.len() as u64);
            let answer = answer.map_err(|error| ServerError::from(error).into());
            if !flow.send(answer, Some(&charge)).await || read == 0 {
                return;
            }
            from += read;
        }
    });
    answers
}

/// Ceremonies and rounds of one coordinator that are under way at once.
const MOST_UNDER_WAY: usize = 64;

impl Server {
    /// Whether the coordinator may begin another ceremony or round.
    async fn has_room_for_more(&self, caller: &Caller) -> Result<(), ServerError> {
        let (state, now) = (self.sequencer.read().await?, self.sequencer.clock().now());
        let ceremonies = state.fold.ceremonies().filter(|(_, ceremony)| {
            let manifest = ceremony.manifest();
            let over = matches!(ceremony.phase(), Phase::Valid | Phase::Ended(_));
            manifest.coordinator == caller.key && !over && manifest.confirm_by > now
        });
        let rounds = state.fold.rounds().filter(|(_, round)| {
            round.manifest().coordinator.signing == caller.key && round.phase() == RoundPhase::Open
        });
        if ceremonies.count().max(rounds.count()) < MOST_UNDER_WAY {
            return Ok(());
        }
        let words = "64 of your ceremonies or rounds are under way already; end some of them first";
        Err(ServerError::rule(Rule::TooMany, words))
    }
}

impl Server {
    /// A trustee's answer. Checking its proofs takes time that others need: whoever sends such as do not hold waits.
    async fn answer(
        &self,
        caller: &Caller,
        claim: SignedClaim,
        payload: Vec<u8>,
    ) -> Result<Appended, ServerError> {
        let back_off = self.intake.back_off();
        if self.sequencer.receipt_of(&claim).await?.is_none() {
            back_off.admits(caller.key)?;
        }
        let outcome = self.sequencer.append(claim, payload).await;
        match &outcome {
            Ok(_) => back_off.good(caller.key),
            Err(ServerError::Rule { rule: Rule::ShareProof, .. }) => back_off.bad(caller.key),
            Err(_) => {}
        }
        outcome
    }
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
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        let request = request.into_inner();
        let claim: SignedClaim = decode("claim", &request.claim, limits::CLAIM)?;
        caller.has_role_for(&claim)?;
        match claim.claim.kind {
            EventKind::Submitted => {
                let words = "a submission comes with its body; use the upload";
                return Err(ServerError::rule(Rule::Role, words).into());
            }
            EventKind::Convened | EventKind::Opened => {
                self.admits(&caller)?;
                self.has_room_for_more(&caller).await?;
            }
            _ => {}
        }
        let most = limits::payload(claim.claim.kind);
        if request.payload.len() > most {
            let words = format!("a payload of this kind has at most {most} bytes; use the tool of your role");
            return Err(ServerError::rule(Rule::TooLong, words).into());
        }
        caller.has_signed(&claim)?;
        let payload = request.payload.into();
        if claim.claim.kind == EventKind::SharesGiven {
            let _one_at_a_time = meter.writing.acquire().await;
            return Ok(Response::new(receipt(self.answer(&caller, claim, payload).await?)));
        }
        Ok(Response::new(receipt(self.sequencer.append(claim, payload).await?)))
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
        let inside = |_| ServerError::rule(Rule::Store, "the checkpoint could not be signed");
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
        let outside = |e: intertally_log::TreeError| ServerError::rule(Rule::Scope, e.to_string());
        if newer != state.tree.root().size {
            let words = "proofs lead to the latest checkpoint; fetch it again";
            return Err(ServerError::rule(Rule::Scope, words).into());
        }
        let proof = state.tree.prove_consistency(older).map_err(outside)?;
        Ok(Response::new(pb::ConsistencyReply { proof: encode(&proof).into() }))
    }

    async fn inclusion(
        &self,
        request: Request<pb::InclusionRequest>,
    ) -> Result<Response<pb::Receipt>, Status> {
        self.reader(&request).await?;
        let height = request.into_inner().height;
        Ok(Response::new(receipt(self.sequencer.receipt(height).await?)))
    }

    async fn events(
        &self,
        request: Request<pb::EventsRequest>,
    ) -> Result<Response<Self::EventsStream>, Status> {
        self.reader(&request).await?;
        let meter = Self::meter(&request)?;
        let pb::EventsRequest { from, payloads } = request.into_inner();
        Ok(Response::new(stream(self.sequencer.clone(), meter, (from, payloads, false), None)))
    }

    async fn blob(&self, request: Request<pb::BlobRequest>) -> Result<Response<Self::BlobStream>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        let outside = if self.reads_all(&caller).await? { None } else { Some(self.reader(&request).await) };
        let request = request.into_inner();
        let (kind, digest) = (kind(&request.kind)?, digest("digest", &request.digest)?);
        let public = self.sequencer.read().await?.is_public((kind, digest));
        if let Some(Err(outside)) = outside
            && !public
        {
            return Err(outside);
        }
        if public {
            self.may_read_published(&caller)?;
        }
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
                || ServerError::rule(Rule::BlobUnknown, words()),
                |area| ServerError::body_lost(&area),
            );
            return Err(error.into());
        };
        Ok(Response::new(chunks(blobs, (kind, digest), meter, (request.offset, total))))
    }

    async fn put_blob(
        &self,
        request: Request<Streaming<pb::PutBlobRequest>>,
    ) -> Result<Response<pb::PutBlobReply>, Status> {
        let (caller, meter) = (Self::caller(&request)?, Self::meter(&request)?);
        // Trustees put the proofs of their answers, coordinators all that is published.
        if caller.role == Role::Trustee {
            self.reader(&request).await?;
        } else {
            self.admits(&caller)?;
        }
        let mut stream = request.into_inner();
        // The whole file is in memory: one at a time of each.
        let _own = meter.putting.acquire().await;
        let (mut to, mut bytes) = (None, Vec::new());
        while let Some(message) = stream.message().await? {
            if to.is_none() {
                let kind = kind(&message.kind)?;
                if (kind == Kind::ShareProofs) != (caller.role == Role::Trustee) {
                    let words =
                        "trustees put the proofs of their answers, and coordinators what is published";
                    return Err(ServerError::rule(Rule::Identity, words).into());
                }
                to = Some(kind);
            }
            bytes.extend_from_slice(&message.data);
            if bytes.len() > limits::FILE {
                return Err(ServerError::rule(Rule::TooLong, "a file or an answer has at most 64 MiB").into());
            }
        }
        let Some(to @ (Kind::File | Kind::PublicSheet | Kind::ShareProofs)) = to else {
            return Err(
                FieldError::Shape { field: "kind", what: "file, public-sheet or share-proofs" }.into()
            );
        };
        let (digest, bytes) =
            apart(move || (hash(to.label(), &[&bytes]), bytes)).await.map_err(ServerError::from)?;
        let _one_at_a_time = self.putting.acquire().await;
        let known = self.sequencer.read().await?.names((to, digest));
        let there = self.sequencer.blobs().len(to, digest).await.map_err(ServerError::from)?.is_some();
        let (new, length) = (!known && !there, bytes.len() as u64);
        let own = (&caller, &self.intake.limits);
        if new && !self.unnamed.has_room(&self.sequencer, own, length).await? {
            let words =
                "you have put too many files that no event names; publish, or put the rest again in a day";
            return Err(ServerError::rule(Rule::BlobsFull, words).into());
        }
        self.sequencer.blobs().put(to, digest, bytes).await.map_err(ServerError::from)?;
        if new {
            self.unnamed.put(&caller, (to, digest), length);
        }
        self.sequencer.in_place()?;
        Ok(Response::new(pb::PutBlobReply { digest: digest.0.to_vec().into() }))
    }

    async fn cosign(&self, request: Request<pb::CosignRequest>) -> Result<Response<pb::CosignReply>, Status> {
        let (caller, meter) = (self.reader(&request).await?, Self::meter(&request)?);
        let trustee = match caller.role {
            Role::Trustee => true,
            Role::Member => false,
            Role::Coordinator | Role::Auditor => {
                let words = "trustees and members cosign checkpoints; auditors verify records";
                return Err(ServerError::rule(Rule::Identity, words).into());
            }
        };
        let note = request.into_inner().note;
        if note.len() > MAX_NOTE {
            return Err(FieldError::Shape { field: "note", what: "at most 16 KiB" }.into());
        }
        let words = |e: &dyn std::fmt::Display| ServerError::rule(Rule::Cosignature, e.to_string());
        let checkpoint = self.sequencer.signer().verifier().open(&note).map_err(|e| words(&e))?;
        let key = hex::encode(caller.key.0);
        let own = WitnessVerifier::new(&key, &caller.key.0).map_err(|e| words(&e))?;
        let (time, line) = own.line(&checkpoint).map_err(|e| words(&e))?;
        self.sequencer.shown(&checkpoint).await?;
        let size = checkpoint.root().size;
        let witness = Witness { key: &key, trustee, size, time };
        let _one_at_a_time = meter.writing.acquire().await;
        self.sequencer.store().put_cosigned(witness, &line).await.map_err(ServerError::from)?;
        self.sequencer.in_place()?;
        Ok(Response::new(pb::CosignReply {}))
    }
}
