//! Terms with offers, and the box of sealed messages.

use super::{Store, StoreError};
use crate::faults::Op;
use intertally_core::hash::Digest;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

/// Terms with the offers made for them.
pub struct TermsRow {
    /// Canonical terms.
    pub terms: Vec<u8>,
    /// Canonical offers, by trustee.
    pub offers: Vec<Vec<u8>>,
}

/// Where a letter stands, and how many may stand there.
pub struct Pigeonhole<'a> {
    /// Canonical scope.
    pub scope: &'a [u8],
    /// Canonical party: the addressee.
    pub to: &'a [u8],
    /// How topics begin that share the place.
    pub stem: &'a str,
    /// Letters at once.
    pub most: u32,
    /// Whether one more takes the place of the oldest; else it is refused.
    pub newest_stay: bool,
}

/// A sealed message.
pub struct Letter {
    /// Canonical party.
    pub from: Vec<u8>,
    /// What it is.
    pub topic: String,
    /// The bytes.
    pub sealed: Vec<u8>,
}

impl Store {
    /// Keep terms; the same again changes nothing.
    pub async fn put_terms(&self, id: Digest, terms: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query("INSERT OR IGNORE INTO terms (id, terms) VALUES (?, ?)")
            .bind(id.0.as_slice())
            .bind(terms);
        let mut writer = self.writer().await?;
        self.at(Op::Keep, insert.execute(&mut *writer)).await?;
        Ok(())
    }

    /// Terms by id.
    pub async fn terms(&self, id: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT terms FROM terms WHERE id = ?").bind(id.0.as_slice());
        let row = self.at(Op::Fetch, query.fetch_optional(&self.pool)).await?;
        Ok(row.map(|row| row.try_get("terms")).transpose()?)
    }

    /// All terms with their offers.
    pub async fn all_terms(&self) -> Result<Vec<TermsRow>, StoreError> {
        let query = sqlx::query("SELECT id, terms FROM terms ORDER BY rowid");
        let rows = self.at(Op::Fetch, query.fetch_all(&self.pool)).await?;
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
    }

    /// Keep an offer. The first of a trustee stands; another is refused.
    pub async fn put_offer(&self, terms: Digest, trustee: u8, offer: &[u8]) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO offers (terms, trustee, offer) VALUES (?1, ?2, ?3) \
             ON CONFLICT DO UPDATE SET offer = ?3 WHERE offer = ?3",
        )
        .bind(terms.0.as_slice())
        .bind(i64::from(trustee))
        .bind(offer);
        let mut writer = self.writer().await?;
        let written = self.at(Op::Keep, insert.execute(&mut *writer)).await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Other) }
    }

    /// Keep a sealed message. The first under its topic stands; another is refused, and so is one for which there is no room.
    pub async fn put_letter(&self, place: &Pigeonhole<'_>, letter: &Letter) -> Result<(), StoreError> {
        let Pigeonhole { scope, to, stem, most, newest_stay } = *place;
        let mut writer = self.writer().await?;
        let others = "FROM mail WHERE scope = ?1 AND recipient = ?2 AND sender = ?3 \
                      AND substr(topic, 1, length(?4)) = ?4 AND topic <> ?5";
        let count = format!("SELECT count(*) AS n {others}");
        let count = sqlx::query(sqlx::AssertSqlSafe(count)).bind(scope).bind(to).bind(&letter.from);
        let count = count.bind(stem).bind(&letter.topic).fetch_one(&mut *writer);
        let there: i64 = self.at(Op::Fetch, count).await?.try_get("n")?;
        if there >= i64::from(most) {
            if !newest_stay {
                return Err(StoreError::Full);
            }
            let oldest = format!("DELETE FROM mail WHERE rowid = (SELECT min(rowid) {others})");
            let oldest = sqlx::query(sqlx::AssertSqlSafe(oldest)).bind(scope).bind(to).bind(&letter.from);
            let oldest = oldest.bind(stem).bind(&letter.topic).execute(&mut *writer);
            self.at(Op::Keep, oldest).await?;
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
        let written = self.at(Op::Keep, insert.execute(&mut *writer)).await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Other) }
    }

    /// Sealed messages to one party in a scope: where each lies, and how many bytes it has.
    pub async fn letters(
        &self,
        scope: &[u8],
        to: &[u8],
        prefix: &str,
    ) -> Result<Vec<(i64, u64)>, StoreError> {
        let query = sqlx::query(
            "SELECT rowid AS at, length(sealed) AS bytes FROM mail WHERE scope = ?1 AND recipient = ?2 \
             AND substr(topic, 1, length(?3)) = ?3 ORDER BY sender, topic",
        )
        .bind(scope)
        .bind(to)
        .bind(prefix);
        let rows = self.at(Op::Fetch, query.fetch_all(&self.pool)).await?;
        let place =
            |row: &SqliteRow| Ok((row.try_get("at")?, row.try_get::<i64, _>("bytes")?.cast_unsigned()));
        rows.iter().map(place).collect()
    }

    /// The letter that lies there; none if it was taken away meanwhile.
    pub async fn letter(&self, at: i64) -> Result<Option<Letter>, StoreError> {
        let query = sqlx::query("SELECT sender, topic, sealed FROM mail WHERE rowid = ?").bind(at);
        let row = self.at(Op::Fetch, query.fetch_optional(&self.pool)).await?;
        let letter = |row: SqliteRow| {
            Ok(Letter {
                from: row.try_get("sender")?,
                topic: row.try_get("topic")?,
                sealed: row.try_get("sealed")?,
            })
        };
        row.map(letter).transpose()
    }

    /// Scopes that letters lie in.
    pub async fn mail_scopes(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        let query = sqlx::query("SELECT DISTINCT scope FROM mail").fetch_all(&self.pool);
        let rows = self.at(Op::Fetch, query).await?;
        rows.iter().map(|row| Ok(row.try_get("scope")?)).collect()
    }

    /// Take away all letters of a scope; answers with how many there were.
    pub async fn remove_mail(&self, scope: &[u8]) -> Result<u64, StoreError> {
        let delete = sqlx::query("DELETE FROM mail WHERE scope = ?").bind(scope);
        let mut writer = self.writer().await?;
        Ok(self.at(Op::Keep, delete.execute(&mut *writer)).await?.rows_affected())
    }

    /// Take terms away, with their offers.
    pub async fn remove_terms(&self, id: Digest) -> Result<(), StoreError> {
        let mut writer = self.writer().await?;
        for table in ["DELETE FROM offers WHERE terms = ?", "DELETE FROM terms WHERE id = ?"] {
            let delete = sqlx::query(table).bind(id.0.as_slice());
            self.at(Op::Keep, delete.execute(&mut *writer)).await?;
        }
        Ok(())
    }
}
