//! The log from a party's own copy: every office keeps all events, and whoever has them under a note of this log's key can
//! give it back, whatever became of the server's disk.

use crate::backup::{BackupError, at, settle_head};
use crate::blobs::{Blobs, Kind, Named};
use crate::config::Config;
use crate::error::ServerError;
use crate::faults::Faults;
use crate::found::private_folder;
use crate::head::Head;
use crate::sequencer::TakeUpError;
use crate::serve::{StartError, key, lock};
use crate::state::{ReplayError, State};
use crate::store::sqlite::{Sqlite, set_aside};
use crate::store::{self, LogStore as _, NewRow, Store, StoreError};
use intertally_core::canonical::decode;
use intertally_core::event::Event;
use intertally_core::hash::digest as hash;
use intertally_log::{Checkpoint, LogSigner, copy};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest blob.
const MAX_BLOB: u64 = 64 << 20;

/// What is here now, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Events in the log.
    pub events: u64,
    /// Of them new by this command.
    pub added: u64,
    /// Events that receipts were given for, as the head file says.
    pub signed: u64,
    /// Blobs that the log names and that are here and whole.
    pub blobs: usize,
    /// Files of blobs that this command wrote, also such as the log does not name.
    pub brought: usize,
    /// Blobs that the log names and that are not here: whose, and how many.
    pub lost: BTreeMap<String, usize>,
    /// What else must be known.
    pub notes: Vec<String>,
}

impl Report {
    /// Nothing is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.lost.is_empty() && self.signed <= self.events
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "events  {} ({} new)", self.events, self.added)?;
        // Such as no round names any more, or not yet, are copied too: they are no part of the first number.
        write!(
            f,
            "blobs   {} that the log names are whole; {} files are new here",
            self.blobs, self.brought
        )?;
        if self.signed > self.events {
            write!(
                f,
                "\nMISSING events {} to {}: receipts were given for them; run `recover --from` with the copy of a party that \
                 has them. The server does not start before",
                self.events,
                self.signed.saturating_sub(1)
            )?;
        }
        for (whose, count) in &self.lost {
            write!(f, "\nMISSING {count} blobs of {whose}: who has sent them sends the same file again")?;
        }
        for note in &self.notes {
            write!(f, "\nNOTE    {note}")?;
        }
        Ok(())
    }
}

/// Look at all blobs that the log names. Answers with those that are lost, and counts the others.
pub(crate) async fn lost_of(
    state: &State,
    blobs: &Blobs,
    whole: &mut usize,
) -> Result<BTreeMap<String, usize>, ServerError> {
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    for (id, member, named) in state.named() {
        if blobs.holds(named, true).await? {
            *whole += 1;
            continue;
        }
        let manifest = state.manifest(&id);
        let name = manifest.as_ref().map_or("?", |manifest| manifest.name.as_str());
        let area = member.and_then(|member| manifest.as_ref()?.members.get(usize::from(member.0)));
        let whose = area.map_or_else(
            || match named.0 {
                Kind::ShareProofs => format!("the trustees' answers in round '{name}'"),
                _ => format!("the publication of round '{name}'"),
            },
            |entry| format!("{}'s submission to round '{name}'", entry.area),
        );
        *lost.entry(whose).or_default() += 1;
    }
    Ok(lost)
}

/// A copy whose events are all under a note of this log.
struct Copy {
    state: State,
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

fn content(path: &Path, what: impl fmt::Display) -> BackupError {
    at(path)(std::io::Error::other(what.to_string()))
}

fn read_copy(folder: &Path, signer: &LogSigner, notes: &mut Vec<String>) -> Result<Copy, BackupError> {
    let (path, note_path) = (folder.join(copy::FILE), folder.join(copy::NOTE));
    let bytes = std::fs::read(&path).map_err(at(&path))?;
    let note = std::fs::read(&note_path).map_err(at(&note_path))?;
    let checkpoint: Checkpoint = signer.verifier().open(&note).map_err(|why| content(&note_path, why))?;
    let (mut state, mut entries, mut rest) = (State::default(), Vec::new(), bytes.as_slice());
    while state.fold.height() < checkpoint.root().size {
        let Some(((event, payload), after)) = copy::entry(rest) else { break };
        state.take(event, Some(payload)).map_err(|why| content(&path, why))?;
        entries.push((event.to_vec(), payload.to_vec()));
        rest = after;
    }
    if state.tree.root() != *checkpoint.root() {
        let what = format!(
            "its {} events are not the {} that its note signs: the copy is cut or changed; take another party's",
            state.fold.height(),
            checkpoint.root().size
        );
        return Err(content(&path, what));
    }
    if !rest.is_empty() {
        notes.push(format!("{}: what follows its last note is not signed, and was left out", path.display()));
    }
    Ok(Copy { state, entries })
}

/// What a database that is not this server's own file holds now. An empty one gets a new log, to be filled from the copies; one
/// that cannot be used is left as it is.
async fn stored_elsewhere(
    config: &Config,
    signer: &LogSigner,
    report: &mut Report,
) -> Result<Stored, BackupError> {
    let store = match store::open(config, Faults::default()).await {
        Err(StoreError::Missing(place)) => {
            let store = store::create(config).await?;
            let end = signer.checkpoint(&State::default().tree.root()).map_err(StartError::from)?;
            store.begin(end.note()).await?;
            report
                .notes
                .push(format!("{place} was empty: a log was begun in it, and filled from the copies"));
            store
        }
        outcome => outcome?,
    };
    let state = State::load(&*store, signer).await.map_err(TakeUpError::from).map_err(StartError::from)?;
    Ok((store, state, None))
}

/// The store that goes on, what it holds, and what could still be read of a database that was set aside.
type Stored = (Store, State, Option<Copy>);

/// Events of a damaged database from the first one on, as far as they can be read and a checkpoint of this log signs them: its
/// own, or the one in the head file. Their order is the log's, whatever else of the database is lost.
async fn salvage(aside: &Path, config: &Config, signer: &LogSigner) -> Option<Copy> {
    let store = Sqlite::look(aside).await.ok()?;
    let verifier = signer.verifier();
    let own = store.checkpoint().await.ok().flatten().and_then(|note| verifier.open(&note).ok());
    let head = Head::open(&config.head, Faults::default()).and_then(|head| head.latest(&verifier)).ok();
    let (mut state, mut entries) = (State::default(), Vec::new());
    // One at a time: what cannot be read costs no event before it.
    while let Ok(rows) = store.events(state.fold.height(), 1, true).await {
        let Some((event, Some(payload))) = rows.into_iter().next().map(|row| (row.event, row.payload)) else {
            break;
        };
        if state.take(&event, Some(&payload)).is_err() {
            break;
        }
        entries.push((event, payload));
    }
    store.close().await;
    let signed = own.iter().chain(&head).map(|checkpoint| *checkpoint.root());
    let most = signed.filter(|root| state.tree.was(root)).map(|root| root.size).max()?;
    entries.truncate(usize::try_from(most).ok()?);
    let mut state = State::default();
    for (event, payload) in &entries {
        state.take(event, Some(payload)).ok()?;
    }
    Some(Copy { state, entries })
}

async fn read_stored(path: &Path, signer: &LogSigner) -> Result<(Sqlite, State), ReplayError> {
    let store = Sqlite::open(path, Faults::default()).await?;
    match State::load(&store, signer).await {
        Ok(state) => Ok((store, state)),
        Err(why) => {
            store.close().await;
            Err(why)
        }
    }
}

/// What is stored now. A database that is damaged is moved aside, never removed; one that only cannot be used just now is left
/// where it is.
async fn stored(config: &Config, signer: &LogSigner, report: &mut Report) -> Result<Stored, BackupError> {
    if config.postgres.is_some() {
        return stored_elsewhere(config, signer, report).await;
    }
    let path = config.database();
    let why = match read_stored(&path, signer).await {
        Ok((store, state)) => return Ok((Arc::new(store), state, None)),
        // Another program holds it, a later version wrote it, it cannot be opened just now: it may hold what no copy has.
        Err(ReplayError::Store(why))
            if !matches!(why, StoreError::Missing(_) | StoreError::Damaged { .. }) =>
        {
            return Err(why.into());
        }
        Err(why) => why.to_string(),
    };
    let aside = set_aside(&path).map_err(at(&path))?;
    if let Some(to) = &aside {
        report
            .notes
            .push(format!("the stored database was of no use ({why}); it is kept as {}", to.display()));
    }
    let store = Sqlite::create(&path).await?;
    let state = State::default();
    let end = signer.checkpoint(&state.tree.root()).map_err(StartError::from)?;
    store.begin(end.note()).await?;
    let mut salvaged = None;
    if let Some(aside) = aside.filter(|aside| aside.exists()) {
        if let Err(why) = store.adopt_mail(&aside).await {
            report.notes.push(format!(
                "letters, terms and offers could not all be taken over ({why}): parties in the middle of a ceremony or an \
                 opening run their command again"
            ));
        }
        salvaged = salvage(&aside, config, signer).await;
        if let Some(copy) = &salvaged {
            let many = copy.entries.len();
            report.notes.push(format!("{many} events of it could be read, under a checkpoint of this log"));
        }
    }
    Ok((Arc::new(store), state, salvaged))
}

/// Take events and blobs from parties' folders. Each may be an office (its `log.bin`), or any folder with blobs in it: a
/// record, a backup. What is stored stays; what is missing is added.
pub async fn recover(config: &Config, from: &[PathBuf]) -> Result<Report, BackupError> {
    let (signer, _) = key(config)?;
    let mut report = Report::default();
    let mut longest: Option<Copy> = None;
    for folder in from.iter().filter(|folder| folder.join(copy::FILE).exists()) {
        let copy = read_copy(folder, &signer, &mut report.notes)?;
        let (known, new) = (longest.as_ref().map(|copy| copy.state.tree.root()), copy.state.tree.root());
        let later = known.is_none_or(|known| known.size < new.size);
        let fits = known.is_none_or(|known| copy.state.tree.was(&known))
            || longest.as_ref().is_some_and(|longest| longest.state.tree.was(&new));
        if !fits {
            let what = "this copy and another are two histories of this log: keep all, and tell the parties";
            return Err(content(folder, what));
        }
        if later {
            longest = Some(copy);
        }
    }
    private_folder(&config.data).map_err(at(&config.data))?;
    let _lock = lock(config)?;
    let (store, mut state, salvaged) = stored(config, &signer, &mut report).await?;
    for copy in longest.into_iter().chain(salvaged) {
        let (own, other) = (state.tree.root(), copy.state.tree.root());
        if !copy.state.tree.was(&own) && !state.tree.was(&other) {
            let what = "the stored log and the copies are two histories: keep all, and tell the parties";
            return Err(content(Path::new(&store.place()), what));
        }
        let known = usize::try_from(own.size).unwrap_or(usize::MAX);
        for (leaf, payload) in copy.entries.iter().skip(known) {
            let event: Event = decode("event", leaf, crate::state::EVENT)
                .map_err(|why| content(Path::new(&store.place()), why))?;
            state.take(leaf, Some(payload)).map_err(|why| content(Path::new(&store.place()), why))?;
            let end = signer.checkpoint(&state.tree.root()).map_err(StartError::from)?;
            let digest = event.signed.claim.payload;
            store.append(event.height, NewRow { event: leaf, digest, payload, note: end.note() }).await?;
            report.added += 1;
        }
    }
    report.events = state.fold.height();
    let blobs = Blobs::made_for(config).await.map_err(StartError::from)?;
    lost_of(&state, &blobs, &mut 0).await?;
    report.brought = bring_blobs(&blobs, from).await?;
    report.lost = lost_of(&state, &blobs, &mut report.blobs).await?;
    let stored = State::load(&*store, &signer).await.map_err(TakeUpError::from).map_err(StartError::from)?;
    store.close().await;
    settle_head(config, &stored, &mut report)?;
    Ok(report)
}

/// Look through all files of the folders for blobs that are wanted: a blob is known by its digest, wherever it lies.
async fn bring_blobs(blobs: &Blobs, from: &[PathBuf]) -> Result<usize, BackupError> {
    let mut wanted: BTreeSet<Named> = blobs.lost();
    let (mut brought, mut folders) = (0, from.to_vec());
    while let Some(folder) = folders.pop() {
        if wanted.is_empty() {
            break;
        }
        for entry in std::fs::read_dir(&folder).map_err(at(&folder))? {
            let entry = entry.map_err(at(&folder))?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(at(&folder))?);
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && entry.metadata().map_err(at(&path))?.len() <= MAX_BLOB {
                let bytes = std::fs::read(&path).map_err(at(&path))?;
                let names = Kind::ALL.map(|kind| (kind, hash(kind.label(), &[&bytes])));
                for named in names.into_iter().filter(|named| wanted.remove(named)) {
                    blobs.put(named.0, named.1, bytes.clone()).await.map_err(ServerError::from)?;
                    brought += 1;
                }
            }
        }
    }
    Ok(brought)
}
