//! Every decoder of core, custody and records: the one that INTERTALLY_DECODER names, else the one that the first byte picks.
#![no_main]

use intertally_tests::foreign::{DECODERS, Decoder};
use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

fn named() -> Option<Decoder> {
    static NAMED: OnceLock<Option<Decoder>> = OnceLock::new();
    *NAMED.get_or_init(|| {
        let name = std::env::var("INTERTALLY_DECODER").ok()?;
        DECODERS.iter().copied().find(|(known, _)| *known == name)
    })
}

fuzz_target!(|bytes: &[u8]| {
    if let Some((_, decoder)) = named() {
        decoder(bytes);
    } else if let Some((pick, rest)) = bytes.split_first()
        && let Some((_, decoder)) = DECODERS.get(usize::from(*pick) % DECODERS.len())
    {
        decoder(rest);
    }
});
