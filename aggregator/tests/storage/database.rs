//! The same log in a PostgreSQL of the test's own, in place of a folder's SQLite: a database that holds the ceremony and the
//! open round is made once, and copied for each desk.

use super::private::PostgresServer;
use crate::desk::{Desk, begin, config_in, copy_folder};
use intertally_aggregator::config::{Config, Postgres};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// What is copied: key, head file and blobs lie in the folder, the log in the database `begun`.
pub struct Databases {
    server: PostgresServer,
    begun: TempDir,
    made: AtomicU32,
}

fn config(at: &Path, url: String) -> Config {
    Config { postgres: Some(Postgres { url, password_file: None }), ..config_in(at) }
}

impl Databases {
    /// None where there is no PostgreSQL.
    pub async fn new() -> Option<Self> {
        let server = PostgresServer::start()?;
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path(), server.database("begun"));
        let begun = begin(folder, config).await;
        Some(Self { server, begun, made: AtomicU32::new(0) })
    }

    /// A desk on a database of its own.
    pub async fn desk(&self) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        copy_folder(self.begun.path(), folder.path());
        let name = format!("desk_{}", self.made.fetch_add(1, Ordering::SeqCst));
        let config = config(folder.path(), self.server.copy_of("begun", &name));
        Desk::opened(folder, config).await
    }
}
