//! What is for its owner alone, as each system has it. On Unix by the mode. On Windows a folder that is made is closed to all others
//! by its access list, which what is made in it inherits: files have none of their own.

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

/// Who may read a new file or folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Its owner: 0600, 0700.
    Owner,
    /// Everybody: 0644, 0755.
    All,
}

/// Options for a file that may be made new.
#[cfg(unix)]
#[must_use]
pub fn options(readers: Readers) -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(if readers == Readers::Owner { 0o600 } else { 0o644 });
    options
}

/// Make a folder with its parents.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn folder(path: &Path, readers: Readers) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let mode = if readers == Readers::Owner { 0o700 } else { 0o755 };
    DirBuilder::new().recursive(true).mode(mode).create(path)
}

/// Names in a folder survive a power cut.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn sync_folder(path: &Path) -> io::Result<()> {
    std::fs::File::open(path)?.sync_all()
}

/// Options for a file that may be made new.
#[cfg(windows)]
#[must_use]
pub fn options(_: Readers) -> OpenOptions {
    OpenOptions::new()
}

/// Make a folder with its parents. For its owner alone, the uppermost that is new is closed to all others.
///
/// # Errors
/// What the system says; a disk on which nothing can be closed.
#[cfg(windows)]
pub fn folder(path: &Path, readers: Readers) -> io::Result<()> {
    let missing = path.ancestors().take_while(|one| !one.as_os_str().is_empty() && !one.exists()).last();
    DirBuilder::new().recursive(true).create(path)?;
    match missing.filter(|_| readers == Readers::Owner) {
        None => Ok(()),
        Some(new) => close(new).inspect_err(|_| {
            // Nothing is in it yet, and what is not closed must not be taken for closed next time.
            let _ = std::fs::remove_dir_all(new);
        }),
    }
}

/// All rights to the owner (S-1-3-4), none from above, for the folder and what will be in it.
#[cfg(windows)]
fn close(folder: &Path) -> io::Result<()> {
    use std::process::Command;
    // The system's own, not what a search path puts before it.
    let system = std::env::var_os("SystemRoot").unwrap_or_else(|| "C:\\Windows".into());
    let icacls = Path::new(&system).join("System32").join("icacls.exe");
    let outcome = Command::new(icacls)
        .arg(folder)
        .args(["/inheritance:r", "/grant:r", "*S-1-3-4:(OI)(CI)F", "/Q"])
        .output()?;
    if outcome.status.success() {
        return Ok(());
    }
    Err(io::Error::other("it cannot be closed to other users; take a folder in your own profile"))
}

/// Windows writes names down with the files themselves, and has no such call.
///
/// # Errors
/// None.
#[cfg(windows)]
pub const fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
