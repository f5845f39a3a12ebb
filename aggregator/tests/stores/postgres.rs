//! PostgreSQL under the contracts, on a server of the test's own.

use super::private::PostgresServer;
use super::{Bench, conforms, some_digest};
use intertally_aggregator::config::Postgres as Settings;
use intertally_aggregator::store::postgres::Postgres;
use intertally_aggregator::store::{LogStore as _, NewRow, Store, StoreError};
use intertally_core::hash::Digest;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Executor as _};
use std::sync::Arc;
use std::time::Duration;

struct Database(Settings);

impl Database {
    async fn of(server: &PostgresServer, name: &str) -> Self {
        Self(Settings { url: server.database(name), password_file: None })
    }

    async fn tool(&self) -> PgConnection {
        self.0.url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
    }
}

#[tonic::async_trait(?Send)]
impl Bench for Database {
    async fn create(&self) -> Store {
        Arc::new(Postgres::create(&self.0).await.unwrap())
    }

    async fn open(&self) -> Store {
        Arc::new(Postgres::open(&self.0).await.unwrap())
    }

    async fn lose_payload(&self, digest: Digest) {
        let delete = sqlx::query("DELETE FROM payloads WHERE digest = $1").bind(digest.0.as_slice());
        delete.execute(&mut self.tool().await).await.unwrap();
    }

    async fn refusal(&self, statement: &str) -> String {
        self.tool().await.execute(sqlx::AssertSqlSafe(statement)).await.unwrap_err().to_string()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_conforms() {
    let Some(server) = PostgresServer::start() else { return };
    let bench = Database::of(&server, "conforms").await;
    let missing = Postgres::open(&bench.0).await.err().unwrap();
    assert!(matches!(missing, StoreError::Missing(_)), "an empty database is no log: {missing}");
    let nowhere = Settings { url: bench.0.url.replace("/conforms", "/nowhere"), password_file: None };
    let failed = Postgres::open(&nowhere).await.err().unwrap();
    assert!(matches!(failed, StoreError::Failed { .. }), "{failed}");
    conforms(&bench).await;
    let again = Postgres::create(&bench.0).await.err().unwrap();
    assert!(matches!(again, StoreError::Exists(_)), "{again}");
    let said = bench.refusal("TRUNCATE events").await;
    assert!(said.contains("the stored log only grows"), "{said}");
    looks_alone(&bench).await;
    refuses_to_forget(&bench).await;
    hears_of_others(&Database::of(&server, "news").await).await;
}

async fn looks_alone(bench: &Database) {
    let look = Postgres::look(&bench.0).await.unwrap();
    assert!(look.begin(b"note").await.is_err() && look.news().is_none());
    let before = look.height().await.unwrap();
    let row = NewRow { event: b"e", digest: some_digest("p"), payload: b"p", note: b"n" };
    assert!(matches!(look.append(before, row).await, Err(StoreError::Failed { .. })));
    assert_eq!(look.height().await.unwrap(), before);
}

/// A database that is set to forget what it has confirmed is not taken, and says which setting it is.
async fn refuses_to_forget(bench: &Database) {
    let mut tool = bench.tool().await;
    for setting in ["fsync", "full_page_writes"] {
        tool.execute(sqlx::AssertSqlSafe(format!("ALTER SYSTEM SET {setting} = off"))).await.unwrap();
        tool.execute("SELECT pg_reload_conf()").await.unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
        let refused = Postgres::open(&bench.0).await.err().unwrap();
        assert!(
            matches!(refused, StoreError::Unfit { .. }) && refused.to_string().contains(setting),
            "{refused}"
        );
        tool.execute(sqlx::AssertSqlSafe(format!("ALTER SYSTEM RESET {setting}"))).await.unwrap();
        tool.execute("SELECT pg_reload_conf()").await.unwrap();
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // What the database forgets by default, this server's own sessions do not.
    tool.execute("ALTER DATABASE conforms SET synchronous_commit = off").await.unwrap();
    Postgres::open(&bench.0).await.unwrap().close().await;
}

/// Told at once; and if nobody tells, found out all the same.
async fn hears_of_others(bench: &Database) {
    let (here, other) = (bench.create().await, bench.open().await);
    here.begin(b"note").await.unwrap();
    let here = bench.open().await;
    let mut news = here.news().unwrap();
    for (height, told) in [(0, true), (1, false)] {
        if !told {
            let silence = "ALTER TABLE events DISABLE TRIGGER events_are_told";
            bench.tool().await.execute(silence).await.unwrap();
        }
        // Whatever came before.
        tokio::time::sleep(Duration::from_millis(300)).await;
        news.mark_unchanged();
        let row = NewRow { event: b"event", digest: some_digest("p"), payload: b"p", note: b"note" };
        other.append(height, row).await.unwrap();
        tokio::time::timeout(Duration::from_secs(30), news.changed()).await.unwrap().unwrap();
        assert_eq!(here.height().await.unwrap(), height + 1);
    }
    here.close().await;
    other.close().await;
}
