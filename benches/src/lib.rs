//! Benches for each step, message sizes, peers side by side. `docs/benchmarks.md` says how to run them.

#[expect(clippy::float_arithmetic, reason = "figures for people")]
mod fit;
mod measure;
mod member;
mod opening;
mod setting;

pub use fit::{Line, line};
pub use measure::{Cost, cost, cpu_time, least, peak_memory};
pub use member::{audit, member, member_head};
pub use opening::{Opened, opened, opening, opening_head, tally_of};
pub use setting::{Setting, mixed, seeds};
