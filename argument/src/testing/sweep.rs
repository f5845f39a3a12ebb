//! Sweeps that are whole with INTERTALLY_LONG=1, and say how much they tried (docs/argument.md, 'What was run').

use std::io::Write as _;

/// Whether sweeps are whole.
#[must_use]
pub fn is_long() -> bool {
    std::env::var_os("INTERTALLY_LONG").is_some()
}

/// A whole sweep says how much it tried, and in which test.
pub fn tried(what: &str, many: usize) {
    if is_long() {
        let test = std::thread::current().name().unwrap_or_default().to_owned();
        writeln!(std::io::stdout().lock(), "tried: {many} {what}, {test}").ok();
    }
}
