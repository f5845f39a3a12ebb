//! A log on a disk of its own, with a clock and faults in the test's hands, a ceremony and one open round.

pub use crate::folders::{config_in, copy_folder};
pub use crate::made::{BEGIN, DAY, HOUR, MEMBERS, REVISIONS, figure, world};

use intertally_aggregator::blobs::{Blobs, Kind as BlobKind};
use intertally_aggregator::clock::{Bounds, Clock, Reading};
use intertally_aggregator::config::Config;
use intertally_aggregator::error::ServerError;
use intertally_aggregator::faults::{Faults, Moment, Op};
use intertally_aggregator::found;
use intertally_aggregator::head::Head;
use intertally_aggregator::sequencer::{Appended, Parts, Sequencer, TakeUpError};
use intertally_aggregator::state::State;
use intertally_aggregator::store::{self, StoreError};
use intertally_core::canonical::encode;
use intertally_core::event::{Kind, SignedClaim};
use intertally_core::hash::{Digest, digest};
use intertally_core::party::{Instant, Party};
use intertally_log::{LogSigner, LogVerifier, copy};
use intertally_tests::world::key_of;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// Which operations fail now: operation and moment, and how often still.
pub type Plan = BTreeMap<(Op, Moment), u32>;

/// Where an operation waits: it says that it has come there, and goes on when it is told to.
type Held = Arc<Mutex<BTreeMap<(Op, Moment), (Sender<()>, Receiver<()>)>>>;

/// For ever.
pub const EVER: u32 = u32::MAX;

/// Milliseconds after which a log that could not be read is read again.
pub const PAUSE: i64 = 1_050;

pub struct Desk {
    folder: TempDir,
    pub config: Config,
    pub plan: Arc<Mutex<Plan>>,
    /// What is left undone from now on though it is said to be done; `mend` does not end it.
    pub lie: Arc<Mutex<Option<Op>>>,
    fell: Arc<AtomicU64>,
    held: Held,
    wall: Arc<AtomicI64>,
    steady: Arc<AtomicI64>,
    pub bounds: Bounds,
    sequencer: Option<Sequencer>,
    /// Every receipt that was given.
    pub receipts: Vec<Appended>,
}

/// A founded log with the ceremony and the open round in it. Answers with the folder; nothing holds the log open any more.
pub async fn begin(folder: TempDir, config: Config) -> TempDir {
    found(&config, &key_of(Party::Aggregator)).await.unwrap();
    let mut desk = Desk::opened(folder, config).await;
    let world = tokio::task::spawn_blocking(world).await.unwrap();
    for (claim, payload) in &world.ceremony {
        desk.append(claim, payload).await.unwrap();
    }
    let opened = encode(&world.manifest);
    let claim = world.claim(Party::Coordinator, Kind::Opened, &opened);
    desk.append(&claim, &opened).await.unwrap();
    desk.close().await;
    desk.folder
}

/// Made once and copied for each test.
async fn begun() -> &'static TempDir {
    static BEGUN: tokio::sync::OnceCell<TempDir> = tokio::sync::OnceCell::const_new();
    let make = || async {
        let folder = tempfile::tempdir().unwrap();
        let config = config_in(folder.path());
        begin(folder, config).await
    };
    BEGUN.get_or_init(make).await
}

impl Desk {
    fn around(folder: TempDir, config: Config) -> Self {
        let (wall, steady) = (Arc::new(AtomicI64::new(BEGIN)), Arc::new(AtomicI64::new(0)));
        let bounds = Bounds { jump: 60_000, idle: 400 * DAY };
        Self {
            folder,
            config,
            plan: Arc::default(),
            lie: Arc::default(),
            fell: Arc::default(),
            held: Held::default(),
            wall,
            steady,
            bounds,
            sequencer: None,
            receipts: Vec::new(),
        }
    }

    /// With a log that holds an open round, served.
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(begun().await.path(), folder.path());
        let config = config_in(folder.path());
        Self::opened(folder, config).await
    }

    /// Over a log that is begun, served.
    pub async fn opened(folder: TempDir, config: Config) -> Self {
        let mut desk = Self::around(folder, config);
        desk.open().await.unwrap();
        desk
    }

    /// Another server over the same database, with a head file of its own.
    pub async fn beside(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(self.folder.path(), folder.path());
        let config = Config { postgres: self.config.postgres.clone(), ..config_in(folder.path()) };
        Self::opened(folder, config).await
    }

    /// Over a copy of what lies in a folder; not opened yet.
    pub fn over(stored: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(stored, folder.path());
        let config = config_in(folder.path());
        Self::around(folder, config)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What fails from now on.
    pub fn fail(&self, op: Op, moment: Moment, times: u32) {
        self.plan.lock().unwrap().insert((op, moment), times);
    }

    /// Faults that fell so far.
    pub fn fell(&self) -> u64 {
        self.fell.load(Ordering::SeqCst)
    }

    /// Nothing fails any more.
    pub fn mend(&self) {
        self.plan.lock().unwrap().clear();
    }

    /// The next such operation waits there. Answers with where it says so, and where it is told to go on.
    pub fn hold(&self, op: Op, moment: Moment) -> (Receiver<()>, Sender<()>) {
        let ((come, here), (go, on)) = (channel(), channel());
        self.held.lock().unwrap().insert((op, moment), (come, on));
        (here, go)
    }

    fn faults(&self) -> Faults {
        let (plan, held, fell) = (Arc::clone(&self.plan), Arc::clone(&self.held), Arc::clone(&self.fell));
        let lie = Arc::clone(&self.lie);
        Faults::when(move |op, moment| {
            if moment == Moment::Instead {
                return *lie.lock().unwrap() == Some(op);
            }
            let waits = held.lock().unwrap().remove(&(op, moment));
            if let Some((come, on)) = waits {
                // What waits here must not keep others of its thread waiting.
                tokio::task::block_in_place(|| {
                    come.send(()).unwrap();
                    on.recv().unwrap();
                });
            }
            let mut plan = plan.lock().unwrap();
            let fails = match plan.get_mut(&(op, moment)) {
                Some(0) | None => false,
                Some(&mut EVER) => true,
                Some(left) => {
                    *left -= 1;
                    true
                }
            };
            fell.fetch_add(u64::from(fails), Ordering::SeqCst);
            fails
        })
    }

    /// As a start of the server takes the log up.
    pub async fn open(&mut self) -> Result<(), TakeUpError> {
        let store = store::open(&self.config, self.faults()).await;
        let store = store.map_err(|why| TakeUpError::Replay(why.into()))?;
        let blobs = Blobs::open(&self.config.blobs(), self.faults()).unwrap();
        let head = Head::open(&self.config.head, self.faults())?;
        let signer = Arc::new(LogSigner::new("log.test", &key_of(Party::Aggregator).to_seed()).unwrap());
        let (wall, steady) = (Arc::clone(&self.wall), Arc::clone(&self.steady));
        let clock = Clock::of(self.bounds, move || Reading {
            wall: Instant(wall.load(Ordering::SeqCst)),
            steady: Duration::from_millis(steady.load(Ordering::SeqCst).unsigned_abs()),
        });
        let folders = [self.config.blobs()];
        let parts = Parts { store, blobs, head, signer, clock };
        self.sequencer = Some(Sequencer::take_up(parts, &folders).await?);
        Ok(())
    }

    /// The process ends: nothing of its memory stays.
    pub async fn close(&mut self) {
        if let Some(sequencer) = self.sequencer.take() {
            sequencer.store().close().await;
            // The connection that writes is let go of with the server itself.
            drop(sequencer);
            // SQLite's threads remove the write-ahead log a moment after that; who copies the folder then would find a file
            // that goes away.
            let wal = format!("{}-wal", self.config.database().display());
            for _ in 0..100 {
                if !Path::new(&wal).exists() {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        }
    }

    pub async fn restart(&mut self) -> Result<(), TakeUpError> {
        self.close().await;
        self.open().await
    }

    pub fn sequencer(&self) -> &Sequencer {
        self.sequencer.as_ref().unwrap()
    }

    /// Time passes, for both clocks.
    pub fn wait(&self, ms: i64) {
        self.wall.fetch_add(ms, Ordering::SeqCst);
        self.steady.fetch_add(ms, Ordering::SeqCst);
    }

    /// Somebody sets the clock.
    pub fn set_clock(&self, by: i64) {
        self.wall.fetch_add(by, Ordering::SeqCst);
    }

    pub fn now(&self) -> i64 {
        self.wall.load(Ordering::SeqCst)
    }

    /// Append, and keep the receipt.
    pub async fn append(&mut self, claim: &SignedClaim, payload: &[u8]) -> Result<u64, ServerError> {
        let appended = self.sequencer().append(claim.clone(), payload.to_vec()).await?;
        let height = appended.receipt.index;
        self.receipts.push(appended);
        Ok(height)
    }

    /// As an upload ends: blobs, then the event.
    pub async fn submit(&mut self, member: u16, revision: u32) -> Result<u64, ServerError> {
        let made = &world().prepared[&(member, revision)];
        let blobs = self.sequencer().blobs().clone();
        for (part, named) in made.parts.iter().zip(&made.header.parts) {
            blobs.put(BlobKind::Proofs, named.proofs, encode(&part.proofs)).await?;
            for (bytes, digest) in part.ciphertexts.iter().zip(&named.ciphertexts) {
                if let (Some(bytes), Some(digest)) = (bytes, digest) {
                    blobs.put(BlobKind::Ciphertext, *digest, bytes.clone()).await?;
                }
            }
        }
        let (claim, header) = world().submission(member, revision);
        self.append(&claim, &header).await
    }

    pub fn verifier() -> LogVerifier {
        LogVerifier::new("log.test", &key_of(Party::Aggregator).verifying_key().0).unwrap()
    }

    /// The log as it lies on the disk, derived from nothing: read by a connection of its own, folded here. Every receipt that
    /// was ever given must be in it, under a root that it had; no claim twice; the head no further than it.
    pub async fn derive(&self) -> State {
        let store = store::look(&self.config).await.unwrap();
        let mut state = State::default();
        let mut claims = std::collections::BTreeSet::new();
        loop {
            let rows = store.events(state.fold.height(), 50, true).await.unwrap();
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let event = state.take(&row.event, row.payload.as_deref()).unwrap();
                assert!(claims.insert(encode(&event.signed)), "one claim twice in the log");
            }
        }
        let note = store.checkpoint().await.unwrap().unwrap();
        let stored = Self::verifier().open(&note).unwrap();
        assert_eq!(*stored.root(), state.tree.root(), "the stored checkpoint is that of the stored events");
        store.close().await;
        for given in &self.receipts {
            let root = given.receipt.verify(&given.event, &Self::verifier()).unwrap();
            assert!(state.tree.was(&root), "a receipt was given under a root that the log never had");
            assert_eq!(
                state.tree.leaf(given.receipt.index),
                Some(given.event.as_slice()),
                "a receipt's event is lost"
            );
        }
        let head =
            Head::open(&self.config.head, Faults::default()).unwrap().latest(&Self::verifier()).unwrap();
        assert!(state.tree.was(head.root()), "the head file knows more than the log");
        state
    }

    /// Topics of the letters in one place, as they lie on the disk.
    pub async fn letters(&self) -> std::collections::BTreeSet<String> {
        let store = store::look(&self.config).await.unwrap();
        let mut topics = std::collections::BTreeSet::new();
        for (at, _) in store.letters(b"scope", b"to", "").await.unwrap() {
            topics.extend(store.letter(at).await.unwrap().map(|letter| letter.topic));
        }
        store.close().await;
        topics
    }

    /// What an office would have of this log: its file and the note that it checked.
    pub async fn office_copy(&self, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        let store = store::look(&self.config).await.unwrap();
        let rows = store.events(0, 10_000, true).await.unwrap();
        let mut bytes = Vec::new();
        rows.iter().for_each(|row| copy::put(&mut bytes, (&row.event, row.payload.as_deref().unwrap())));
        std::fs::write(to.join(copy::FILE), bytes).unwrap();
        std::fs::write(to.join(copy::NOTE), store.checkpoint().await.unwrap().unwrap()).unwrap();
        store.close().await;
    }
}

/// A digest of nothing in particular.
pub fn some_digest(text: &str) -> Digest {
    digest("test", &[text.as_bytes()])
}

/// Whether an error leaves open if the event was taken.
pub fn is_open(error: &ServerError) -> bool {
    matches!(
        error,
        ServerError::Store(_) | ServerError::Doubt(_) | ServerError::Blob(_) | ServerError::File(_)
    )
}

/// The kind of a refusal at the start.
pub fn is_missing(why: &TakeUpError) -> bool {
    use intertally_aggregator::state::ReplayError;
    matches!(why, TakeUpError::Replay(ReplayError::Store(StoreError::Missing(_))))
}
