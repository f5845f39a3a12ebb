//! Whole rounds, without files and network: every role over shelf, wire, person and clock in memory. Randomness is seeded,
//! so that what fails fails again.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly, their helpers too")]

mod asked;
mod claims;
mod evaluation;
mod first_use;
mod kept;
mod made_up;
mod nested;
mod profile;
mod sittings;
mod town;
mod trouble;
mod whole;
mod years;
