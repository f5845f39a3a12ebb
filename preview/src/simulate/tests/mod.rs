//! What became of published inputs that gave single countries' figures away, and real returns where they are at hand.

mod adding_up;
mod beside;
mod crossed;
mod found;
mod overlaps;
mod tables;
mod terms;

use super::{Files, How, Simulation, simulate};
use intertally_disclosure::Reason;
use intertally_structure::{Code, DEFAULT, Structure, Sum};
use std::collections::BTreeMap;
use std::path::PathBuf;

const AREAS: [&str; 7] = ["XA", "XB", "XC", "XD", "XE", "XF", "XG"];

fn structure() -> Structure {
    Structure::parse("structure.toml", include_bytes!("structure.toml")).unwrap()
}

/// Rows of measure, period, offence, age and the figures of the areas; none is missing.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, [Option<u32>; 7]);

fn files(rows: &[Row<'_>]) -> Files {
    let mut files = BTreeMap::new();
    for (place, area) in AREAS.iter().enumerate() {
        let mut text = "REF_AREA,MEASURE,TIME_PERIOD,OFFENCE,AGE,OBS_VALUE,OBS_STATUS\n".to_owned();
        for (measure, period, offence, age, figures) in rows {
            let (value, status) = figures[place].map_or((String::new(), "O"), |x| (x.to_string(), "A"));
            text += &format!("{area},{measure},{period},{offence},{age},{value},{status}\n");
        }
        files.insert(format!("{area}.csv"), text.into_bytes());
    }
    Files { name: "this round".to_owned(), files }
}

fn all(figures: [u32; 7]) -> [Option<u32>; 7] {
    figures.map(Some)
}

fn sum(rows: &[[u32; 7]]) -> [Option<u32>; 7] {
    std::array::from_fn(|place| Some(rows.iter().map(|row| row[place]).sum()))
}

fn cell<'a>(made: &'a Simulation, key: &str) -> &'a super::Planned {
    made.plan.iter().find(|cell| cell.key == key).unwrap_or_else(|| panic!("no cell {key}: {:?}", made.plan))
}

fn decided(files: &Files, earlier: &[Files]) -> Simulation {
    simulate(&structure(), files, earlier).unwrap_or_else(|fault| panic!("{fault}"))
}

/// Total, 12-15 and 16-17 published gave 18-22 away, which one country had alone, since nobody had 23 and over.
#[test]
fn the_sum_of_withheld_cells_is_not_told() {
    let ages = [[11, 9, 7, 12, 5, 6, 8], [13, 10, 8, 14, 6, 7, 9], [37, 0, 0, 0, 0, 0, 0], [0; 7]];
    let rows = [
        ("PER_SUSP", "2025", "ACCESS", "_T", sum(&ages)),
        ("PER_SUSP", "2025", "ACCESS", "Y12T15", all(ages[0])),
        ("PER_SUSP", "2025", "ACCESS", "Y16T17", all(ages[1])),
        ("PER_SUSP", "2025", "ACCESS", "Y18T22", all(ages[2])),
        ("PER_SUSP", "2025", "ACCESS", "Y_GE23", all(ages[3])),
        ("OFF_REC", "2025", "_T", "_Z", all([100, 90, 80, 70, 60, 50, 40])),
        ("OFF_REC", "2025", "ACCESS", "_Z", all([50, 45, 40, 35, 30, 25, 20])),
    ];
    let made = decided(&files(&rows), &[]);
    let open = |key: &str| cell(&made, key).shut.is_none();
    assert!(open("PER_SUSP.2025.ACCESS._T"));
    assert!(!open("PER_SUSP.2025.ACCESS.Y18T22") && !open("PER_SUSP.2025.ACCESS.Y_GE23"));
    let parts = ["PER_SUSP.2025.ACCESS.Y12T15", "PER_SUSP.2025.ACCESS.Y16T17"];
    assert!(!parts.iter().all(|key| open(key)), "total and both parts leave one country's figure");
    assert!(parts.iter().any(|key| cell(&made, key).shut == Some(Reason::Isolates)));
    let text = String::from_utf8(made.totals_csv.clone()).unwrap();
    assert_eq!(text.lines().count(), 1 + rows.len());
}

/// A year and three of its quarters published gave the fourth, which one country had alone.
#[test]
fn a_year_does_not_tell_a_quarter() {
    let quarters =
        [[11, 9, 7, 12, 5, 6, 8], [13, 10, 8, 14, 6, 7, 9], [9, 8, 7, 6, 5, 4, 3], [23, 0, 0, 0, 0, 0, 0]];
    let names = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"];
    let mut rows: Vec<Row<'_>> = names
        .iter()
        .zip(quarters)
        .map(|(period, figures)| ("PER_SUSP", *period, "ACCESS", "_T", all(figures)))
        .collect();
    rows.push(("PER_SUSP", "2025", "ACCESS", "_T", sum(&quarters)));
    let made = decided(&files(&rows), &[]);
    let open = |period: &str| cell(&made, &format!("PER_SUSP.{period}.ACCESS._T")).shut.is_none();
    assert!(open("2025"), "{:?}", made.plan);
    assert_eq!(names.iter().filter(|period| open(period)).count(), 2);
    assert!(!open("2025-Q4"));
    // The same in a second round that asks the year again, which was opened before.
    let year = rows[4];
    let made = decided(&files(&rows), &[files(&[year])]);
    assert_eq!(made.plan.iter().filter(|cell| cell.shut.is_none()).count(), 3, "{:?}", made.plan);
    // Without it nobody says that it is the same still.
    rows.pop();
    let made = decided(&files(&rows), &[files(&[year])]);
    assert!(made.plan.iter().all(|cell| cell.shut.is_some()), "{:?}", made.plan);
}

/// Seven report the total, four of them its parts; of the other three one had all.
#[test]
fn a_difference_of_reporters_is_judged_by_its_contributors() {
    let rows = [
        ("PER_SUSP", "2025", "DDOS", "_T", all([30, 25, 28, 33, 61, 0, 0])),
        ("PER_SUSP", "2025", "DDOS", "Y_LT18", [Some(10), Some(9), Some(8), Some(13), None, None, None]),
        ("PER_SUSP", "2025", "DDOS", "Y_GE18", [Some(20), Some(16), Some(20), Some(20), None, None, None]),
    ];
    // A table with sums is returned whole.
    let refused = simulate(&structure(), &files(&rows), &[]).unwrap_err().to_string();
    assert!(refused.contains("this round: XE.csv"), "{refused}");
    assert!(!refused.contains("61"), "no figure in an error: {refused}");
    let mut ragged = structure();
    ragged.tables.iter_mut().for_each(|table| table.ragged = true);
    let made = simulate(&ragged, &files(&rows), &[]).unwrap_or_else(|fault| panic!("{fault}"));
    let open: Vec<&str> =
        made.plan.iter().filter(|cell| cell.shut.is_none()).map(|cell| cell.key.as_str()).collect();
    assert!(open.contains(&"PER_SUSP.2025.DDOS._T") && open.len() < 3, "{open:?}");
}

#[test]
fn faults_say_which_file_and_no_figure() {
    let structure = structure();
    let none = simulate(&structure, &Files { name: "2025".to_owned(), ..Files::default() }, &[]);
    assert!(none.unwrap_err().to_string().starts_with("2025: there are no returns"));
    let mut files = files(&[("PER_SUSP", "2025", "ACCESS", "_T", all([4; 7]))]);
    files.files.insert("Atlantis.csv".to_owned(), Vec::new());
    let unknown = simulate(&structure, &files, &[]).unwrap_err().to_string();
    assert!(unknown.contains("Atlantis.csv"), "{unknown}");
    files.files.remove("Atlantis.csv");
    files.files.insert("XA.tsv".to_owned(), Vec::new());
    let twice = simulate(&structure, &files, &[]).unwrap_err().to_string();
    assert!(twice.contains("a second return of area XA"), "{twice}");
}

/// 27 real returns: all 28 totals are published, with values and bands.
#[test]
fn real_returns_are_published_whole() {
    let data = std::env::var_os("INTERTALLY_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data")),
        PathBuf::from,
    );
    let folder = data.join("unodc-cyber").join("returns");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: no real returns in {}; set INTERTALLY_DATA", folder.display());
        return;
    };
    let paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let files = paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect();
    let files = Files { name: "real".to_owned(), files };
    let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    let made = simulate(&structure, &files, &[]).unwrap_or_else(|fault| panic!("{fault}"));
    let asked: Vec<_> = made.plan.iter().filter(|cell| !cell.count_only).collect();
    assert_eq!(asked.len(), 28);
    assert_eq!(asked.iter().filter(|cell| cell.shown == How::Value).count(), 28);
}

/// All ages under another code in the second round: another key, the same leaves, so who changed its figure is told.
#[test]
fn a_change_goes_by_leaves_and_not_by_keys() {
    let mut structure = structure();
    let ages = structure.codelists.iter_mut().find(|list| list.id == "CL_AGE").unwrap();
    let code =
        |id: &str| Code { id: id.to_owned(), name: "All again".to_owned(), parent: None, quiet: false };
    ages.codes.push(code("Y_ALL"));
    let sum = structure.sums.iter().find(|sum| sum.parent == "_T").unwrap();
    structure.sums.push(Sum { parent: "Y_ALL".to_owned(), ..sum.clone() });
    let table = structure.tables.iter_mut().find(|table| table.id == "SUSPECTS_ACCESS").unwrap();
    table.values.iter_mut().for_each(|values| {
        if values.dimension == "AGE" {
            values.codes.push("Y_ALL".to_owned());
        }
    });
    let round = |age, figures| files(&[("PER_SUSP", "2025", "ACCESS", age, all(figures))]);
    let (before, one) = ([11, 9, 7, 12, 5, 6, 8], [12, 9, 7, 12, 5, 6, 8]);
    for (figures, shut) in [(before, None), (one, Some(Reason::Revision)), ([20; 7], None)] {
        for (first, second) in [("_T", "Y_ALL"), ("Y_ALL", "_T"), ("_T", "_T")] {
            let made = simulate(&structure, &round(second, figures), &[round(first, before)]);
            let made = made.unwrap_or_else(|fault| panic!("{fault}"));
            let key = format!("PER_SUSP.2025.ACCESS.{second}");
            assert_eq!(cell(&made, &key).shut, shut, "{first} {second} {figures:?}");
        }
    }
}

/// A year that is cut into a quarter and the rest is the same sum still.
#[test]
fn a_year_that_is_cut_is_the_same_year() {
    let year = [30, 25, 28, 33, 61, 20, 10];
    let before = files(&[("PER_SUSP", "2025", "ACCESS", "_T", all(year))]);
    for (figures, shut) in [(year, None), ([31, 25, 28, 33, 61, 20, 10], Some(Reason::Revision))] {
        let now = files(&[
            ("PER_SUSP", "2025", "ACCESS", "_T", all(figures)),
            ("PER_SUSP", "2025-Q1", "ACCESS", "_T", all([5; 7])),
        ]);
        let made = decided(&now, std::slice::from_ref(&before));
        assert_eq!(cell(&made, "PER_SUSP.2025.ACCESS._T").shut, shut);
    }
}
