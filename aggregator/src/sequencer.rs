//! The one writer of the log in this process. For every event in this order: check it against a copy of the state, make it durable
//! in the database and then in the head file, take it into memory, answer. If another server has appended meanwhile, take its
//! events in first, and judge the claim again.

mod doubt;
mod follow;

use crate::blobs::Blobs;
use crate::clock::Clock;
use crate::error::ServerError;
use crate::faults::{Point, pass};
use crate::head::Head;
use crate::places::{Places, Unseen};
use crate::second::{self, SecondHistory};
use crate::state::{ReplayError, State};
use crate::store::{NewRow, Store, StoreError};
use crate::sums;
use crate::trust::{Trust, Verdict};
use crate::watch::Metrics;
use crate::work::apart;
use intertally_core::event::{Event, SignedClaim};
use intertally_core::fold::{Fold, Hashed, Refusal};
use intertally_core::party::Instant;
use intertally_core::rule::Rule;
use intertally_log::{Checkpoint, LogSigner, Receipt};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard, watch};

/// An event in the log, with its receipt.
pub struct Appended {
    /// Canonical event.
    pub event: Vec<u8>,
    /// Where it stands.
    pub receipt: Receipt,
}

/// What a log is kept in.
#[derive(Clone)]
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The blobs.
    pub blobs: Blobs,
    /// The head file.
    pub head: Head,
    /// The log's key.
    pub signer: Arc<LogSigner>,
    /// The clock that dates events.
    pub clock: Clock,
}

/// Times that a claim is judged again because another server was first.
const RACES: u32 = 32;

/// The next event, taken by a copy of the fold, not yet by the state.
pub(crate) struct Next {
    fold: Fold,
    pub(crate) event: Event,
    leaf: Vec<u8>,
    checkpoint: Checkpoint,
}

struct Inner {
    parts: Parts,
    state: RwLock<State>,
    /// One event after the other.
    writing: Mutex<()>,
    trust: Trust,
    places: Places,
    sums: sums::Sums,
    metrics: Metrics,
    tip: watch::Sender<u64>,
}

/// The writer. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Sequencer(Arc<Inner>);

/// Why a log is not taken up.
#[derive(Debug, thiserror::Error)]
pub enum TakeUpError {
    /// The stored events.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The head file.
    #[error(transparent)]
    Head(#[from] crate::head::HeadError),
    /// The log is shorter than it was, or another one.
    #[error(transparent)]
    Second(#[from] SecondHistory),
    /// A path that is watched.
    #[error(transparent)]
    Unseen(#[from] Unseen),
    /// What parties have shown, beside the head file.
    #[error(
        "{path}: {source}; what parties have shown of this log lies there: look at the disk and the file's rights"
    )]
    Shown {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Sequencer {
    /// Take up the log: replay every event, compare with the stored checkpoint, with the head file and with what parties have
    /// shown; only then sign for it again. `folders`: watched while the server runs, beside the database and the head.
    pub async fn take_up(parts: Parts, folders: &[std::path::PathBuf]) -> Result<Self, TakeUpError> {
        let state = State::load(&*parts.store, &parts.signer).await?;
        let verifier = parts.signer.verifier();
        second::compare(&state, &parts.head.latest(&verifier)?)?;
        let unread = |source| TakeUpError::Shown { path: second::path_of(parts.head.path()), source };
        if let Some(shown) = second::kept(parts.head.path(), &verifier).map_err(unread)? {
            second::compare(&state, &shown)?;
        }
        let end = parts.signer.checkpoint(&state.tree.root()).map_err(ReplayError::from)?;
        parts.head.write(end).await?;
        let files = parts.store.files().into_iter().filter(|path| path.exists());
        let head = parts.head.path().to_path_buf();
        let places = Places::note(files.chain([head]).chain(folders.iter().cloned()))?;
        // From now on the steady clock tells whether the time of day is set.
        if let Err(fault) = parts.clock.judge(state.last()) {
            tracing::error!(%fault, "the server runs, and appends nothing");
        }
        let tip = watch::Sender::new(state.fold.height());
        let (state, writing, metrics) = (RwLock::new(state), Mutex::default(), Metrics::default());
        let trust = Trust::counted(metrics.clone(), parts.clock.clone());
        let sums = sums::Sums::default();
        let news = parts.store.news();
        let this = Self(Arc::new(Inner { parts, state, writing, trust, places, sums, metrics, tip }));
        if let Some(news) = news {
            tokio::spawn(Self::keep_following(Arc::downgrade(&this.0), news));
        }
        Ok(this)
    }

    /// Read the state. Refused while it is not certain that the disk holds it. If other servers append to the same log, with
    /// all that they have appended: nobody who was answered by one of them finds another one behind.
    pub async fn read(&self) -> Result<RwLockReadGuard<'_, State>, ServerError> {
        if self.verdict()? == Verdict::ReadAgain {
            let desk = self.0.writing.lock().await;
            self.read_again(&desk).await?;
        }
        self.catch_up().await?;
        Ok(self.0.state.read().await)
    }

    /// Height of the next event, and a signal when it grows.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.0.tip.subscribe()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.parts.store
    }

    /// The blobs.
    #[must_use]
    pub fn blobs(&self) -> &Blobs {
        &self.0.parts.blobs
    }

    /// The sums of the round last asked for.
    pub(crate) fn sums(&self) -> &sums::Sums {
        &self.0.sums
    }

    /// Numbers for the operator.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The log's signer.
    #[must_use]
    pub fn signer(&self) -> &LogSigner {
        &self.0.parts.signer
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.parts.clock
    }

    /// Whether memory and disk are known to agree.
    #[must_use]
    pub fn trust(&self) -> &Trust {
        &self.0.trust
    }

    /// Serve or read again; what must be refused is refused here.
    fn verdict(&self) -> Result<Verdict, ServerError> {
        match self.0.trust.verdict() {
            Verdict::Wait(why) => Err(ServerError::Doubt(why)),
            Verdict::Stopped(why) => Err(ServerError::Stopped(why)),
            verdict => Ok(verdict),
        }
    }

    /// Append. A caller that hangs up changes nothing: the work goes on in a task of its own.
    pub async fn append(&self, signed: SignedClaim, payload: Vec<u8>) -> Result<Appended, ServerError> {
        let this = self.clone();
        let task = tokio::spawn(async move { this.append_now(signed, payload).await });
        task.await.map_err(|_| ServerError::Dropped(crate::work::Dropped))?
    }

    async fn append_now(&self, signed: SignedClaim, payload: Vec<u8>) -> Result<Appended, ServerError> {
        if let Some(known) = self.receipt_of(&signed).await? {
            return Ok(known);
        }
        let began = std::time::Instant::now();
        // Hashed before the desk is taken: others need not wait for it.
        let payload = Arc::new(apart(move || Hashed::of(payload)).await?);
        let mut races = 0;
        loop {
            match self.append_once(&signed, &payload, began).await {
                // Another server was first, and its events are taken in: the claim is judged again, by what stands now.
                Err(ServerError::Store(StoreError::Moved { .. })) if races < RACES => races += 1,
                // What stands in its way may be the claim itself, which came in by another call or another server meanwhile.
                Err(why @ (ServerError::Refused(_) | ServerError::Rule { .. })) => {
                    return self.receipt_of(&signed).await?.ok_or(why);
                }
                outcome => return outcome,
            }
        }
    }

    async fn append_once(
        &self,
        signed: &SignedClaim,
        payload: &Arc<Hashed<Vec<u8>>>,
        began: std::time::Instant,
    ) -> Result<Appended, ServerError> {
        // Who may do this at all is asked before anything is added up or read.
        let fold = self.read().await?.fold.clone();
        self.candidate(fold, signed, payload).await?;
        sums::before(self, signed, payload.bytes()).await?;

        let desk = self.0.writing.lock().await;
        self.read_again(&desk).await?;
        let fold = {
            let state = self.0.state.read().await;
            if let Some(height) = state.height_of(signed) {
                return self.receipt_in(&state, height);
            }
            state.fold.clone()
        };
        self.in_place()?;
        let (fold, event) = self.candidate(fold, signed, payload).await?;
        let (kind, height, signer) = (event.signed.claim.kind, event.height, event.signed.claim.signer);
        let next = self.next(fold, event).await?;
        pass(Point::BeforeAppend, &format!("{kind:?}"));
        let digest = next.event.signed.claim.payload;
        let row =
            NewRow { event: &next.leaf, digest, payload: payload.bytes(), note: next.checkpoint.note() };
        match self.store().append(height, row).await {
            Ok(()) => {}
            Err(moved @ StoreError::Moved { there }) if there > height => {
                self.follow(&desk).await?;
                return Err(moved.into());
            }
            // From here on a failure leaves open what the disk holds.
            Err(why) => {
                self.0.trust.doubt(&why.to_string());
                return Err(why.into());
            }
        }
        pass(Point::BeforeHead, &format!("{kind:?}"));
        self.settle(&desk, next, || pass(Point::AfterAppend, &format!("{kind:?}"))).await?;
        let receipt = self.receipt_in(&*self.0.state.read().await, height);
        drop(desk);
        self.0.metrics.event(kind, began.elapsed());
        tracing::info!(height, kind = ?kind, %signer, "event");
        receipt
    }

    /// An event that a copy of the fold has taken, with the checkpoint over the log as it is with it.
    async fn next(&self, fold: Fold, event: Event) -> Result<Next, ServerError> {
        let leaf = event.leaf();
        let inside = |what: &dyn std::fmt::Display| ServerError::rule(Rule::Store, what.to_string());
        let root = self.0.state.read().await.tree.root_with(&leaf).map_err(|why| inside(&why))?;
        let checkpoint = self.signer().checkpoint(&root).map_err(|why| inside(&why))?;
        Ok(Next { fold, event, leaf, checkpoint })
    }

    /// What stands in the store is written into the head file, and only then counts here. `between`: called between the two.
    async fn settle(
        &self,
        _desk: &MutexGuard<'_, ()>,
        next: Next,
        between: impl FnOnce() + Send,
    ) -> Result<(), ServerError> {
        let Next { fold, event, leaf, checkpoint } = next;
        if let Err(why) = self.0.parts.head.write(checkpoint).await {
            self.0.trust.doubt(&why.to_string());
            return Err(ServerError::Doubt(why.to_string()));
        }
        between();
        let height = event.height;
        self.0.state.write().await.adopt(fold, &event, leaf);
        self.0.tip.send_replace(height.saturating_add(1));
        Ok(())
    }

    /// The next event of this claim, and the state as it would be with it. Nothing is changed.
    async fn candidate(
        &self,
        mut fold: Fold,
        signed: &SignedClaim,
        payload: &Arc<Hashed<Vec<u8>>>,
    ) -> Result<(Fold, Event), ServerError> {
        let now = self.0.parts.clock.judge(fold.last())?;
        let at = now.max(fold.last().unwrap_or(Instant(i64::MIN)));
        let event = Event { parent: fold.parent(), height: fold.height(), at, signed: signed.clone() };
        let payload = Arc::clone(payload);
        let work = move || fold.apply_hashed(&event, payload.as_ref()).map(|()| (fold, event));
        apart(work).await?.map_err(|why: Refusal| ServerError::from(why))
    }

    /// The receipt of a claim that is in the log already.
    pub async fn receipt_of(&self, signed: &SignedClaim) -> Result<Option<Appended>, ServerError> {
        let state = self.read().await?;
        state.height_of(signed).map(|height| self.receipt_in(&state, height)).transpose()
    }

    /// A receipt for the event at this height, under the latest checkpoint.
    pub async fn receipt(&self, height: u64) -> Result<Appended, ServerError> {
        let state = self.read().await?;
        self.receipt_in(&state, height)
    }

    fn receipt_in(&self, state: &State, height: u64) -> Result<Appended, ServerError> {
        let outside = || ServerError::rule(Rule::Scope, format!("there is no event {height} in this log"));
        let event = state.tree.leaf(height).ok_or_else(outside)?.to_vec();
        let proof = state.tree.prove_inclusion(height).map_err(|_| outside())?;
        let note = self.signer().checkpoint(&state.tree.root()).map_err(|_| outside())?.note().to_vec();
        Ok(Appended { event, receipt: Receipt { index: height, proof, note } })
    }
}
