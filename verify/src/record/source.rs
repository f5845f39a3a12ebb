//! Where a record's bytes come from: a directory, an archive, memory.

use std::collections::BTreeMap;
use std::io::Read;

/// A record in memory: path and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {why}")]
pub struct SourceError {
    /// Which file.
    pub path: String,
    /// Why, and what to do.
    pub why: String,
}

/// Gives the files of one record. Paths are as in `record.json`, with forward slashes.
pub trait Source: Sync {
    /// All files that are there, in any order, `record.json` included.
    fn paths(&self) -> Result<Vec<String>, SourceError>;
    /// A file's bytes from the start.
    fn open(&self, path: &str) -> Result<Box<dyn Read + '_>, SourceError>;
}

impl Source for Files {
    fn paths(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.keys().cloned().collect())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read + '_>, SourceError> {
        match self.get(path) {
            Some(bytes) => Ok(Box::new(bytes.as_slice())),
            None => Err(SourceError { path: path.to_owned(), why: "there is no such file".to_owned() }),
        }
    }
}
