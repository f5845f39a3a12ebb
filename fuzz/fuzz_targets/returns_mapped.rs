//! Foreign files with a mapping: the first byte picks the mapping, the rest is the file.
#![no_main]

mod reading;

use intertally_returns::Mapping;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static MAPPINGS: LazyLock<[Mapping; 4]> = LazyLock::new(|| {
    let periods = include_bytes!("../../returns/samples/cases/code-ok.tsv.mapping.toml").as_slice();
    let rows = include_bytes!("../../returns/samples/cases/mapping-workbook.xlsx.mapping.toml").as_slice();
    let months = include_bytes!("../../returns/samples/cases/wide-months.csv.mapping.toml").as_slice();
    let measures = include_bytes!("../../returns/samples/cases/wide-measures.csv.mapping.toml").as_slice();
    [periods, rows, months, measures].map(|text| Mapping::parse("mapping.toml", text).expect("a sample"))
});

fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    reading::any(bytes, MAPPINGS.get(usize::from(*which) % 4));
});
