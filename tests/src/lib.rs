//! What tests that cross rooms share: a small world of parties, and the test vectors.

pub mod bad_records;
pub mod ceremony;
pub mod fields;
pub mod foreign;
pub mod log;
pub mod round;
pub mod sized;
pub mod small_round;
pub mod structure;
pub mod tamper;
pub mod vectors;
pub mod world;
