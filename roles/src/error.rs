//! Why a step stops: what, where, and what to do next. No variant holds a figure or a secret.

use crate::wire::Problem;
use crate::wire::mirror::LogFault;
use intertally_core::canonical::CanonicalError;
use std::path::{Path, PathBuf};

/// Why a step stops.
#[derive(Debug, thiserror::Error)]
pub enum RoleError {
    /// Something on a shelf, or a file.
    #[error("{path}: {source}; check the path and its rights")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Something that is there but not what it should be.
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
    Log(#[from] LogFault),
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
    /// The person said no.
    #[error("not confirmed, so nothing was done")]
    NotConfirmed,
    /// A worker thread died.
    #[error("a worker thread stopped; run the command again")]
    Dropped,
}

/// Results of this crate.
pub type Result<T> = std::result::Result<T, RoleError>;

impl RoleError {
    /// A stop with words.
    pub fn stop(what: impl Into<String>, next: impl Into<String>) -> Self {
        Self::Stop { what: what.into(), next: next.into() }
    }

    /// Something that is not what it should be. `path`: how people find it.
    pub fn content(path: impl AsRef<Path>, what: impl Into<String>) -> Self {
        Self::Content { path: path.as_ref().to_path_buf(), what: what.into() }
    }
}
