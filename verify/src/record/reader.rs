//! Reading a record file by file. Everything in it is foreign: lengths first, then bytes.

use super::manifest::{ManifestError, RecordManifest};
use super::path::Place;
use super::source::{Source, SourceError};
use super::{FileEntry, MANIFEST};
use intertally_core::canonical::{self, CanonicalError};
use intertally_core::hash::Digest;
use intertally_core::party::RoundId;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::io::Read;

/// Bytes of `record.json` at most.
pub(super) const MAX_MANIFEST: u64 = 256 << 20;

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not there, or not readable.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Not listed.
    #[error("{0}: the record does not hold this file")]
    Missing(String),
    /// Another length than listed.
    #[error("{0}: not of the length that record.json lists; fetch it again")]
    Length(String),
    /// Not canonical bytes of its type.
    #[error("{path}: {why}")]
    Bytes {
        /// Which file.
        path: String,
        /// What is wrong.
        why: CanonicalError,
    },
    /// The list itself.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
}

/// An opened record: its list, and where the bytes come from.
pub struct Record<'a> {
    source: &'a dyn Source,
    manifest: RecordManifest,
    entries: BTreeMap<Place, (u64, [u8; 32])>,
}

impl<'a> Record<'a> {
    /// Read `record.json`.
    pub fn open(source: &'a dyn Source) -> Result<Self, ReadError> {
        let mut bytes = Vec::new();
        read(source.open(MANIFEST)?, MANIFEST, MAX_MANIFEST, |chunk| bytes.extend_from_slice(chunk))?;
        let manifest = RecordManifest::parse(&bytes)?;
        let entry = |file: &FileEntry| {
            let mut sha256 = [0; 32];
            hex::decode_to_slice(&file.sha256, &mut sha256).ok()?;
            Some((Place::parse(&file.path)?, (file.bytes, sha256)))
        };
        let entries = manifest.files.iter().filter_map(entry).collect();
        Ok(Self { source, manifest, entries })
    }

    /// The list.
    #[must_use]
    pub const fn manifest(&self) -> &RecordManifest {
        &self.manifest
    }

    /// The round.
    #[must_use]
    pub fn round(&self) -> RoundId {
        let mut id = [0; 32];
        // The list was checked: 64 hexadecimal digits.
        let _ = hex::decode_to_slice(&self.manifest.round, &mut id);
        RoundId(Digest(id))
    }

    /// All files, by place.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.entries.keys()
    }

    /// Whether a file is listed.
    #[must_use]
    pub fn holds(&self, place: &Place) -> bool {
        self.entries.contains_key(place)
    }

    /// All files that are there, listed or not.
    pub fn paths(&self) -> Result<Vec<String>, SourceError> {
        self.source.paths()
    }

    /// A file whole, of exactly the listed length.
    pub fn bytes(&self, place: &Place) -> Result<Vec<u8>, ReadError> {
        let (len, _) = self.entry(place)?;
        let mut bytes = Vec::new();
        let path = place.to_string();
        let got = read(self.source.open(&path)?, &path, len, |chunk| bytes.extend_from_slice(chunk))?;
        if got == len { Ok(bytes) } else { Err(ReadError::Length(path)) }
    }

    /// Whether a file has the listed length and SHA-256. Reads it in pieces.
    pub fn is_as_listed(&self, place: &Place) -> Result<bool, ReadError> {
        let (len, sha256) = self.entry(place)?;
        let mut hash = Sha256::new();
        let path = place.to_string();
        let got = read(self.source.open(&path)?, &path, len, |chunk| hash.update(chunk))?;
        Ok(got == len && <[u8; 32]>::from(hash.finalize()) == sha256)
    }

    /// A file decoded from its canonical bytes.
    pub fn decode<T: Serialize + DeserializeOwned>(
        &self,
        what: &'static str,
        place: &Place,
        max: usize,
    ) -> Result<T, ReadError> {
        let bytes = self.bytes(place)?;
        canonical::decode(what, &bytes, max).map_err(|why| ReadError::Bytes { path: place.to_string(), why })
    }

    fn entry(&self, place: &Place) -> Result<(u64, [u8; 32]), ReadError> {
        self.entries.get(place).copied().ok_or_else(|| ReadError::Missing(place.to_string()))
    }
}

/// Read to the end in pieces, at most `limit` bytes; answers with how many there were.
fn read(
    from: Box<dyn Read + '_>,
    path: &str,
    limit: u64,
    mut take: impl FnMut(&[u8]),
) -> Result<u64, ReadError> {
    let mut from = from.take(limit.saturating_add(1));
    let mut piece = vec![0; 1 << 16];
    let mut total = 0u64;
    loop {
        let got = match from.read(&mut piece) {
            Ok(0) => break,
            Ok(got) => got,
            Err(why) if why.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(SourceError { path: path.to_owned(), why: why.to_string() }.into()),
        };
        total += got as u64;
        take(piece.get(..got).unwrap_or_default());
    }
    if total > limit { Err(ReadError::Length(path.to_owned())) } else { Ok(total) }
}
