//! Checkpoints of this log's own key, against the log that is here. One that does not fit is the proof that events were lost,
//! or that somewhere a second history goes on under the same key.

use crate::state::State;
use intertally_log::{Checkpoint, LogVerifier};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The log here is not the one that was signed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondHistory {
    /// Events are missing.
    #[error(
        "the stored log has {have} events, and receipts were given for {signed}: it was lost, rolled back or replaced (is \
         the right volume mounted?); put the right one back, or run `intertally-aggregator recover --from` with the copy of \
         a party; nothing may be signed before"
    )]
    Shorter {
        /// Events here.
        have: u64,
        /// Events signed for.
        signed: u64,
    },
    /// Other events in the same places.
    #[error(
        "this log's key signed {signed} other events than those stored here: a second history goes on, or went on, under \
         the same key; stop all servers with this key, keep all files, and compare the parties' copies"
    )]
    Other {
        /// Events under the other checkpoint.
        signed: u64,
    },
}

impl SecondHistory {
    /// Of a log that lacks a checkpoint over so many events.
    #[must_use]
    pub const fn of(state: &State, signed: u64) -> Self {
        let have = state.fold.height();
        if have < signed { Self::Shorter { have, signed } } else { Self::Other { signed } }
    }
}

/// Whether the log holds what was signed.
pub fn compare(state: &State, checkpoint: &Checkpoint) -> Result<(), SecondHistory> {
    let root = checkpoint.root();
    if state.tree.was(root) { Ok(()) } else { Err(SecondHistory::of(state, root.size)) }
}

/// The same for what the head file holds, if it can be read.
pub fn check_head(state: &State, latest: Option<&Checkpoint>) -> Result<(), SecondHistory> {
    latest.map_or(Ok(()), |latest| compare(state, latest))
}

/// Beside the head file: the checkpoint that a party showed and the log did not hold.
pub(crate) fn path_of(head: &Path) -> PathBuf {
    let mut name = head.as_os_str().to_owned();
    name.push(".shown");
    name.into()
}

/// Keep it for the next start.
pub fn keep(head: &Path, checkpoint: &Checkpoint) -> io::Result<()> {
    let path = path_of(head);
    let mut file = std::fs::File::create(&path)?;
    file.write_all(checkpoint.note())?;
    file.sync_all()?;
    crate::head::sync_folder_of(&path)
}

/// What was kept; none if nothing was, or not by this log's key.
pub fn kept(head: &Path, log: &LogVerifier) -> io::Result<Option<Checkpoint>> {
    match std::fs::read(path_of(head)) {
        Ok(note) => Ok(log.open(&note).ok()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
