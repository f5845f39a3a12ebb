//! What becomes of the log when disks, clocks and operators fail: every point where a write can break off, sequences of random
//! mishaps over a model, damage to the files, and the ways back. Without network and proofs: those have tests of their own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod count;
mod damage;
#[cfg(feature = "postgres")]
mod database;
mod desk;
mod documented;
mod folders;
mod kept;
mod made;
#[cfg(feature = "postgres")]
#[expect(dead_code, reason = "blobs lie in folders here, and a log is never begun twice in one database")]
#[path = "../private/mod.rs"]
mod private;
mod simulation;
mod table;
mod times;
#[cfg(feature = "postgres")]
mod two;
mod ways_back;
