//! Habits of programs and people, each over many inputs: what is read as it is meant, or refused; never another figure.

mod claims;
mod drafts;
mod locales;
mod mappings;
mod messages;
mod names;
mod parts;
mod quotes;
mod rows;
mod sdmx_csv;
mod shapes;
mod spellings;
mod units;
mod workbooks;

use super::*;

const HEAD: [&str; 8] =
    ["FREQ", "REF_AREA", "MEASURE", "AGE", "TIME_PERIOD", "OBS_VALUE", "OBS_STATUS", "COMMENT_OBS"];
const CELLS: [(&str, &str, u32); 6] = [
    ("OFF", "_T", 410),
    ("OFF", "Y_LT18", 150),
    ("OFF", "Y_GE18", 260),
    ("SUS", "_T", 95),
    ("SUS", "Y_LT18", 33),
    ("SUS", "Y_GE18", 62),
];

fn small() -> Structure {
    Structure::parse("s.toml", include_bytes!("../../../samples/cases/structure.toml")).unwrap()
}

/// What a file reads as in a round of the small structure, with a mapping if one is given.
fn read_as(period: &str, area: &str, bytes: &[u8], mapping: Option<&str>) -> Reading {
    let structure = small();
    let table = table(&structure, &[period]);
    let mapping = mapping.map(|text| Mapping::parse("m.toml", text.as_bytes()).unwrap());
    read(&ReadInput {
        structure: &structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
        area,
        round: None,
        file_name: "habit.csv",
        bytes,
        previous: None,
        mapping: mapping.as_ref(),
    })
}

fn read_small(period: &str, text: &[u8]) -> Reading {
    read_as(period, "XA", text, None)
}

/// The six rows, in the order of the columns given.
fn rows(order: &[usize], freq: &str, period: &str) -> Vec<Vec<String>> {
    let row = |(measure, age, value): &(&str, &str, u32)| {
        let all = [freq, "XA", measure, age, period, &value.to_string(), "A", ""].map(str::to_owned);
        order.iter().map(|at| all[*at].clone()).collect()
    };
    CELLS.iter().map(row).collect()
}

fn head(order: &[usize]) -> String {
    order.iter().map(|at| HEAD[*at]).collect::<Vec<_>>().join(",")
}

/// A file of these rows under the header, with separators.
fn file(order: &[usize], rows: &[Vec<String>]) -> String {
    let body: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    format!("{}\n{}\n", head(order), body.join("\n"))
}

/// All columns, in their order.
const ALL: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 7];

fn rules(reading: &Reading) -> Vec<&'static str> {
    reading.faults.iter().map(|fault| fault.rule).collect()
}

/// No figure of the file is anywhere but in its own cell, and none is lost, if the return is taken.
fn is_whole(reading: &Reading) -> bool {
    let Some(table) = &reading.table else { return true };
    let want = CELLS.map(|(.., value)| Some(value)).to_vec();
    let mut got: Vec<Option<u32>> = Vec::new();
    for (measure, age, _) in CELLS {
        let at = table.keys.iter().position(|key| key.contains(&format!(".{measure}.{age}."))).unwrap();
        got.push(table.values[at]);
    }
    want == got
}
