//! Benches for each step, message sizes, peers side by side. `docs/benchmarks.md` says how to run them.

mod measure;
mod setting;

pub use measure::{Cost, cost, cpu_time, least, peak_memory};
pub use setting::{Setting, mixed, seeds};
