//! How long the table of a large round takes: `cargo run --release -p intertally-structure --example table_times`.
#![expect(clippy::print_stdout, reason = "an example that measures")]

use intertally_structure::{DEFAULT, Structure, Table, Values};
use std::time::Instant;

fn main() -> Result<(), String> {
    let faults = |faults| format!("{faults:?}");
    let mut structure = Structure::parse("default.toml", DEFAULT.as_bytes()).map_err(faults)?;
    let of = |dimension: &str, codes: &[&str]| Values {
        dimension: dimension.to_owned(),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let offences = [
        "_T",
        "ICCS0903",
        "ICCS09031",
        "X_09031_MAIL",
        "ICCS09032",
        "X_090321_DDOS",
        "X_09032_MALW",
        "ICCS09033",
        "ICCS09039",
        "ICCS0701_CY",
        "X_0701_PHISH",
    ];
    let ages = ["_T", "Y_LT18", "Y_GE18", "Y12T15", "Y16T17", "Y18T22", "Y23T29", "Y_GE30", "_U"];
    structure.tables.push(Table {
        id: "CROSSED".to_owned(),
        title: "Persons by offence, age and sex".to_owned(),
        values: vec![
            of("FREQ", &["A"]),
            of("MEASURE", &["PER_SUSP", "PER_FIRST", "PER_PROS", "PER_CONV"]),
            of("OFFENCE", &offences),
            of("INTERVENTION", &["_Z"]),
            of("AGE", &ages),
            of("SEX", &["_T", "F", "M", "_O", "_U"]),
        ],
        ladder: None,
        ragged: false,
    });
    for years in [1, 4, 8] {
        let periods: Vec<String> = (0..years).map(|year| (2017 + year).to_string()).collect();
        let start = Instant::now();
        let table = structure.table(&periods).map_err(faults)?;
        let taken = start.elapsed().as_millis();
        let leaves: usize =
            table.rules.systems.iter().flat_map(|system| &system.cells).map(|(_, list)| list.len()).sum();
        println!(
            "{} cells, {} of them counted alone, {} leaves, {} systems with {leaves} places: {taken} ms",
            table.cells.len(),
            table.count_only.len(),
            table.leaves.len(),
            table.rules.systems.len(),
        );
    }
    Ok(())
}
