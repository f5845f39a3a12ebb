//! Whole rounds, without files and network: every role over shelf, wire, person and clock in memory. Randomness is seeded,
//! so that what fails fails again.

mod town;
mod trouble;
mod whole;
