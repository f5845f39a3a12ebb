//! Returns as CSV of any form, in any encoding; whatever the first bytes say.
#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| reading::any(data, None));
