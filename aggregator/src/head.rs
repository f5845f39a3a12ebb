//! The head file: the latest checkpoint for which a receipt can have been given, outside the database. A database that was
//! lost, rolled back or put in another place cannot make the server forget what it has promised.
//!
//! Two places in one file are written by turns, each synced: if the power is cut, one of them is whole. A place holds the
//! length (u64, little endian) and the note; the note's own signature shows that it is whole.

use crate::faults::{Faults, Moment, Op};
use intertally_log::{Checkpoint, LogVerifier};
use std::fs::File;
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PLACE: usize = 4096;

/// Why the head cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum HeadError {
    /// Not there.
    #[error(
        "there is no head file {0}: without it nobody can tell whether the stored log is whole; put it back, or run \
         `intertally-aggregator recover --from` with a party's copy of the log, which writes it anew"
    )]
    Missing(PathBuf),
    /// There already.
    #[error("{0} exists already: a log of this server was begun; `serve` goes on with it")]
    Exists(PathBuf),
    /// Neither place holds a checkpoint of this log.
    #[error(
        "{0} holds no checkpoint of this log, or one of another key or origin; put the right file back, or run \
         `intertally-aggregator recover --from` with a party's copy of the log"
    )]
    Damaged(PathBuf),
    /// Reading or writing.
    #[error("{path}: {source}; free the disk or check its rights")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// The open file.
#[derive(Clone)]
pub struct Head {
    file: Arc<File>,
    path: PathBuf,
    faults: Faults,
}

fn named(path: &Path) -> impl Fn(io::Error) -> HeadError {
    let path = path.to_path_buf();
    move |source| HeadError::File { path: path.clone(), source }
}

/// Make a new name in a folder durable.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

impl Head {
    /// A new file that holds a checkpoint; refuses to replace one.
    pub fn create(path: &Path, checkpoint: &Checkpoint) -> Result<Self, HeadError> {
        let file = File::options().read(true).write(true).create_new(true).mode(0o600).open(path);
        let file = file.map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => HeadError::Exists(path.to_path_buf()),
            _ => named(path)(source),
        })?;
        let head = Self { file: Arc::new(file), path: path.to_path_buf(), faults: Faults::default() };
        head.write_now(checkpoint).map_err(named(path))?;
        sync_folder_of(path).map_err(named(path))?;
        Ok(head)
    }

    /// Open the file.
    pub fn open(path: &Path, faults: Faults) -> Result<Self, HeadError> {
        let file = File::options().read(true).write(true).open(path);
        let file = file.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => HeadError::Missing(path.to_path_buf()),
            _ => named(path)(source),
        })?;
        Ok(Self { file: Arc::new(file), path: path.to_path_buf(), faults })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The latest checkpoint in it that this log signed.
    pub fn latest(&self, log: &LogVerifier) -> Result<Checkpoint, HeadError> {
        self.faults.trip(Op::ReadHead, Moment::Before).map_err(named(&self.path))?;
        let latest = self.latest_now(log)?;
        self.faults.trip(Op::ReadHead, Moment::After).map_err(named(&self.path))?;
        Ok(latest)
    }

    fn latest_now(&self, log: &LogVerifier) -> Result<Checkpoint, HeadError> {
        let mut latest: Option<Checkpoint> = None;
        for place in 0..2u64 {
            let mut bytes = vec![0; PLACE];
            let mut read = 0;
            while let Some(rest) = bytes.get_mut(read..).filter(|rest| !rest.is_empty()) {
                match self.file.read_at(rest, place * PLACE as u64 + read as u64) {
                    Ok(0) => break,
                    Ok(more) => read += more,
                    Err(source) => return Err(named(&self.path)(source)),
                }
            }
            let Some(checkpoint) = note_of(&bytes).and_then(|note| log.open(note).ok()) else { continue };
            if latest.as_ref().is_none_or(|known| known.root().size < checkpoint.root().size) {
                latest = Some(checkpoint);
            }
        }
        latest.ok_or_else(|| HeadError::Damaged(self.path.clone()))
    }

    /// Write a checkpoint, and return when it is on the disk.
    pub async fn write(&self, checkpoint: Checkpoint) -> Result<(), HeadError> {
        let this = self.clone();
        let work = move || {
            this.faults.trip(Op::WriteHead, Moment::Before)?;
            this.write_now(&checkpoint)?;
            this.faults.trip(Op::WriteHead, Moment::After)
        };
        let done = tokio::task::spawn_blocking(work).await.map_err(io::Error::other);
        done.and_then(|done| done).map_err(named(&self.path))
    }

    fn write_now(&self, checkpoint: &Checkpoint) -> io::Result<()> {
        let note = checkpoint.note();
        if note.len() > PLACE - 8 {
            return Err(io::Error::other("the log's name is too long for the head file"));
        }
        let mut bytes = (note.len() as u64).to_le_bytes().to_vec();
        bytes.extend_from_slice(note);
        bytes.resize(PLACE, 0);
        self.file.write_all_at(&bytes, checkpoint.root().size % 2 * PLACE as u64)?;
        self.file.sync_all()
    }
}

fn note_of(place: &[u8]) -> Option<&[u8]> {
    let (length, rest) = place.split_first_chunk::<8>()?;
    rest.get(..usize::try_from(u64::from_le_bytes(*length)).ok()?).filter(|note| !note.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use intertally_log::{LogSigner, Tree};

    #[tokio::test]
    async fn the_latest_comes_back_and_a_torn_place_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        let signer = LogSigner::new("log.test", &[1; 32]).unwrap();
        let mut tree = Tree::default();
        let sign = |tree: &Tree| signer.checkpoint(&tree.root()).unwrap();
        Head::create(&path, &sign(&tree)).unwrap();
        assert!(matches!(Head::create(&path, &sign(&tree)), Err(HeadError::Exists(_))));
        let head = Head::open(&path, Faults::default()).unwrap();
        let verifier = signer.verifier();
        for size in 0..5u64 {
            assert_eq!(head.latest(&verifier).unwrap().root().size, size);
            tree.push(vec![u8::try_from(size).unwrap()]);
            head.write(sign(&tree)).await.unwrap();
        }
        let whole = std::fs::read(&path).unwrap();
        for at in [4096, 4096 + 30, 4096 + 120] {
            let mut torn = whole.clone();
            torn[at] ^= 1;
            std::fs::write(&path, &torn).unwrap();
            let head = Head::open(&path, Faults::default()).unwrap();
            assert_eq!(head.latest(&verifier).unwrap().root().size, 4, "byte {at}");
            torn[at - 4096] ^= 1;
            std::fs::write(&path, &torn).unwrap();
            assert!(matches!(head.latest(&verifier), Err(HeadError::Damaged(_))), "byte {at}");
        }
        let other = LogSigner::new("log.test", &[2; 32]).unwrap().verifier();
        std::fs::write(&path, &whole).unwrap();
        assert!(head.latest(&other).is_err(), "another key");
        std::fs::write(&path, &whole[..4096]).unwrap();
        assert_eq!(head.latest(&verifier).unwrap().root().size, 4, "cut short");
        std::fs::remove_file(&path).unwrap();
        assert!(matches!(Head::open(&path, Faults::default()), Err(HeadError::Missing(_))));
    }
}
