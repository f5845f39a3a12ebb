//! How an opened total is shown: value, interval, "nearly all", exact; and why there is no rate.

use crate::sample::{Sample, area, manifest, structure};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_publish::files;
use intertally_structure::Structure;
use std::collections::BTreeMap;

/// One table, with these measures and the first `codes` codes of offence and age.
pub fn one_table(id: &str, measures: &[&str], codes: usize) -> Structure {
    let mut structure = structure();
    structure.tables.retain(|table| table.id == id);
    structure.tables[0].ladder = None;
    for values in &mut structure.tables[0].values {
        match values.dimension.as_str() {
            "OFFENCE" | "AGE" => values.codes.truncate(codes),
            "MEASURE" => values.codes = measures.iter().map(|code| (*code).to_owned()).collect(),
            _ => {}
        }
    }
    structure
}

/// The round in which each member sends these figures of the cells that are typed; none: it does not report.
fn round(structure: Structure, members: usize, sent: impl Fn(usize) -> Vec<Option<u64>>) -> Sample {
    round_of("2024", structure, members, sent)
}

/// The same of a period.
pub fn round_of(
    period: &str,
    structure: Structure,
    members: usize,
    sent: impl Fn(usize) -> Vec<Option<u64>>,
) -> Sample {
    let names: Vec<String> = (0..members).map(area).collect();
    let manifest = manifest(&structure, &[period], &names);
    let (mut statuses, mut figures) = (BTreeMap::new(), BTreeMap::new());
    for member in 0..members {
        let mut own = sent(member);
        own.resize(manifest.cells.len(), None);
        let status = |value: &Option<u64>| value.map_or(Status::NotCollected, |_| Status::Normal);
        statuses.insert(MemberIndex(member as u16), own.iter().map(status).collect());
        figures.insert(MemberIndex(member as u16), own.iter().map(|value| value.unwrap_or(0)).collect());
    }
    Sample::of(structure, manifest, statuses, figures)
}

/// OBS_VALUE, LOWEST, HIGHEST, ROUNDING of each line.
fn shown(sample: &Sample) -> Vec<[String; 4]> {
    let files = files(&sample.material()).unwrap();
    let mut reader = csv::Reader::from_reader(files["totals.csv"].as_slice());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|one| one == name).unwrap();
    let places = ["OBS_VALUE", "LOWEST", "HIGHEST", "ROUNDING"].map(at);
    reader.records().map(|line| line.map(|line| places.map(|at| line[at].to_owned())).unwrap()).collect()
}

/// A total that follows from its three parts is an interval: what their bands allow, and not a band of its own.
#[test]
fn a_total_that_follows_from_its_parts_is_an_interval() {
    let sample = round(one_table("T2A", &["PER_SUSP"], 1), 10, |_| vec![Some(10), Some(3), Some(5), Some(2)]);
    let wanted = [
        ["100", "94", "106", "13"],
        ["30", "28", "32", "5"],
        ["50", "48", "52", "5"],
        ["20", "18", "22", "5"],
    ];
    assert_eq!(shown(&sample), wanted);
    let report = String::from_utf8(files(&sample.material()).unwrap()["report.html"].clone()).unwrap();
    assert!(report.contains("94") && report.contains("106"), "the report gives the interval");
}

/// 194 of 200: so little is left that only "nearly all" is said, the same for every total of which this is so.
#[test]
fn nearly_all_of_another_total_is_told_no_closer() {
    let first = |all: u64| {
        let structure = one_table("T1", &["PER_SUSP", "PER_FIRST"], 1);
        // Of the last ones everybody is among the first offenders.
        round(structure, 10, move |at| vec![Some(20), Some(20 - u64::from(at as u64 >= 10 - all))])
    };
    let seen = shown(&first(6));
    assert_eq!(seen[0], ["200", "198", "202", "5"]);
    assert_eq!(seen[1], ["195", "188", "202", "15"]);
    // One person of another country more or less changes nothing.
    assert_eq!(shown(&first(7)), seen);
    // Four countries are left, too few: the plan opens one of the two and shuts the other.
    assert_eq!(shown(&first(4)), [["NaN", "NaN", "NaN", "0"], ["195", "193", "197", "5"]]);
}

/// Offences recorded are exact from 13 on; below, one band holds all that five countries may have.
#[test]
fn an_exact_measure_is_exact_from_its_first_band_on() {
    let of = |total: u64| {
        let sample =
            round(one_table("T1", &["OFF_REC"], 1), 5, |at| vec![Some(if at > 0 { 1 } else { total - 4 })]);
        shown(&sample).remove(0)
    };
    for small in [5, 9, 12] {
        assert_eq!(of(small), ["9", "5", "12", "8"], "{small}");
    }
    assert_eq!(of(13), ["13", "13", "13", "1"]);
    assert_eq!(of(1_234_567), ["1234567", "1234567", "1234567", "1"]);
}

/// The band of small totals, and those of five after it.
#[test]
fn persons_are_shown_in_bands() {
    let of = |total: u64| {
        let sample =
            round(one_table("T1", &["PER_SUSP"], 1), 5, |at| vec![Some(if at > 0 { 1 } else { total - 4 })]);
        shown(&sample).remove(0)
    };
    for (total, wanted) in [
        (5, ["9", "5", "12", "8"]),
        (12, ["9", "5", "12", "8"]),
        (13, ["15", "13", "17", "5"]),
        (62, ["60", "58", "62", "5"]),
    ] {
        assert_eq!(of(total), wanted, "{total}");
    }
}

/// A rate is a range; where there is none the report says why, and nothing more.
#[test]
fn rates_come_as_ranges_or_with_a_reason() {
    let report = |sent: &dyn Fn(usize) -> Vec<Option<u64>>| {
        let sample = round(one_table("T1", &["PER_SUSP", "PER_FIRST"], 2), 10, sent);
        let all = files(&sample.material()).unwrap();
        let text = String::from_utf8(all["report.html"].clone()).unwrap();
        let (_, rates) = text.split_once("<section id=\"rates\">").unwrap();
        rates.split_once("</section>").unwrap().0.to_owned()
    };
    // 500 of 1 000 suspects; in the second offence few, other members, hardly anybody else, or too few countries.
    let of = |all: u64, part: u64| vec![Some(100), Some(all), Some(50), Some(part)];
    let whole = report(&|_| of(40, 20));
    assert!(whole.contains("49\u{2013}51\u{202f}%"), "498 to 502 of 998 to 1002: {whole}");
    assert!(!whole.contains("class=\"none\""), "{whole}");
    for (reason, text) in [
        ("fewer than 20", report(&|at| of(1 + u64::from(at < 5), 1 - u64::from(at < 5)))),
        ("nearly all", report(&|at| of(20, 20 - u64::from(at < 6)))),
        ("other members", report(&|at| vec![Some(100), Some(40), Some(50), (at > 1).then_some(20)])),
        ("not shown", report(&|at| of(40, if at < 3 { 20 } else { 0 }))),
    ] {
        assert_eq!(text.matches("class=\"none\"").count(), 1, "{reason}: {text}");
        assert!(text.contains(&format!("<small>{reason}</small>")), "{reason}: {text}");
    }
}
