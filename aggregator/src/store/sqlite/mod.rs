//! The default backend: one SQLite database in the data folder, with a write-ahead log, written over one connection that is
//! never given up and synced at every commit.

mod log;
mod mail;

use super::StoreError;
use crate::faults::{Faults, Op};
use crate::store::schema::{Schema, migrations};
use sqlx::migrate::MigrateError;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions as _, Connection as _, Row as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// Connections that read, all open from the start: a server that has no file descriptor left still reads its log.
const READERS: u32 = 8;

const NEXT: &str = "free the disk or restore the backup, then start the server again";

/// Files of a database beside itself: its write-ahead log, and the index of that.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// What SQLite says, as an error of the store at this path.
fn failed(path: &Path, error: sqlx::Error) -> StoreError {
    let place = format!("the database {}", path.display());
    // The last eight bits of a result code are the primary one: https://sqlite.org/rescode.html
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    match (code.map(|code| code & 0xFF), code) {
        (Some(5 | 6), _) => StoreError::Held { place, source: error.into() },
        // Pages that do not fit together, no database at all, bytes that the disk does not give back.
        (Some(11 | 26), _) | (_, Some(266 | 522)) => {
            StoreError::Damaged { place: path.display().to_string(), what: error.to_string() }
        }
        _ => StoreError::Failed { place, next: NEXT, source: error.into() },
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Move what lies in a database's place aside, with what lies beside it: a write-ahead log that stayed behind would be read into
/// whatever database comes into this place. Nothing is removed. Answers with where it is now; none if nothing was there.
pub fn set_aside(path: &Path) -> std::io::Result<Option<PathBuf>> {
    let endings = || std::iter::once("").chain(BESIDE);
    if !endings().any(|ending| beside(path, ending).exists()) {
        return Ok(None);
    }
    let free = |to: &PathBuf| !endings().any(|ending| beside(to, ending).exists());
    let to = (1u32..).map(|number| beside(path, &format!(".broken-{number}"))).find(free);
    let to = to.ok_or_else(|| std::io::Error::other("no name is free to move it to"))?;
    for ending in endings().filter(|ending| beside(path, ending).exists()) {
        std::fs::rename(beside(path, ending), beside(&to, ending))?;
    }
    crate::head::sync_folder_of(path)?;
    Ok(Some(to))
}

fn not_migrated(path: &Path, error: MigrateError) -> StoreError {
    match error {
        MigrateError::Execute(why) | MigrateError::ExecuteMigration(why, _) => failed(path, why),
        other => {
            StoreError::Version { place: format!("the database {}", path.display()), source: other.into() }
        }
    }
}

/// The schema.
const SCHEMA: Schema = &[
    (1, "log", include_str!("../../../migrations/sqlite/0001_log.sql")),
    (2, "witnesses", include_str!("../../../migrations/sqlite/0002_witnesses.sql")),
    (3, "only_grows", include_str!("../../../migrations/sqlite/0003_only_grows.sql")),
];

/// The database.
#[derive(Clone)]
pub struct Sqlite {
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

impl Sqlite {
    /// A new database; refuses to touch one that exists.
    pub async fn create(path: &Path) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.display().to_string()));
        }
        let bad = |why| failed(path, why);
        let mut first = options(path).create_if_missing(true).connect().await.map_err(bad)?;
        migrations(SCHEMA).run(&mut first).await.map_err(|why| not_migrated(path, why))?;
        first.close().await.map_err(bad)?;
        crate::head::sync_folder_of(path)?;
        Self::open(path, Faults::default()).await
    }

    fn missing(path: &Path) -> StoreError {
        StoreError::Missing(path.display().to_string())
    }

    /// Open, check every page, bring the schema up to date. Every commit is on the disk when it returns.
    pub async fn open(path: &Path, faults: Faults) -> Result<Self, StoreError> {
        if std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0 {
            return Err(Self::missing(path));
        }
        let damaged = |what: String| StoreError::Damaged { place: path.display().to_string(), what };
        let bad = |why: sqlx::Error| failed(path, why);
        let mut writer = options(path).connect().await.map_err(bad)?;
        if !is_log(&mut writer).await.map_err(bad)? {
            return Err(Self::missing(path));
        }
        let said = async {
            sqlx::query("PRAGMA quick_check(1)").fetch_one(&mut writer).await?.try_get::<String, _>(0)
        };
        let said = said.await.map_err(bad)?;
        if said != "ok" {
            return Err(damaged(said));
        }
        migrations(SCHEMA).run(&mut writer).await.map_err(|why| not_migrated(path, why))?;
        let pool = Self::readers(path, options(path).pragma("query_only", "ON")).await?;
        let writer = Some(Arc::new(Mutex::new(writer)));
        Ok(Self { pool, writer, path: path.to_path_buf(), faults })
    }

    /// Open to look at, beside a server that may be running.
    pub async fn look(path: &Path) -> Result<Self, StoreError> {
        if std::fs::metadata(path).map_or(0, |meta| meta.len()) == 0 {
            return Err(Self::missing(path));
        }
        let pool = Self::readers(path, SqliteConnectOptions::new().filename(path).read_only(true)).await?;
        let there = async { is_log(&mut *pool.acquire().await?).await };
        if !there.await.map_err(|why| failed(path, why))? {
            return Err(Self::missing(path));
        }
        Ok(Self { pool, writer: None, path: path.to_path_buf(), faults: Faults::default() })
    }

    async fn readers(path: &Path, options: SqliteConnectOptions) -> Result<SqlitePool, StoreError> {
        let opened = async {
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
        };
        opened.await.map_err(|why| failed(path, why))
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

    /// A copy of one moment of it, while others write.
    pub async fn copy(&self, to: &Path) -> Result<(), StoreError> {
        let text = to.to_str().ok_or_else(|| std::io::Error::other("the path of the copy is not UTF-8"))?;
        self.run(sqlx::query("VACUUM INTO ?").bind(text).execute(&self.pool)).await?;
        std::fs::File::open(to)?.sync_all()?;
        Ok(crate::head::sync_folder_of(to)?)
    }

    /// Take letters, terms, offers and cosignatures over from another database, as far as it can be read.
    pub async fn adopt_mail(&self, from: &Path) -> Result<(), StoreError> {
        let text = from.to_str().ok_or_else(|| std::io::Error::other("the path is not UTF-8"))?;
        let mut writer = self.writer().await?;
        self.run(sqlx::query("ATTACH ? AS other").bind(text).execute(&mut *writer)).await?;
        let mut outcome = Ok(());
        for table in [
            "INSERT OR IGNORE INTO terms SELECT * FROM other.terms",
            "INSERT OR IGNORE INTO offers SELECT * FROM other.offers",
            "INSERT OR IGNORE INTO mail SELECT * FROM other.mail",
            "INSERT OR IGNORE INTO cosigned SELECT * FROM other.cosigned",
        ] {
            let done = self.run(sqlx::query(table).execute(&mut *writer)).await;
            outcome = outcome.and(done.map(|_| ()));
        }
        self.run(sqlx::query("DETACH other").execute(&mut *writer)).await?;
        outcome
    }

    /// Do a piece of work, with this database's name on what goes wrong.
    async fn run<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        work.await.map_err(|why| failed(&self.path, why))
    }

    /// The same, unless a test makes it fail.
    async fn at<T>(
        &self,
        op: Op,
        work: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, StoreError> {
        self.faults.around(op, self.run(work)).await
    }
}

#[cfg(test)]
mod tests {
    use super::SCHEMA;

    #[test]
    fn every_file_of_the_folder_is_in_the_schema() {
        crate::store::schema::assert_lists_its_folder(SCHEMA, "sqlite");
    }
}
