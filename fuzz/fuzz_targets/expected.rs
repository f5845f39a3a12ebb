//! Lists of the coordinator: what is expected of each cell. A list is read, and meets cells, or says all that is wrong.
#![no_main]

use intertally_preview::forecast::Expected;
use intertally_structure::{DEFAULT, RoundTable, Structure};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static STRUCTURE: LazyLock<Structure> =
    LazyLock::new(|| Structure::parse("default.toml", DEFAULT.as_bytes()).expect("the default"));
static TABLE: LazyLock<RoundTable> =
    LazyLock::new(|| STRUCTURE.table(&["2031".to_owned()]).expect("its cells"));

fuzz_target!(|data: &[u8]| {
    match Expected::read(&STRUCTURE, &TABLE.cells, 27, data) {
        Ok(_) => {}
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|fault| !fault.to_string().is_empty()))
        }
    }
});
