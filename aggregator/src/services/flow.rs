//! Streams of answers that are read from the disk piece by piece, as their reader takes them: what is in memory is charged to
//! whoever asked.

use super::Answers;
use crate::door::{Charge, Meter};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

/// Bytes that are read at once, unless a single piece has more.
pub(super) const BATCH: u64 = 1 << 20;

/// A piece, with what its memory is charged to.
type Item<T> = (Result<T, Status>, Option<Arc<Charge>>);

/// The writing end.
pub(super) struct Flow<T> {
    sender: mpsc::Sender<Item<T>>,
    /// Of the caller.
    pub(super) meter: Arc<Meter>,
}

/// The reading end: a piece's memory counts until the next one is asked for.
struct Charged<T> {
    inner: ReceiverStream<Item<T>>,
    last: Option<Arc<Charge>>,
}

impl<T> Stream for Charged<T> {
    type Item = Result<T, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.last = None;
        let next = Pin::new(&mut self.inner).poll_next(cx);
        next.map(|item| {
            let (item, charge) = item?;
            self.last = charge;
            Some(item)
        })
    }
}

impl<T: Send + 'static> Flow<T> {
    /// Both ends; one piece waits between them.
    pub(super) fn new(meter: Arc<Meter>) -> (Self, Answers<T>) {
        let (sender, receiver) = mpsc::channel(1);
        (Self { sender, meter }, Box::pin(Charged { inner: ReceiverStream::new(receiver), last: None }))
    }

    /// Wait for room for so many bytes. None if the reader has gone meanwhile.
    pub(super) async fn charge(&self, bytes: u64) -> Option<Arc<Charge>> {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        tokio::select! {
            charge = self.meter.answered.take(bytes) => charge.map(Arc::new),
            () = self.sender.closed() => None,
        }
    }

    /// Read the store in turn with the caller's other calls.
    pub(super) async fn in_turn<O>(&self, work: impl Future<Output = O>) -> O {
        let _turn = self.meter.reading.acquire().await;
        work.await
    }

    /// Hand a piece over; false if nobody reads any more.
    pub(super) async fn send(&self, piece: Result<T, Status>, charge: Option<&Arc<Charge>>) -> bool {
        self.sender.send((piece, charge.cloned())).await.is_ok()
    }

    /// Until nobody reads any more.
    pub(super) async fn gone(&self) {
        self.sender.closed().await;
    }
}
