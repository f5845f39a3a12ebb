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

impl Places {
    /// Note where these paths lead.
    pub fn note(paths: impl IntoIterator<Item = PathBuf>) -> std::io::Result<Self> {
        let of = |path: PathBuf| {
            let meta = std::fs::metadata(&path)?;
            Ok((path, (meta.dev(), meta.ino())))
        };
        Ok(Self(paths.into_iter().map(of).collect::<std::io::Result<_>>()?))
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
