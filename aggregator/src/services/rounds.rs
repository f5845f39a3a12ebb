//! Rounds as people see them, and watching the log.

use super::{Answers, Server};
use crate::blobs::Blobs;
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use crate::state::{EVENT, body_of};
use crate::store::Row;
use intertally_core::canonical::decode as canonical;
use intertally_core::event::{Event, Scope, payload_digest};
use intertally_core::fold::{Refusal, RoundState};
use intertally_core::party::{Instant, RoundId};
use intertally_proto::convert::{decode, digest};
use intertally_proto::pb::{self, rounds_server::Rounds};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

fn summary(round: &RoundState, now: Instant, blobs: &Blobs) -> pb::RoundSummary {
    let manifest = round.manifest();
    let member = |(member, entry): (u16, &intertally_core::round::MemberEntry)| {
        let latest = round.latest().find(|(at, _)| at.0 == member).map(|(_, latest)| latest);
        let lost = latest.is_some_and(|latest| {
            blobs.lacks(body_of(&latest.header).filter(|(_, digest)| !round.is_deleted(digest)))
        });
        pb::MemberSummary {
            member: u32::from(member),
            area: entry.area.clone(),
            revision: latest.map(|latest| latest.header.revision),
            lost,
        }
    };
    pb::RoundSummary {
        round: round.id().0.0.to_vec().into(),
        name: manifest.name.clone(),
        practice: manifest.practice,
        phase: round.phase().name().into(),
        opens_ms: manifest.opens.0,
        deadline_ms: round.deadline().0,
        closes_ms: round.closes().0,
        now_ms: now.0,
        cells: u32::try_from(manifest.cells.len()).unwrap_or(u32::MAX),
        members: (0..).zip(&manifest.members).map(member).collect(),
    }
}

pub(super) fn entry(row: Row) -> pb::Entry {
    pb::Entry { height: row.height, event: row.event.into(), payload: row.payload.map(Into::into) }
}

/// Rows must be the events that are in memory, with the payloads that they name: a page that changed under the running
/// server is found before anybody is shown it.
async fn agree(sequencer: &Sequencer, from: u64, end: u64, rows: &[Row]) -> Result<(), ServerError> {
    let state = sequencer.read().await?;
    let mut heights = from..;
    let same = rows.iter().all(|row| {
        let payload = |bytes: &Vec<u8>| {
            let event = canonical::<Event>("event", &row.event, EVENT);
            event.is_ok_and(|event| payload_digest(bytes) == event.signed.claim.payload)
        };
        heights.next() == Some(row.height)
            && state.tree.leaf(row.height) == Some(row.event.as_slice())
            && row.payload.as_ref().is_none_or(payload)
    });
    if same && (from >= end || !rows.is_empty()) {
        return Ok(());
    }
    drop(state);
    let why = format!("the stored events from {from} on are not those that were appended");
    sequencer.trust().doubt(&why);
    Err(ServerError::Doubt(why))
}

/// Send entries from a height on; with `follow`, also every new one until the client hangs up.
pub(super) fn stream(
    sequencer: Sequencer,
    (from, payloads, follow): (u64, bool, bool),
    scope: Option<Scope>,
) -> Answers<pb::Entry> {
    let (sender, receiver) = mpsc::channel(8);
    tokio::spawn(async move {
        let mut tip = sequencer.watch();
        let mut next = from;
        loop {
            tip.mark_unchanged();
            loop {
                // Durable, but its receipt is not given yet: not shown either.
                let end = *tip.borrow();
                let rows = match sequencer.store().events(next, 32, payloads).await {
                    Ok(rows) => rows,
                    Err(error) => {
                        let _ = sender.send(Err(ServerError::from(error).into())).await;
                        return;
                    }
                };
                let rows: Vec<Row> = rows.into_iter().filter(|row| row.height < end).collect();
                if let Err(error) = agree(&sequencer, next, end, &rows).await {
                    let _ = sender.send(Err(error.into())).await;
                    return;
                }
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    next = row.height + 1;
                    let event = canonical::<Event>("event", &row.event, 1 << 16);
                    let wanted = scope.is_none() || event.is_ok_and(|e| Some(e.signed.claim.scope) == scope);
                    if wanted && sender.send(Ok(entry(row))).await.is_err() {
                        return;
                    }
                }
            }
            if !follow {
                return;
            }
            tokio::select! {
                () = sender.closed() => return,
                changed = tip.changed() => if changed.is_err() { return },
            }
        }
    });
    Box::pin(ReceiverStream::new(receiver))
}

#[tonic::async_trait]
impl Rounds for Server {
    type WatchStream = Answers<pb::Entry>;

    async fn list(
        &self,
        request: Request<pb::ListRoundsRequest>,
    ) -> Result<Response<pb::ListRoundsReply>, Status> {
        Self::caller(&request)?;
        let state = self.sequencer.read().await?;
        let mut rounds: Vec<_> = state.fold.rounds().map(|(_, round)| round).collect();
        rounds.sort_by_key(|round| round.opened());
        let (now, blobs) = (self.sequencer.clock().now(), self.sequencer.blobs());
        let of = |round| summary(round, now, blobs);
        Ok(Response::new(pb::ListRoundsReply { rounds: rounds.into_iter().map(of).collect() }))
    }

    async fn get(&self, request: Request<pb::GetRoundRequest>) -> Result<Response<pb::RoundSummary>, Status> {
        Self::caller(&request)?;
        let id = RoundId(digest("round", &request.into_inner().round)?);
        let state = self.sequencer.read().await?;
        let round = state.fold.round(&id).ok_or(Refusal::UnknownScope).map_err(ServerError::from)?;
        Ok(Response::new(summary(round, self.sequencer.clock().now(), self.sequencer.blobs())))
    }

    async fn watch(&self, request: Request<pb::WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        Self::caller(&request)?;
        let request = request.into_inner();
        let scope = match request.scope.as_ref() {
            [] => None,
            bytes => Some(decode::<Scope>("scope", bytes, 64)?),
        };
        let range = (request.from, request.payloads, true);
        Ok(Response::new(stream(self.sequencer.clone(), range, scope)))
    }
}
