//! Terms with offers, and the box of sealed messages, in PostgreSQL.

use super::Postgres;
use crate::store::{Letter, Letterbox, Pigeonhole, StoreError, TermsRow};
use intertally_core::hash::Digest;
use sqlx::Row as _;
use sqlx::postgres::PgRow;

/// Other letters that share a pigeonhole with one.
const OTHERS: &str = "FROM mail WHERE scope = $1 AND recipient = $2 AND sender = $3 \
                      AND starts_with(topic, $4) AND topic <> $5";

/// What became of a letter.
enum Put {
    Done,
    Other,
    Full,
}

#[tonic::async_trait]
impl Letterbox for Postgres {
    async fn put_terms(&self, id: Digest, terms: &[u8]) -> Result<(), StoreError> {
        let insert = "INSERT INTO terms (id, terms) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let insert = sqlx::query(insert).bind(id.0.as_slice()).bind(terms);
        self.run(insert.execute(&self.pool)).await.map(|_| ())
    }

    async fn terms(&self, id: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT terms FROM terms WHERE id = $1").bind(id.0.as_slice());
        let one =
            async { query.fetch_optional(&self.pool).await?.map(|row| row.try_get("terms")).transpose() };
        self.run(one).await
    }

    async fn all_terms(&self) -> Result<Vec<TermsRow>, StoreError> {
        let query = "SELECT t.terms, array_remove(array_agg(o.offer ORDER BY o.trustee), NULL) AS offers FROM terms t \
                     LEFT JOIN offers o ON o.terms = t.id GROUP BY t.id, t.terms, t.at ORDER BY t.at";
        let terms =
            |row: &PgRow| Ok(TermsRow { terms: row.try_get("terms")?, offers: row.try_get("offers")? });
        self.run(async { sqlx::query(query).fetch_all(&self.pool).await?.iter().map(terms).collect() }).await
    }

    async fn put_offer(&self, terms: Digest, trustee: u8, offer: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO offers AS o (terms, trustee, offer) VALUES ($1, $2, $3) \
             ON CONFLICT (terms, trustee) DO UPDATE SET offer = $3 WHERE o.offer = $3",
        )
        .bind(terms.0.as_slice())
        .bind(i32::from(trustee))
        .bind(offer);
        let written = self.run(insert.execute(&self.pool)).await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Other) }
    }

    async fn put_letter(&self, place: Pigeonhole<'_>, letter: &Letter) -> Result<(), StoreError> {
        let Pigeonhole { scope, to, stem, most, newest_stay } = place;
        let work = async {
            let mut transaction = self.pool.begin().await?;
            // One letter of a sender after the other, whichever server takes it: they are counted.
            let turn = "SELECT pg_advisory_xact_lock(hashtextextended(encode($1, 'hex') || ' ' || encode($2, 'hex'), 0))";
            sqlx::query(turn).bind(scope).bind(&letter.from).execute(&mut *transaction).await?;
            let count = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT count(*) {OTHERS}")));
            let count = count.bind(scope).bind(to).bind(&letter.from).bind(stem).bind(&letter.topic);
            let there: i64 = count.fetch_one(&mut *transaction).await?.try_get(0)?;
            if there >= i64::from(most) {
                if !newest_stay {
                    return transaction.rollback().await.map(|()| Put::Full);
                }
                let oldest = format!("DELETE FROM mail WHERE at = (SELECT min(at) {OTHERS})");
                let oldest = sqlx::query(sqlx::AssertSqlSafe(oldest)).bind(scope).bind(to).bind(&letter.from);
                oldest.bind(stem).bind(&letter.topic).execute(&mut *transaction).await?;
            }
            let insert = sqlx::query(
                "INSERT INTO mail AS m (scope, recipient, sender, topic, sealed) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (scope, recipient, sender, topic) DO UPDATE SET sealed = $5 WHERE m.sealed = $5",
            )
            .bind(scope)
            .bind(to)
            .bind(&letter.from)
            .bind(&letter.topic)
            .bind(&letter.sealed);
            if insert.execute(&mut *transaction).await?.rows_affected() != 1 {
                return transaction.rollback().await.map(|()| Put::Other);
            }
            transaction.commit().await.map(|()| Put::Done)
        };
        match self.run(work).await? {
            Put::Done => Ok(()),
            Put::Other => Err(StoreError::Other),
            Put::Full => Err(StoreError::Full),
        }
    }

    async fn letters(&self, scope: &[u8], to: &[u8], prefix: &str) -> Result<Vec<(i64, u64)>, StoreError> {
        let query = sqlx::query(
            "SELECT at, octet_length(sealed)::bigint AS bytes FROM mail WHERE scope = $1 AND recipient = $2 \
             AND starts_with(topic, $3) ORDER BY sender, topic",
        )
        .bind(scope)
        .bind(to)
        .bind(prefix);
        let place = |row: &PgRow| Ok((row.try_get("at")?, row.try_get::<i64, _>("bytes")?.cast_unsigned()));
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(place).collect() }).await
    }

    async fn letter(&self, at: i64) -> Result<Option<Letter>, StoreError> {
        let query = sqlx::query("SELECT sender, topic, sealed FROM mail WHERE at = $1").bind(at);
        let letter = |row: PgRow| {
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
        let scope = |row: &PgRow| row.try_get("scope");
        self.run(async { query.fetch_all(&self.pool).await?.iter().map(scope).collect() }).await
    }

    async fn remove_mail(&self, scope: &[u8]) -> Result<u64, StoreError> {
        let delete = sqlx::query("DELETE FROM mail WHERE scope = $1").bind(scope);
        Ok(self.run(delete.execute(&self.pool)).await?.rows_affected())
    }

    async fn remove_terms(&self, id: Digest) -> Result<(), StoreError> {
        let work = async {
            let mut transaction = self.pool.begin().await?;
            for table in ["DELETE FROM offers WHERE terms = $1", "DELETE FROM terms WHERE id = $1"] {
                sqlx::query(table).bind(id.0.as_slice()).execute(&mut *transaction).await?;
            }
            transaction.commit().await
        };
        self.run(work).await
    }
}
