//! The one writer of the log: check, make durable, then show and answer. In this order for every event.

use crate::blobs::{Blobs, Kind as BlobKind};
use crate::clock;
use crate::error::ServerError;
use crate::faults::{Point, pass};
use crate::store::{Store, StoreError};
use crate::sums;
use crate::work::on_rayon;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::payload::{Publication, SealedSet};
use intertally_core::event::{Event, Kind, Scope, SignedClaim};
use intertally_core::fold::{Fold, MAX_PAYLOAD};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{Instant, RoundId};
use intertally_core::round::RoundManifest;
use intertally_log::{LogSigner, Receipt, Tree};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{OwnedRwLockWriteGuard, RwLock, RwLockReadGuard, watch};

/// What the log says so far.
#[derive(Default)]
pub struct State {
    /// Rounds and ceremonies.
    pub fold: Fold,
    /// Over all leaves.
    pub tree: Tree,
    /// Height of each signed claim: the same claim again is answered, not written again.
    known: BTreeMap<Digest, u64>,
    /// Manifests, shared with workers.
    manifests: BTreeMap<RoundId, Arc<RoundManifest>>,
    last: Option<Instant>,
}

/// An event in the log, with its receipt.
pub struct Appended {
    /// Canonical event.
    pub event: Vec<u8>,
    /// Where it stands.
    pub receipt: Receipt,
}

/// The writer. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Sequencer {
    state: Arc<RwLock<State>>,
    store: Store,
    blobs: Blobs,
    signer: Arc<LogSigner>,
    tip: Arc<watch::Sender<u64>>,
}

/// Why the log on disk cannot be taken up again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An event that the fold refuses, or is not there.
    #[error("event {height} of the stored log is not one this server would take ({why}); restore the backup")]
    Event {
        /// Which.
        height: u64,
        /// Why.
        why: String,
    },
    /// The stored checkpoint is not of this log.
    #[error(
        "the stored checkpoint does not fit the stored events, or is of another key or origin; restore the backup"
    )]
    Checkpoint,
}

fn claim_digest(signed: &SignedClaim) -> Digest {
    digest("signed-claim", &[&encode(signed)])
}

impl State {
    fn take(&mut self, event: &Event, payload: &[u8]) -> Result<(), intertally_core::fold::Refusal> {
        self.fold.apply(event, payload)?;
        self.tree.push(event.leaf());
        self.known.insert(claim_digest(&event.signed), event.height);
        self.last = Some(event.at);
        if let (Kind::Opened, Scope::Round(id)) = (event.signed.claim.kind, event.signed.claim.scope)
            && let Some(round) = self.fold.round(&id)
        {
            self.manifests.insert(id, Arc::new(round.manifest().clone()));
        }
        Ok(())
    }

    /// The manifest of a round.
    #[must_use]
    pub fn manifest(&self, round: &RoundId) -> Option<Arc<RoundManifest>> {
        self.manifests.get(round).cloned()
    }

    /// Where a claim stands, if it is in the log.
    #[must_use]
    pub fn height_of(&self, signed: &SignedClaim) -> Option<u64> {
        self.known.get(&claim_digest(signed)).copied()
    }
}

impl Sequencer {
    /// Take up the log: replay every event through the live path, compare with the stored checkpoint.
    pub async fn replay(store: Store, blobs: Blobs, signer: Arc<LogSigner>) -> Result<Self, ReplayError> {
        let state = load(&store, &signer).await?;
        let tip = Arc::new(watch::Sender::new(state.fold.height()));
        Ok(Self { state: Arc::new(RwLock::new(state)), store, blobs, signer, tip })
    }

    /// Read the state.
    pub async fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().await
    }

    /// Height of the next event, and a signal when it grows.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.tip.subscribe()
    }

    /// The database.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The blobs.
    #[must_use]
    pub const fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The log's signer.
    #[must_use]
    pub fn signer(&self) -> &LogSigner {
        &self.signer
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
        let kind = signed.claim.kind;
        self.before(&signed, &payload).await?;
        let state = Arc::clone(&self.state).write_owned().await;
        if let Some(height) = state.height_of(&signed) {
            drop(state);
            return self.receipt(height).await;
        }
        let (parent, height) = (state.fold.parent(), state.fold.height());
        let at = clock::now().max(state.last.unwrap_or(Instant(i64::MIN)));
        let event = Event { parent, height, at, signed };
        let work = move || {
            let mut state: OwnedRwLockWriteGuard<State> = state;
            let outcome = state.take(&event, &payload);
            (state, event, payload, outcome)
        };
        let (mut state, event, payload, outcome) = on_rayon(work).await?;
        outcome?;
        pass(Point::BeforeAppend, &format!("{kind:?}"));
        let leaf = event.leaf();
        match self.make_durable(&state, &event, &leaf, &payload).await {
            Ok(receipt) => {
                pass(Point::AfterAppend, &format!("{kind:?}"));
                drop(state);
                self.tip.send_replace(height + 1);
                tracing::info!(height, kind = ?kind, signer = %event.signed.claim.signer, "event");
                Ok(Appended { event: leaf, receipt })
            }
            Err(error) => {
                // What is in memory must be what is on the disk.
                *state = load(&self.store, &self.signer).await.map_err(|replay| {
                    tracing::error!(error = %replay, "the log could not be read again");
                    error_of(&replay)
                })?;
                Err(error)
            }
        }
    }

    async fn make_durable(
        &self,
        state: &State,
        event: &Event,
        leaf: &[u8],
        payload: &[u8],
    ) -> Result<Receipt, ServerError> {
        let inside = |what: &str| ServerError::rule("STORE", format!("the log could not be signed: {what}"));
        let checkpoint = self.signer.checkpoint(&state.tree.root()).map_err(|e| inside(&e.to_string()))?;
        let note = checkpoint.note().to_vec();
        self.store.append(event.height, leaf, (event.signed.claim.payload, payload), &note).await?;
        let proof = state.tree.prove_inclusion(event.height).map_err(|e| inside(&e.to_string()))?;
        Ok(Receipt { index: event.height, proof, note })
    }

    /// What the server checks itself, beyond the fold.
    async fn before(&self, signed: &SignedClaim, payload: &[u8]) -> Result<(), ServerError> {
        let Scope::Round(round) = signed.claim.scope else { return Ok(()) };
        match signed.claim.kind {
            Kind::Sealed => {
                let set: SealedSet = decode("sealed set", payload, MAX_PAYLOAD).map_err(fold_error)?;
                let manifest = self.read().await.manifest(&round);
                let manifest = manifest.ok_or(intertally_core::fold::Refusal::UnknownScope)?;
                sums::check(self, &manifest, round, &set).await
            }
            Kind::Published => {
                let publication: Publication =
                    decode("publication", payload, MAX_PAYLOAD).map_err(fold_error)?;
                for (name, file) in &publication.files {
                    if self.blobs.len(BlobKind::File, *file).await?.is_none() {
                        let words = format!("file {name} is not here; put it before it is published");
                        return Err(ServerError::rule("BLOB-UNKNOWN", words));
                    }
                }
                if self.blobs.len(BlobKind::PublicSheet, publication.public).await?.is_none() {
                    let words = "the public sheet is not here; put it before the round is published";
                    return Err(ServerError::rule("BLOB-UNKNOWN", words));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The receipt of a claim that is in the log already.
    pub async fn receipt_of(&self, signed: &SignedClaim) -> Result<Option<Appended>, ServerError> {
        let height = self.read().await.height_of(signed);
        match height {
            Some(height) => Ok(Some(self.receipt(height).await?)),
            None => Ok(None),
        }
    }

    /// A receipt for the event at this height, under the latest checkpoint.
    pub async fn receipt(&self, height: u64) -> Result<Appended, ServerError> {
        let outside = || ServerError::rule("SCOPE", format!("there is no event {height} in this log"));
        let event = self.store.event(height).await?.ok_or_else(outside)?;
        let state = self.read().await;
        let proof = state.tree.prove_inclusion(height).map_err(|_| outside())?;
        let note = self.signer.checkpoint(&state.tree.root()).map_err(|_| outside())?.note().to_vec();
        Ok(Appended { event, receipt: Receipt { index: height, proof, note } })
    }
}

fn fold_error(error: intertally_core::canonical::CanonicalError) -> ServerError {
    ServerError::Refused(error.into())
}

fn error_of(error: &ReplayError) -> ServerError {
    ServerError::rule("STORE", error.to_string())
}

async fn load(store: &Store, signer: &LogSigner) -> Result<State, ReplayError> {
    let mut state = State::default();
    loop {
        let from = state.fold.height();
        let rows = store.events(from, 256, true).await?;
        if rows.is_empty() {
            break;
        }
        let bad = |height, why: &str| ReplayError::Event { height, why: why.to_owned() };
        let work = move || {
            for row in rows {
                let height = row.height;
                let event: Event =
                    decode("event", &row.event, 1 << 16).map_err(|e| bad(height, &e.to_string()))?;
                let payload = row.payload.ok_or_else(|| bad(height, "its payload is missing"))?;
                state.take(&event, &payload).map_err(|e| bad(height, &e.to_string()))?;
            }
            Ok::<State, ReplayError>(state)
        };
        state = on_rayon(work).await.map_err(|e| bad(from, &e.to_string()))??;
    }
    match store.checkpoint().await? {
        None if state.fold.height() == 0 => Ok(state),
        None => Err(ReplayError::Checkpoint),
        Some(note) => {
            let checkpoint = signer.verifier().open(&note).map_err(|_| ReplayError::Checkpoint)?;
            if *checkpoint.root() == state.tree.root() { Ok(state) } else { Err(ReplayError::Checkpoint) }
        }
    }
}
