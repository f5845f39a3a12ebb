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
    sample_of(structure, &vec![TABLE; members])
}

/// The round of the trials of a vaccine that evaluation/tests/bcg.in holds.
pub fn trials() -> Sample {
    let text = include_str!("../../../evaluation/tests/bcg.in");
    let tables = text.split('[').skip(1).filter_map(|rest| {
        let numbers = rest.split(']').next()?.split(',').map(|number| number.trim().parse::<u64>().ok());
        let [a, b, c, d] = numbers.collect::<Option<Vec<u64>>>()?.try_into().ok()?;
        Some([a, a + b, c, c + d])
    });
    let tables: Vec<[u64; 4]> = tables.collect();
    assert_eq!(tables.len(), 13);
    sample_of(Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap(), &tables)
}

/// Where countries differ, that one number does not stand for all of them is said before the numbers are.
#[test]
fn that_countries_differ_is_said_before_what_is_pooled() {
    let page = |sample: &Sample| {
        String::from_utf8(files(&sample.material()).unwrap()["report.html"].clone()).unwrap()
    };
    let differs = "Countries differ by more than chance (p below 0.000001; I\u{b2} 92.1 percent)";
    let unlike = page(&trials());
    let at = |what: &str| unlike.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(at(differs) < at("<th scope=\"rowgroup\" colspan=\"4\""));
    assert!(unlike.contains("these are not several results"));
    let alike = page(&sample(13));
    assert!(
        alike.contains("No difference between countries beyond chance is found")
            && !alike.contains("by more than chance (")
    );
    // Not asked: then it is not known, and that is said.
    let mut structure = Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    let silent = page(&sample_of(structure, &vec![TABLE; 13]));
    assert!(
        silent.contains("How much countries differ is not shown here") && !silent.contains("beyond chance")
    );
}

/// A round in which each member has one of these tables, with one evaluation that wants these effects.
fn counted(effects: &[&str], tables: &[[u64; 4]]) -> Vec<[String; 4]> {
    let mut structure = Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = effects.iter().map(|effect| (*effect).to_owned()).collect();
    let made = files(&sample_of(structure, tables).material()).unwrap();
    let report = String::from_utf8(made["report.html"].clone()).unwrap();
    let rows = rows(&made);
    for [what, value, ..] in rows.iter().filter(|row| !row[0].starts_with("Sum of")) {
        assert!(report.contains(what.as_str()) && report.contains(value.as_str()), "{what}: {value}");
    }
    rows
}

/// The number of countries that a row tells; none where there is no such row.
fn number(rows: &[[String; 4]], what: &str) -> Option<u64> {
    rows.iter().find(|row| row[0] == what)?[1].parse().ok()
}

const BELOW: &str = "Countries with a risk ratio below 1";
const OTHER: &str = "Countries with a risk ratio of 1 or above, or none";
/// Risk ratios of 0.5, 0.8, 0.95, 1.05 and 1.5.
const LOW: [u64; 4] = [50, 1_000, 100, 1_000];
const LOWER: [u64; 4] = [80, 1_000, 100, 1_000];
const NEAR: [u64; 4] = [95, 1_000, 100, 1_000];
const ABOVE: [u64; 4] = [105, 1_000, 100, 1_000];
const HIGH: [u64; 4] = [150, 1_000, 100, 1_000];

fn sample_of(structure: Structure, tables: &[[u64; 4]]) -> Sample {
    let members = tables.len();
    let names: Vec<String> = (0..members).map(area).collect();
    let manifest = manifest(&structure, &["2024"], &names);
    let cells = manifest.cells.len();
    let values = |[a, n1, c, n2]: [u64; 4]| -> Vec<u64> {
        [n1, a, n2, c].into_iter().chain(std::iter::repeat(0)).take(cells).collect()
    };
    let statuses: Vec<Status> = manifest
        .cells
        .iter()
        .map(|cell| if cell.is_typed() { Status::Normal } else { Status::NotCollected })
        .collect();
    let of = |member: usize| MemberIndex(u16::try_from(member).unwrap());
    let statuses: BTreeMap<_, _> = (0..members).map(|at| (of(at), statuses.clone())).collect();
    let figures = tables.iter().enumerate().map(|(at, table)| (of(at), values(*table))).collect();
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

#[test]
fn countries_are_counted_on_each_side_where_enough_are_on_both() {
    let told = counted(&["risk-ratio", "directions"], &[vec![LOW; 6], vec![HIGH; 3]].concat());
    assert_eq!((number(&told, BELOW), number(&told, OTHER)), (Some(6), Some(3)));
    // Two on a side, or none: a country that is one of them would know of all others.
    for few in 0..3 {
        let tables = [vec![LOW; 9 - few], vec![HIGH; few]].concat();
        let rows = counted(&["risk-ratio", "directions"], &tables);
        assert_eq!((number(&rows, BELOW), number(&rows, OTHER)), (None, None), "{few}");
        assert!(rows.iter().any(|row| row[0].contains("which direction of effect")), "the reason is given");
        assert!(rows.iter().any(|row| row[0] == "Risk ratio (Mantel-Haenszel)"), "the effect is shown");
        assert!(!rows.iter().any(|row| row[0].starts_with("Sum of N")), "{rows:?}");
    }
}

#[test]
fn classes_are_told_where_enough_are_in_each_and_in_what_is_left_of_them() {
    let both = ["risk-ratio", "directions", "classes"];
    let classes = |rows: &[[String; 4]]| {
        let ends = ["below 0.67", "from 0.67 to below 0.9", "from 0.9 to 1.1, or none", "above 1.1"];
        ends.map(|end| number(rows, &format!("Countries with a risk ratio {end}")))
    };
    let each = |many: [usize; 5]| {
        let tables = [LOW, LOWER, NEAR, ABOVE, HIGH];
        many.iter().zip(tables).flat_map(|(many, table)| vec![table; *many]).collect::<Vec<_>>()
    };
    let rows = counted(&["risk-ratio", "classes"], &each([3, 3, 2, 2, 3]));
    assert_eq!(classes(&rows), [3, 3, 4, 3].map(Some));
    // From 0.9 to below 1 lies between directions and classes: two there would be told by subtraction.
    let rows = counted(&both, &each([3, 3, 2, 2, 3]));
    assert_eq!(classes(&rows), [None; 4]);
    assert_eq!((number(&rows, BELOW), number(&rows, OTHER)), (Some(8), Some(5)));
    assert!(rows.iter().any(|row| row[0].contains("which class of effect")));
    assert!(!rows.iter().any(|row| row[0].contains("which direction of effect")), "{rows:?}");
    // An empty class is never told.
    let rows = counted(&["risk-ratio", "classes"], &each([5, 4, 4, 0, 0]));
    assert_eq!(classes(&rows), [None; 4]);
}

#[test]
fn the_crude_ratio_and_persons_of_100_stand_beside_the_pooled_one() {
    // The programme halves the risk everywhere, and most of it is where the risk is high.
    let tables = [vec![[180, 900, 40, 100]; 5], vec![[5, 100, 90, 900]; 5]].concat();
    let rows = counted(&["odds-ratio", "risk-ratio", "effective-number"], &tables);
    let value = |what: &str| {
        rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("{what}: {rows:?}"))[1].clone()
    };
    assert_eq!(value("Risk ratio (Mantel-Haenszel)"), "0.500");
    assert_eq!(value("Risk ratio, crude"), "1.42");
    assert_eq!(value("Events per 100 persons, comparison groups"), "13.0");
    assert_eq!(value("Difference per 100 persons"), "-6.50");
    assert!(value("Countries of equal size that this amounts to").starts_with("10.0"));
}

/// The part of the report about evaluations.
fn section(made: &BTreeMap<String, Vec<u8>>) -> String {
    let report = String::from_utf8(made["report.html"].clone()).unwrap();
    let (_, rest) = report.split_once("<section id=\"evaluation\">").unwrap();
    rest.split_once("</section>").unwrap().0.to_owned()
}

#[test]
fn evaluations_of_the_same_counts_stand_together_with_persons_and_method() {
    let section = section(&files(&sample(13).material()).unwrap());
    assert_eq!(section.matches("<h3>").count(), 1, "both are of the same four counts");
    assert_eq!(section.matches("<svg").count(), 1);
    // 13 times 80 persons, in a band of 5; thousands stand apart.
    for shown in [
        "All countries together",
        "<th scope=\"row\">Under the programme</th><td>1\u{202F}040</td><td>155</td>",
        "Offended again within 12 months, differences between countries</th>",
        "without the correction",
        "of 13 of 13 tables",
        "How effects are pooled, with references",
        "Robins, Breslow, Greenland (1986)",
        "\u{2190} fewer events",
    ] {
        assert!(section.contains(shown), "{shown} is not in {section}");
    }
    assert!(!section.contains("Wald\u{2019}s is"), "no random effects are asked for");
}

#[test]
fn random_effects_have_a_bar_and_an_interval_that_is_not_too_narrow() {
    let mut structure = Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap();
    structure.evaluations.truncate(1);
    structure.evaluations[0].effects = vec!["random-risk-ratio".into()];
    structure.evaluations[0].tau_squared = Some(500);
    let apart = [vec![[30, 100, 60, 100]; 5], vec![[60, 100, 50, 100]; 5]].concat();
    let page = section(&files(&sample_of(structure.clone(), &apart).material()).unwrap());
    assert!(page.contains("<polygon") && page.contains("<rect ") && page.contains("Hartung"), "{page}");
    assert!(!page.contains("take that one"), "they differ: {page}");
    // Countries that are all alike: by their own method the interval would have no width.
    let alike = vec![[30, 100, 60, 100]; 10];
    let page = section(&files(&sample_of(structure, &alike).material()).unwrap());
    assert!(page.contains("which is wider here: take that one"), "{page}");
}

#[test]
fn terms_in_fewer_bits_give_nearly_the_same_effect() {
    let with = |bits: Option<u8>| {
        let mut structure = Structure::parse("sample.toml", STRUCTURE.as_bytes()).unwrap();
        structure.evaluations.truncate(1);
        structure.evaluations[0].bits = bits;
        rows(&files(&sample_of(structure, &vec![TABLE; 13]).material()).unwrap())
    };
    let value = |rows: &[[String; 4]], what: &str| {
        rows.iter().find(|row| row[0] == what).unwrap_or_else(|| panic!("{what}: {rows:?}"))[1].clone()
    };
    let (fine, coarse) = (with(None), with(Some(4)));
    assert_eq!(value(&coarse, "Sum of R-B4"), (13 * (16 * 12 * 70 / 180)).to_string());
    assert_eq!(value(&fine, "Sum of D"), value(&coarse, "Sum of D"));
    for what in ["Odds ratio (Mantel-Haenszel)", "Risk ratio (Mantel-Haenszel)"] {
        let number = |rows: &[[String; 4]]| value(rows, what).parse::<f64>().unwrap();
        let (fine, coarse) = (number(&fine), number(&coarse));
        assert!((fine / coarse - 1.0).abs() < 0.02, "{what}: {fine} {coarse}");
    }
}
