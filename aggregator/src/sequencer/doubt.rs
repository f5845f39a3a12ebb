//! When not to go on: memory and disk may differ, a party shows what this log does not hold, files are gone.

use super::{Parts, Sequencer};
use crate::error::ServerError;
use crate::second::{self, SecondHistory};
use crate::state::State;
use crate::trust::Verdict;
use intertally_log::Checkpoint;
use tokio::sync::MutexGuard;

impl Sequencer {
    /// After a doubt: the log as the disk holds it. It must hold all that was ever answered for, else the server stops.
    pub(super) async fn read_again(&self, _desk: &MutexGuard<'_, ()>) -> Result<(), ServerError> {
        if self.verdict()? == Verdict::Serve {
            return Ok(());
        }
        let Parts { store, head, signer, .. } = &self.0.parts;
        let trust = &self.0.trust;
        let refuse = |why: String| {
            trust.still_doubtful(&why);
            ServerError::Doubt(why)
        };
        let state = State::load(&**store, signer).await.map_err(|why| refuse(why.to_string()))?;
        let known = self.0.state.read().await.tree.root();
        if !state.tree.was(&known) {
            let why = SecondHistory::of(&state, known.size).to_string();
            trust.stop(&why);
            return Err(ServerError::Stopped(why));
        }
        let end = signer.checkpoint(&state.tree.root()).map_err(|why| refuse(why.to_string()))?;
        let latest = head.latest(&signer.verifier()).ok();
        second::check_head(&state, latest.as_ref()).map_err(|why| {
            trust.stop(&why.to_string());
            ServerError::Stopped(why.to_string())
        })?;
        // A disk that became read-only still serves what it holds.
        if latest.is_none_or(|latest| latest.root() != end.root()) {
            head.write(end).await.map_err(|why| refuse(why.to_string()))?;
        }
        let height = state.fold.height();
        *self.0.state.write().await = state;
        trust.restore();
        self.0.tip.send_replace(height);
        Ok(())
    }

    /// A checkpoint of this log's own key that a party shows. One that this log does not hold proves that the server lost
    /// events or signed two histories: it notes that where the next start finds it, and stops.
    pub async fn shown(&self, checkpoint: &Checkpoint) -> Result<(), ServerError> {
        let state = self.read().await?;
        let Err(why) = second::compare(&state, checkpoint) else { return Ok(()) };
        drop(state);
        let _desk = self.0.writing.lock().await;
        // Stopped first: whatever else fails, nothing more is signed.
        self.0.trust.stop(&why.to_string());
        if let Err(error) = second::keep(self.0.parts.head.path(), checkpoint) {
            tracing::error!(%error, "the checkpoint that was shown could not be kept");
        }
        Err(ServerError::Stopped(why.to_string()))
    }

    /// Whether all files are those that were opened: else what is written now is found by nobody again, and the server stops.
    /// Asked before every event, after everything else that is kept and before it is answered for, and every few seconds.
    pub fn in_place(&self) -> Result<(), ServerError> {
        self.0.places.check().map_err(|moved| {
            self.0.trust.stop(&moved.to_string());
            ServerError::Stopped(moved.to_string())
        })
    }
}
