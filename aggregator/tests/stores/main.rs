//! What every backend owes: one test of the contracts, run for each. A backend whose server is not on this machine is passed over
//! with a message.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod blobs;
#[cfg(feature = "s3")]
mod bucket;
mod faults;
mod folder;
mod letters;
mod log;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "s3"))]
#[expect(dead_code, reason = "no database is a copy of another here")]
#[path = "../private/mod.rs"]
mod private;
mod sqlite;

use intertally_aggregator::store::Store;
use intertally_core::hash::{Digest, digest};

/// A place where one log can be kept, of some backend.
#[tonic::async_trait(?Send)]
pub trait Bench {
    /// A new and empty store. Once.
    async fn create(&self) -> Store;

    /// The same store, opened again: what is seen now was durable.
    async fn open(&self) -> Store;

    /// Past the contract: a payload is lost.
    async fn lose_payload(&self, digest: Digest);

    /// Past the contract: what the backend's own rules say to this statement.
    async fn refusal(&self, statement: &str) -> String;
}

/// A digest of nothing in particular.
pub fn some_digest(text: &str) -> Digest {
    digest("test", &[text.as_bytes()])
}

/// All that the contracts ask.
pub async fn conforms(bench: &dyn Bench) {
    log::conforms(bench).await;
    letters::conforms(bench).await;
    faults::fail_it(bench).await;
}
