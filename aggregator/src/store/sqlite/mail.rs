//! Terms with offers, and the box of sealed messages, in SQLite.

use super::Sqlite;
use crate::store::{Letter, Letterbox, Pigeonhole, StoreError, TermsRow};
use intertally_core::hash::Digest;
use sqlx::sqlite::SqliteRow;
use sqlx::{Connection as _, Row as _};

/// Other letters that share a pigeonhole with one.
const OTHERS: &str = "FROM mail WHERE scope = ?1 AND recipient = ?2 AND sender = ?3 \
                      AND substr(topic, 1, length(?4)) = ?4 AND topic <> ?5";

#[tonic::async_trait]
impl Letterbox for Sqlite {
    async fn put_terms(&self, id: Digest, terms: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT OR IGNORE INTO terms (id, terms) VALUES (?, ?)")
            .bind(id.0.as_slice())
            .bind(terms);
        let mut writer = self.writer().await?;
        self.run(insert.execute(&mut *writer)).await.map(|_| ())
    }

    async fn terms(&self, id: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT terms FROM terms WHERE id = ?").bind(id.0.as_slice());
        let one =
            async { query.fetch_optional(&self.pool).await?.map(|row| row.try_get("terms")).transpose() };
        self.run(one).await
    }

    async fn all_terms(&self) -> Result<Vec<TermsRow>, StoreError> {
        let all = async {
            let query = sqlx::query("SELECT id, terms FROM terms ORDER BY rowid");
            let rows = query.fetch_all(&self.pool).await?;
            let mut all = Vec::with_capacity(rows.len());
            for row in rows {
                let id: Vec<u8> = row.try_get("id")?;
                let offers = sqlx::query("SELECT offer FROM offers WHERE terms = ? ORDER BY trustee")
                    .bind(id)
                    .fetch_all(&self.pool)
                    .await?;
                let offers = offers.iter().map(|row| row.try_get("offer")).collect::<Result<_, _>>()?;
                all.push(TermsRow { terms: row.try_get("terms")?, offers });
            }
            Ok(all)
        };
        self.run(all).await
    }

    async fn put_offer(&self, terms: Digest, trustee: u8, offer: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO offers (terms, trustee, offer) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET offer = ?3 WHERE offer = ?3",
        )
        .bind(terms.0.as_slice())
        .bind(i64::from(trustee))
        .bind(offer);
        let mut writer = self.writer().await?;
        let written = self.run(insert.execute(&mut *writer)).await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Other) }
    }

    async fn put_letter(&self, place: Pigeonhole<'_>, letter: &Letter) -> Result<(), StoreError> {
        let Pigeonhole { scope, to, stem, most, newest_stay } = place;
        let mut writer = self.writer().await?;
        let mut transaction = self.run(writer.begin_with("BEGIN IMMEDIATE")).await?;
        let count = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT count(*) AS n {OTHERS}")));
        let count = count.bind(scope).bind(to).bind(&letter.from).bind(stem).bind(&letter.topic);
        let count = count.fetch_one(&mut *transaction);
        let there: i64 = self.run(async { count.await?.try_get("n") }).await?;
        if there >= i64::from(most) {
            if !newest_stay {
                self.run(transaction.rollback()).await?;
                return Err(StoreError::Full);
            }
            let oldest = format!("DELETE FROM mail WHERE rowid = (SELECT min(rowid) {OTHERS})");
            let oldest = sqlx::query(sqlx::AssertSqlSafe(oldest)).bind(scope).bind(to).bind(&letter.from);
            let oldest = oldest.bind(stem).bind(&letter.topic).execute(&mut *transaction);
            self.run(oldest).await?;
        }
        let insert = sqlx::query(
            "INSERT INTO mail (scope, recipient, sender, topic, sealed) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET sealed = ?5 WHERE sealed = ?5",
        )
        .bind(scope)
        .bind(to)
        .bind(&letter.from)
        .bind(&letter.topic)
        .bind(&letter.sealed);
        let written = self.run(insert.execute(&mut *transaction)).await?;
        if written.rows_affected() != 1 {
            self.run(transaction.rollback()).await?;
            return Err(StoreError::Other);
        }
        self.run(transaction.commit()).await
    }

    async fn letters(&self, scope: &[u8], to: &[u8], prefix: &str) -> Result<Vec<(i64, u64)>, StoreError> {
        let query = sqlx::query(
            "SELECT rowid AS at, length(sealed) AS bytes FROM mail WHERE scope = ?1 AND recipient = ?2 \
             AND substr(topic, 1, length(?3)) = ?3 ORDER BY sender, topic",
        )
        .bind(scope)
        .bind(to)
        .bind(prefix);
        let place =
            |row: &SqliteRow| Ok((row.try_get("at")?, row.try_get::<i64, _>("bytes")?.cast_unsigned()));
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(place).collect() }).await
    }

    async fn letter(&self, at: i64) -> Result<Option<Letter>, StoreError> {
        let query = sqlx::query("SELECT sender, topic, sealed FROM mail WHERE rowid = ?").bind(at);
        let letter = |row: SqliteRow| {
            Ok(Letter {
                from: row.try_get("sender")?,
                topic: row.try_get("topic")?,
                sealed: row.try_get("sealed")?,
            })
        };
        self.run(async { query.fetch_optional(&self.pool).await?.map(letter).transpose() }).await
    }

    async fn mail_scopes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT DISTINCT scope FROM mail");
        let scope = |row: &SqliteRow| row.try_get("scope");
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(scope).collect() }).await
    }

    async fn remove_mail(&self, scope: &[u8]) -> Result<u64, StoreError> {
        let delete = sqlx::query("DELETE FROM mail WHERE scope = ?").bind(scope);
        let mut writer = self.writer().await?;
        Ok(self.run(delete.execute(&mut *writer)).await?.rows_affected())
    }

    async fn remove_terms(&self, id: Digest) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        let mut transaction = self.run(writer.begin_with("BEGIN IMMEDIATE")).await?;
        for table in ["DELETE FROM offers WHERE terms = ?", "DELETE FROM terms WHERE id = ?"] {
            let delete = sqlx::query(table).bind(id.0.as_slice());
            self.run(delete.execute(&mut *transaction)).await?;
        }
        self.run(transaction.commit()).await
    }
}
