//! Foreign files with a mapping: the first byte picks the mapping, the rest is the file. A mapping is drafted from it, too.
#![no_main]

mod reading;

use intertally_release::returns::{Mapping, draft_mapping};
use libfuzzer_sys::fuzz_target;
use reading::{STRUCTURE, TABLE, any};
use std::sync::LazyLock;

static MAPPINGS: LazyLock<[Mapping; 2]> = LazyLock::new(|| {
    let periods = include_bytes!("../../release/samples/cases/code-ok.tsv.mapping.toml").as_slice();
    let rows = include_bytes!("../../release/samples/cases/mapping-workbook.xlsx.mapping.toml").as_slice();
    [periods, rows].map(|text| Mapping::parse("mapping.toml", text).expect("a sample"))
});

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    match MAPPINGS.get(usize::from(*which) % 3) {
        Some(mapping) => any(bytes, Some(mapping)),
        None => {
            // A draft is a mapping, once its open lines are taken out: they are comments.
            if let Ok(draft) = draft_mapping(&STRUCTURE, &TABLE.cells, "fuzzed", bytes) {
                Mapping::parse("draft.toml", draft.as_bytes()).expect("a draft that parses");
            }
        }
    }
});
