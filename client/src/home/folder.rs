//! A folder as a shelf: a name is a file in it, `/` a folder within. Files are written whole or not at all, for their owner alone.

use super::files;
use super::lock::Lock;
use crate::error::{At, Result};
use intertally_roles::Shelf;
use intertally_roles::shelf::Hold;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A folder.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

/// Tries for a folder that another command holds: about five seconds.
const TRIES: u32 = 50;

/// What other commands are told about this one: its first words, which name role and verb, its process, and since when.
fn who() -> String {
    let words = std::env::args().skip(1).take_while(|word| !word.starts_with('-')).take(2);
    let (words, process) = (words.collect::<Vec<_>>().join(" "), std::process::id());
    format!("`{words}` (process {process}, since {} UTC)", jiff::Timestamp::now().strftime("%H:%M:%S"))
}

impl Hold for Lock {}

impl Folder {
    /// The shelf in a folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_path_buf())
    }

    fn path(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        match path.parent().filter(|parent| *parent != self.0) {
            Some(parent) if !parent.exists() => files::folder(parent)?,
            _ => {}
        }
        Ok(path)
    }
}

impl Shelf for Folder {
    fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>> {
        Ok(files::read(&self.0.join(name))?.map(Zeroizing::new))
    }

    fn create(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::create(&self.path(name)?, bytes)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::write(&self.path(name)?, bytes)
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<()> {
        files::append(&self.path(name)?, bytes)
    }

    fn names(&self, beginning: &str) -> Result<Vec<String>> {
        let within = beginning.rsplit_once('/').map_or("", |(within, _)| within);
        let folder = self.0.join(within);
        if !folder.exists() {
            return Ok(Vec::new());
        }
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).at(&folder)? {
            let entry = entry.at(&folder)?;
            let Some(file) = entry.file_name().to_str().map(str::to_owned) else { continue };
            let name = if within.is_empty() { file } else { format!("{within}/{file}") };
            if name.starts_with(beginning) && entry.path().is_file() {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn remove(&self, name: &str) -> Result<()> {
        files::remove(&self.0.join(name))
    }

    fn place(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn lock(&self) -> Result<Box<dyn Hold>> {
        Ok(Box::new(Lock::take(&self.0, &who(), TRIES)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_is_a_shelf_whose_files_are_the_owners() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Folder::new(&folder.path().join("office"));
        assert!(shelf.names("").unwrap().is_empty() && shelf.read("a/b").unwrap().is_none());
        shelf.create("a/b", b"one").unwrap();
        assert!(shelf.create("a/b", b"two").is_err(), "never replaced");
        shelf.replace("a/c", b"three").unwrap();
        shelf.append("a/c", b"four").unwrap();
        assert_eq!(shelf.need("a/c").unwrap().as_slice(), b"threefour");
        assert_eq!(shelf.names("a/").unwrap(), ["a/b", "a/c"]);
        assert_eq!(shelf.names("a/c").unwrap(), ["a/c"]);
        assert!(shelf.names("").unwrap().is_empty(), "what lies deeper has another beginning");
        let mode = |name: &str| {
            std::fs::metadata(folder.path().join("office").join(name)).unwrap().permissions().mode() & 0o777
        };
        assert_eq!((mode("a"), mode("a/c")), (0o700, 0o600));
        shelf.remove("a/b").unwrap();
        shelf.remove("a/b").unwrap();
        assert_eq!(shelf.names("a/").unwrap(), ["a/c"]);
    }
}
