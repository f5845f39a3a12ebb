//! Empty returns of a large round, filled with made-up figures and read back, with the time that reading takes:
//! `cargo run -p intertally-returns --example returns [FOLDER]`. With a folder, the files of the default round of 2024
//! are written there, the workbook with figures of the year before.

use intertally_returns::{
    ReadInput, Reading, TemplateFacts, read, template_csv, template_xlsx, template_xlsx_with,
};
use intertally_structure::{DEFAULT, RoundTable, Structure, Table, Values};
use std::error::Error;
use std::time::Instant;

#[expect(clippy::print_stdout, reason = "an example shows what it does")]
fn main() -> Result<(), Box<dyn Error>> {
    let structure =
        Structure::parse("default.toml", DEFAULT.as_bytes()).map_err(|faults| format!("{faults:?}"))?;
    let table = cells(&structure, &["2024"])?;
    if let Some(folder) = std::env::args().nth(1).map(std::path::PathBuf::from) {
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("return.csv"), template_csv(&structure, &table.cells, "NL"))?;
        // As a member gets it that keeps its return of the year before.
        let before = cells(&structure, &["2023"])?;
        let kept = filled(&template_csv(&structure, &before.cells, "NL"));
        let previous = reading(&structure, &before, "kept.csv", kept.as_bytes()).table;
        let facts = TemplateFacts { deadline: Some("2025-06-30 15:00 UTC"), previous: previous.as_ref() };
        let book = template_xlsx_with(&structure, &table.cells, "NL", ("Example round", "example"), &facts)?;
        std::fs::write(folder.join("return.xlsx"), book)?;
    }
    let large = large(structure);
    let table = cells(&large, &["2021", "2022", "2023", "2024"])?;
    let csv = filled(&template_csv(&large, &table.cells, "NL"));
    let book = template_xlsx(&large, &table.cells, "NL", "Large round", "large")?;
    for (name, bytes) in [("large.csv", csv.as_bytes()), ("large.xlsx, empty", book.as_slice())] {
        let start = Instant::now();
        let reading = reading(&large, &table, name, bytes);
        let (time, cells, filled) = (start.elapsed(), reading.summary.cells, reading.summary.filled);
        let faults = reading.faults.len();
        println!("{name}: {cells} cells, {filled} with a figure, {faults} faults, {} ms", time.as_millis());
    }
    // The same with a fault in every row.
    let spoiled = csv.replace(",OFF_REC,", ",OFF_RECC,").replace(",PER_", ",PERR_");
    let start = Instant::now();
    let reading = reading(&large, &table, "spoiled.csv", spoiled.as_bytes());
    println!("spoiled.csv: {} faults, {} ms", reading.faults.len(), start.elapsed().as_millis());
    Ok(())
}

fn cells(structure: &Structure, periods: &[&str]) -> Result<RoundTable, String> {
    let periods: Vec<String> = periods.iter().map(|period| (*period).to_owned()).collect();
    structure.table(&periods).map_err(|faults| format!("{faults:?}"))
}

fn reading(structure: &Structure, table: &RoundTable, file_name: &str, bytes: &[u8]) -> Reading {
    let (cells, whole, count_only) = (&table.cells, &table.rules.whole, &table.count_only);
    let (area, round, previous, mapping) = ("NL", None, None, None);
    read(&ReadInput { structure, cells, whole, count_only, area, round, file_name, bytes, previous, mapping })
}

/// The default, and persons by offence, age and sex.
fn large(mut structure: Structure) -> Structure {
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
    structure.tables.push(Table {
        id: "LARGE".to_owned(),
        title: "Persons by offence, age and sex".to_owned(),
        values: vec![
            of("FREQ", &["A"]),
            of("MEASURE", &["PER_SUSP", "PER_FIRST", "PER_PROS", "PER_CONV", "PER_DIVERT"]),
            of("OFFENCE", &offences),
            of("INTERVENTION", &["_Z"]),
            of("AGE", &["_T", "Y12T15", "Y16T17", "Y18T22", "Y23T29", "Y_GE30", "_U"]),
            of("SEX", &["_T", "F", "M", "_O", "_U"]),
        ],
        ladder: None,
        ragged: false,
    });
    structure
}

/// A figure in every row.
fn filled(template: &str) -> String {
    let mut rows = template.lines();
    let mut text = format!("{}\n", rows.next().unwrap_or_default());
    for (row, at) in rows.zip(1..) {
        text.push_str(&format!("{}{},A,,,\n", row.trim_end_matches(','), format_args!(",{}", at % 50_000)));
    }
    text
}
