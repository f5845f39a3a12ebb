//! Structure files: TOML, SDMX-ML. One that is taken makes a table or says why not, and comes back from its own TOML.
#![no_main]

use intertally_structure::{ImportOptions, Structure};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let one = ImportOptions { one_measure: Some(("N".into(), "Cases".into())), ..ImportOptions::default() };
    let more = ImportOptions { beside: vec![("more.xml".into(), data.to_vec())], ..ImportOptions::default() };
    for options in [ImportOptions::default(), one, more] {
        match Structure::parse_with("fuzzed", data, &options) {
            Ok(structure) => {
                let again = Structure::parse("again.toml", structure.to_toml().as_bytes());
                assert!(again.is_ok_and(|again| again == structure));
                if structure.tables.iter().map(|table| table.values.len()).sum::<usize>() < 100 {
                    drop(structure.table(&["2024".to_owned()]));
                }
            }
            Err(faults) => assert!(!faults.is_empty()),
        }
    }
});
