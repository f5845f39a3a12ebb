//! Events, payloads, checkpoints and witnesses' lines in PostgreSQL.

use super::Postgres;
use crate::store::{LogStore, NewRow, Row, StoreError, Witness};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use std::path::PathBuf;
use tokio::sync::watch;

fn narrow(height: u64) -> i64 {
    i64::try_from(height).unwrap_or(i64::MAX)
}

/// Whether the database refused an event because it is not the next: by the trigger, or by the key if another server was
/// appending at that moment.
fn is_moved(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(|error| match error.code().as_deref() {
        Some("IT001") => true,
        Some("23505") => error.table() == Some("events"),
        _ => false,
    })
}

#[tonic::async_trait]
impl LogStore for Postgres {
    fn place(&self) -> String {
        self.place.to_string()
    }

    fn files(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    fn news(&self) -> Option<watch::Receiver<u64>> {
        self.news.clone()
    }

    async fn append(&self, expected: u64, row: NewRow<'_>) -> Result<(), StoreError> {
        let work = async {
            let mut transaction = self.pool.begin().await?;
            let insert = sqlx::query("INSERT INTO events (height, event, payload) VALUES ($1, $2, $3)")
                .bind(narrow(expected))
                .bind(row.event)
                .bind(row.digest.0.as_slice());
            match insert.execute(&mut *transaction).await {
                Err(error) if is_moved(&error) => {
                    transaction.rollback().await?;
                    return Ok(false);
                }
                outcome => outcome?,
            };
            let insert =
                sqlx::query("INSERT INTO payloads (digest, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING");
            let insert = insert.bind(row.digest.0.as_slice()).bind(row.payload);
            insert.execute(&mut *transaction).await?;
            let insert = "INSERT INTO checkpoint (id, note) VALUES (0, $1) \
                          ON CONFLICT (id) DO UPDATE SET note = excluded.note";
            sqlx::query(insert).bind(row.note).execute(&mut *transaction).await?;
            transaction.commit().await?;
            Ok(true)
        };
        if self.run(work).await? { Ok(()) } else { Err(StoreError::Moved { there: self.height().await? }) }
    }

    async fn begin(&self, note: &[u8]) -> Result<(), StoreError> {
        let insert = "INSERT INTO checkpoint (id, note) VALUES (0, $1) ON CONFLICT DO NOTHING";
        let done = self.run(sqlx::query(insert).bind(note).execute(&self.pool)).await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Exists(self.place())) }
    }

    async fn height(&self) -> Result<u64, StoreError> {
        let query = sqlx::query("SELECT coalesce(max(height), -1) + 1 FROM events");
        let height = async { query.fetch_one(&self.pool).await?.try_get::<i64, _>(0) };
        Ok(self.run(height).await?.cast_unsigned())
    }

    async fn events(&self, from: u64, count: u32, payloads: bool) -> Result<Vec<Row>, StoreError> {
        let query = sqlx::query(
            "SELECT e.height, e.event, CASE WHEN $1 THEN p.bytes END AS payload FROM events e \
             LEFT JOIN payloads p ON p.digest = e.payload WHERE e.height >= $2 ORDER BY e.height LIMIT $3",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(i64::from(count));
        let row = |row: &PgRow| {
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
            "SELECT (octet_length(e.event) + CASE WHEN $1 THEN coalesce(octet_length(p.bytes), 0) ELSE 0 END)::bigint \
             AS bytes FROM events e LEFT JOIN payloads p ON p.digest = e.payload \
             WHERE e.height >= $2 ORDER BY e.height LIMIT $3",
        )
        .bind(payloads)
        .bind(narrow(from))
        .bind(i64::from(count));
        let bytes = |row: &PgRow| Ok(row.try_get::<i64, _>("bytes")?.cast_unsigned());
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(bytes).collect() }).await
    }

    async fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT note FROM checkpoint WHERE id = 0").fetch_optional(&self.pool);
        self.run(async { query.await?.map(|row| row.try_get("note")).transpose() }).await
    }

    async fn put_cosigned(&self, witness: Witness<'_>, line: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO cosigned AS c (witness, trustee, size, time, line) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (witness) DO UPDATE SET trustee = $2, size = $3, time = $4, line = $5 \
             WHERE $3 > c.size OR ($3 = c.size AND $4 >= c.time)",
        )
        .bind(witness.key)
        .bind(witness.trustee)
        .bind(narrow(witness.size))
        .bind(narrow(witness.time))
        .bind(line);
        self.run(insert.execute(&self.pool)).await.map(|_| ())
    }

    async fn cosigned(&self, size: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreError> {
        let query =
            sqlx::query("SELECT line FROM cosigned WHERE size = $1 ORDER BY trustee DESC, witness LIMIT $2")
                .bind(narrow(size))
                .bind(i64::from(most));
        let line = |row: &PgRow| row.try_get("line");
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(line).collect() }).await
    }

    async fn takes_a_writer(&self) -> Result<(), StoreError> {
        let work = async {
            let mut transaction = self.pool.begin().await?;
            // What an append takes; a reader, a backup or another server's append does not stand in its way for long.
            sqlx::query("LOCK TABLE events IN ROW EXCLUSIVE MODE NOWAIT").execute(&mut *transaction).await?;
            transaction.rollback().await
        };
        self.run(work).await
    }

    /// Every event is in its place and has its payload. Pages are the database's own to check (`data_checksums`, `pg_amcheck`).
    async fn check(&self) -> Result<(), StoreError> {
        let count = "SELECT count(*), coalesce(max(e.height), -1) + 1, count(p.digest) FROM events e \
                     LEFT JOIN payloads p ON p.digest = e.payload";
        let counted = async {
            let row = sqlx::query(count).fetch_one(&self.pool).await?;
            Ok([row.try_get::<i64, _>(0)?, row.try_get(1)?, row.try_get(2)?])
        };
        let [events, height, payloads] = self.run(counted).await?;
        if events == height && payloads == height {
            return Ok(());
        }
        let what = format!("{events} events with {payloads} payloads where there should be {height}");
        Err(StoreError::Damaged { place: self.place(), what })
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}
