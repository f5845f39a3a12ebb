//! Mapping files; the first mapping of a foreign file, which must parse; and a mapping with a file, a line of `---` between them.
#![no_main]

mod reading;

use intertally_returns::{Mapping, draft_mapping};
use libfuzzer_sys::fuzz_target;
use reading::{STRUCTURE, TABLE, any};

const BETWEEN: &[u8] = b"\n---\n";

fuzz_target!(|data: &[u8]| {
    let at = data.windows(BETWEEN.len()).position(|bytes| bytes == BETWEEN);
    let (text, file) = match at {
        Some(at) => (&data[..at], &data[at + BETWEEN.len()..]),
        None => (data, data),
    };
    if let Ok(mapping) = Mapping::parse("fuzzed.toml", text) {
        any(file, Some(&mapping));
    }
    // A draft is a mapping, once its open lines are taken out: they are comments.
    if let Ok(draft) = draft_mapping(&STRUCTURE, &TABLE.cells, "fuzzed", file) {
        Mapping::parse("draft.toml", draft.as_bytes()).expect("a draft that parses");
    }
});
