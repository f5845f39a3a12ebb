//! The same record as one file: a POSIX tar archive, byte for byte the same whoever makes it.
//!
//! `record.json` comes first, then every listed file in its order, regular files alone, mode 0644, without owners, names
//! of people or times. Whatever an archive from outside says, no name leads out of the record: every path goes through
//! [`Place::parse`].

use super::MANIFEST;
use super::path::Place;
use super::reader::{ReadError, Record};
use super::source::{Files, Source, SourceError};
use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Files in one archive at most.
const MAX_FILES: usize = 4 << 20;

/// Why a record does not become an archive, or an archive no record.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The record cannot be read.
    #[error(transparent)]
    Record(#[from] ReadError),
    /// A file of the record cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The archive cannot be read or written.
    #[error("the archive cannot be read or written ({0}); see that it is whole and that there is room")]
    Io(#[from] io::Error),
    /// An entry that no record has.
    #[error("the archive holds {0}, which is no file of a record; fetch it from another place")]
    Entry(String),
    /// An entry twice.
    #[error("the archive holds {0} twice; fetch it from another place")]
    Twice(String),
    /// An entry that is too long.
    #[error("{path} has {bytes} bytes in the archive; such a file has at most {limit}")]
    TooLong {
        /// Which.
        path: String,
        /// Bytes there.
        bytes: u64,
        /// Bytes at most.
        limit: u64,
    },
}

/// Write a record as an archive. Holds one piece of a file in memory, never a whole record.
pub fn write(source: &dyn Source, to: impl Write) -> Result<(), ArchiveError> {
    let record = Record::open(source)?;
    let list = record.manifest().to_bytes().map_err(ReadError::from)?;
    let mut archive = tar::Builder::new(to);
    append(&mut archive, MANIFEST, list.len() as u64, &mut list.as_slice())?;
    for file in &record.manifest().files {
        append(&mut archive, &file.path, file.bytes, &mut source.open(&file.path)?)?;
    }
    archive.into_inner()?.flush()?;
    Ok(())
}

fn append(
    archive: &mut tar::Builder<impl Write>,
    path: &str,
    len: u64,
    from: &mut dyn Read,
) -> Result<(), ArchiveError> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_size(len);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    let mut counted = Counted { from, left: len };
    archive.append(&header, &mut counted)?;
    let longer = counted.from.read(&mut [0])? > 0;
    if counted.left > 0 || longer {
        return Err(ReadError::Length(path.to_owned()).into());
    }
    Ok(())
}

/// Gives exactly as many bytes as the header says, or fails: an archive must not slide.
struct Counted<'a> {
    from: &'a mut dyn Read,
    left: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(into.len());
        let got = self.from.read(into.get_mut(..most).unwrap_or_default())?;
        if got == 0 && most > 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a file is shorter than listed"));
        }
        self.left -= got as u64;
        Ok(got)
    }
}

/// Walk through an archive from its start: each file once, in the archive's order, under a checked path, as a stream.
/// The caller writes it where it wants; a path has no other separators than `/` and never leads upwards.
pub fn read(
    from: impl Read,
    mut each: impl FnMut(&str, &mut dyn Read) -> io::Result<()>,
) -> Result<(), ArchiveError> {
    let mut seen = std::collections::BTreeSet::new();
    // Raw: no entry speaks for another one, as long names and the like do.
    for entry in tar::Archive::new(from).entries()?.raw(true) {
        let mut entry = entry?;
        let path = checked(&entry)?;
        if !seen.insert(path.clone()) {
            return Err(ArchiveError::Twice(path));
        }
        each(&path, &mut entry)?;
    }
    Ok(())
}

/// A whole archive in memory, for small records.
pub fn read_files(from: impl Read) -> Result<Files, ArchiveError> {
    let mut files = Files::new();
    read(from, |path, bytes| {
        let mut whole = Vec::new();
        bytes.read_to_end(&mut whole)?;
        files.insert(path.to_owned(), whole);
        Ok(())
    })?;
    Ok(files)
}

/// Path of an entry, if it is a regular file with a place in a record, and not too long for it.
fn checked<R: Read>(entry: &tar::Entry<'_, R>) -> Result<String, ArchiveError> {
    let raw = entry.path_bytes();
    let shown = String::from_utf8_lossy(&raw).chars().filter(|c| !c.is_control()).take(100).collect();
    let regular = entry.header().entry_type() == tar::EntryType::Regular;
    let path = std::str::from_utf8(&raw).ok().filter(|_| regular);
    let Some(path) = path else { return Err(ArchiveError::Entry(shown)) };
    let limit = match Place::parse(path) {
        _ if path == MANIFEST => super::reader::MAX_MANIFEST,
        Some(place) => place.limit(),
        None => return Err(ArchiveError::Entry(shown)),
    };
    let bytes = entry.size();
    if bytes > limit {
        return Err(ArchiveError::TooLong { path: path.to_owned(), bytes, limit });
    }
    Ok(path.to_owned())
}

/// An archive as a source: read file by file where it lies, nothing unpacked. `open` gives a fresh reader of the archive
/// each time, so that files can be read from several threads.
pub struct Archive<F> {
    open: F,
    places: BTreeMap<String, (u64, u64)>,
}

impl<F, R> Archive<F>
where
    F: Fn() -> io::Result<R> + Sync,
    R: Read + Seek,
{
    /// Note where each file lies. An archive that ends before its last file does was cut on its way, and is none.
    pub fn index(open: F) -> Result<Self, ArchiveError> {
        let mut places = BTreeMap::new();
        let len = open()?.seek(SeekFrom::End(0))?;
        for entry in tar::Archive::new(open()?).entries_with_seek()?.raw(true) {
            let entry = entry?;
            let path = checked(&entry)?;
            let at = (entry.raw_file_position(), entry.size());
            if at.0.saturating_add(at.1) > len {
                let cut = io::Error::new(io::ErrorKind::UnexpectedEof, format!("{path} is cut off"));
                return Err(cut.into());
            }
            if places.insert(path.clone(), at).is_some() {
                return Err(ArchiveError::Twice(path));
            }
            if places.len() > MAX_FILES {
                return Err(ArchiveError::Entry(path));
            }
        }
        Ok(Self { open, places })
    }
}

impl<F, R> Source for Archive<F>
where
    F: Fn() -> io::Result<R> + Sync,
    R: Read + Seek + 'static,
{
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.places.keys().cloned().collect())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read + '_>, SourceError> {
        let error = |why: String| SourceError { path: path.to_owned(), why };
        let (at, len) = self.places.get(path).ok_or_else(|| error("there is no such file".to_owned()))?;
        let mut from = (self.open)().map_err(|why| error(why.to_string()))?;
        from.seek(SeekFrom::Start(*at)).map_err(|why| error(why.to_string()))?;
        Ok(Box::new(from.take(*len)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Edition, RecordBuilder};
    use intertally_core::hash::Digest;
    use intertally_core::party::RoundId;
    use std::io::Cursor;

    fn record() -> Files {
        let mut record = RecordBuilder::new(Edition::Public, "log.example", RoundId(Digest([7; 32])));
        record.file(Place::Checkpoint, b"note".to_vec());
        record.file(Place::Event(0), vec![]);
        record.file(Place::Published("totals.csv".into()), vec![65; 2000]);
        record.build().unwrap()
    }

    fn packed(files: &Files) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(files, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn there_and_back_again_the_same_bytes() {
        let files = record();
        let archive = packed(&files);
        assert_eq!(archive, packed(&files));
        assert_eq!(read_files(archive.as_slice()).unwrap(), files);
        let source = Archive::index(|| Ok(Cursor::new(archive.clone()))).unwrap();
        assert_eq!(source.paths().unwrap(), files.keys().cloned().collect::<Vec<_>>());
        for (path, bytes) in &files {
            let mut got = Vec::new();
            source.open(path).unwrap().read_to_end(&mut got).unwrap();
            assert_eq!(got, *bytes);
        }
    }

    #[test]
    fn an_archive_that_was_cut_is_none_however_it_is_read() {
        let whole = packed(&record());
        // In the last file, in the padding behind it, and in the blocks of zeros at the end, which nobody needs.
        let end = whole.len() - 1024 - 48;
        for (len, good) in [(end - 1, false), (end, true), (whole.len() - 1024, true), (whole.len(), true)] {
            let cut = whole.get(..len).unwrap().to_vec();
            let read = read_files(cut.as_slice());
            assert!(read.is_err() || good, "{len}");
            assert_eq!(Archive::index(|| Ok(Cursor::new(cut.clone()))).is_ok(), good, "{len}");
        }
    }

    #[test]
    fn a_file_of_another_length_makes_no_archive() {
        for change in
            [|bytes: &mut Vec<u8>| bytes.push(0), |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() - 1)]
        {
            let mut files = record();
            change(files.get_mut("checkpoint").unwrap());
            assert!(write(&files, io::sink()).is_err());
        }
    }

    /// An archive with one entry of any name and kind.
    fn one(path: &str, kind: tar::EntryType, len: u64) -> Vec<u8> {
        let mut header = tar::Header::new_ustar();
        if let Some(name) = header.as_old_mut().name.get_mut(..path.len()) {
            name.copy_from_slice(path.as_bytes());
        }
        header.set_size(len);
        header.set_entry_type(kind);
        header.set_cksum();
        [header.as_bytes().as_slice(), &[0; 1024]].concat()
    }

    #[test]
    fn no_name_leads_outside() {
        let outside = ["../checkpoint", "/checkpoint", "published/../../x", "notes.txt", "./checkpoint", ""];
        for path in outside {
            let bytes = one(path, tar::EntryType::Regular, 0);
            assert!(matches!(read_files(bytes.as_slice()), Err(ArchiveError::Entry(_))), "{path}");
            assert!(Archive::index(|| Ok(Cursor::new(&bytes))).is_err(), "{path}");
        }
        for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Directory] {
            let bytes = one("checkpoint", kind, 0);
            assert!(matches!(read_files(bytes.as_slice()), Err(ArchiveError::Entry(_))), "{kind:?}");
        }
        assert!(read_files(one("checkpoint", tar::EntryType::Regular, 0).as_slice()).is_ok());
        let long = one("checkpoint", tar::EntryType::Regular, 1 << 30);
        assert!(matches!(read_files(long.as_slice()), Err(ArchiveError::TooLong { .. })));
        let twice = [packed(&record()).get(..1024).unwrap(), &packed(&record())].concat();
        assert!(read_files(twice.as_slice()).is_err());
    }
}
