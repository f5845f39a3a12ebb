//! Faults for tests. [`pass`]: the process ends at once at the point that `INTERTALLY_FAULT` names, as if the power were
//! cut (debug builds alone). [`Faults`]: a durable operation fails before or after it was done, as disks do.

use std::fmt;
use std::sync::Arc;

/// Where a power cut matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A chunk of an upload is written, not yet answered.
    UploadChunk,
    /// All proofs hold; no blob is written yet.
    BeforeBlobs,
    /// The blobs are written, the event is not.
    AfterBlobs,
    /// A copy of the fold has taken the event, the store has not.
    BeforeAppend,
    /// The event is in the database, the head file does not know of it.
    BeforeHead,
    /// The event is durable, the receipt is not given.
    AfterAppend,
}

impl Point {
    /// All points, for a table of tests.
    pub const ALL: [Self; 6] = [
        Self::UploadChunk,
        Self::BeforeBlobs,
        Self::AfterBlobs,
        Self::BeforeAppend,
        Self::BeforeHead,
        Self::AfterAppend,
    ];

    /// The name in `INTERTALLY_FAULT`, with the kind of event after a slash where it matters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UploadChunk => "upload-chunk",
            Self::BeforeBlobs => "before-blobs",
            Self::AfterBlobs => "after-blobs",
            Self::BeforeAppend => "before-append",
            Self::BeforeHead => "before-head",
            Self::AfterAppend => "after-append",
        }
    }
}

/// End here if told to. `what`: the kind of event, or nothing.
pub fn pass(point: Point, what: &str) {
    if cfg!(debug_assertions)
        && let Ok(wanted) = std::env::var("INTERTALLY_FAULT")
        && (wanted == point.name() || wanted == format!("{}/{what}", point.name()))
    {
        std::process::abort();
    }
}

/// An operation on what is kept: those of the contracts bear the names of their methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Op {
    /// Append an event, whatever the backend.
    Append,
    /// Begin the transaction of an event (SQLite, as the next four).
    Begin,
    /// Write the event.
    InsertEvent,
    /// Write its payload.
    InsertPayload,
    /// Write the checkpoint over it.
    InsertCheckpoint,
    /// Make all three durable.
    Commit,
    /// Write the head file.
    WriteHead,
    /// Read the head file.
    ReadHead,
    /// Ask how far the log is.
    Height,
    /// Read how long events are.
    Sizes,
    /// Read events.
    Events,
    /// Read the stored checkpoint.
    Checkpoint,
    /// Keep a witness's line.
    PutCosigned,
    /// Read witnesses' lines.
    Cosigned,
    /// Ask whether a writer could begin.
    TakesAWriter,
    /// Keep terms.
    PutTerms,
    /// Read terms.
    Terms,
    /// Read all terms with their offers.
    AllTerms,
    /// Keep an offer.
    PutOffer,
    /// Keep a letter.
    PutLetter,
    /// Ask where letters lie.
    Letters,
    /// Read a letter.
    Letter,
    /// Ask which scopes have letters.
    MailScopes,
    /// Take letters away.
    RemoveMail,
    /// Take terms away.
    RemoveTerms,
    /// Write a blob.
    PutBlob,
    /// Ask for a blob's length.
    LenBlob,
    /// Read a whole blob.
    GetBlob,
    /// Read a piece of a blob.
    ReadBlob,
    /// Ask which blobs there are.
    ListBlobs,
    /// Take a blob away.
    DeleteBlob,
}

impl Op {
    /// All of them, for a table of tests.
    pub const ALL: [Self; Self::DeleteBlob as usize + 1] = [
        Self::Append,
        Self::Begin,
        Self::InsertEvent,
        Self::InsertPayload,
        Self::InsertCheckpoint,
        Self::Commit,
        Self::WriteHead,
        Self::ReadHead,
        Self::Height,
        Self::Sizes,
        Self::Events,
        Self::Checkpoint,
        Self::PutCosigned,
        Self::Cosigned,
        Self::TakesAWriter,
        Self::PutTerms,
        Self::Terms,
        Self::AllTerms,
        Self::PutOffer,
        Self::PutLetter,
        Self::Letters,
        Self::Letter,
        Self::MailScopes,
        Self::RemoveMail,
        Self::RemoveTerms,
        Self::PutBlob,
        Self::LenBlob,
        Self::GetBlob,
        Self::ReadBlob,
        Self::ListBlobs,
        Self::DeleteBlob,
    ];

    /// Whether it is a step that SQLite alone takes within an append.
    #[must_use]
    pub const fn is_of_sqlite(self) -> bool {
        matches!(
            self,
            Self::Begin | Self::InsertEvent | Self::InsertPayload | Self::InsertCheckpoint | Self::Commit
        )
    }
}

/// When an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// Nothing was done.
    Before,
    /// It was done, and the caller is told that it failed.
    After,
    /// Nothing was done, and the caller is told that it was: no honest disk does so, and no check may pass it over.
    Instead,
}

type Judge = dyn Fn(Op, Moment) -> bool + Send + Sync;

/// Which operations fail. By default none.
#[derive(Clone, Default)]
pub struct Faults(Option<Arc<Judge>>);

impl Faults {
    /// Those for which the function says yes.
    pub fn when(judge: impl Fn(Op, Moment) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(judge)))
    }

    /// Whether any operation may fail.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.0.is_some()
    }

    /// Fail here if told to.
    pub fn trip(&self, op: Op, moment: Moment) -> std::io::Result<()> {
        match &self.0 {
            Some(judge) if judge(op, moment) => {
                Err(std::io::Error::other(format!("a test made {op:?} fail ({moment:?})")))
            }
            _ => Ok(()),
        }
    }

    /// Do an operation, or fail before or after it.
    pub async fn around<T, E: From<std::io::Error>>(
        &self,
        op: Op,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        self.trip(op, Moment::Before)?;
        let done = work.await?;
        self.trip(op, Moment::After)?;
        Ok(done)
    }

    /// The same of an operation that answers with nothing but that it is done: a test may have it said, and left undone.
    pub async fn keeping<E: From<std::io::Error>>(
        &self,
        op: Op,
        work: impl Future<Output = Result<(), E>>,
    ) -> Result<(), E> {
        match &self.0 {
            Some(judge) if judge(op, Moment::Instead) => Ok(()),
            _ => self.around(op, work).await,
        }
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Faults(some)" } else { "Faults(none)" })
    }
}
