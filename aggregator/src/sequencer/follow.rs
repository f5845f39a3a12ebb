//! Following the tail of a log that several servers append to. An event of another server goes the way of an own one: through
//! the fold, into the head file, into memory. So every checkpoint that this server signs is over events that it has judged.

use super::{Inner, Sequencer};
use crate::error::ServerError;
use crate::quiet::Quiet;
use crate::second;
use crate::state::EVENT;
use crate::store::Row;
use crate::work::apart;
use intertally_core::canonical::decode;
use intertally_core::event::Event;
use std::sync::Weak;
use tokio::sync::{MutexGuard, watch};

static BEHIND: Quiet = Quiet::new();

impl Sequencer {
    /// Take in what other servers have appended. Nothing to do if none can.
    pub async fn catch_up(&self) -> Result<(), ServerError> {
        if self.store().news().is_none() {
            return Ok(());
        }
        let there = self.store().height().await?;
        if there == self.0.state.read().await.fold.height() {
            return Ok(());
        }
        let desk = self.0.writing.lock().await;
        self.read_again(&desk).await?;
        self.follow(&desk).await
    }

    /// Take in all events beyond the own ones. The log must hold all that was ever answered for, and its checkpoint must be that of
    /// its events: else this server stops.
    pub(super) async fn follow(&self, desk: &MutexGuard<'_, ()>) -> Result<(), ServerError> {
        loop {
            let from = self.0.state.read().await.fold.height();
            let rows = self.store().next(from).await?;
            if rows.is_empty() {
                let note = self.store().checkpoint().await?;
                let checkpoint = note.and_then(|note| self.signer().verifier().open(&note).ok());
                let Some(checkpoint) = checkpoint else {
                    return self.doubt("the stored checkpoint is not one of this log's key".into());
                };
                // Read after the checkpoint: what others append meanwhile is seen here, whenever it comes, and is no loss.
                let there = self.store().height().await?;
                if there < from {
                    return self
                        .doubt(format!("the store has {there} events where {from} were answered for"));
                }
                if there > from {
                    continue;
                }
                let state = self.0.state.read().await;
                return second::compare(&state, &checkpoint).map_err(|why| {
                    self.0.trust.stop(&why.to_string());
                    ServerError::Stopped(why.to_string())
                });
            }
            for row in rows {
                self.take_in(desk, row).await?;
            }
        }
    }

    fn doubt(&self, why: String) -> Result<(), ServerError> {
        self.0.trust.doubt(&why);
        Err(ServerError::Doubt(why))
    }

    /// An event of another server.
    async fn take_in(&self, desk: &MutexGuard<'_, ()>, row: Row) -> Result<(), ServerError> {
        let mut fold = self.0.state.read().await.fold.clone();
        let height = row.height;
        let judge = move || {
            let event: Event = decode("event", &row.event, EVENT).map_err(|why| why.to_string())?;
            let payload = row.payload.ok_or("its payload is missing")?;
            fold.apply(&event, &payload).map_err(|why| why.to_string())?;
            Ok::<_, String>((fold, event))
        };
        let (fold, event) = match apart(judge).await? {
            Ok(judged) => judged,
            Err(why) => {
                return self.doubt(format!(
                    "event {height} of another server is not one this one would take ({why})"
                ));
            }
        };
        let (kind, signer) = (event.signed.claim.kind, event.signed.claim.signer);
        let next = self.next(fold, event).await?;
        self.settle(desk, next, || ()).await?;
        tracing::info!(height, kind = ?kind, %signer, "event of another server");
        Ok(())
    }

    /// Look whenever there is news, until the log is given up.
    pub(super) async fn keep_following(inner: Weak<Inner>, mut news: watch::Receiver<u64>) {
        while news.changed().await.is_ok() {
            let Some(inner) = inner.upgrade() else { return };
            match Self(inner).catch_up().await {
                Err(ServerError::Stopped(_)) => return,
                Err(error) => {
                    if let Some(left_out) = BEHIND.line() {
                        tracing::warn!(%error, left_out, "what other servers append is not known at the moment");
                    }
                }
                Ok(()) => {}
            }
        }
    }
}
