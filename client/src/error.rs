//! Why a command stops: what, where, and what to do next. No variant holds a figure or a secret.

use intertally_core::canonical::CanonicalError;
use intertally_proto::status::Problem;
use std::path::{Path, PathBuf};

/// Why a command stops.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A file or folder.
    #[error("{path}: {source}; check the path and its rights")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is there but not what it should be.
    #[error("{path}: {what}")]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The server refused, or was not reached.
    #[error(transparent)]
    Server(#[from] Problem),
    /// Bytes from outside.
    #[error(transparent)]
    Bytes(#[from] CanonicalError),
    /// The log contradicts itself or what was seen before.
    #[error(transparent)]
    Log(#[from] crate::wire::mirror::LogFault),
    /// A record cannot be written.
    #[error(transparent)]
    Record(#[from] intertally_verify::record::BuildError),
    /// Not possible now; the words say why and what to do next.
    #[error("{what}; {next}")]
    Stop {
        /// What stands in the way.
        what: String,
        /// What to do next.
        next: String,
    },
    /// The person at the keyboard said no.
    #[error("not confirmed, so nothing was done")]
    NotConfirmed,
    /// A worker thread died.
    #[error("a worker thread stopped; run the command again")]
    Dropped,
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, ClientError>;

impl ClientError {
    /// A stop with words.
    pub fn stop(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Stop { what: what.into(), next: next.into() }
    }

    /// A file that is not what it should be.
    pub fn content(path: &Path, what: impl Into<String>) -> Self {
        Self::Content { path: path.to_path_buf(), what: what.into() }
    }
}

impl From<tonic::Status> for ClientError {
    fn from(status: tonic::Status) -> Self {
        Self::Server(Problem::of(&status))
    }
}

/// Name the file in an I/O error.
pub trait At<T> {
    /// Name the file.
    fn at(self, path: &Path) -> Result<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: &Path) -> Result<T> {
        self.map_err(|source| ClientError::File { path: path.to_path_buf(), source })
    }
}
