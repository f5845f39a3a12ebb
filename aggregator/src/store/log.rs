//! Events, payloads and checkpoints.

use super::{Store, StoreError};
use crate::faults::Op;
use intertally_core::hash::Digest;
use sqlx::{Connection as _, Row as _};

/// An event with its payload, as stored.
pub struct Row {
    /// Position.
    pub height: u64,
    /// Canonical event.
    pub event: Vec<u8>,
    /// Payload; none if deleted.
    pub payload: Option<Vec<u8>>,
}

/// Who cosigned which checkpoint, and when by its own clock.
pub struct Witness<'a> {
    /// Its key, hexadecimal.
    pub key: &'a str,
    /// A trustee; else a member.
    pub trustee: bool,
    /// Events under the checkpoint.
    pub size: u64,
    /// Seconds since 1970.
    pub time: u64,
}

fn narrow(height: u64) -> i64 {
    i64::try_from(height).unwrap_or(i64::MAX)
}

impl Store {
    /// Event, payload and the checkpoint over them, in one transaction. The database refuses any height but the next.
    pub async fn append(
        &self,
        height: u64,
        event: &[u8],
        (digest, payload): (Digest, &[u8]),
        note: &[u8],
    ) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut transaction = self.at(Op::Begin, writer.begin_with("BEGIN IMMEDIATE")).await?;
        let insert = sqlx::query("INSERT INTO events (height, event, payload) VALUES (?, ?, ?)")
            .bind(narrow(height))
            .bind(event)
            .bind(digest.0.as_slice());
        self.at(Op::InsertEvent, insert.execute(&mut *transaction)).await?;
        let insert = sqlx::query("INSERT OR IGNORE INTO payloads (digest, bytes) VALUES (?, ?)")
            .bind(digest.0.as_slice())
            .bind(payload);
        self.at(Op::InsertPayload, insert.execute(&mut *transaction)).await?;
        let insert = sqlx::query("INSERT OR REPLACE INTO checkpoint (id, note) VALUES (0, ?)").bind(note);
        self.at(Op::InsertCheckpoint, insert.execute(&mut *transaction)).await?;
        self.at(Op::Commit, transaction.commit()).await
    }

    /// The checkpoint of a log that has no event yet.
    pub async fn begin(&self, note: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT INTO checkpoint (id, note) VALUES (0, ?)").bind(note);
        insert.execute(&mut *self.writer().await?).await?;
        Ok(())
    }

    /// Up to `count` events from a height on, in order.
    pub async fn events(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query(
            "SELECT e.height, e.event, CASE WHEN ? THEN p.bytes END AS payload FROM events e \
             LEFT JOIN payloads p ON p.digest = e.payload WHERE e.height >= ? ORDER BY e.height LIMIT ?",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(count);
        let rows = self.at(Op::ReadEvents, query.fetch_all(&self.pool)).await?;
        let row = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Row {
                height: row.try_get::<i64, _>("height")?.cast_unsigned(),
                event: row.try_get("event")?,
                payload: row.try_get("payload")?,
            })
        };
        rows.iter().map(row).collect()
    }

    /// Bytes of up to `count` events from a height on, with their payloads or without, in order.
    pub async fn sizes(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<u64>, StoreError> {
        let query = sqlx::query(
            "SELECT length(e.event) + CASE WHEN ? THEN coalesce(length(p.bytes), 0) ELSE 0 END AS bytes FROM events e \
             LEFT JOIN payloads p ON p.digest = e.payload WHERE e.height >= ? ORDER BY e.height LIMIT ?",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(count);
        let rows = self.at(Op::ReadEvents, query.fetch_all(&self.pool)).await?;
        rows.iter().map(|row| Ok(row.try_get::<i64, _>("bytes")?.cast_unsigned())).collect()
    }

    /// The latest checkpoint of the log itself.
    pub async fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT note FROM checkpoint WHERE id = 0").fetch_optional(&self.pool);
        let row = self.at(Op::ReadCheckpoint, query).await?;
        Ok(row.map(|row| row.try_get("note")).transpose()?)
    }

    /// Keep a witness's line under the checkpoint of a size: one per witness, the newest. An older one changes nothing.
    pub async fn put_cosigned(&self, witness: &Witness<'_>, line: &[u8]) -> Result<(), StoreError> {
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
        self.at(Op::Keep, insert.execute(&mut *writer)).await?;
        Ok(())
    }

    /// Lines under the checkpoint of a size, at most `most`: trustees first.
    pub async fn cosigned(&self, size: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let query =
            sqlx::query("SELECT line FROM cosigned WHERE size = ? ORDER BY trustee DESC, witness LIMIT ?")
                .bind(narrow(size))
                .bind(most);
        let rows = self.at(Op::Fetch, query.fetch_all(&self.pool)).await?;
        rows.iter().map(|row| Ok(row.try_get("line")?)).collect()
    }
}
