//! A record as a folder, read and written file by file; or as one archive.

use crate::error::{At, ClientError, Result};
use crate::home::files;
use crate::home::private::{self, Readers};
use intertally_roles::error::plain;
use intertally_verify::record::archive::{self, Archive};
use intertally_verify::record::{MANIFEST, Sink, Source, SourceError, is_of_desktop};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// How a file of gzip begins (RFC 1952 section 2.3.1).
const GZIP_MARK: &[u8] = b"\x1f\x8b";
/// The mark of a tar archive, and where it stands (POSIX.1-1988, ustar).
const TAR_MARK: (&[u8], usize) = (b"ustar", 257);

/// A record where it lies: a folder, or the same as one archive.
pub fn open_record(path: &Path) -> Result<Box<dyn Source + Send>> {
    if path.is_dir() {
        // Whoever has the published files alone has nothing to check, and nobody is to blame for it.
        if !path.join(MANIFEST).exists() {
            let what = format!(
                "holds no record: there is no {MANIFEST} in it; name the folder or the archive of a record"
            );
            return Err(ClientError::content(path, what));
        }
        return Ok(Box::new(FolderSource::open(path)?));
    }
    let file = path.to_path_buf();
    let mut start = Vec::new();
    File::open(&file).at(path)?.take(TAR_MARK.1 as u64 + 5).read_to_end(&mut start).at(path)?;
    if start.starts_with(GZIP_MARK) {
        let what = "is compressed; unpack it (`gunzip FILE`), and name the .tar that comes of it";
        return Err(ClientError::content(path, what));
    }
    if !start.get(TAR_MARK.1..).is_some_and(|mark| mark.starts_with(TAR_MARK.0)) {
        let what = "is no archive; a record is a folder with record.json, or one .tar of it: name that";
        return Err(ClientError::content(path, what));
    }
    let archive = Archive::index(move || File::open(&file));
    Ok(Box::new(archive.map_err(|why| ClientError::content(path, why.to_string()))?))
}

/// Write a record as one archive, byte for byte the same whoever does it. The file is new, for its owner alone.
pub fn pack(record: &Path, to: &Path) -> Result<()> {
    let source = open_record(record)?;
    files::fresh(to)?;
    let file = private::options(Readers::Owner).write(true).create_new(true).open(to).at(to)?;
    archive::write(&*source, BufWriter::new(file)).map_err(|why| {
        // What was begun is no archive.
        let _ = std::fs::remove_file(to);
        ClientError::content(record, why.to_string())
    })
}

/// Reads a record from a folder; holds no file in memory.
pub struct FolderSource {
    root: PathBuf,
}

impl FolderSource {
    /// A folder that is there.
    pub fn open(root: &Path) -> Result<Self> {
        std::fs::read_dir(root).at(root)?;
        Ok(Self { root: root.to_path_buf() })
    }

    fn walk(&self, folder: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.walk(&path, found)?;
            } else if path.file_name().and_then(|name| name.to_str()).is_some_and(is_of_desktop) {
                // Named by `desktop_files` for whoever looks.
            } else if let Ok(inside) = path.strip_prefix(&self.root) {
                let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
                found.push(parts.collect::<Vec<_>>().join("/"));
            }
        }
        Ok(())
    }
}

impl Source for FolderSource {
    fn paths(&self) -> std::result::Result<Vec<String>, SourceError> {
        let mut found = Vec::new();
        self.walk(&self.root, &mut found).map_err(|why| SourceError {
            path: self.root.display().to_string(),
            why: format!("{why}; check the folder and its rights"),
        })?;
        Ok(found)
    }

    fn open(&self, path: &str) -> std::result::Result<Box<dyn Read + '_>, SourceError> {
        // The same words wherever a record lies: a system's own differ from one to the next.
        let words = |why: &std::io::Error| match why.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => plain(why),
        };
        let error = |why: std::io::Error| SourceError { path: path.to_owned(), why: words(&why) };
        Ok(Box::new(BufReader::new(File::open(self.root.join(path)).map_err(error)?)))
    }
}

/// Writes a record into a new folder, file by file.
pub struct FolderSink {
    root: PathBuf,
    readers: Readers,
}

impl FolderSink {
    /// A folder that is new or empty. `private`: for its owner alone, as counts and exact totals are.
    pub fn create(root: &Path, private: bool) -> Result<Self> {
        let readers = if private { Readers::Owner } else { Readers::All };
        let sink = Self { root: root.to_path_buf(), readers };
        private::folder(root, readers).at(root)?;
        if std::fs::read_dir(root).at(root)?.next().is_some() {
            return Err(ClientError::content(root, "is not empty; a record goes into a folder of its own"));
        }
        Ok(sink)
    }
}

impl Sink for FolderSink {
    type File = BufWriter<File>;

    fn begin(&mut self, path: &str) -> std::io::Result<Self::File> {
        let target = self.root.join(path);
        if let Some(parent) = target.parent() {
            private::folder(parent, self.readers)?;
        }
        let file = private::options(self.readers).write(true).create_new(true).open(target)?;
        Ok(BufWriter::new(file))
    }

    fn end(&mut self, _: &str, mut file: Self::File) -> std::io::Result<()> {
        file.flush()
    }
}
