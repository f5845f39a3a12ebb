//! Files written whole or not at all, readable by their owner alone.

use super::private::{self, Readers};
use crate::error::{At, ClientError, Result};
use std::io::Write;
use std::path::Path;

/// Make a folder with its parents.
pub fn folder(path: &Path) -> Result<()> {
    private::folder(path, Readers::Owner).at(path)
}

/// Write under another name, sync, rename: after a power cut the old or the new content is there.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    let fresh = Path::new(&name);
    let mut options = private::options(Readers::Owner);
    let mut file = options.write(true).create(true).truncate(true).open(fresh).at(fresh)?;
    file.write_all(bytes).at(fresh)?;
    file.sync_all().at(fresh)?;
    // Windows renames nothing that is open.
    drop(file);
    std::fs::rename(fresh, path).at(path)?;
    sync_folder(path)
}

/// Append and sync.
pub fn append(path: &Path, bytes: &[u8]) -> Result<()> {
    let new = !path.exists();
    let mut file = private::options(Readers::Owner).append(true).create(true).open(path).at(path)?;
    file.write_all(bytes).at(path)?;
    file.sync_all().at(path)?;
    if new { sync_folder(path) } else { Ok(()) }
}

/// Write a file that is not there yet.
pub fn create(path: &Path, bytes: &[u8]) -> Result<()> {
    fresh(path)?;
    write(path, bytes)
}

/// Refuse a name that is taken, before work that ends in such a file.
pub fn fresh(path: &Path) -> Result<()> {
    if path.exists() {
        return Err(ClientError::content(
            path,
            "is there already and is never replaced; give another name, or move it away first",
        ));
    }
    Ok(())
}

/// Read a file; none if it is not there.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        other => other.at(path).map(Some),
    }
}

/// Read a file that must be there.
pub fn need(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).at(path)
}

/// Remove a file; gone is gone.
pub fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => {
            other.at(path)?;
            sync_folder(path)
        }
    }
}

fn sync_folder(path: &Path) -> Result<()> {
    match path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(parent) => private::sync_folder(parent).at(parent),
        None => Ok(()),
    }
}
