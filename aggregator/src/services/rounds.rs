//! Rounds as people see them, and watching the log.

use super::flow::{BATCH, Flow};
use super::{Answers, Server};
use crate::blobs::Blobs;
use crate::door::{Charge, Meter};
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
use std::sync::Arc;
use tonic::{Request, Response, Status};

/// Entries read at once.
const ROWS: u32 = 32;

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

/// The next entries from a height on, as many as fit into one reading, with what their memory is charged to. None if nobody reads
/// any more.
async fn batch(
    (sequencer, flow): (&Sequencer, &Flow<pb::Entry>),
    (from, end): (u64, u64),
    payloads: bool,
) -> Result<Option<(Vec<Row>, Arc<Charge>)>, ServerError> {
    let store = sequencer.store();
    // Durable, but its receipt is not given yet: not shown either.
    let most = u32::try_from(end.saturating_sub(from)).unwrap_or(u32::MAX).min(ROWS);
    let sizes = flow.in_turn(store.sizes(from, most, payloads)).await?;
    let (mut count, mut bytes) = (0u32, 0u64);
    for size in sizes {
        if count > 0 && bytes.saturating_add(size) > BATCH {
            break;
        }
        (count, bytes) = (count.saturating_add(1), bytes.saturating_add(size));
    }
    let Some(charge) = flow.charge(bytes).await else { return Ok(None) };
    // None where some should be is found by `agree`.
    let rows = flow.in_turn(store.events(from, count.max(u32::from(most > 0)), payloads)).await?;
    agree(sequencer, from, end, &rows).await?;
    Ok(Some((rows, charge)))
}

/// Send entries from a height on; with `follow`, also every new one until the client hangs up.
pub(super) fn stream(
    sequencer: Sequencer,
    meter: Arc<Meter>,
    (from, payloads, follow): (u64, bool, bool),
    scope: Option<Scope>,
) -> Answers<pb::Entry> {
    let (flow, answers) = Flow::new(meter);
    tokio::spawn(async move {
        // With all that other servers have appended before this was asked.
        if let Err(error) = sequencer.catch_up().await {
            flow.send(Err(error.into()), None).await;
            return;
        }
        let mut tip = sequencer.watch();
        let mut next = from;
        loop {
            tip.mark_unchanged();
            loop {
                let end = *tip.borrow();
                let (rows, charge) = match batch((&sequencer, &flow), (next, end), payloads).await {
                    Ok(Some(found)) => found,
                    Ok(None) => return,
                    Err(error) => {
                        flow.send(Err(error.into()), None).await;
                        return;
                    }
                };
                if rows.is_empty() {
                    break;
                }
                for row in rows {
                    next = row.height + 1;
                    let event = canonical::<Event>("event", &row.event, 1 << 16);
                    let wanted = scope.is_none() || event.is_ok_and(|e| Some(e.signed.claim.scope) == scope);
                    if wanted && !flow.send(Ok(entry(row)), Some(&charge)).await {
                        return;
                    }
                }
            }
            if !follow {
                return;
            }
            tokio::select! {
                () = flow.gone() => return,
                changed = tip.changed() => if changed.is_err() { return },
            }
        }
    });
    answers
}

#[tonic::async_trait]
impl Rounds for Server {
    type WatchStream = Answers<pb::Entry>;

    async fn list(
        &self,
        request: Request<pb::ListRoundsRequest>,
    ) -> Result<Response<pb::ListRoundsReply>, Status> {
        self.reader(&request).await?;
        let state = self.sequencer.read().await?;
        let mut rounds: Vec<_> = state.fold.rounds().map(|(_, round)| round).collect();
        rounds.sort_by_key(|round| round.opened());
        let (now, blobs) = (self.sequencer.clock().now(), self.sequencer.blobs());
        let of = |round| summary(round, now, blobs);
        Ok(Response::new(pb::ListRoundsReply { rounds: rounds.into_iter().map(of).collect() }))
    }

    async fn get(&self, request: Request<pb::GetRoundRequest>) -> Result<Response<pb::RoundSummary>, Status> {
        self.reader(&request).await?;
        let id = RoundId(digest("round", &request.into_inner().round)?);
        let state = self.sequencer.read().await?;
        let round = state.fold.round(&id).ok_or(Refusal::UnknownScope).map_err(ServerError::from)?;
        Ok(Response::new(summary(round, self.sequencer.clock().now(), self.sequencer.blobs())))
    }

    async fn watch(&self, request: Request<pb::WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        self.reader(&request).await?;
        let meter = Self::meter(&request)?;
        let request = request.into_inner();
        let scope = match request.scope.as_ref() {
            [] => None,
            bytes => Some(decode::<Scope>("scope", bytes, 64)?),
        };
        let range = (request.from, request.payloads, true);
        Ok(Response::new(stream(self.sequencer.clone(), meter, range, scope)))
    }
}
