//! What the demo prints is what it publishes: the totals of totals.csv and no others, and as many withheld as have no value
//! there, also where some were opened and then withheld for the sake of others.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::process::{Command, Stdio};

/// What stands in totals.csv before the notes, in which alone there may be lines and commas: key and value of each cell.
fn published(out: &Path) -> Vec<(String, Option<String>)> {
    let text = std::fs::read_to_string(out.join("published/totals.csv")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("dataflow,"));
    rows.map(|row| {
        // STRUCTURE, STRUCTURE_ID, ACTION, REF_AREA, the four others, OBS_VALUE.
        let columns: Vec<&str> = row.split(',').collect();
        (columns[4..8].join("."), Some(columns[8].to_owned()).filter(|value| value != "NaN"))
    })
    .collect()
}

#[test]
fn the_printed_totals_are_the_published_ones() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/examples/round");
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_demo"))
        .arg("--structure")
        .arg(example.join("structure.toml"))
        .arg("--returns")
        .arg(example.join("returns"))
        .args(["--trustees", "3", "--threshold", "2", "--out"])
        .arg(out.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));

    let published = published(out.path());
    let values: Vec<(&str, &str)> =
        published.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_deref()?))).collect();
    let withheld = published.len() - values.len();
    let approved = said.lines().find_map(|line| line.split_once("plan ")?.1.split_once(" of ")).unwrap().0;
    let opened: usize = approved.trim().parse().unwrap();
    assert!(values.len() < opened, "the example has cells that are withheld after opening");

    let (_, shown) = said.split_once("\ntotals\n").unwrap();
    let (shown, rest) = shown.split_once("\n  ... ").unwrap();
    let printed: Vec<(&str, &str)> =
        shown.lines().map(|line| line.trim().split_once(char::is_whitespace).unwrap()).collect();
    let printed: Vec<(&str, &str)> = printed.into_iter().map(|(key, value)| (key, value.trim())).collect();
    assert_eq!(printed, values[..values.len().min(40)]);
    let more = values.len().saturating_sub(40);
    let wanted = format!("{more} more in published/totals.csv; {withheld} withheld\n");
    assert!(rest.starts_with(&wanted), "{wanted}{rest}");
}
