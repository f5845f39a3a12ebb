//! Real national returns, where they are at hand. They are no part of the repository.

use crate::{ReadInput, keys_in, read};
use intertally_structure::{DEFAULT, Structure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn folder() -> Option<PathBuf> {
    let data = std::env::var_os("INTERTALLY_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let folder = data.join("unodc-cyber");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no real returns in {}; set INTERTALLY_DATA", folder.display());
    None
}

/// Three layouts, LF and CRLF, area codes of three kinds: all are read, and their plain sums are those of another
/// program.
#[test]
fn real_returns_are_read_and_add_up() {
    let Some(folder) = folder() else { return };
    let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder.join("returns")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 27);
    let (mut keys, mut periods) = (BTreeSet::new(), BTreeSet::new());
    for file in &files {
        let (more, years) = keys_in(&structure, "return.csv", &std::fs::read(file).unwrap()).unwrap();
        keys.extend(more);
        periods.extend(years);
    }
    let narrow = structure.restricted_to(&keys);
    let table = narrow.table(&periods.into_iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(table.cells.iter().filter(|cell| !cell.count_only).count(), 28);
    let mut sums: BTreeMap<(String, String), (u64, u32, u32)> = BTreeMap::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let area = file.file_stem().unwrap().to_str().unwrap();
        let area = structure.area_code(area);
        let input = ReadInput {
            structure: &narrow,
            cells: &table.cells,
            whole: &table.rules.whole,
            count_only: &table.count_only,
            area,
            round: None,
            file_name: "return.csv",
            bytes: &bytes,
            previous: None,
            mapping: None,
        };
        let reading = read(&input);
        assert!(reading.faults.is_empty(), "{area}: {:?}", reading.faults);
        let read = reading.table.unwrap();
        for (key, value) in read.keys.iter().zip(&read.values) {
            let parts: Vec<&str> = key.split('.').collect();
            let sum = sums.entry((parts[2].to_owned(), parts[6].to_owned())).or_default();
            if let Some(value) = value {
                *sum = (sum.0 + u64::from(*value), sum.1 + 1, sum.2 + u32::from(*value > 0));
            }
        }
    }
    let expected = std::fs::read_to_string(folder.join("expected_totals.csv")).unwrap();
    let ours: Vec<String> = sums
        .iter()
        .map(|((offence, year), (sum, members, nonzero))| {
            format!("{offence},{year},{sum},{members},{nonzero}")
        })
        .collect();
    let theirs: Vec<&str> = expected.lines().skip(1).map(str::trim).collect();
    assert!(ours == theirs, "the sums differ from those of the other program");
}
