//! One command at a time in an office: two would write the same files, and each take the other's half for a fault of the
//! log. The system lets go of the lock when the process ends, however it ends.

use super::private::{self, Readers};
use crate::error::{At, ClientError, Result};
use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

/// How often a held lock is tried again.
const PAUSE: Duration = Duration::from_millis(100);

/// Held as long as this lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Take the lock of a folder, or wait for the command that holds it, so many tries long. `who`: what later commands
    /// are told about this one.
    ///
    /// # Errors
    /// A stop that says who holds it; or the file's error.
    pub fn take(folder: &Path, who: &str, tries: u32) -> Result<Self> {
        let path = folder.join("office.lock");
        let mut options = private::options(Readers::Owner);
        let mut file = options.read(true).write(true).create(true).truncate(false).open(&path).at(&path)?;
        for attempt in 0..=tries {
            match file.try_lock() {
                Ok(()) => {
                    file.set_len(0).at(&path)?;
                    file.write_all(who.as_bytes()).at(&path)?;
                    return Ok(Self { _file: file });
                }
                Err(TryLockError::Error(why)) => return Err(why).at(&path),
                Err(TryLockError::WouldBlock) if attempt < tries => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let mut holder = String::new();
        // What the holder wrote is for people: without it the refusal stands as well.
        let _ = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_string(&mut holder));
        let holder = if holder.is_empty() { "another command" } else { &holder };
        Err(ClientError::stop(
            format!("{} is in use by {holder}", folder.display()),
            "wait until that has ended, or end it; nothing was done here",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_command_is_told_who_holds_the_office() {
        let folder = tempfile::tempdir().unwrap();
        let first = Lock::take(folder.path(), "`trustee sit` (process 7)", 0).unwrap();
        let why = Lock::take(folder.path(), "`trustee status` (process 8)", 1).unwrap_err().to_string();
        assert!(why.contains("in use by `trustee sit` (process 7)"), "{why}");
        drop(first);
        Lock::take(folder.path(), "`trustee status` (process 8)", 0).unwrap();
    }
}
