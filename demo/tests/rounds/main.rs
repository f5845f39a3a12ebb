//! Whole rounds by the program `demo`, as a person runs it. In one program, so that one waits for its deadline while another
//! works.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests may fail loudly, and say why they are skipped"
)]

mod in_clear;
mod printed;
mod real_returns;
