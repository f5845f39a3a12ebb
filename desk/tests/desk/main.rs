//! The desk without a browser: a client on the loopback that does what one does, against a collaboration in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod browser;
mod coordinator;
mod house;
mod languages;
mod layout;
mod mending;
mod trustee;
mod ways;

/// Parties in memory, as the rounds of `roles` have them.
#[path = "../../../roles/tests/round/town.rs"]
#[expect(dead_code, reason = "rounds of roles use more of it")]
mod town;
