//! Programs that keep log and blobs in the place of files: a database, a bucket.

use serde::Deserialize;
use std::path::PathBuf;

/// A PostgreSQL database.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Postgres {
    /// Its address, without a password.
    pub url: String,
    /// File with the password, on its first line. None: PGPASSWORD or PGPASSFILE of the environment.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
}

/// A bucket of an S3-compatible object store.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Its name. It must exist.
    pub bucket: String,
    /// Address of the object store; none: AWS.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Region.
    #[serde(default)]
    pub region: Option<String>,
    /// Certificate of the authority that the object store's own was issued by, PEM. None: those of this system.
    #[serde(default)]
    pub authority: Option<PathBuf>,
    /// File with a key's id and its secret, each on a line. None: from the environment.
    #[serde(default)]
    pub credentials: Option<PathBuf>,
}
