//! A part of a year that a mapping takes for the year, and figures that it adds up.

use super::*;

mod added;
mod measures;
mod months;

/// A mapping of the small structure. `more`: before the columns; `columns`: lines of the figures; `rest`: what follows.
fn mapping(more: &str, columns: &str, rest: &str) -> String {
    format!(
        "layout = \"rows\"\n{more}\n[columns]\nmeas = \"MEASURE\"\nage = \"AGE\"\n{columns}\n[fixed]\nFREQ = \"A\"\n\
         REF_AREA = \"XA\"\nTIME_PERIOD = \"2024\"\n{rest}"
    )
}

/// The six cells, each with these fields behind.
fn table(heads: &str, fields: impl Fn(u32) -> String) -> String {
    let rows = CELLS.map(|(measure, age, value)| format!("{measure},{age},{}\n", fields(value)));
    format!("meas,age,{heads}\n{}", rows.concat())
}

fn read(text: &str, mapping: &str) -> Reading {
    read_as("2024", "XA", text.as_bytes(), Some(mapping))
}

fn told(reading: &Reading, rule: &str) -> bool {
    let is = |fault: &&Fault| fault.rule == rule;
    reading.faults.iter().chain(&reading.warnings).any(|fault| is(&fault))
}

const MONTHS: [&str; 12] = [
    "jan-24", "feb-24", "mrt-24", "apr-24", "mei-24", "jun-24", "jul-24", "aug-24", "sep-24", "okt-24",
    "nov-24", "dec-24",
];

/// A figure in twelve parts.
fn parts(value: u32) -> Vec<String> {
    (0..12).map(|month| (value / 12 + u32::from(month < value % 12)).to_string()).collect()
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

fn columns(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\" = \"OBS_VALUE\"\n")).collect()
}

/// The six cells with a row for each age, and a column for each of the two measures under these headings.
fn by_measure(offences: &str, suspects: &str) -> String {
    let rows = ["_T", "Y_LT18", "Y_GE18"].map(|age| {
        let of =
            |measure: &str| CELLS.iter().find(|(own, other, _)| *own == measure && *other == age).unwrap().2;
        format!("XA,2024,{age},{},{}\n", of("OFF"), of("SUS"))
    });
    format!("geo,year,age,{offences},{suspects}\n{}", rows.concat())
}
