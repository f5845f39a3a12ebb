//! SDMX-ML: only what begins as XML, with a mark of its encoding or without, so that nothing is spent on CSV.
#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let begins = [b"<".as_slice(), b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<"];
    if begins.iter().any(|mark| data.starts_with(mark)) {
        reading::any(data, None);
    }
});
