//! Events, payloads, checkpoints and witnesses' lines in SQLite.

use super::{Sqlite, beside};
use crate::faults::Op;
use crate::store::{LogStore, NewRow, Row, StoreError, Witness};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection as _, Row as _};
use std::path::PathBuf;

fn narrow(height: u64) -> i64 {
    i64::try_from(height).unwrap_or(i64::MAX)
}

const HEIGHT: &str = "SELECT coalesce(max(height), -1) + 1 AS n FROM events";

async fn height_in(connection: &mut SqliteConnection) -> Result<u64, sqlx::Error> {
    Ok(sqlx::query(HEIGHT).fetch_one(connection).await?.try_get::<i64, _>("n")?.cast_unsigned())
}

#[tonic::async_trait]
impl LogStore for Sqlite {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    /// The file itself, its write-ahead log, and the index of that, by which other programs keep out of this one's way.
    fn files(&self) -> Vec<PathBuf> {
        ["", "-wal", "-shm"].map(|ending| beside(&self.path, ending)).into()
    }

    async fn append(&self, expected: u64, row: NewRow<'_>) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        // Locked against other writers from here on: the height that is read is the one that is written after.
        let mut transaction = self.at(Op::Begin, writer.begin_with("BEGIN IMMEDIATE")).await?;
        let there = self.run(height_in(&mut transaction)).await?;
        if there != expected {
            self.run(transaction.rollback()).await?;
            return Err(StoreError::Moved { there });
        }
        let insert = sqlx::query("INSERT INTO events (height, event, payload) VALUES (?, ?, ?)")
            .bind(narrow(expected))
            .bind(row.event)
            .bind(row.digest.0.as_slice());
        self.at(Op::InsertEvent, insert.execute(&mut *transaction)).await?;
        let insert = sqlx::query("INSERT OR IGNORE INTO payloads (digest, bytes) VALUES (?, ?)")
            .bind(row.digest.0.as_slice())
            .bind(row.payload);
        self.at(Op::InsertPayload, insert.execute(&mut *transaction)).await?;
        let insert = sqlx::query("INSERT OR REPLACE INTO checkpoint (id, note) VALUES (0, ?)").bind(row.note);
        self.at(Op::InsertCheckpoint, insert.execute(&mut *transaction)).await?;
        self.at(Op::Commit, transaction.commit()).await
    }

    async fn begin(&self, note: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT OR IGNORE INTO checkpoint (id, note) VALUES (0, ?)").bind(note);
        let mut writer = self.writer().await?;
        let done = self.run(insert.execute(&mut *writer)).await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Exists(self.place())) }
    }

    async fn height(&self) -> Result<u64, StoreError> {
        self.run(async { height_in(&mut *self.pool.acquire().await?).await }).await
    }

    async fn events(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query(
            "SELECT e.height, e.event, CASE WHEN ? THEN p.bytes END AS payload FROM events e \
             LEFT JOIN payloads p ON p.digest = e.payload WHERE e.height >= ? ORDER BY e.height LIMIT ?",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(count);
        let row = |row: &SqliteRow| {
            Ok(Row {
                height: row.try_get::<i64, _>("height")?.cast_unsigned(),
                event: row.try_get("event")?,
                payload: row.try_get("payload")?,
            })
        };
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(row).collect() }).await
    }

    async fn sizes(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<u64>, StoreError> {
        let query = sqlx::query(
            "SELECT length(e.event) + CASE WHEN ? THEN coalesce(length(p.bytes), 0) ELSE 0 END AS bytes FROM events e \
             LEFT JOIN payloads p ON p.digest = e.payload WHERE e.height >= ? ORDER BY e.height LIMIT ?",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(count);
        let bytes = |row: &SqliteRow| Ok(row.try_get::<i64, _>("bytes")?.cast_unsigned());
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(bytes).collect() }).await
    }

    async fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT note FROM checkpoint WHERE id = 0").fetch_optional(&self.pool);
        self.run(async { query.await?.map(|row| row.try_get("note")).transpose() }).await
    }

    async fn put_cosigned(&self, witness: Witness<'_>, line: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO cosigned (witness, trustee, size, time, line) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (witness) DO UPDATE SET trustee = ?2, size = ?3, time = ?4, line = ?5 \
             WHERE ?3 > size OR (?3 = size AND ?4 >= time)",
        )
        .bind(witness.key)
        .bind(witness.trustee)
        .bind(narrow(witness.size))
        .bind(narrow(witness.time))
        .bind(line);
        let mut writer = self.writer().await?;
        self.run(insert.execute(&mut *writer)).await.map(|_| ())
    }

    async fn cosigned(&self, size: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let query =
            sqlx::query("SELECT line FROM cosigned WHERE size = ? ORDER BY trustee DESC, witness LIMIT ?")
                .bind(narrow(size))
                .bind(most);
        let line = |row: &SqliteRow| row.try_get("line");
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(line).collect() }).await
    }

    async fn takes_a_writer(&self) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        self.run(async { writer.begin_with("BEGIN IMMEDIATE").await?.rollback().await }).await
    }

    /// Every page and every index.
    async fn check(&self) -> Result<(), StoreError> {
        let check = sqlx::query("PRAGMA integrity_check(1)").fetch_one(&self.pool);
        let what: String = self.run(async { check.await?.try_get(0) }).await?;
        if what == "ok" { Ok(()) } else { Err(StoreError::Damaged { place: self.place(), what }) }
    }

    async fn close(&self) {
        self.pool.close().await;
        if let Some(writer) = &self.writer {
            // The connection itself is closed with the last clone; what was committed is on the disk already.
            let _ = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut *writer.lock().await).await;
        }
    }
}
