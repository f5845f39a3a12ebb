//! Deadlines as they are typed. What is taken lies ahead, and is the same when it is typed as it was shown: in UTC.
#![no_main]

use intertally_client::cli::dates::{instant, span_ms};
use intertally_roles::person::Silent;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let asked = instant(text, "deadline", &Silent { yes: true });
    // What is taken without a question is taken with one, too.
    if instant(text, "deadline", &Silent { yes: false }).is_ok() {
        assert!(asked.is_ok());
    }
    if let Ok(length) = span_ms(text) {
        assert!(length > 0);
    }
});
