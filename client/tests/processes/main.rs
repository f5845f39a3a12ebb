//! Whole rounds by separate processes: the command `intertally` of every office, and the server that is killed.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod aside;
mod collaboration;
mod commands;
mod given;
mod hostile;
mod kills;
mod leaders;
mod lost;
mod nested;
mod one_at_a_time;
#[path = "../../../aggregator/tests/private/mod.rs"]
#[expect(dead_code, reason = "every database is new here")]
mod private;
mod restored;
mod rounds;
mod town;
mod twins;
