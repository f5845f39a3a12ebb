//! `record.json`: what is in a record, with length and SHA-256 of every file.

use super::path::Place;
use serde::{Deserialize, Serialize};

/// For whom a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Accredited auditors: with counts and exact totals of opened cells.
    Restricted,
    /// Everybody: with proofs in their place.
    Public,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Its path.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// The file `record.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordManifest {
    /// Version of docs/spec.md.
    pub spec_version: u16,
    /// For whom.
    pub edition: Edition,
    /// Name of the log, as in its checkpoints.
    pub origin: String,
    /// The round's id, hexadecimal.
    pub round: String,
    /// Every other file, ascending by path.
    pub files: Vec<FileEntry>,
}

/// Why `record.json` is not one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Not this JSON.
    #[error("record.json cannot be read ({0}); fetch the record again")]
    Json(String),
    /// Another spelling of the same.
    #[error("record.json is not in its one spelling; fetch the record again")]
    Spelling,
    /// Not a version known here.
    #[error("spec version {0} is not known here; use a verifier of that version")]
    Version(u16),
    /// Files out of order, twice, or in no known place.
    #[error("record.json lists {0}, which is out of order, listed twice, or no place of this edition")]
    Path(String),
    /// A file longer than such a file can be.
    #[error("record.json gives {path} {bytes} bytes; such a file has at most {limit}")]
    TooLong {
        /// Which.
        path: String,
        /// Bytes listed.
        bytes: u64,
        /// Bytes at most.
        limit: u64,
    },
    /// The round's id is no digest.
    #[error("the round's id in record.json is not 64 hexadecimal digits")]
    Round,
}

impl RecordManifest {
    /// The bytes of the file: JSON with two spaces of indent and a newline at the end.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ManifestError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|why| ManifestError::Json(why.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Read the file. Refuses a second spelling, unknown versions, places and fields.
    pub fn parse(bytes: &[u8]) -> Result<Self, ManifestError> {
        let read: Self = serde_json::from_slice(bytes).map_err(|why| ManifestError::Json(why.to_string()))?;
        if read.spec_version != intertally_core::SPEC_VERSION {
            return Err(ManifestError::Version(read.spec_version));
        }
        if read.to_bytes()? != bytes {
            return Err(ManifestError::Spelling);
        }
        let hex =
            |text: &str| text.len() == 64 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        if !hex(&read.round) {
            return Err(ManifestError::Round);
        }
        let mut last: Option<&str> = None;
        for file in &read.files {
            let place =
                Place::parse(&file.path).filter(|place| place.fits(read.edition) && hex(&file.sha256));
            let in_order = last.is_none_or(|last| last < file.path.as_str());
            let Some(place) = place.filter(|_| in_order) else {
                return Err(ManifestError::Path(file.path.clone()));
            };
            if file.bytes > place.limit() {
                let (path, bytes, limit) = (file.path.clone(), file.bytes, place.limit());
                return Err(ManifestError::TooLong { path, bytes, limit });
            }
            last = Some(&file.path);
        }
        Ok(read)
    }
}
