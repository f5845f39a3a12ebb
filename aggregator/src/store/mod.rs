//! What the server keeps in SQLite: events, payloads, checkpoints, terms, mail. Written before anybody is answered.

mod log;
mod mail;

pub use log::{Row, Witness};
pub use mail::{Letter, TermsRow};

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite.
    #[error("the database failed: {0}; free the disk or restore the backup, then start the server again")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database is of another version of the server: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something else stands there already.
    #[error("another value stands in this place; the first one stays")]
    Other,
}

/// The schema, by version. Listed by hand: the macro that reads the folder would compile SQLite a second time.
fn migrations() -> Migrator {
    let log = SqlStr::from_static(include_str!("../../migrations/0001_log.sql"));
    Migrator::with_migrations(vec![Migration::new(1, "log".into(), MigrationType::Simple, log, false)])
}

/// The database.
#[derive(Clone)]
pub struct Store {
    pool: SqlitePool,
}

impl Store {
    /// Open, create if absent, bring the schema up to date. Every commit is on the disk when it returns.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
        migrations().run(&pool).await?;
        Ok(Self { pool })
    }

    /// Close; later calls fail.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
