//! What becomes of the log when disks, clocks and operators fail: every point where a write can break off, sequences of random
//! mishaps over a model, damage to the files, and the ways back. Without network and proofs: those have tests of their own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod damage;
mod desk;
mod kept;
mod made;
mod simulation;
mod table;
mod times;
mod ways_back;
