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

/// The schema, by version. Listed by hand: the macro that reads the folder would compile SQLite a second time. A test compares.
const SCHEMA: &[(i64, &str, &str)] = &[
    (1, "log", include_str!("../../migrations/0001_log.sql")),
    (2, "witnesses", include_str!("../../migrations/0002_witnesses.sql")),
];

fn migrations() -> Migrator {
    let one = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    };
    Migrator::with_migrations(SCHEMA.iter().map(one).collect())
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

#[cfg(test)]
mod tests {
    use super::SCHEMA;

    #[test]
    fn every_file_of_the_folder_is_in_the_schema() {
        let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap();
        let mut files: Vec<String> =
            folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        files.sort_unstable();
        let listed: Vec<String> =
            SCHEMA.iter().map(|(version, name, _)| format!("{version:04}_{name}.sql")).collect();
        assert_eq!(files, listed);
    }
}
