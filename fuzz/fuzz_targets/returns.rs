//! Return files in every layout that is read, mapping files, structure files. Whatever the bytes: a return in the round's
//! cells, or at least one fault.
#![no_main]

use intertally_release::returns::{Mapping, ReadInput, keys_in, notes_sent, read};
use intertally_release::structure::{DEFAULT, RoundTable, Structure};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static STRUCTURE: LazyLock<Structure> =
    LazyLock::new(|| Structure::parse("default.toml", DEFAULT.as_bytes()).expect("the default"));
static TABLE: LazyLock<RoundTable> =
    LazyLock::new(|| STRUCTURE.table(&["2024".to_owned()]).expect("its cells"));
static MAPPINGS: LazyLock<[Option<Mapping>; 3]> = LazyLock::new(|| {
    let of = |text: &str| Some(Mapping::parse("mapping.toml", text.as_bytes()).expect("a sample"));
    let periods = include_str!("../../release/samples/eurostat.tsv.mapping.toml");
    let rows = include_str!("../../release/samples/eurostat.csv.mapping.toml");
    [None, of(periods), of(rows)]
});

// The first byte says which reader the rest is for.
fuzz_target!(|data: &[u8]| {
    let Some((which, bytes)) = data.split_first() else { return };
    let mapping = match which % 6 {
        0 => &MAPPINGS[0],
        1 => &MAPPINGS[1],
        2 => &MAPPINGS[2],
        3 => return drop(keys_in(&STRUCTURE, "fuzzed", bytes)),
        4 => return drop(Mapping::parse("fuzzed.toml", bytes)),
        _ => {
            for name in ["fuzzed.toml", "fuzzed.xml"] {
                if let Err(faults) = Structure::parse(name, bytes) {
                    assert!(!faults.is_empty());
                }
            }
            return;
        }
    };
    let reading = read(&ReadInput {
        structure: &STRUCTURE,
        cells: &TABLE.cells,
        whole: &TABLE.rules.whole,
        count_only: &TABLE.count_only,
        area: "NL",
        round: Some("sample-round"),
        file_name: "fuzzed",
        bytes,
        previous: None,
        mapping: mapping.as_ref(),
    });
    assert_eq!(reading.table.is_some(), reading.faults.is_empty());
    for fault in reading.faults.iter().chain(&reading.warnings) {
        assert!(!fault.file.is_empty() && fault.row != Some(0) && !fault.what.is_empty());
    }
    if let Some(table) = reading.table {
        let mut notes = notes_sent(&table.notes, &table.keys);
        notes.sort();
        intertally_core::submission::note::check(&notes, table.keys.len()).expect("notes that can be sent");
        assert_eq!(table.values.len(), TABLE.cells.len());
    }
});
