//! Putting it together: store, sequencer, services, TLS; and stopping without losing anything.

use crate::blobs::{BlobError, Blobs};
use crate::config::Config;
use crate::error::ServerError;
use crate::intake::Intake;
use crate::keyfile::{self, KeyFileError};
use crate::sequencer::{ReplayError, Sequencer};
use crate::services::Server;
use crate::store::{Store, StoreError};
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
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Certificate, Identity, Server as Transport, ServerTlsConfig};
use zeroize::Zeroizing;

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
    /// The key file.
    #[error("the server's key: {0}")]
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
    /// The stored log.
    #[error(transparent)]
    Replay(#[from] ReplayError),
    /// The folder of uploads.
    #[error(transparent)]
    Intake(#[from] ServerError),
    /// TLS or the socket.
    #[error("certificates or address: {0}; check the [tls] files and that the port is free")]
    Transport(#[from] tonic::transport::Error),
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
    store: Store,
    /// The data folder is this server's alone.
    _lock: File,
}

impl Handle {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The log's verifying key.
    #[must_use]
    pub const fn key(&self) -> [u8; 32] {
        self.key
    }

    /// Wait until it stops by itself, which it does on an error alone.
    pub async fn wait(&mut self) -> Result<(), tonic::transport::Error> {
        (&mut self.task).await.unwrap_or(Ok(()))
    }

    /// Take no new calls, end those under way, close the store.
    pub async fn shutdown(self) {
        let _ = self.stop.send(());
        let stopped = tokio::time::timeout(Duration::from_secs(20), self.task).await;
        if stopped.is_err() {
            tracing::warn!("some calls did not end within 20 seconds");
        }
        self.store.close().await;
    }
}

fn read(path: &Path) -> Result<Vec<u8>, StartError> {
    std::fs::read(path).map_err(|source| StartError::File { path: path.display().to_string(), source })
}

/// The durable part of a server, opened by one process alone.
pub(crate) struct Opened {
    pub(crate) sequencer: Sequencer,
    pub(crate) seed: Zeroizing<[u8; 32]>,
    /// Held while the data folder is in use.
    lock: File,
}

fn lock(folder: &Path) -> Result<File, StartError> {
    let path = folder.join("lock");
    let named = |source| StartError::File { path: path.display().to_string(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(named)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse(folder.display().to_string())),
        Err(TryLockError::Error(source)) => Err(named(source)),
    }
}

/// Open key, log and blobs.
pub(crate) async fn open(config: &Config) -> Result<Opened, StartError> {
    let passphrase = keyfile::passphrase(&config.passphrase_file)?;
    let seed = keyfile::open(&config.key, passphrase)?;
    let signer = Arc::new(LogSigner::new(&config.origin, &seed)?);
    std::fs::create_dir_all(&config.data)
        .map_err(|source| StartError::File { path: config.data.display().to_string(), source })?;
    let lock = lock(&config.data)?;
    let store = Store::open(&config.data.join("log.sqlite")).await?;
    let blobs = Blobs::open(&config.data.join("blobs"))?;
    let sequencer = Sequencer::replay(store, blobs, signer).await?;
    Ok(Opened { sequencer, seed, lock })
}

/// Start on a listener that is bound already.
pub async fn start(config: &Config, listener: TcpListener) -> Result<Handle, StartError> {
    let Opened { sequencer, seed, lock } = open(config).await?;
    let key = SecretKey::from_seed(&seed).verifying_key().0;
    drop(seed);
    let store = sequencer.store().clone();
    let height = sequencer.read().await.fold.height();
    let intake = Intake::new(sequencer.clone(), config.data.join("uploads"), config.limits)?;
    let server = Server {
        sequencer,
        intake: Arc::new(intake),
        origin: config.origin.clone().into(),
        key,
        coordinators: config.coordinators.clone().into(),
    };
    let tls = ServerTlsConfig::new()
        .identity(Identity::from_pem(read(&config.tls.certificate)?, read(&config.tls.key)?))
        .client_ca_root(Certificate::from_pem(read(&config.tls.client_authority)?));
    let (reporter, health) = tonic_health::server::health_reporter();
    reporter.set_serving::<RecordServer<Server>>().await;
    reporter.set_serving::<SubmissionsServer<Server>>().await;
    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let call = Duration::from_secs(config.limits.call_seconds);
    let router = Transport::builder()
        .tls_config(tls)?
        .concurrency_limit_per_connection(config.limits.calls_per_connection)
        .http2_keepalive_interval(Some(Duration::from_secs(30)))
        .timeout(call)
        .add_service(health)
        .add_service(reflection().build_v1()?)
        .add_service(reflection().build_v1alpha()?)
        .add_service(RoundsServer::new(server.clone()))
        .add_service(CeremoniesServer::new(server.clone()))
        .add_service(SubmissionsServer::new(server.clone()).max_decoding_message_size(limits::CHUNK * 68))
        .add_service(OpeningServer::new(server.clone()).max_decoding_message_size(limits::SEALED + 4096))
        .add_service(RecordServer::new(server).max_decoding_message_size(limits::MESSAGE));
    let address =
        listener.local_addr().map_err(|source| StartError::File { path: "listener".into(), source })?;
    let (stop, stopped) = oneshot::channel();
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
    let task = tokio::spawn(router.serve_with_incoming_shutdown(incoming, async {
        let _ = stopped.await;
    }));
    tracing::info!(%address, height, origin = config.origin, "serving");
    Ok(Handle { address, key, stop, task, store, _lock: lock })
}
