//! What the server keeps in SQLite: events, payloads, checkpoints, terms, mail. Written before anybody is answered,
//! over one connection that is never given up.

mod log;
mod mail;

pub use log::{Row, Witness};
pub use mail::{Letter, Pigeonhole, TermsRow};

use crate::faults::{Faults, Op};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Row as _, SqlStr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// Connections that read, all open from the start: a server that has no file descriptor left still reads its log.
const READERS: u32 = 8;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite.
    #[error("the database failed: {0}; free the disk or restore the backup, then start the server again")]
    Database(sqlx::Error),
    /// Another program has it open for itself (SQLITE_BUSY, SQLITE_LOCKED).
    #[error(
        "another program holds the database ({0}), a backup or a tool that looks at it: close it, or wait until it is done; \
         nothing is lost and nothing has to be restored"
    )]
    Held(sqlx::Error),
    /// A file of it.
    #[error("the database failed: {0}; look at its disk")]
    File(#[from] std::io::Error),
    /// The schema could not be brought up to date.
    #[error("the database is of another version of the server: {0}")]
    Migration(MigrateError),
    /// Something else stands there already.
    #[error("another value stands in this place; the first one stays")]
    Other,
    /// As many as there may be stand there already.
    #[error("as much as there is room for stands in this place")]
    Full,
    /// No database where one should be.
    #[error(
        "there is no log in {0}: is its volume mounted? `restore` brings a backup back, `recover` takes the log from a \
         party's copy; `init` begins a new one for a new collaboration"
    )]
    Missing(PathBuf),
    /// A database where none should be.
    #[error("{0} exists already; a log is never begun or restored over another: move it away first")]
    Exists(PathBuf),
    /// Pages that do not fit together.
    #[error(
        "the database {path} is damaged ({what}); restore the backup, or `recover` from a party's copy of the log"
    )]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What SQLite says.
        what: String,
    },
    /// Opened to look at.
    #[error("the database was opened for reading alone")]
    ReadOnly,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // The last eight bits of a result code are the primary one: https://sqlite.org/rescode.html
        let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
        match code.map(|code| code & 0xFF) {
            Some(5 | 6) => Self::Held(error),
            _ => Self::Database(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(why) | MigrateError::ExecuteMigration(why, _) => why.into(),
            other => Self::Migration(other),
        }
    }
}

/// The schema, by version. Listed by hand: the macro that reads the folder would compile SQLite a second time. A test compares.
const SCHEMA: &[(i64, &str, &str)] = &[
    (1, "log", include_str!("../../migrations/0001_log.sql")),
    (2, "witnesses", include_str!("../../migrations/0002_witnesses.sql")),
    (3, "only_grows", include_str!("../../migrations/0003_only_grows.sql")),
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
    /// Read alone.
    pool: SqlitePool,
    /// Writes alone, open as long as the store is.
    writer: Option<Arc<Mutex<SqliteConnection>>>,
    path: PathBuf,
    faults: Faults,
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Else a large answer may want a file of its own.
        .pragma("temp_store", "MEMORY")
}

/// Whether it holds the tables of a log, by the first migration.
async fn is_log(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let tables = "SELECT count(*) AS n FROM sqlite_master WHERE name IN ('events', 'checkpoint')";
    let row = sqlx::query(tables).fetch_one(connection).await?;
    Ok(row.try_get::<i64, _>("n")? == 2)
}

impl Store {
    /// A new database; refuses to touch one that exists.
    pub async fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_path_buf()));
        }
        let mut first = options(path).create_if_missing(true).connect().await?;
        migrations().run(&mut first).await?;
        first.close().await?;
        crate::head::sync_folder_of(path)?;
        Self::open(path, Faults::default()).await
    }

    /// Open, check every page, bring the schema up to date. Every commit is on the disk when it returns.
    pub async fn open(path: &Path, faults: Faults) -> Result<Self, StoreError> {
        if std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0 {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let damaged = |what: String| StoreError::Damaged { path: path.to_path_buf(), what };
        let bad = |why: sqlx::Error| match StoreError::from(why) {
            StoreError::Database(why) => damaged(why.to_string()),
            held => held,
        };
        let mut writer = options(path).connect().await.map_err(bad)?;
        if !is_log(&mut writer).await.map_err(bad)? {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let row = sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut writer).await.map_err(bad)?;
        let said: String = row.try_get(0)?;
        if said != "ok" {
            return Err(damaged(said));
        }
        migrations().run(&mut writer).await?;
        let pool = Self::readers(options(path).pragma("query_only", "ON")).await?;
        let writer = Some(Arc::new(Mutex::new(writer)));
        Ok(Self { pool, writer, path: path.to_path_buf(), faults })
    }

    /// Open to look at, beside a server that may be running.
    pub async fn look(path: &Path) -> Result<Self, StoreError> {
        if std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0 {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        let pool = Self::readers(SqliteConnectOptions::new().filename(path).read_only(true)).await?;
        if !is_log(&mut *pool.acquire().await?).await? {
            return Err(StoreError::Missing(path.to_path_buf()));
        }
        Ok(Self { pool, writer: None, path: path.to_path_buf(), faults: Faults::default() })
    }

    async fn readers(options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options)
            .await?;
        let all = (0..READERS).map(|_| pool.acquire());
        futures::future::try_join_all(all).await?;
        Ok(pool)
    }

    /// The writer's connection.
    async fn writer(&self) -> Result<MutexGuard<'_, SqliteConnection>, StoreError> {
        let writer = self.writer.as_ref().ok_or(StoreError::ReadOnly)?;
        Ok(writer.lock().await)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself and its write-ahead log.
    #[must_use]
    pub fn files(&self) -> [PathBuf; 2] {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        [self.path.clone(), log.into()]
    }

    /// Every page and every index, slowly.
    pub async fn check(&self) -> Result<(), StoreError> {
        let row = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&self.pool).await?;
        let what: String = row.try_get(0)?;
        if what == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: self.path.clone(), what }) }
    }

    /// A copy of one moment of it, while others write.
    pub async fn copy(&self, to: &Path) -> Result<(), StoreError> {
        let text = to.to_str().ok_or_else(|| std::io::Error::other("the path of the copy is not UTF-8"))?;
        sqlx::query("VACUUM INTO ?").bind(text).execute(&self.pool).await?;
        std::fs::File::open(to)?.sync_all()?;
        Ok(crate::head::sync_folder_of(to)?)
    }

    /// Take letters, terms, offers and cosignatures over from another database, as far as it can be read.
    pub async fn adopt_mail(&self, from: &Path) -> Result<(), StoreError> {
        let text = from.to_str().ok_or_else(|| std::io::Error::other("the path is not UTF-8"))?;
        let mut writer = self.writer().await?;
        sqlx::query("ATTACH ? AS other").bind(text).execute(&mut *writer).await?;
        let mut outcome = Ok(());
        for table in [
            "INSERT OR IGNORE INTO terms SELECT * FROM other.terms",
            "INSERT OR IGNORE INTO offers SELECT * FROM other.offers",
            "INSERT OR IGNORE INTO mail SELECT * FROM other.mail",
            "INSERT OR IGNORE INTO cosigned SELECT * FROM other.cosigned",
        ] {
            let done = sqlx::query(table).execute(&mut *writer).await;
            outcome = outcome.and(done.map(|_| ()));
        }
        sqlx::query("DETACH other").execute(&mut *writer).await?;
        Ok(outcome?)
    }

    /// Do an operation, unless a test makes it fail.
    async fn at<T>(
        &self,
        op: Op,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, StoreError> {
        self.faults.around(op, async { work.await.map_err(StoreError::from) }).await
    }

    /// Whether a writer could begin now: no other program holds the database, and its connection answers.
    pub async fn takes_a_writer(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        Ok(writer.begin_with("BEGIN IMMEDIATE").await?.rollback().await?)
    }

    /// Close; later calls fail.
    pub async fn close(&self) {
        self.pool.close().await;
        if let Some(writer) = &self.writer {
            // The connection itself is closed with the last clone; what was committed is on the disk already.
            let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer.lock().await).await;
        }
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
