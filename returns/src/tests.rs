mod cases;
mod evaluated;
mod fill;
mod habits;
mod hostile;
mod layouts;
mod mends;
mod mutants;
mod pairs;
mod real;
mod samples;
mod summary;
mod template;

use super::*;
use intertally_core::round::CellSpec;
use intertally_structure::{DEFAULT, RoundTable, Structure};
use std::sync::LazyLock;

/// Id of the round that the samples are for.
const ROUND: &str = "sample-round";

/// The structure that is shipped, and its round of 2024: made once, since that takes longer than to read a return.
static SHIPPED: LazyLock<(Structure, RoundTable)> = LazyLock::new(|| {
    let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    let table = structure.table(&["2024".to_owned()]).unwrap();
    (structure, table)
});

fn structure() -> Structure {
    SHIPPED.0.clone()
}

/// The same structure, where a member may report some cells of a table and not the others.
fn ragged(mut structure: Structure) -> Structure {
    structure.tables.iter_mut().for_each(|table| table.ragged = true);
    structure
}

fn table(structure: &Structure, periods: &[&str]) -> RoundTable {
    if periods == ["2024"] && *structure == SHIPPED.0 {
        return SHIPPED.1.clone();
    }
    structure.table(&periods.iter().map(|period| (*period).to_owned()).collect::<Vec<_>>()).unwrap()
}

/// The cells that a member fills in.
fn asked(structure: &Structure, periods: &[&str]) -> Vec<CellSpec> {
    table(structure, periods).cells.into_iter().filter(|cell| cell.is_typed()).collect()
}

/// What a file of NL reads as in the default round of 2024.
fn reading(structure: &Structure, name: &str, bytes: &[u8], mapping: Option<&Mapping>) -> Reading {
    mended(structure, (name, bytes), mapping, &Mends::default())
}

/// What a file of NL reads as with what was typed over it.
fn mended(
    structure: &Structure,
    (name, bytes): (&str, &[u8]),
    mapping: Option<&Mapping>,
    mends: &Mends,
) -> Reading {
    let table = table(structure, &["2024"]);
    let input = ReadInput {
        structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
        area: "NL",
        round: Some(ROUND),
        file_name: name,
        bytes,
        previous: None,
        mapping,
    };
    read_with(&input, mends)
}
