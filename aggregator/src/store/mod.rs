//! What the server keeps apart from its blobs, behind two contracts: the log ([`LogStore`]), and what parties leave for each
//! other before and beside it ([`Letterbox`]). A backend fulfils both: [`sqlite`], the default, or PostgreSQL (feature
//! `postgres`), if the configuration names one. What every backend owes is in the contracts' words, and one test
//! (`tests/stores`) asks it of each.

#[cfg(not(feature = "postgres"))]
mod absent;
mod error;
mod faulty;
mod log;
mod mail;
#[cfg(feature = "postgres")]
pub mod postgres;
mod schema;
pub mod sqlite;

pub use error::StoreError;
pub use faulty::Faulty;
pub use log::{LogStore, NewRow, READING, Row, Witness};
pub use mail::{Letter, Letterbox, Pigeonhole, TermsRow};

#[cfg(not(feature = "postgres"))]
use absent::Postgres;
#[cfg(feature = "postgres")]
use postgres::Postgres;

use crate::config::Config;
use crate::faults::Faults;
use sqlite::Sqlite;
use std::sync::Arc;

/// Both contracts.
pub trait Stored: LogStore + Letterbox {}

impl<T: LogStore + Letterbox> Stored for T {}

/// A store of whichever backend. Clones are the same one.
pub type Store = Arc<dyn Stored>;

/// A new and empty store, where the configuration says; refuses to touch one that exists.
pub async fn create(config: &Config) -> Result<Store, StoreError> {
    Ok(match &config.postgres {
        None => Arc::new(Sqlite::create(&config.database()).await?),
        Some(settings) => Arc::new(Postgres::create(settings).await?),
    })
}

/// Open the store to write to it: it is looked at first as far as its backend can, and its schema brought up to date.
pub async fn open(config: &Config, faults: Faults) -> Result<Store, StoreError> {
    let store: Store = match &config.postgres {
        None => Arc::new(Sqlite::open(&config.database(), faults.clone()).await?),
        Some(settings) => Arc::new(Postgres::open(settings).await?),
    };
    Ok(if faults.any() { Arc::new(Faulty::new(store, faults)) } else { store })
}

/// Open the store to look at it, beside a server that may be running.
pub async fn look(config: &Config) -> Result<Store, StoreError> {
    Ok(match &config.postgres {
        None => Arc::new(Sqlite::look(&config.database()).await?),
        Some(settings) => Arc::new(Postgres::look(settings).await?),
    })
}
