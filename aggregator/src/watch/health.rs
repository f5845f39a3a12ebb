//! Whether all is well: asked every few seconds, shown to gRPC health checks and on the operator's page.

use crate::config::Config;
use crate::sequencer::Sequencer;
use crate::trust::Verdict;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use x509_parser::pem::Pem;

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(5);
/// Bytes below which a disk counts as full: a round's manifest and some submissions.
const FULL: u64 = 256 << 20;
/// How long the database may be taken by somebody else.
const HELD: Duration = Duration::from_secs(3);

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Memory and disk agree, and no later checkpoint was ever shown.
    Log,
    /// The database takes a writer.
    Database,
    /// A byte can be written where the data lie and where the head file lies.
    Disk,
    /// The time of day is believed.
    Clock,
    /// The server's own certificate holds.
    Certificate,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Log, Self::Database, Self::Disk, Self::Clock, Self::Certificate];

    /// Its word.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Database => "database",
            Self::Disk => "disk",
            Self::Clock => "clock",
            Self::Certificate => "certificate",
        }
    }
}

/// What one look found of each part: what is wrong with it, if anything is. Empty before the first look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health(pub BTreeMap<Part, Option<String>>);

impl Health {
    /// Whether this part was looked at and is well.
    #[must_use]
    pub fn good(&self, part: Part) -> bool {
        self.0.get(&part).is_some_and(Option::is_none)
    }

    /// Whether members may send: all is well.
    #[must_use]
    pub fn ready(&self) -> bool {
        Part::ALL.iter().all(|part| self.good(*part))
    }

    /// Whether the log can be read.
    #[must_use]
    pub fn readable(&self) -> bool {
        self.good(Part::Log)
    }
}

/// Who looks.
#[derive(Clone)]
pub struct Watchman {
    sequencer: Sequencer,
    folders: Arc<[(&'static str, PathBuf)]>,
    certificates: Arc<[(&'static str, PathBuf)]>,
    latest: watch::Sender<Health>,
}

/// Write a byte, make it durable, and take it away again.
fn writable(folder: &Path) -> std::io::Result<()> {
    let path = folder.join(".intertally-probe");
    let mut file = std::fs::File::create(&path)?;
    file.write_all(b".")?;
    file.sync_all()?;
    std::fs::remove_file(&path)
}

fn free(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Where the server writes.
fn folders(config: &Config) -> [(&'static str, PathBuf); 2] {
    let beside = config.head.parent().filter(|folder| !folder.as_os_str().is_empty());
    [("data", config.data.clone()), ("head", beside.unwrap_or(Path::new(".")).to_path_buf())]
}

/// Bytes that are free, without a server.
pub(crate) fn disks_of(config: &Config) -> Vec<(&'static str, u64)> {
    folders(config).into_iter().filter_map(|(name, path)| Some((name, free(&path)?))).collect()
}

fn disk(folder: &Path) -> Option<String> {
    let name = folder.display();
    if let Err(why) = writable(folder) {
        return Some(format!("{name} cannot be written: {why}"));
    }
    let room = free(folder).filter(|free| *free < FULL)?;
    Some(format!("{name} has {} MiB left", room >> 20))
}

/// When the first certificate of a file ends, in seconds since 1970.
fn end(path: &Path) -> Option<i64> {
    let bytes = std::fs::read(path).ok()?;
    let all = Pem::iter_from_buffer(&bytes).flatten();
    all.filter_map(|pem| Some(pem.parse_x509().ok()?.validity().not_after.timestamp())).next()
}

impl Watchman {
    /// For this server; has not looked yet.
    #[must_use]
    pub fn new(config: &Config, sequencer: Sequencer) -> Self {
        let folders = folders(config).into();
        let tls = &config.tls;
        let certificates =
            [("server", tls.certificate.clone()), ("authority", tls.client_authority.clone())].into();
        Self { sequencer, folders, certificates, latest: watch::Sender::new(Health::default()) }
    }

    /// What was found last.
    #[must_use]
    pub fn health(&self) -> Health {
        self.latest.borrow().clone()
    }

    /// Ends of certificates, in seconds since 1970.
    #[must_use]
    pub fn certificates(&self) -> Vec<(&'static str, i64)> {
        self.certificates.iter().filter_map(|(name, path)| Some((*name, end(path)?))).collect()
    }

    /// Bytes that are free.
    #[must_use]
    pub fn disks(&self) -> Vec<(&'static str, u64)> {
        self.folders.iter().filter_map(|(name, path)| Some((*name, free(path)?))).collect()
    }

    fn log(&self) -> Option<String> {
        if let Err(moved) = self.sequencer.in_place() {
            return Some(moved.to_string());
        }
        match self.sequencer.trust().verdict() {
            Verdict::Serve => None,
            Verdict::ReadAgain => Some("a write failed: the log is read again with the next call".into()),
            Verdict::Wait(why) | Verdict::Stopped(why) => Some(why),
        }
    }

    async fn database(&self) -> Option<String> {
        let held = tokio::time::timeout(HELD, self.sequencer.store().takes_a_writer()).await;
        match held {
            Ok(outcome) => outcome.err().map(|why| why.to_string()),
            Err(_) => Some("the database is held by another program".into()),
        }
    }

    async fn disk(&self) -> Option<String> {
        let folders = Arc::clone(&self.folders);
        let look = move || folders.iter().find_map(|(_, folder)| disk(folder));
        tokio::task::spawn_blocking(look).await.unwrap_or_else(|why| Some(why.to_string()))
    }

    fn certificate(&self) -> Option<String> {
        let now = self.sequencer.clock().now().0.div_euclid(1000);
        let (_, path) = self.certificates.iter().find(|(name, _)| *name == "server")?;
        (end(path)? <= now).then(|| "the server's certificate has ended: issue it again".into())
    }

    /// Look once.
    pub async fn look(&self) -> Health {
        let log = self.log();
        let last = match log {
            None => self.sequencer.read().await.ok().and_then(|state| state.last()),
            Some(_) => None,
        };
        let clock = self.sequencer.clock().look(last).err().map(|why| why.to_string());
        let faults = [log, self.database().await, self.disk().await, clock, self.certificate()];
        let health = Health(Part::ALL.into_iter().zip(faults).collect());
        let before = self.latest.send_replace(health.clone());
        if before.ready() != health.ready() {
            for fault in health.0.values().flatten() {
                tracing::error!(fault, "not ready to take anything");
            }
        }
        health
    }

    /// Look again and again, and tell each time what was found.
    pub async fn keep_looking(self, tell: impl AsyncFn(&Health)) {
        loop {
            tokio::time::sleep(PAUSE).await;
            tell(&self.look().await).await;
        }
    }
}
