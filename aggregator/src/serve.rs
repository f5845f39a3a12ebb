//! Putting it together: store, sequencer, services, TLS; and stopping without losing anything.

use crate::blobs::{BlobError, Blobs};
use crate::config::{Config, ConfigError, Tls};
use crate::door::{CallsLayer, CertificateError, Certificates, Door};
use crate::error::ServerError;
use crate::faults::Faults;
use crate::head::{Head, HeadError};
use crate::intake::Intake;
use crate::keyfile::{self, KeyFileError};
use crate::sequencer::{Parts, Sequencer, TakeUpError};
use crate::services::Server;
use crate::store::{self, StoreError};
use crate::sweep;
use crate::watch::page::{self, Shown};
use crate::watch::{Health, Watchman};
use intertally_core::sign::SecretKey;
use intertally_log::{CheckpointError, LogSigner};
use intertally_proto::pb::{
    ceremonies_server::CeremoniesServer, opening_server::OpeningServer, record_server::RecordServer,
    rounds_server::RoundsServer, submissions_server::SubmissionsServer,
};
use intertally_proto::{DESCRIPTORS, limits};
use std::fs::{File, TryLockError};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinHandle;
use tonic::transport::Server as Transport;
use tonic_health::ServingStatus;
use zeroize::Zeroizing;

/// Most bytes of a call's headers.
const HEADERS: u32 = 16 << 10;
/// Bytes that may come on one connection, and on one call of it, before anybody has read them.
const WINDOW: u32 = 1 << 20;
const STREAM_WINDOW: u32 = 256 << 10;
/// Calls that were broken off before the server took them up, and after an error of the other side: more end the connection.
const RESETS: usize = 20;
const ERRORS: usize = 100;

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file of the configuration.
    #[error("{path}: {source}; check the path and its rights")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Another process has it open.
    #[error("{0} is in use by a running server; stop it first, or name another folder")]
    InUse(String),
    /// A file of the server has no folder to lie in.
    #[error(
        "{0}: its folder is not there; make it (of the head file: on another disk than `data`), then begin again"
    )]
    Folder(String),
    /// The key file.
    #[error("the server's key or its passphrase: {0}")]
    Key(#[from] KeyFileError),
    /// The origin.
    #[error("origin: {0}; use a name without spaces and plus signs")]
    Origin(#[from] CheckpointError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The blobs.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// The head file.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The stored log.
    #[error(transparent)]
    TakeUp(#[from] TakeUpError),
    /// The folder of uploads.
    #[error(transparent)]
    Intake(#[from] ServerError),
    /// TLS or the socket.
    #[error("certificates or address: {0}; check the [tls] files and that the port is free")]
    Transport(#[from] tonic::transport::Error),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Certificates.
    #[error(transparent)]
    Certificates(#[from] CertificateError),
    /// The operator's page.
    #[error("the operator's page cannot be at {address}: {source}; choose another address under [watch]")]
    Page {
        /// Where it should be.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// Reflection.
    #[error("the service descriptions are damaged: {0}")]
    Reflection(#[from] tonic_reflection::server::Error),
}

/// A running server.
pub struct Handle {
    address: SocketAddr,
    key: [u8; 32],
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), tonic::transport::Error>>,
    sequencer: Sequencer,
    intake: Arc<Intake>,
    door: Arc<Door>,
    watch: Watching,
    /// The data folder is this server's alone.
    _lock: Lock,
}

/// Who looks after it, and the page that shows what they see. Both end with the server.
struct Watching {
    page: Option<(SocketAddr, JoinHandle<()>)>,
    watchman: JoinHandle<()>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.watchman.abort();
        if let Some((_, task)) = &self.page {
            task.abort();
        }
    }
}

/// Why a running server ended.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// It stopped itself.
    #[error("{0}")]
    Stopped(String),
    /// The socket or TLS.
    #[error("the connection to the network failed: {0}")]
    Transport(#[from] tonic::transport::Error),
}

impl Handle {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the operator's page is, if there is one.
    #[must_use]
    pub fn page(&self) -> Option<SocketAddr> {
        self.watch.page.as_ref().map(|(address, _)| *address)
    }

    /// The log's verifying key.
    #[must_use]
    pub const fn key(&self) -> [u8; 32] {
        self.key
    }

    /// The writer, for whoever looks after it.
    #[must_use]
    pub const fn sequencer(&self) -> &Sequencer {
        &self.sequencer
    }

    /// Read the certificates again now, as on a change of their files.
    pub fn reload(&self) {
        self.door.reload();
    }

    /// Go by these certificates and this list of revoked ones from now on. If they are no good, those before stay in force.
    ///
    /// # Errors
    /// A file that is not there, is no PEM, or does not fit the others.
    pub fn follow(&self, files: &Tls) -> Result<(), CertificateError> {
        self.door.follow(files)
    }

    /// Take away now what nobody needs any more, by this time.
    pub async fn sweep(&self, now: std::time::SystemTime) -> Result<sweep::Swept, ServerError> {
        sweep::sweep(&self.sequencer, &self.intake, now).await
    }

    /// Wait until it stops by itself: on an error, or because its log is not whole or not the only one.
    pub async fn wait(&mut self) -> Result<(), Ended> {
        let mut stopped = self.sequencer.trust().watch();
        tokio::select! {
            outcome = &mut self.task => Ok(outcome.unwrap_or(Ok(()))?),
            why = stopped.wait_for(Option::is_some) => {
                Err(Ended::Stopped(why.ok().and_then(|why| why.clone()).unwrap_or_default()))
            }
        }
    }

    /// Take no new calls, end those under way, close the store.
    pub async fn shutdown(self) {
        let _ = self.stop.send(());
        // If it has ended by itself, there is nothing to wait for.
        if !self.task.is_finished() {
            let stopped = tokio::time::timeout(Duration::from_secs(20), self.task).await;
            if stopped.is_err() {
                tracing::warn!("some calls did not end within 20 seconds");
            }
        }
        self.sequencer.store().close().await;
    }
}

/// The durable part of a server, opened by one process alone.
pub(crate) struct Opened {
    pub(crate) sequencer: Sequencer,
    pub(crate) seed: Zeroizing<[u8; 32]>,
    /// Held while the data folder is in use.
    lock: Lock,
}

/// The data folder as one process's own: its lock file, and the database itself, since a lock file can be removed.
pub(crate) struct Lock {
    _files: Vec<File>,
}

fn named(path: &Path) -> impl Fn(std::io::Error) -> StartError {
    let path = path.display().to_string();
    move |source| StartError::File { path: path.clone(), source }
}

/// Take the data folder. Before the database is opened: closing a file of it would drop SQLite's own locks.
pub(crate) fn lock(config: &Config) -> Result<Lock, StartError> {
    let folder = &config.data;
    if !folder.is_dir() {
        return Err(StoreError::Missing(folder.display().to_string()).into());
    }
    let path = folder.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(named(&path))?;
    let mut files = vec![file];
    if let Ok(database) = File::open(config.database()) {
        files.push(database);
    }
    for file in &files {
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StartError::InUse(folder.display().to_string())),
            Err(TryLockError::Error(source)) => return Err(named(&path)(source)),
        }
    }
    Ok(Lock { _files: files })
}

/// The log's signer, with the seed.
pub(crate) fn key(config: &Config) -> Result<(Arc<LogSigner>, Zeroizing<[u8; 32]>), StartError> {
    let passphrase = keyfile::passphrase(&config.passphrase_file)?;
    let seed = keyfile::open(&config.key, passphrase)?;
    Ok((Arc::new(LogSigner::new(&config.origin, &seed)?), seed))
}

/// Open key, log and blobs, all of which must be there.
pub(crate) async fn open(config: &Config, faults: Faults) -> Result<Opened, StartError> {
    let (signer, seed) = key(config)?;
    let lock = lock(config)?;
    let store = store::open(config, faults.clone()).await?;
    let blobs = Blobs::of(config, faults.clone()).await?;
    let head = Head::open(&config.head, faults)?;
    let clock = config.clock.of_machine();
    let mut folders = vec![config.data.join("lock")];
    if config.s3.is_none() {
        folders.push(config.blobs());
    }
    let sequencer = Sequencer::take_up(Parts { store, blobs, head, signer, clock }, &folders).await?;
    Ok(Opened { sequencer, seed, lock })
}

/// Look for all blobs that the log names: whether they are there before anybody is served, what they hold while the server
/// runs. Nothing stops it: what is lost here its sender can send again.
async fn look_for_blobs(sequencer: &Sequencer, whole: bool) -> Result<usize, ServerError> {
    let named = sequencer.read().await?.named();
    let mut lost = 0;
    for (round, member, blob) in named {
        if !sequencer.blobs().holds(blob, whole).await? {
            lost += 1;
            let (kind, digest) = (blob.0.label(), blob.1);
            let member = member.map_or_else(|| "none".to_owned(), |member| member.0.to_string());
            tracing::error!(kind, %digest, round = %round.0, member, "a blob that the log names is lost or damaged");
        }
    }
    Ok(lost)
}

/// The operator's page, if the configuration wants one.
async fn page(config: &Config, shown: Shown) -> Result<Option<(SocketAddr, JoinHandle<()>)>, StartError> {
    let Some(address) = config.watch.as_ref().map(|watch| watch.listen) else { return Ok(None) };
    let fault = |source| StartError::Page { address, source };
    let listener = TcpListener::bind(address).await.map_err(fault)?;
    let address = listener.local_addr().map_err(fault)?;
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "the operator's page has no lock: let nobody but the monitoring system reach it");
    }
    tracing::info!(%address, "the operator's page: /metrics, /live, /ready");
    Ok(Some((address, tokio::spawn(page::serve(listener, shown)))))
}

/// Start on a listener that is bound already.
pub async fn start(config: &Config, listener: TcpListener) -> Result<Handle, StartError> {
    start_with(config, listener, Faults::default()).await
}

/// The same, with faults for tests.
pub async fn start_with(
    config: &Config,
    listener: TcpListener,
    faults: Faults,
) -> Result<Handle, StartError> {
    config.check()?;
    let coordinators = config.admitted()?;
    let Opened { sequencer, seed, lock } = open(config, faults).await?;
    look_for_blobs(&sequencer, false).await?;
    let key = SecretKey::from_seed(&seed).verifying_key().0;
    drop(seed);
    let height = sequencer.read().await?.fold.height();
    let intake = Arc::new(Intake::new(sequencer.clone(), config.data.join("uploads"), config.limits)?);
    let server = Server {
        sequencer: sequencer.clone(),
        intake: Arc::clone(&intake),
        origin: config.origin.clone().into(),
        key,
        coordinators: coordinators.into(),
        published_to: config.published_to,
        putting: Arc::new(Semaphore::new(1)),
        unnamed: Arc::default(),
    };
    let metrics = sequencer.metrics().clone();
    let door = Door::new(Certificates::read(&config.tls)?, config.limits, metrics.clone());
    let watchman = Watchman::new(config, sequencer.clone());
    let shown = Shown {
        metrics: metrics.clone(),
        sequencer: sequencer.clone(),
        door: Arc::clone(&door),
        watchman: watchman.clone(),
    };
    let page = page(config, shown).await?;
    let (reporter, health) = tonic_health::server::health_reporter();
    let tell = async move |health: &Health| {
        let state = |good| if good { ServingStatus::Serving } else { ServingStatus::NotServing };
        reporter.set_service_status("", state(health.ready())).await;
        reporter.set_service_status("intertally.v1.Submissions", state(health.ready())).await;
        reporter.set_service_status("intertally.v1.Record", state(health.readable())).await;
    };
    // Before anybody can ask.
    tell(&watchman.look().await).await;
    let watchman = tokio::spawn(watchman.keep_looking(tell));
    let watch = Watching { page, watchman };
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let call = Duration::from_secs(config.limits.call_seconds);
    let router = Transport::builder()
        .layer(CallsLayer { limits: config.limits, metrics })
        .max_concurrent_streams(config.limits.streams_per_connection)
        .http2_max_header_list_size(HEADERS)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(WINDOW)
        .http2_max_pending_accept_reset_streams(Some(RESETS))
        .http2_max_local_error_reset_streams(Some(ERRORS))
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .http2_keepalive_timeout(Some(Duration::from_secs(20)))
        .timeout(call)
        .add_service(health)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?)
        .add_service(RoundsServer::new(server.clone()))
        .add_service(CeremoniesServer::new(server.clone()))
        .add_service(SubmissionsServer::new(server.clone()).max_decoding_message_size(limits::HEADER + 8192))
        .add_service(OpeningServer::new(server.clone()).max_decoding_message_size(limits::SEALED + 4096))
        .add_service(RecordServer::new(server).max_decoding_message_size(limits::MESSAGE));
    let address =
        listener.local_addr().map_err(|source| StartError::File { path: "listener".into(), source })?;
    let (stop, stopped) = oneshot::channel();
    let incoming = door.open(listener);
    let task = tokio::spawn(router.serve_with_incoming_shutdown(incoming, async {
        let _ = stopped.await;
    }));
    tokio::spawn(sweep::keep_sweeping(sequencer.clone(), Arc::clone(&intake)));
    tracing::info!(%address, height, origin = config.origin, "serving");
    let whole = sequencer.clone();
    tokio::spawn(async move {
        match look_for_blobs(&whole, true).await {
            Ok(lost) => tracing::info!(lost, "all blobs that the log names were read"),
            Err(error) => tracing::warn!(%error, "the blobs could not all be read"),
        }
    });
    Ok(Handle { address, key, stop, task, sequencer, intake, door, watch, _lock: lock })
}
