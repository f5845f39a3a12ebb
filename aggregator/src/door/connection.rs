//! A connection whose certificate was checked: whose it is, what it has not taken yet, and how it is ended.

use super::certificates::Chain;
use super::meter::{Charge, Meter, lock};
use crate::error::ServerError;
use crate::identity::Caller;
use futures::task::AtomicWaker;
use intertally_core::rule::Rule;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

/// What is known of a connection.
pub struct Connection {
    /// Who calls, if the certificate names a role and a key.
    pub caller: Result<Caller, String>,
    /// What its key has in hand.
    pub meter: Arc<Meter>,
    pub(super) chain: Chain,
    began: Instant,
    closed: AtomicBool,
    waker: AtomicWaker,
    /// Answers under way, and whether the other side takes them.
    answers: Mutex<Vec<Weak<Handed>>>,
    pub(super) unsent: Unsent,
}

/// When an answer handed over bytes that nobody has asked to follow yet; 0 while it waits for its source.
#[derive(Default)]
pub(super) struct Handed(AtomicU64);

/// Bytes that the other side has not taken.
#[derive(Default)]
pub(super) struct Unsent {
    pieces: AtomicU64,
    moved: AtomicU64,
}

impl Connection {
    pub(super) fn new(caller: Result<Caller, String>, meter: Arc<Meter>, chain: Chain) -> Self {
        Self {
            caller,
            meter,
            chain,
            began: Instant::now(),
            closed: AtomicBool::new(false),
            waker: AtomicWaker::new(),
            answers: Mutex::default(),
            unsent: Unsent::default(),
        }
    }

    /// Milliseconds since it began; never 0.
    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
    }

    /// Who calls.
    pub fn caller(&self) -> Result<Caller, ServerError> {
        self.caller.clone().map_err(|words| ServerError::rule(Rule::Identity, words))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// End it, whatever is under way.
    pub fn close(&self, why: &'static str) {
        if !self.closed.swap(true, Ordering::AcqRel) {
            tracing::debug!(why, "a connection is closed");
            self.waker.wake();
        }
    }

    pub(super) fn answer(&self) -> Arc<Handed> {
        // Not asked for yet: as if it had handed something over.
        let answer = Arc::new(Handed(AtomicU64::new(self.now())));
        let mut all = lock(&self.answers);
        all.retain(|answer| answer.strong_count() > 0);
        all.push(Arc::downgrade(&answer));
        answer
    }

    pub(super) fn asked(&self, answer: &Handed) {
        answer.0.store(0, Ordering::Relaxed);
    }

    pub(super) fn handed(&self, answer: &Handed) {
        answer.0.store(self.now(), Ordering::Relaxed);
    }

    pub(super) fn charged(self: &Arc<Self>, charge: Charge) -> Piece {
        if self.unsent.pieces.fetch_add(1, Ordering::AcqRel) == 0 {
            self.unsent.moved.store(self.now(), Ordering::Relaxed);
        }
        Piece { connection: Arc::clone(self), _charge: charge }
    }

    /// Whether the other side has taken nothing for so long of what it asked for.
    pub(super) fn stalls(&self, after: Duration) -> bool {
        let (now, after) = (self.now(), u64::try_from(after.as_millis()).unwrap_or(u64::MAX));
        let long = |then: u64| then != 0 && now.saturating_sub(then) > after;
        let stands =
            self.unsent.pieces.load(Ordering::Acquire) > 0 && long(self.unsent.moved.load(Ordering::Relaxed));
        let waits =
            |answer: &Weak<Handed>| answer.upgrade().is_some_and(|a| long(a.0.load(Ordering::Relaxed)));
        stands || lock(&self.answers).iter().any(waits)
    }
}

/// A piece of an answer that is not sent yet.
pub(super) struct Piece {
    connection: Arc<Connection>,
    _charge: Charge,
}

impl Drop for Piece {
    fn drop(&mut self) {
        let unsent = &self.connection.unsent;
        unsent.moved.store(self.connection.now(), Ordering::Relaxed);
        unsent.pieces.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The socket of a connection. It fails when the connection is ended, or when nothing can be written for too long.
pub struct Guarded {
    io: TlsStream<TcpStream>,
    connection: Arc<Connection>,
    stall: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Guarded {
    pub(super) fn new(io: TlsStream<TcpStream>, connection: Arc<Connection>, stall: Duration) -> Self {
        Self { io, connection, stall, waiting: None }
    }

    fn ended(&self, cx: &Context<'_>) -> std::io::Result<()> {
        self.connection.waker.register(cx.waker());
        if self.connection.is_closed() {
            return Err(std::io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
    }

    /// What a write came to: one that waits too long ends the connection.
    fn written<T>(
        &mut self,
        cx: &mut Context<'_>,
        outcome: Poll<std::io::Result<T>>,
    ) -> Poll<std::io::Result<T>> {
        if outcome.is_ready() {
            self.waiting = None;
            return outcome;
        }
        let stall = self.stall;
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep(stall)));
        if waiting.as_mut().poll(cx).is_ready() {
            self.connection.close("nothing could be written");
            return Poll::Ready(Err(std::io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        self.ended(cx)?;
        Pin::new(&mut self.io).poll_read(cx, into)
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        self.ended(cx)?;
        let outcome = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.written(cx, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.ended(cx)?;
        let outcome = Pin::new(&mut self.io).poll_flush(cx);
        self.written(cx, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.ended(cx)?;
        let outcome = Pin::new(&mut self.io).poll_shutdown(cx);
        self.written(cx, outcome)
    }
}

/// The connection of a call.
#[derive(Clone)]
pub struct Peer(pub Arc<Connection>);

impl Connected for Guarded {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        Peer(Arc::clone(&self.connection))
    }
}
