//! Making a record piece by piece: every file goes to its place as it comes, with its SHA-256 on the way, and nothing but the
//! list stays in memory.

use super::MANIFEST;
use super::manifest::{Edition, FileEntry, ManifestError, RecordManifest};
use super::path::Place;
use super::source::Files;
use intertally_core::party::RoundId;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Why no record can be made.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A file that the edition does not have, too long, with a name that is not allowed, or there with other bytes.
    #[error("{0} cannot be a file of this record; check its name, its length and the edition")]
    File(String),
    /// The list cannot be written.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// A file cannot be written.
    #[error("{path} cannot be written: {why}; see that there is room, and begin again in a new folder")]
    Io {
        /// Which.
        path: String,
        /// Why.
        why: io::Error,
    },
}

/// Where the files of a record go: a folder, memory. Paths are as in `record.json`; each is made once.
pub trait Sink {
    /// A file under way.
    type File: Write;
    /// Begin a file.
    fn begin(&mut self, path: &str) -> io::Result<Self::File>;
    /// It is whole.
    fn end(&mut self, path: &str, file: Self::File) -> io::Result<()>;
}

impl Sink for Files {
    type File = Vec<u8>;

    fn begin(&mut self, _: &str) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn end(&mut self, path: &str, file: Vec<u8>) -> io::Result<()> {
        self.insert(path.to_owned(), file);
        Ok(())
    }
}

/// A file under way: write to it, then give it to [`RecordWriter::end`]. More bytes than its place allows are refused.
pub struct Piece<F> {
    place: Place,
    file: F,
    bytes: u64,
    hash: Sha256,
}

impl<F: Write> Write for Piece<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.saturating_add(bytes.len() as u64) > self.place.limit() {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "such a file is never so long"));
        }
        let taken = self.file.write(bytes)?;
        self.hash.update(bytes.get(..taken).unwrap_or_default());
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes the files of one record in any order, the list last.
pub struct RecordWriter<S> {
    sink: S,
    edition: Edition,
    origin: String,
    round: RoundId,
    files: BTreeMap<String, (u64, [u8; 32])>,
}

impl<S: Sink> RecordWriter<S> {
    /// An empty record of a round. `origin`: the log's name.
    pub fn new(sink: S, edition: Edition, origin: &str, round: RoundId) -> Self {
        Self { sink, edition, origin: origin.to_owned(), round, files: BTreeMap::new() }
    }

    /// The edition.
    #[must_use]
    pub const fn edition(&self) -> Edition {
        self.edition
    }

    /// Whether a file is there already.
    #[must_use]
    pub fn holds(&self, place: &Place) -> bool {
        self.files.contains_key(&place.to_string())
    }

    /// Begin a file that is not there.
    pub fn begin(&mut self, place: &Place) -> Result<Piece<S::File>, BuildError> {
        let path = place.to_string();
        let right = Place::parse(&path).is_some() && place.fits(self.edition);
        if !right || self.files.contains_key(&path) {
            return Err(BuildError::File(path));
        }
        let file = self.sink.begin(&path).map_err(|why| BuildError::Io { path, why })?;
        Ok(Piece { place: place.clone(), file, bytes: 0, hash: Sha256::new() })
    }

    /// A file is whole.
    pub fn end(&mut self, piece: Piece<S::File>) -> Result<(), BuildError> {
        let path = piece.place.to_string();
        let ended = self.sink.end(&path, piece.file);
        ended.map_err(|why| BuildError::Io { path: path.clone(), why })?;
        self.files.insert(path, (piece.bytes, piece.hash.finalize().into()));
        Ok(())
    }

    /// A whole file. The same again is one file.
    pub fn file(&mut self, place: &Place, bytes: &[u8]) -> Result<(), BuildError> {
        let path = place.to_string();
        let same = (bytes.len() as u64, <[u8; 32]>::from(Sha256::digest(bytes)));
        if self.files.get(&path) == Some(&same) {
            return Ok(());
        }
        if bytes.len() as u64 > place.limit() {
            return Err(BuildError::File(path));
        }
        let mut piece = self.begin(place)?;
        piece.write_all(bytes).map_err(|why| BuildError::Io { path, why })?;
        self.end(piece)
    }

    /// Write the list. Answers with the sink and the number of files, the list included.
    pub fn finish(mut self) -> Result<(S, usize), BuildError> {
        let entry = |(path, (bytes, sha256)): (&String, &(u64, [u8; 32]))| FileEntry {
            path: path.clone(),
            bytes: *bytes,
            sha256: hex::encode(sha256),
        };
        let manifest = RecordManifest {
            spec_version: intertally_core::SPEC_VERSION,
            edition: self.edition,
            origin: self.origin,
            round: self.round.0.to_string(),
            files: self.files.iter().map(entry).collect(),
        };
        let bytes = manifest.to_bytes()?;
        let failed = |why| BuildError::Io { path: MANIFEST.to_owned(), why };
        let mut file = self.sink.begin(MANIFEST).map_err(failed)?;
        file.write_all(&bytes).map_err(failed)?;
        self.sink.end(MANIFEST, file).map_err(failed)?;
        Ok((self.sink, self.files.len() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use intertally_core::hash::Digest;

    fn writer() -> RecordWriter<Files> {
        RecordWriter::new(Files::new(), Edition::Public, "log.example", RoundId(Digest([7; 32])))
    }

    #[test]
    fn what_comes_in_pieces_is_listed_with_its_digest() {
        let mut record = writer();
        record.file(&Place::Checkpoint, b"note").unwrap();
        record.file(&Place::Checkpoint, b"note").unwrap();
        let place = Place::Blob(Digest([1; 32]));
        let mut piece = record.begin(&place).unwrap();
        [&b"one"[..], b"", b"two"].iter().for_each(|bytes| piece.write_all(bytes).unwrap());
        record.end(piece).unwrap();
        assert!(record.holds(&place));
        let (files, count) = record.finish().unwrap();
        assert_eq!((files.len(), count), (3, 3));
        let record = Record::open(&files).unwrap();
        assert_eq!(record.bytes(&place).unwrap(), b"onetwo");
        assert!(record.is_as_listed(&place).unwrap() && record.is_as_listed(&Place::Checkpoint).unwrap());
    }

    #[test]
    fn no_second_content_no_foreign_place_and_nothing_too_long() {
        let mut record = writer();
        record.file(&Place::Checkpoint, b"note").unwrap();
        assert!(matches!(record.file(&Place::Checkpoint, b"other"), Err(BuildError::File(_))));
        assert!(record.begin(&Place::Checkpoint).is_err());
        let sheet = Place::Sheet(crate::record::Sheet::Counts);
        assert!(matches!(record.file(&sheet, b""), Err(BuildError::File(_))), "of the other edition");
        assert!(record.file(&Place::Published("../x".into()), b"").is_err());
        assert!(record.file(&Place::Event(0), &[0; 1025]).is_err());
        let mut piece = record.begin(&Place::Event(1)).unwrap();
        piece.write_all(&[0; 1000]).unwrap();
        assert!(piece.write_all(&[0; 25]).is_err());
    }
}
