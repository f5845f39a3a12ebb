//! Bytes of calls, counted before they are in memory: a message is admitted whole once its length is known and there is room
//! for it; a piece of an answer is handed over once there is room for it, and counts until the socket has taken it.

use super::connection::{Connection, Handed, Piece};
use super::meter::{Charge, lock};
use super::methods::Shape;
use http_body::{Body as HttpBody, Frame, SizeHint};
use intertally_core::rule::Rule;
use intertally_proto::status::refuse;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Sleep;
use tonic::Status;
use tonic::body::Body;
use tonic::codegen::Bytes;

/// Length of a message's prefix: whether it is compressed, and its length.
const PREFIX: usize = 5;

type Taking = Pin<Box<dyn Future<Output = Option<Charge>> + Send>>;

/// Room that a call's message takes until the call is answered.
pub(super) type Held = Arc<Mutex<Vec<Charge>>>;

/// Where in the row of messages the bytes stand.
struct Messages {
    shape: Shape,
    index: usize,
    prefix: Vec<u8>,
    rest: usize,
}

fn too_long(words: String) -> Status {
    refuse(Rule::TooLong, words)
}

impl Messages {
    const fn new(shape: Shape) -> Self {
        Self { shape, index: 0, prefix: Vec::new(), rest: 0 }
    }

    /// Follow some bytes; answers with the lengths of the messages that begin in them.
    fn follow(&mut self, mut bytes: &[u8]) -> Result<usize, Status> {
        let mut begun = 0usize;
        while !bytes.is_empty() {
            if self.rest > 0 {
                let now = self.rest.min(bytes.len());
                self.rest -= now;
                bytes = bytes.get(now..).unwrap_or_default();
                continue;
            }
            let now = (PREFIX - self.prefix.len()).min(bytes.len());
            let (head, tail) = bytes.split_at(now);
            self.prefix.extend_from_slice(head);
            bytes = tail;
            if let [_, a, b, c, d] = self.prefix.as_slice() {
                let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
                let most = self.shape.limit(self.index).unwrap_or(0);
                if length > most {
                    let words =
                        format!("a message of {length} bytes, where your role has at most {most} for it");
                    return Err(too_long(words));
                }
                if self.shape.limit(self.index).is_none() {
                    return Err(too_long("one message more than this call has".into()));
                }
                self.index = self.index.saturating_add(1);
                self.rest = length;
                begun = begun.saturating_add(length);
                self.prefix.clear();
            }
        }
        Ok(begun)
    }
}

/// What comes with a call.
pub struct Coming {
    inner: Body,
    connection: Arc<Connection>,
    messages: Messages,
    held: Held,
    taking: Option<Taking>,
    ready: Option<Frame<Bytes>>,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Coming {
    pub(super) fn new(inner: Body, connection: Arc<Connection>, shape: Shape, held: Held) -> Self {
        let messages = Messages::new(shape);
        Self { inner, connection, messages, held, taking: None, ready: None, pause: None }
    }
}

fn take(connection: &Arc<Connection>, bytes: usize) -> Taking {
    let meter = Arc::clone(&connection.meter);
    Box::pin(async move { meter.received.take(bytes).await })
}

impl HttpBody for Coming {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        loop {
            if let Some(taking) = &mut this.taking {
                let charge = ready!(taking.as_mut().poll(cx));
                lock(&this.held).extend(charge);
                this.taking = None;
            }
            if let Some(frame) = this.ready.take() {
                return Poll::Ready(Some(Ok(frame)));
            }
            if let Some(pause) = &mut this.pause {
                ready!(pause.as_mut().poll(cx));
                this.pause = None;
            }
            let frame = match ready!(Pin::new(&mut this.inner).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(why)) => return Poll::Ready(Some(Err(why))),
                Some(Ok(frame)) => frame,
            };
            if let Some(bytes) = frame.data_ref() {
                let before = this.messages.index;
                let begun = match this.messages.follow(bytes) {
                    Ok(begun) => begun,
                    Err(refusal) => return Poll::Ready(Some(Err(refusal))),
                };
                if before == 0 && this.messages.index > 0 {
                    // At once for the whole call: whoever waited for more while it holds some could wait for itself. Of a stream,
                    // one message is read while one is worked on.
                    let more = match this.messages.shape {
                        Shape::Whole(_) => 0,
                        Shape::Stream { each, .. } => each.saturating_mul(2),
                    };
                    this.taking = Some(take(&this.connection, begun.saturating_add(more)));
                }
                let wait = this.connection.meter.arrived(bytes.len());
                this.pause = (!wait.is_zero()).then(|| Box::pin(tokio::time::sleep(wait)));
            }
            this.ready = Some(frame);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ready.is_none() && self.inner.is_end_stream()
    }
}

/// Bytes that are given back when the socket has taken them.
struct Counted {
    bytes: Bytes,
    _piece: Piece,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// What a call holds as long as it is not answered whole.
pub(super) struct Place {
    pub(super) connection: Arc<Connection>,
    pub(super) _call: OwnedSemaphorePermit,
    /// Answered whole: it was not broken off.
    pub(super) whole: bool,
    pub(super) most_broken: usize,
}

impl Drop for Place {
    fn drop(&mut self) {
        if !self.whole && self.connection.meter.broken_off() > self.most_broken {
            self.connection.close("too many calls were broken off");
        }
    }
}

/// An answer.
pub struct Answer {
    inner: Body,
    place: Option<Place>,
    handed: Option<Arc<Handed>>,
    taking: Option<Taking>,
    ready: Option<Bytes>,
}

impl Answer {
    pub(super) fn new(inner: Body, place: Place) -> Self {
        let handed = Some(place.connection.answer());
        let mut this = Self { inner, place: Some(place), handed, taking: None, ready: None };
        this.end();
        this
    }

    /// A refusal: headers alone.
    pub(super) const fn bare(inner: Body) -> Self {
        Self { inner, place: None, handed: None, taking: None, ready: None }
    }

    const fn whole(&mut self) {
        if let Some(place) = &mut self.place {
            place.whole = true;
        }
    }

    /// Note that all of it was handed over.
    fn end(&mut self) {
        if self.ready.is_none()
            && self.inner.is_end_stream()
            && let Some(mut place) = self.place.take()
        {
            place.whole = true;
            self.handed = None;
        }
    }
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let connection = this.place.as_ref().map(|place| Arc::clone(&place.connection));
        if let (Some(connection), Some(handed)) = (&connection, &this.handed) {
            connection.asked(handed);
        }
        loop {
            if let Some(taking) = &mut this.taking {
                let charge = ready!(taking.as_mut().poll(cx));
                this.taking = None;
                let (Some(bytes), Some(charge), Some(connection)) = (this.ready.take(), charge, &connection)
                else {
                    return Poll::Ready(None);
                };
                let bytes = Bytes::from_owner(Counted { bytes, _piece: connection.charged(charge) });
                if let Some(handed) = &this.handed {
                    connection.handed(handed);
                }
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
            let frame = match ready!(Pin::new(&mut this.inner).poll_frame(cx)) {
                None => {
                    this.whole();
                    return Poll::Ready(None);
                }
                Some(Err(why)) => return Poll::Ready(Some(Err(why))),
                Some(Ok(frame)) => frame,
            };
            let bytes = match frame.into_data() {
                Ok(bytes) => bytes,
                Err(trailers) => {
                    // Nothing follows them.
                    this.whole();
                    return Poll::Ready(Some(Ok(trailers)));
                }
            };
            let Some(connection) = &connection else { return Poll::Ready(Some(Ok(Frame::data(bytes)))) };
            let (meter, count) = (Arc::clone(&connection.meter), bytes.len());
            this.taking = Some(Box::pin(async move { meter.unsent.take(count).await }));
            this.ready = Some(bytes);
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ready.is_none() && self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        if self.ready.is_some() { SizeHint::default() } else { self.inner.size_hint() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(length: usize) -> Vec<u8> {
        let mut bytes = vec![0];
        bytes.extend(u32::try_from(length).unwrap().to_be_bytes());
        bytes.resize(PREFIX + length, 7);
        bytes
    }

    #[test]
    fn lengths_are_found_however_the_bytes_are_cut() {
        let all: Vec<u8> = [message(300), message(0), message(70)].concat();
        for cut in 1..=all.len() {
            let mut messages = Messages::new(Shape::Stream { first: 300, each: 70 });
            let sum: usize = all.chunks(cut).map(|piece| messages.follow(piece).unwrap()).sum();
            assert_eq!((sum, messages.index), (370, 3), "cut into {cut}");
        }
        for (shape, bytes) in [
            (Shape::Whole(299), message(300)),
            (Shape::Whole(300), [message(300), message(1)].concat()),
            (Shape::Stream { first: 300, each: 70 }, [message(300), message(71)].concat()),
        ] {
            let mut messages = Messages::new(shape);
            let refused = bytes.chunks(7).find_map(|piece| messages.follow(piece).err());
            assert!(refused.is_some(), "{shape:?}");
        }
    }
}
