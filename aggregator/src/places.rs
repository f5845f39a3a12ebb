//! The files and folders that a running server writes to: still the ones that it opened? A file that was moved, removed or
//! replaced, or whose volume went away, goes on taking bytes that nobody will find again.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

/// Paths with the device and inode that they had.
#[derive(Clone, Debug, Default)]
pub struct Places(Vec<(PathBuf, (u64, u64))>);

/// A path that leads elsewhere now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} was moved, removed or replaced while the server ran, or its volume is gone: what is written now would be lost; \
     put it back as it was and start the server again"
)]
pub struct Moved(pub PathBuf);

/// A path that leads nowhere when the server begins to write.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path}: {source}; it was moved or removed, or its volume is gone: put it back as it was (a lost folder of blobs: \
     `restore`, or `recover`) and start the server again"
)]
pub struct Unseen {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

impl Places {
    /// Note where these paths lead.
    ///
    /// # Errors
    /// The first path that leads nowhere.
    pub fn note(paths: impl IntoIterator<Item = PathBuf>) -> Result<Self, Unseen> {
        let of = |path: PathBuf| match std::fs::metadata(&path) {
            Ok(meta) => Ok((path, (meta.dev(), meta.ino()))),
            Err(source) => Err(Unseen { path, source }),
        };
        Ok(Self(paths.into_iter().map(of).collect::<Result<_, _>>()?))
    }

    /// Whether all lead there still.
    pub fn check(&self) -> Result<(), Moved> {
        let same = |(path, was): &&(PathBuf, (u64, u64))| {
            std::fs::metadata(path).is_ok_and(|meta| (meta.dev(), meta.ino()) == *was)
        };
        let moved = self.0.iter().find(|place| !same(place));
        moved.map_or(Ok(()), |(path, _)| Err(Moved(path.clone())))
    }
}
