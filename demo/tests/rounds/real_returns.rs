//! The demo on real returns, against totals computed by somebody else. Skipped with a message where the data are absent:
//! they are never in this repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Offence and period.
type Cell = (String, String);

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/unodc-cyber");
    let there = folder.join("returns").is_dir();
    if !there {
        eprintln!("skipped: {} is not here", folder.display());
    }
    there.then_some(folder)
}

/// Total and number of non-zero contributors.
fn expected(folder: &Path) -> BTreeMap<Cell, (u64, u64)> {
    let text = std::fs::read_to_string(folder.join("expected_totals.csv")).unwrap();
    let row = |line: &str| {
        let columns: Vec<&str> = line.split(',').collect();
        let cell = (columns[0].to_owned(), columns[1].to_owned());
        (cell, (columns[2].parse().unwrap(), columns[4].parse().unwrap()))
    };
    text.lines().skip(1).map(row).collect()
}

/// Lowest and highest total of the published file by the names of its columns; none where it is withheld.
fn published(folder: &Path) -> BTreeMap<Cell, Option<(u64, u64)>> {
    let text = std::fs::read_to_string(folder.join("published/totals.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let (offence, period, low, high) = (at("OFFENCE"), at("TIME_PERIOD"), at("LOWEST"), at("HIGHEST"));
    let ends = |row: &[&str]| row[low].parse().ok().zip(row[high].parse().ok());
    lines.map(|row| ((row[offence].to_owned(), row[period].to_owned()), ends(&row))).collect()
}

fn demo(folder: &Path, minimum: &str, out: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_demo"))
        .arg("--returns")
        .arg(folder.join("returns"))
        .args(["--min-contributors", minimum, "--out"])
        .arg(out)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("audit PASSED"), "{said}");
    said
}

fn compare(minimum: u64) {
    let Some(folder) = data() else { return };
    let out = tempfile::tempdir().unwrap();
    demo(&folder, &minimum.to_string(), out.path());
    let (expected, published) = (expected(&folder), published(out.path()));
    assert!(expected.keys().eq(published.keys()), "the same cells");
    let (mut shown, mut enough, mut exact) = (0usize, 0usize, 0usize);
    for (cell, (total, contributors)) in expected {
        enough += usize::from(contributors >= minimum);
        let Some((low, high)) = published[&cell] else { continue };
        shown += 1;
        exact += usize::from(low == high);
        assert!(contributors >= minimum, "{cell:?} has too few contributors");
        assert!((low..=high).contains(&total), "{cell:?} is not what was expected");
    }
    // Others that have enough stay shut where a sum of few countries would follow.
    assert!(
        2 * shown >= enough && 2 * exact >= shown,
        "{shown} of {enough} are shown, {exact} of them exactly"
    );
}

#[test]
fn every_published_total_is_the_expected_one() {
    compare(5);
}

#[test]
fn cells_below_a_higher_minimum_are_withheld() {
    compare(12);
}
