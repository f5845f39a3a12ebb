//! What the demo prints is what it publishes: values and ends of totals.csv and no others, as many as were opened, and as
//! many withheld as have no value there.

use std::path::Path;
use std::process::{Command, Stdio};

/// Key of each cell, and value, lowest and highest total if it is published.
fn published(out: &Path) -> Vec<(String, Option<[String; 3]>)> {
    let mut reader = csv::Reader::from_path(out.join("published/totals.csv")).unwrap();
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|column| column == name).unwrap();
    let (first, value, low, high) = (at("ACTION") + 1, at("OBS_VALUE"), at("LOWEST"), at("HIGHEST"));
    let row = |row: csv::StringRecord| {
        let key: Vec<&str> = (first..value).map(|at| &row[at]).collect();
        let told = [value, low, high].map(|at| row[at].to_owned());
        (key.join("."), Some(told).filter(|told| told[0] != "NaN"))
    };
    reader.records().map(|record| row(record.unwrap())).collect()
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
    let told = published.iter().filter_map(|(key, told)| Some((key.as_str(), told.as_ref()?)));
    let values: Vec<Vec<String>> = told
        .map(|(key, [value, low, high])| {
            let range =
                if low == high { Vec::new() } else { vec![low.clone(), "to".to_owned(), high.clone()] };
            [vec![key.to_owned(), value.clone()], range].concat()
        })
        .collect();
    let withheld = published.len() - values.len();
    assert!(
        values.iter().any(|words| words.len() > 2) && withheld > 0,
        "the example has bands and shut cells"
    );
    let opened = said.lines().find_map(|line| line.split_once(" totals are opened")).unwrap().0;
    let opened: Vec<&str> = opened.split_whitespace().collect();
    assert!(opened.ends_with(&[&values.len().to_string(), "of", &published.len().to_string()]), "{opened:?}");

    let (_, shown) = said.split_once("\ntotals\n").unwrap();
    let (shown, rest) = shown.split_once("\n  ... ").unwrap();
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    let printed: Vec<Vec<String>> = shown.lines().map(words).collect();
    assert_eq!(printed, values[..values.len().min(40)]);
    let more = values.len().saturating_sub(40);
    let wanted = format!("{more} more in published/totals.csv; {withheld} withheld\n");
    assert!(rest.starts_with(&wanted), "{wanted}{rest}");
}
