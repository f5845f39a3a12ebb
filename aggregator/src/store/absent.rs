//! PostgreSQL in a server that was built without it: says so.

use super::StoreError;
use super::sqlite::Sqlite;
use crate::config::Postgres as Settings;

/// Opens nothing.
pub enum Postgres {}

impl Postgres {
    const REFUSED: Result<Sqlite, StoreError> = Err(StoreError::NotBuilt("postgres"));

    pub async fn create(_: &Settings) -> Result<Sqlite, StoreError> {
        Self::REFUSED
    }

    pub async fn open(_: &Settings) -> Result<Sqlite, StoreError> {
        Self::REFUSED
    }

    pub async fn look(_: &Settings) -> Result<Sqlite, StoreError> {
        Self::REFUSED
    }
}
