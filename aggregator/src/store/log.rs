//! The contract of the log: events with their payloads, the checkpoint over them, witnesses' lines.

use super::StoreError;
use intertally_core::hash::Digest;
use std::path::PathBuf;
use tokio::sync::watch;

/// An event with its payload, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Position.
    pub height: u64,
    /// Canonical event.
    pub event: Vec<u8>,
    /// Payload; none if it was not asked for, or is lost.
    pub payload: Option<Vec<u8>>,
}

/// The next event, as it is appended.
#[derive(Clone, Copy)]
pub struct NewRow<'a> {
    /// Canonical event.
    pub event: &'a [u8],
    /// Digest of the payload.
    pub digest: Digest,
    /// The payload.
    pub payload: &'a [u8],
    /// Signed checkpoint over the log with this event.
    pub note: &'a [u8],
}

/// Who cosigned which checkpoint, and when by its own clock.
#[derive(Clone, Copy)]
pub struct Witness<'a> {
    /// Its key, hexadecimal.
    pub key: &'a str,
    /// A trustee; else a member.
    pub trustee: bool,
    /// Events under the checkpoint.
    pub size: u64,
    /// Seconds since 1970.
    pub time: u64,
}

/// Most bytes that are read of a log at once, but for one event that has more.
pub const READING: u64 = 16 << 20;
/// Most events.
const ROWS: u32 = 256;

/// Where a log is kept.
///
/// **Durability**: when [`append`](Self::append), [`begin`](Self::begin) or [`put_cosigned`](Self::put_cosigned) return without
/// an error, what they wrote survives a power cut. When they return an error other than [`StoreError::Moved`], it is open
/// whether it was written: whoever called must read again before anything is said of the log.
///
/// **Order**: the log only grows, by one event at a time. The backend itself, not its callers' care, refuses a gap, a second
/// event at one height, and a change of what stands.
#[tonic::async_trait]
pub trait LogStore: Send + Sync {
    /// Where it is, in words for people; never with a password.
    fn place(&self) -> String;

    /// Files of this machine that it writes to: a server stops if one of them is moved away under its feet. None if the store
    /// is a server of its own.
    fn files(&self) -> Vec<PathBuf>;

    /// Changes whenever another server may have appended: at once if the backend is told, and every few seconds. None if no other
    /// server can.
    fn news(&self) -> Option<watch::Receiver<u64>> {
        None
    }

    /// Event, payload and the checkpoint over them, all or nothing, if the log has just `expected` events.
    ///
    /// # Errors
    /// [`StoreError::Moved`] with the height that is there, if it has more or fewer; then nothing was written.
    async fn append(&self, expected: u64, row: NewRow<'_>) -> Result<(), StoreError>;

    /// The checkpoint of a log that has no event yet.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if a log was begun here before.
    async fn begin(&self, note: &[u8]) -> Result<(), StoreError>;

    /// Events that are stored.
    async fn height(&self) -> Result<u64, StoreError>;

    /// Up to `count` events from a height on, in order; without `payloads` none of these is read.
    async fn events(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<Row>, StoreError>;

    /// Bytes of what [`events`](Self::events) would answer with.
    async fn sizes(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<u64>, StoreError>;

    /// The next events with their payloads, as many as have [`READING`] bytes together, and one at least while there is any: a
    /// log is read on in so much memory, whatever is in it.
    async fn next(&self, from: u64) -> Result<Vec<Row>, StoreError> {
        let (mut count, mut bytes) = (0u32, 0u64);
        for size in self.sizes(from, ROWS, true).await? {
            bytes = bytes.saturating_add(size);
            if count > 0 && bytes > READING {
                break;
            }
            count = count.saturating_add(1);
        }
        if count == 0 { Ok(Vec::new()) } else { self.events(from, count, true).await }
    }

    /// The latest checkpoint of the log itself; none before it is begun.
    async fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keep a witness's line under the checkpoint of a size: one per witness, the newest. An older one changes nothing.
    async fn put_cosigned(&self, witness: Witness<'_>, line: &[u8]) -> Result<(), StoreError>;

    /// Lines under the checkpoint of a size, at most `most`: trustees first, then by key.
    async fn cosigned(&self, size: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Whether an event could be appended now: nobody holds the store for himself, and it answers.
    async fn takes_a_writer(&self) -> Result<(), StoreError>;

    /// Look at everything that the backend can check by itself, slowly.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with what was found.
    async fn check(&self) -> Result<(), StoreError>;

    /// Close; later calls fail.
    async fn close(&self);
}
