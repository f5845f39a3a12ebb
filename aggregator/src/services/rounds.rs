//! Rounds as people see them, and watching the log.

use super::{Answers, Server};
use crate::clock;
use crate::error::ServerError;
use crate::sequencer::Sequencer;
use crate::store::Row;
use intertally_core::canonical::decode as canonical;
use intertally_core::event::{Event, Scope};
use intertally_core::fold::{Refusal, RoundState};
use intertally_core::party::{MemberIndex, RoundId};
use intertally_proto::convert::{decode, digest};
use intertally_proto::pb::{self, rounds_server::Rounds};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status};

fn summary(round: &RoundState) -> pb::RoundSummary {
    let manifest = round.manifest();
    let revision = |member: u16| {
        let of = |(at, _): &(MemberIndex, _)| at.0 == member;
        round.latest().find(of).map(|(_, latest)| latest.header.revision)
    };
    let member = |(member, entry): (u16, &intertally_core::round::MemberEntry)| pb::MemberSummary {
        member: u32::from(member),
        area: entry.area.clone(),
        revision: revision(member),
    };
    pb::RoundSummary {
        round: round.id().0.0.to_vec().into(),
        name: manifest.name.clone(),
        practice: manifest.practice,
        phase: round.phase().name().into(),
        opens_ms: manifest.opens.0,
        deadline_ms: round.deadline().0,
        closes_ms: round.closes().0,
        now_ms: clock::now().0,
        cells: u32::try_from(manifest.cells.len()).unwrap_or(u32::MAX),
        members: (0..).zip(&manifest.members).map(member).collect(),
    }
}

pub(super) fn entry(row: Row) -> pb::Entry {
    pb::Entry { height: row.height, event: row.event.into(), payload: row.payload.map(Into::into) }
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
                let rows = match sequencer.store().events(next, 32, payloads).await {
                    Ok(rows) => rows,
                    Err(error) => {
                        let _ = sender.send(Err(ServerError::from(error).into())).await;
                        return;
                    }
                };
                // Durable, but its receipt is not given yet: not shown either.
                let end = *tip.borrow();
                let rows: Vec<Row> = rows.into_iter().filter(|row| row.height < end).collect();
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
        let state = self.sequencer.read().await;
        let mut rounds: Vec<_> = state.fold.rounds().map(|(_, round)| round).collect();
        rounds.sort_by_key(|round| round.opened());
        Ok(Response::new(pb::ListRoundsReply { rounds: rounds.into_iter().map(summary).collect() }))
    }

    async fn get(&self, request: Request<pb::GetRoundRequest>) -> Result<Response<pb::RoundSummary>, Status> {
        Self::caller(&request)?;
        let id = RoundId(digest("round", &request.into_inner().round)?);
        let state = self.sequencer.read().await;
        let round = state.fold.round(&id).ok_or(Refusal::UnknownScope).map_err(ServerError::from)?;
        Ok(Response::new(summary(round)))
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
