//! This party's own copy of the log, from the first event on. Every event goes through the fold, every leaf into the
//! tree, and the root must be the one that the log has signed: so a log that shows different histories to different
//! parties, or changes what was there, is found out, with the two notes as evidence.

use super::Wire;
use crate::error::Result;
use crate::shelf::Shelf;
use intertally_core::canonical::decode;
use intertally_core::event::Event;
use intertally_core::fold::{Fold, Refusal};
use intertally_log::{Checkpoint, LeafHashes, LogVerifier, MAX_LEAVES, Root, Seen, Tree, copy};
use std::sync::Arc;

/// What is wrong with the log.
#[derive(Debug, thiserror::Error)]
pub enum LogFault {
    /// The checkpoint is not one of this log.
    #[error("the log's checkpoint is refused: {0}")]
    Checkpoint(#[from] intertally_log::CheckpointError),
    /// The log is shorter than it was.
    #[error(
        "the log went back from {seen} to {shown} events; both notes are kept in {evidence}: tell the other parties"
    )]
    Shorter {
        /// Events known here.
        seen: u64,
        /// Events shown now.
        shown: u64,
        /// Folder of the notes.
        evidence: String,
    },
    /// The signed root is not that of the events.
    #[error(
        "the log signed two histories: its root over {size} events is not that of the events it shows now; the notes \
         are kept in {evidence}: tell the other parties"
    )]
    Fork {
        /// Events.
        size: u64,
        /// Folder of the notes.
        evidence: String,
    },
    /// The events that were read do not give the signed root. By itself no evidence against anybody.
    #[error(
        "the {size} events that are known here do not give the root that the log has signed; run `repair`, which reads them from \
         the start and compares them with what was witnessed here, and if this comes again tell the server's operator"
    )]
    Unfit {
        /// Events.
        size: u64,
    },
    /// An event that the rules refuse.
    #[error("event {height} of the log breaks the rules: {why}; do not go on, and tell the other parties")]
    Event {
        /// Which.
        height: u64,
        /// Why.
        why: String,
    },
    /// The stream ended early.
    #[error("the log sent {got} of {of} events; run the command again")]
    Cut {
        /// Events received.
        got: u64,
        /// Events promised by the checkpoint.
        of: u64,
    },
    /// The copy on disk is damaged.
    #[error(
        "{0} is damaged: run `repair`, which reads the log from the start and compares it with what was witnessed here"
    )]
    Copy(String),
}

/// The copy, folded.
pub struct Mirror {
    /// State of all ceremonies and rounds.
    pub fold: Fold,
    /// All events with payloads, in order.
    pub events: Vec<(Event, Vec<u8>)>,
    tree: Tree,
    note: Option<Vec<u8>>,
    shelf: Arc<dyn Shelf>,
}

impl Mirror {
    /// Read the copy on disk, every event through the fold again.
    pub fn open(shelf: &Arc<dyn Shelf>, verifier: &LogVerifier) -> Result<Self> {
        let mut mirror = Self {
            fold: Fold::default(),
            events: Vec::new(),
            tree: Tree::default(),
            note: None,
            shelf: Arc::clone(shelf),
        };
        let bytes = shelf.read(copy::FILE)?.unwrap_or_default();
        let mut rest = bytes.as_slice();
        while let Some(((event, payload), after)) = copy::entry(rest) {
            let taken = mirror.take(event, payload);
            taken.map_err(|_| LogFault::Copy(shelf.place(copy::FILE)))?;
            rest = after;
        }
        if !rest.is_empty() {
            // A last event without its end is what a power cut leaves: it is fetched again.
            let whole = bytes.get(..bytes.len() - rest.len()).unwrap_or_default();
            shelf.replace(copy::FILE, whole)?;
        }
        mirror.note = shelf.read(copy::NOTE)?.map(|note| note.to_vec());
        if let Some(note) = mirror.note.clone() {
            let checkpoint = verifier.open(&note).map_err(LogFault::from)?;
            // A shorter copy is completed from the server and then compared; another root is a damaged copy, since events
            // are kept only after they were compared with a note.
            let own = mirror.tree.root_at(checkpoint.root().size).ok();
            if own.is_some_and(|own| own != *checkpoint.root()) {
                return Err(LogFault::Copy(shelf.place(copy::FILE)).into());
            }
        }
        Ok(mirror)
    }

    fn take(&mut self, event: &[u8], payload: &[u8]) -> Result<()> {
        let height = self.fold.height();
        let fault = |why: String| LogFault::Event { height, why };
        let parsed: Event = decode("event", event, 1 << 16).map_err(|why| fault(why.to_string()))?;
        self.fold.apply(&parsed, payload).map_err(|why: Refusal| fault(why.to_string()))?;
        self.tree.push(event.to_vec());
        self.events.push((parsed, payload.to_vec()));
        Ok(())
    }

    /// Set the copy aside and begin with an empty one: the next [`Mirror::sync`] reads the log from its first event and
    /// compares it with what was witnessed here. Answers with where the old copy is kept; none if there was none.
    ///
    /// # Errors
    /// The copy cannot be written elsewhere.
    pub fn set_aside(shelf: &dyn Shelf) -> Result<Option<String>> {
        let Some(bytes) = shelf.read(copy::FILE)? else { return Ok(None) };
        let beginning = format!("{}.damaged-", copy::FILE);
        let taken = shelf.names(&beginning)?;
        let free = (1u32..).map(|at| format!("{beginning}{at}")).find(|name| !taken.contains(name));
        let kept = free.unwrap_or(beginning);
        shelf.create(&kept, &bytes)?;
        shelf.remove(copy::FILE)?;
        Ok(Some(shelf.place(&kept)))
    }

    /// Events known here.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.fold.height()
    }

    /// Whether nothing is known yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The last checked note.
    #[must_use]
    pub fn note(&self) -> Option<&[u8]> {
        self.note.as_deref()
    }

    /// The last checkpoint, as one that was checked against the events known here: what this party may cosign.
    #[must_use]
    pub fn seen(&self, verifier: &LogVerifier) -> Option<Seen> {
        let checkpoint = verifier.open(self.note.as_deref()?).ok()?;
        (self.tree.root_at(checkpoint.root().size).as_ref() == Ok(checkpoint.root()))
            .then(|| Seen::first(checkpoint))
    }

    /// The root over the events known here.
    #[must_use]
    pub fn root(&self) -> Root {
        self.tree.root()
    }

    /// The root over the first events, so many; none if there are fewer.
    #[must_use]
    pub fn root_at(&self, size: u64) -> Option<Root> {
        self.tree.root_at(size).ok()
    }

    /// Hashes of all events under a note of the log, whose root must be that of the events known here. None if it reaches
    /// further than they do; an empty list if they are too many to be kept with a receipt.
    pub fn leaves_under(&self, note: &[u8], verifier: &LogVerifier) -> Result<Option<LeafHashes>> {
        let checkpoint = verifier.open(note).map_err(LogFault::from)?;
        let size = checkpoint.root().size;
        let Ok(leaves) = self.tree.leaf_hashes(size) else { return Ok(None) };
        if leaves.root() != *checkpoint.root() {
            self.compare(&checkpoint, verifier)?;
        }
        Ok(Some(if size > MAX_LEAVES as u64 { LeafHashes::default() } else { leaves }))
    }

    /// Fetch what is new, check it, and keep it.
    pub async fn sync(&mut self, wire: &dyn Wire, verifier: &LogVerifier) -> Result<()> {
        // The server is shown what it signed last: one that has lost events since learns it, and stops.
        let note = wire.checkpoint(self.note.as_deref().unwrap_or_default()).await?;
        let checkpoint = verifier.open(&note).map_err(LogFault::from)?;
        let seen = self.note.as_ref().map(|note| verifier.open(note)).transpose().map_err(LogFault::from)?;
        let witnessed = seen.as_ref().map_or(0, |seen| seen.root().size);
        let (size, known) = (checkpoint.root().size, self.len());
        if size < known.max(witnessed) {
            let evidence = self.keep_evidence(&note)?;
            let seen = known.max(witnessed);
            return Err(LogFault::Shorter { seen, shown: size, evidence }.into());
        }
        let mut fresh = Vec::new();
        if size > known {
            let mut each = |event: &[u8], payload: &[u8]| {
                if let Err(fault) = self.take(event, payload) {
                    self.keep_evidence(&note)?;
                    return Err(fault);
                }
                copy::put(&mut fresh, (event, payload));
                Ok(self.len() < size)
            };
            wire.events(known, &mut each).await?;
            if self.len() < size {
                return Err(LogFault::Cut { got: self.len() - known, of: size - known }.into());
            }
        }
        self.compare(&checkpoint, verifier)?;
        // Events that were read again must be those that were witnessed: else the two notes are the evidence.
        if let Some(seen) = seen.filter(|seen| seen.root().size > known)
            && self.tree.root_at(seen.root().size).as_ref() != Ok(seen.root())
        {
            let evidence = self.keep_evidence(&note)?;
            return Err(LogFault::Fork { size: seen.root().size, evidence }.into());
        }
        if !fresh.is_empty() {
            self.shelf.append(copy::FILE, &fresh)?;
        }
        self.shelf.replace(copy::NOTE, &note)?;
        self.note = Some(note);
        Ok(())
    }

    /// The signed root must be that of the events known here, at its size.
    fn compare(&self, checkpoint: &Checkpoint, verifier: &LogVerifier) -> Result<()> {
        let own = self.tree.root_at(checkpoint.root().size).ok();
        if own.as_ref() == Some(checkpoint.root()) {
            return Ok(());
        }
        // Two signed notes over as many events with different roots prove a fork; one note and a stream of events do not.
        let size = checkpoint.root().size;
        let seen = self.note.as_ref().map(|note| verifier.open(note)).transpose().map_err(LogFault::from)?;
        if seen.is_some_and(|seen| seen.root().size == size && seen.root() != checkpoint.root()) {
            let evidence = self.keep_evidence(checkpoint.note())?;
            return Err(LogFault::Fork { size, evidence }.into());
        }
        Err(LogFault::Unfit { size }.into())
    }

    fn keep_evidence(&self, note: &[u8]) -> Result<String> {
        if let Some(seen) = &self.note {
            self.shelf.replace("evidence/seen.note", seen)?;
        }
        self.shelf.replace("evidence/shown.note", note)?;
        Ok(self.shelf.place("evidence"))
    }
}
