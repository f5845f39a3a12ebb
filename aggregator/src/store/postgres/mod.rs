//! PostgreSQL: one database, which several servers may share. Every commit is waited for until it is on the database's disk; a
//! database that is set up to forget commits is refused.

mod address;
mod log;
mod mail;
mod news;

pub use address::AddressError;

use super::StoreError;
use crate::config::Postgres as Settings;
use crate::store::schema::{Schema, migrations};
use sqlx::Row as _;
use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use zeroize::Zeroizing;

/// Connections of one server.
const CONNECTIONS: u32 = 10;
/// How long the database may take for a statement, and wait for a lock (milliseconds, as it is told).
const SETTINGS: [(&str, &str); 4] = [
    ("synchronous_commit", "on"),
    ("statement_timeout", "30000"),
    ("lock_timeout", "10000"),
    ("idle_in_transaction_session_timeout", "60000"),
];
/// How long anything may take here: a machine that went away without a word is no answer either.
const MOST: Duration = Duration::from_secs(45);
/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);

const NEXT: &str =
    "nothing is lost: see that it runs, can be reached and has room; the server goes on by itself";

/// The schema, by version. Listed by hand, as for SQLite. A test compares.
const SCHEMA: Schema = &[(1, "log", include_str!("../../../migrations/postgres/0001_log.sql"))];

/// Whether settings can be used at all, without asking the database.
pub fn check(settings: &Settings) -> Result<(), StoreError> {
    address::of(&settings.url)?;
    Ok(())
}

/// The database. Clones are the same one.
#[derive(Clone)]
pub struct Postgres {
    pool: PgPool,
    place: Arc<str>,
    /// Tells that another server may have appended; none if it was opened to look at.
    news: Option<watch::Receiver<u64>>,
    /// Ends the listening with the last clone.
    _ears: Option<Arc<news::Ears>>,
}

impl Postgres {
    fn failed(&self, error: impl Into<super::error::Cause>) -> StoreError {
        StoreError::Failed { place: self.place.to_string(), next: NEXT, source: error.into() }
    }

    /// Do a piece of work within the time that anything may take, with this database's name on what goes wrong.
    async fn run<T>(&self, work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
        match tokio::time::timeout(MOST, work).await {
            Ok(done) => done.map_err(|why| self.failed(why)),
            Err(late) => Err(self.failed(late)),
        }
    }

    async fn connect(settings: &Settings, reads: bool) -> Result<Self, StoreError> {
        let mut options: PgConnectOptions = address::of(&settings.url)?;
        if let Some(path) = &settings.password_file {
            let text = Zeroizing::new(std::fs::read_to_string(path)?);
            options = options.password(text.lines().next().unwrap_or_default());
        }
        let place: Arc<str> = address::words(&options).into();
        let options = options.application_name("intertally-aggregator").options(SETTINGS);
        let options =
            if reads { options.options([("default_transaction_read_only", "on")]) } else { options };
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT)
            .connect_lazy_with(options);
        let this = Self { pool, place, news: None, _ears: None };
        this.run(async { this.pool.acquire().await.map(drop) }).await?;
        Ok(this)
    }

    /// Whether it holds the tables of a log.
    async fn is_log(&self) -> Result<bool, StoreError> {
        let there = "SELECT to_regclass('events') IS NOT NULL AND to_regclass('checkpoint') IS NOT NULL";
        self.run(async { sqlx::query(there).fetch_one(&self.pool).await?.try_get(0) }).await
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let migrations = migrations(SCHEMA);
        let work = async { Ok(migrations.run(&self.pool).await) };
        match self.run(work).await? {
            Ok(()) => Ok(()),
            Err(MigrateError::Execute(why) | MigrateError::ExecuteMigration(why, _)) => Err(self.failed(why)),
            Err(other) => Err(StoreError::Version { place: self.place.to_string(), source: other.into() }),
        }
    }

    /// What a commit is worth there: settings under which it may be forgotten are refused.
    async fn keeps_commits(&self) -> Result<(), StoreError> {
        let asked = "SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on', \
                     current_setting('synchronous_commit') <> 'off', NOT pg_is_in_recovery(), \
                     current_setting('server_version_num')::int >= 130000";
        let row = self.run(sqlx::query(asked).fetch_one(&self.pool)).await?;
        for (column, what) in [
            "`fsync` or `full_page_writes` is off there: a power cut would take events that receipts were given for",
            "`synchronous_commit` is off there: a power cut would take events that receipts were given for",
            "it is a standby: name the primary",
            "it is older than version 13",
        ]
        .into_iter()
        .enumerate()
        {
            let good: bool = self.run(async { row.try_get(column) }).await?;
            if !good {
                return Err(StoreError::Unfit { place: self.place.to_string(), what });
            }
        }
        Ok(())
    }

    /// A new and empty log in a database that exists and holds none.
    pub async fn create(settings: &Settings) -> Result<Self, StoreError> {
        let this = Self::connect(settings, false).await?;
        this.keeps_commits().await?;
        if this.is_log().await? {
            let begun = "SELECT EXISTS (SELECT FROM checkpoint) OR EXISTS (SELECT FROM events)";
            let begun = async { sqlx::query(begun).fetch_one(&this.pool).await?.try_get::<bool, _>(0) };
            if this.run(begun).await? {
                return Err(StoreError::Exists(this.place.to_string()));
            }
        }
        this.migrate().await?;
        Ok(this)
    }

    /// Open, bring the schema up to date, and listen to what other servers append.
    pub async fn open(settings: &Settings) -> Result<Self, StoreError> {
        let mut this = Self::connect(settings, false).await?;
        this.keeps_commits().await?;
        if !this.is_log().await? {
            return Err(StoreError::Missing(this.place.to_string()));
        }
        this.migrate().await?;
        let (ears, news) = news::listen(this.pool.clone());
        this.news = Some(news);
        this._ears = Some(Arc::new(ears));
        Ok(this)
    }

    /// Open to look at, beside servers that may be running.
    pub async fn look(settings: &Settings) -> Result<Self, StoreError> {
        let this = Self::connect(settings, true).await?;
        if this.is_log().await? { Ok(this) } else { Err(StoreError::Missing(this.place.to_string())) }
    }
}

#[cfg(test)]
mod tests {
    use super::SCHEMA;

    #[test]
    fn every_file_of_the_folder_is_in_the_schema() {
        crate::store::schema::assert_lists_its_folder(SCHEMA, "postgres");
    }
}
