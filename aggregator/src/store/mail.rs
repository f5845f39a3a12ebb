//! Terms with offers, and the box of sealed messages.

use super::{Store, StoreError};
use crate::faults::Op;
use intertally_core::hash::Digest;
use sqlx::Row as _;

/// Terms with the offers made for them.
pub struct TermsRow {
    /// Canonical terms.
    pub terms: Vec<u8>,
    /// Canonical offers, by trustee.
    pub offers: Vec<Vec<u8>>,
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

    /// Keep a sealed message. The first in its place stands; another is refused.
    pub async fn put_letter(&self, scope: &[u8], to: &[u8], letter: &Letter) -> Result<(), StoreError> {
        let insert = sqlx::query(
            "INSERT INTO mail (scope, recipient, sender, topic, sealed) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET sealed = ?5 WHERE sealed = ?5",
        )
        .bind(scope)
        .bind(to)
        .bind(&letter.from)
        .bind(&letter.topic)
        .bind(&letter.sealed);
        let mut writer = self.writer().await?;
        let written = self.at(Op::Keep, insert.execute(&mut *writer)).await?;
        if written.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Other) }
    }

    /// Sealed messages to one party in a scope, without their bytes' being decoded.
    pub async fn letters(&self, scope: &[u8], to: &[u8], prefix: &str) -> Result<Vec<Letter>, StoreError> {
        let query = sqlx::query(
            "SELECT sender, topic, sealed FROM mail WHERE scope = ? AND recipient = ? \
             AND substr(topic, 1, length(?3)) = ?3 ORDER BY sender, topic",
        )
        .bind(scope)
        .bind(to)
        .bind(prefix);
        let rows = self.at(Op::Fetch, query.fetch_all(&self.pool)).await?;
        let letter = |row: &sqlx::sqlite::SqliteRow| {
            Ok(Letter {
                from: row.try_get("sender")?,
                topic: row.try_get("topic")?,
                sealed: row.try_get("sealed")?,
            })
        };
        rows.iter().map(letter).collect()
    }
}
