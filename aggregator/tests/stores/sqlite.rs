//! SQLite under the contracts.

use super::{Bench, conforms};
use intertally_aggregator::faults::Faults;
use intertally_aggregator::store::sqlite::Sqlite;
use intertally_aggregator::store::{LogStore as _, Store, StoreError};
use intertally_core::hash::Digest;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use std::path::PathBuf;
use std::sync::Arc;

struct File(PathBuf);

impl File {
    async fn tool(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(&self.0).connect().await.unwrap()
    }
}

#[tonic::async_trait(?Send)]
impl Bench for File {
    async fn create(&self) -> Store {
        Arc::new(Sqlite::create(&self.0).await.unwrap())
    }

    async fn open(&self) -> Store {
        Arc::new(Sqlite::open(&self.0, Faults::default()).await.unwrap())
    }

    async fn lose_payload(&self, digest: Digest) {
        let delete = sqlx::query("DELETE FROM payloads WHERE digest = ?").bind(digest.0.as_slice());
        delete.execute(&mut self.tool().await).await.unwrap();
    }

    async fn refusal(&self, statement: &str) -> String {
        let done = sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut self.tool().await).await;
        done.unwrap_err().to_string()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    conforms(&File(folder.path().join("log.sqlite"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_changes_nothing_and_a_copy_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("log.sqlite"), folder.path().join("copy.sqlite"));
    let missing = Sqlite::look(&path).await.err().unwrap();
    assert!(matches!(missing, StoreError::Missing(_)) && !path.exists(), "{missing}");
    conforms(&File(path.clone())).await;
    let again = Sqlite::create(&path).await.err().unwrap();
    assert!(matches!(again, StoreError::Exists(_)), "{again}");
    let look = Sqlite::look(&path).await.unwrap();
    assert!(matches!(look.begin(b"note").await, Err(StoreError::ReadOnly)));
    assert!(matches!(look.takes_a_writer().await, Err(StoreError::ReadOnly)));
    look.copy(&copy).await.unwrap();
    let copied = Sqlite::look(&copy).await.unwrap();
    let (here, there) =
        (look.events(0, 100, true).await.unwrap(), copied.events(0, 100, true).await.unwrap());
    assert!(here == there && here.len() > 9);
}
