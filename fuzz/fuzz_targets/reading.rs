//! What the targets of returns share: a small round, and what must hold whatever was read.

use intertally_returns::{Mapping, ReadInput, keys_in, notes_sent, read};
use intertally_structure::{RoundTable, Structure};
use std::sync::LazyLock;

pub static STRUCTURE: LazyLock<Structure> = LazyLock::new(|| {
    let text = include_bytes!("../../returns/samples/cases/structure.toml");
    Structure::parse("structure.toml", text).expect("a structure")
});
pub static TABLE: LazyLock<RoundTable> =
    LazyLock::new(|| STRUCTURE.table(&["2024".to_owned()]).expect("its cells"));

/// Reads a file as a return: one in the round's cells with notes that can be sent, or at least one fault.
pub fn any(bytes: &[u8], mapping: Option<&Mapping>) {
    let reading = read(&ReadInput {
        structure: &STRUCTURE,
        cells: &TABLE.cells,
        whole: &TABLE.rules.whole,
        count_only: &TABLE.count_only,
        area: "XA",
        round: None,
        file_name: "fuzzed",
        bytes,
        previous: None,
        mapping,
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
    if mapping.is_none() {
        drop(keys_in(&STRUCTURE, "fuzzed", bytes));
    }
}
