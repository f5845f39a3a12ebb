//! Backups: a copy of the database at one moment and of every blob that it names, made while the server runs; and the way
//! back. Both read every event and every blob again, so that a backup that nobody could use is found when it is made.

use crate::blobs::{Blobs, Kind, Named};
use crate::config::Config;
use crate::error::ServerError;
use crate::faults::Faults;
use crate::found::private_folder;
use crate::head::{Head, HeadError, sync_folder_of};
use crate::recover::{Report, lost_of};
use crate::second;
use crate::sequencer::TakeUpError;
use crate::serve::{StartError, key, lock};
use crate::state::State;
use crate::store::sqlite::{Sqlite, set_aside};
use crate::store::{LogStore as _, StoreError};
use intertally_core::hash::{Digest, digest as hash};
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Names inside a backup, as in the data folder.
const DATABASE: &str = "log.sqlite";
const BLOBS: &str = "blobs";

/// Why a backup or a restore did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Key, lock or log.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Blobs.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// Log or blobs are not this server's own files.
    #[error(
        "this copies a SQLite database and a folder, and the settings name PostgreSQL or a bucket: those are saved and brought \
         back by their own tools (`pg_dump`, `pg_basebackup`, the bucket's versions or a copy of it); docs/operations.md \
         says how, and `recover` adds what is missing from a party's copy afterwards"
    )]
    Elsewhere,
    /// Another run writes there.
    #[error("another `backup` into {0} is under way: wait until it is done, or name another folder")]
    UnderWay(PathBuf),
    /// A data folder as it was left, and no backup.
    #[error(
        "{0} has bytes in it: this folder is no backup but a data folder, and its newest events are in that file; put the whole \
         folder back as `data` and start the server, or give `recover --from` a party's copy"
    )]
    NoBackup(PathBuf),
    /// A file.
    #[error("{path}: {source}; see that there is room and that the path is right")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        Self::Start(error.into())
    }
}

pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_path_buf();
    move |source| BackupError::File { path: path.clone(), source }
}

/// Files of a blob folder that bear a blob's name.
fn blobs_in(folder: &Path) -> io::Result<Vec<(Named, PathBuf)>> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let Ok(entries) = std::fs::read_dir(folder.join(kind.label())) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let mut digest = [0; 32];
            if hex::decode_to_slice(name, &mut digest).is_ok() {
                all.push(((kind, Digest(digest)), path));
            }
        }
    }
    all.sort();
    Ok(all)
}

/// Copy blobs that the other folder does not have; such as are damaged are left out. Answers with how many came.
fn copy_blobs(from: &Path, to: &Path) -> Result<usize, BackupError> {
    let mut copied = 0;
    for ((kind, digest), path) in blobs_in(from).map_err(at(from))? {
        let target = to.join(kind.label()).join(digest.to_string());
        if std::fs::read(&target).is_ok_and(|bytes| hash(kind.label(), &[&bytes]) == digest) {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(at(&path))?;
        if hash(kind.label(), &[&bytes]) != digest {
            continue;
        }
        let folder = to.join(kind.label());
        std::fs::create_dir_all(&folder).map_err(at(&folder))?;
        write_new(&target, &bytes).map_err(at(&target))?;
        copied += 1;
    }
    Ok(copied)
}

/// Write beside, sync, and rename.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("part");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_folder_of(path)
}

/// Read a whole store and its blobs as a server would.
async fn read_through(
    database: &Path,
    blobs: &Path,
    config: &Config,
) -> Result<(State, Report), BackupError> {
    let (signer, _) = key(config)?;
    let store = Sqlite::look(database).await?;
    store.check().await?;
    let state = State::load(&store, &signer).await.map_err(TakeUpError::from).map_err(StartError::from)?;
    store.close().await;
    let blobs = Blobs::open(blobs, Faults::default()).map_err(StartError::from)?;
    let mut report = Report { events: state.fold.height(), ..Report::default() };
    report.lost = lost_of(&state, &blobs, &mut report.blobs).await?;
    Ok((state, report))
}

/// The folder of a backup as one run's own: two that write the same file would leave a half of one.
fn alone(out: &Path) -> Result<File, BackupError> {
    let path = out.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(at(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(BackupError::UnderWay(out.to_path_buf())),
        Err(TryLockError::Error(source)) => Err(at(&path)(source)),
    }
}

/// Make a backup in a folder, or bring the one that is there up to date. The server may be running.
pub async fn backup(config: &Config, out: &Path) -> Result<Report, BackupError> {
    if config.is_elsewhere() {
        return Err(BackupError::Elsewhere);
    }
    std::fs::create_dir_all(out.join(BLOBS)).map_err(at(out))?;
    let _alone = alone(out)?;
    let (fresh, target) = (out.join("log.sqlite.new"), out.join(DATABASE));
    if fresh.exists() {
        std::fs::remove_file(&fresh).map_err(at(&fresh))?;
    }
    // The database first: every blob that it names was there before it.
    let store = Sqlite::look(&config.database()).await?;
    store.copy(&fresh).await?;
    store.close().await;
    let brought = copy_blobs(&config.blobs(), &out.join(BLOBS))?;
    let (_, mut report) = read_through(&fresh, &out.join(BLOBS), config).await?;
    std::fs::rename(&fresh, &target).map_err(at(&target))?;
    sync_folder_of(&target).map_err(at(&target))?;
    report.brought = brought;
    Ok(report)
}

/// Bring a backup back into an empty data folder. If the head file is there and knows of more events, the report says so,
/// and the server does not start before they are recovered.
pub async fn restore(config: &Config, from: &Path) -> Result<Report, BackupError> {
    if config.is_elsewhere() {
        return Err(BackupError::Elsewhere);
    }
    let database = config.database();
    private_folder(&config.data).map_err(at(&config.data))?;
    if database.exists() {
        return Err(StoreError::Exists(database.display().to_string()).into());
    }
    let _lock = lock(config)?;
    let source = from.join(DATABASE);
    let newest = from.join(format!("{DATABASE}-wal"));
    if std::fs::metadata(&newest).is_ok_and(|meta| meta.len() > 0) {
        return Err(BackupError::NoBackup(newest));
    }
    let bytes = std::fs::read(&source).map_err(at(&source))?;
    let fresh = config.data.join("log.sqlite.new");
    write_new(&fresh, &bytes).map_err(at(&fresh))?;
    drop(bytes);
    std::fs::create_dir_all(config.blobs()).map_err(at(&config.blobs()))?;
    let brought = copy_blobs(&from.join(BLOBS), &config.blobs())?;
    let (state, mut report) = read_through(&fresh, &config.blobs(), config).await?;
    report.brought = brought;
    report.added = report.events;
    // Else the new database would be read together with what an earlier one has left behind.
    if let Some(to) = set_aside(&database).map_err(at(&database))? {
        report.notes.push(format!(
            "a write-ahead log without its database lay there; it is kept as {}-wal: if that database comes back, keep both \
             together",
            to.display()
        ));
    }
    std::fs::rename(&fresh, &database).map_err(at(&database))?;
    sync_folder_of(&database).map_err(at(&database))?;
    settle_head(config, &state, &mut report)?;
    Ok(report)
}

/// Compare with the head file, or write it anew if it is lost.
pub(crate) fn settle_head(config: &Config, state: &State, report: &mut Report) -> Result<(), StartError> {
    let (signer, _) = key(config)?;
    let end = signer.checkpoint(&state.tree.root())?;
    let head = match Head::open(&config.head, Faults::default()) {
        Err(HeadError::Missing(_)) => {
            Head::create(&config.head, &end)?;
            report.notes.push(
                "the head file was lost and is written anew: receipts for later events than these may be with parties; the \
                 server stops itself as soon as one of them shows it"
                    .into(),
            );
            return Ok(());
        }
        head => head?,
    };
    let verifier = signer.verifier();
    match head.latest(&verifier) {
        Err(HeadError::Damaged(path)) => {
            std::fs::remove_file(&path).map_err(|source| HeadError::File { path: path.clone(), source })?;
            Head::create(&path, &end)?;
            report.notes.push("the head file was damaged and is written anew".into());
        }
        latest => {
            let latest = latest?;
            report.signed = latest.root().size.max(report.events);
            if report.events >= latest.root().size {
                second::compare(state, &latest).map_err(TakeUpError::from)?;
            }
        }
    }
    Ok(())
}
