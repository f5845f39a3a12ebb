//! What is pooled of evaluations, in workbook and report.

use crate::sample::{Sample, area, manifest};
use calamine::{Data, Reader, Xlsx};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_publish::files;
use intertally_structure::Structure;
use std::collections::BTreeMap;
use std::io::Cursor;

const STRUCTURE: &str = include_str!("../../../structure/files/sample-evaluation.toml");
/// a, n1, c, n2 of every member.
const TABLE: [u64; 4] = [12, 80, 30, 100];

/// A round of so many members with the same table.
fn sample(members: usize) -> Sample {
    let structure = Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap();
    let names: Vec<String> = (0..members).map(area).collect();
    let manifest = manifest(&structure, &["2024"], &names);
    let cells = manifest.cells.len();
    let [a, n1, c, n2] = TABLE;
    let typed = [n1, a, n2, c].into_iter().chain(std::iter::repeat(0)).take(cells);
    let values: Vec<u64> = typed.collect();
    let statuses: Vec<Status> = manifest
        .cells
        .iter()
        .map(|cell| if cell.is_typed() { Status::Normal } else { Status::NotCollected })
        .collect();
    let of = |member: usize| MemberIndex(u16::try_from(member).unwrap());
    let statuses: BTreeMap<_, _> = (0..members).map(|at| (of(at), statuses.clone())).collect();
    let figures = (0..members).map(|at| (of(at), values.clone())).collect();
    Sample::of(structure, manifest, statuses, figures)
}

/// Rows of the sheet: what, value, lower, upper.
fn rows(files: &BTreeMap<String, Vec<u8>>) -> Vec<[String; 4]> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    let sheet = book.worksheet_range("Evaluation").unwrap();
    let text = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    sheet.rows().skip(1).map(|row| [5, 6, 7, 8].map(|at| text(&row[at]))).collect()
}

#[test]
fn the_sheet_has_what_was_pooled_and_the_sums_it_is_made_of() {
    let made = files(&sample(13).material()).unwrap();
    let rows = rows(&made);
    let find =
        |what: &str| rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("{what}: {rows:?}"));
    // Countries alike: the pooled odds ratio is that of one, (12 * 70) / (68 * 30), and they do not differ.
    assert_eq!(find("Odds ratio (Mantel-Haenszel)")[1], "0.412");
    assert_eq!(find("Countries of equal size that this amounts to")[1], "13.0");
    assert_eq!(find("I\u{b2}, percent")[1], "0");
    let r = 13 * (256 * 12 * 70 / 180);
    assert_eq!(find("Sum of R")[1], r.to_string());
    let report = String::from_utf8(made["report.html"].clone()).unwrap();
    assert!(report.contains(">0.412<") && report.contains("href=\"#evaluation\""));
    assert_eq!(made, files(&sample(13).material()).unwrap(), "the same bytes");
}

#[test]
fn a_family_of_too_few_is_named_with_its_reason_and_without_a_figure() {
    let made = files(&sample(11).material()).unwrap();
    let rows = rows(&made);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row[0].starts_with("Not shown") && row[1].is_empty()), "{rows:?}");
    let csv = String::from_utf8(made["totals.csv"].clone()).unwrap();
    assert!(csv.lines().count() == 5 && !csv.contains('~'), "{csv}");
}
