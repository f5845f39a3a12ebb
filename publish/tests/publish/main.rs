//! A publication from outside: files that hold what was opened and nothing else, the same bytes every time.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly, in its helpers too"
)]

mod charts;
mod evaluation;
mod files;
mod golden;
mod peers;
mod plan;
mod readers;
mod sample;
mod shown;
mod taken_apart;
mod workbook;
mod years;
