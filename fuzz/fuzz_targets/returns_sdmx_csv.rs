//! SDMX-CSV: the columns of the form stand before what comes.
#![no_main]

mod reading;

use libfuzzer_sys::fuzz_target;

/// The first columns of SDMX-CSV 2.x, 2.x with fields that hold several values, and 1.0.
const HEADS: [&[u8]; 3] =
    [b"STRUCTURE,STRUCTURE_ID,ACTION,", b"STRUCTURE[;],STRUCTURE_ID,ACTION,", b"DATAFLOW,"];

fuzz_target!(|data: &[u8]| {
    let Some((which, rest)) = data.split_first() else { return };
    match HEADS.get(usize::from(*which) % 4) {
        Some(head) => reading::any(&[*head, rest].concat(), None),
        None => reading::any(rest, None),
    }
});
