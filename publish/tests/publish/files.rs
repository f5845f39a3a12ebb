//! What stands in the files: what was opened, and nothing that a shut cell hides.

use crate::sample::{Sample, area, structure};
use crate::taken_apart::{PERIODS, elements, lines, text};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_publish::{files, totals_csv};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// What is shown holds the sum of what members sent, and all that was opened is shown; the rest is withheld in every
    /// file.
    #[test]
    fn files_hold_the_totals_and_nothing_withheld(seed in any::<u64>(), members in 5usize..30) {
        let sample = Sample::generated(structure(), &PERIODS[1..], members, seed);
        let files = files(&sample.material()).unwrap();
        prop_assert_eq!(&totals_csv(&sample.material()).unwrap(), &files["totals.csv"]);
        let opened = sample.plan.opened();
        let lines = lines(&files);
        let asked = || sample.manifest.cells.iter().enumerate().filter(|(_, cell)| !cell.count_only);
        prop_assert_eq!(lines.len(), asked().count());
        let mut values = Vec::new();
        for ((cell, spec), line) in asked().zip(&lines) {
            let reports = |member: &MemberIndex| sample.statuses[member][cell].reports();
            let sent = sample.figures.iter().filter(|(member, _)| reports(member));
            let total: u64 = sent.clone().map(|(_, figures)| figures[cell]).sum();
            prop_assert_eq!(&line["REPORTING"], &sent.count().to_string());
            if opened.contains(&u32::try_from(cell).unwrap()) {
                let number = |column: &str| line[column].parse::<u64>().unwrap();
                let (shown, low, high) = (number("OBS_VALUE"), number("LOWEST"), number("HIGHEST"));
                prop_assert!((low..=high).contains(&total) && (low..=high).contains(&shown), "{}", spec.key);
                prop_assert_eq!(number("ROUNDING"), high - low + 1);
                prop_assert!(low >= u64::from(spec.min_contributors));
                prop_assert!(spec.rounding == 1 || high - low >= 4, "{}", spec.key);
                prop_assert!(["A", "B", "D", "P"].contains(&line["OBS_STATUS"].as_str()));
                prop_assert_eq!(&line["CONF_STATUS"], "F");
                values.push(Some(shown));
            } else {
                let flags = ["OBS_VALUE", "LOWEST", "HIGHEST", "ROUNDING", "OBS_STATUS", "CONF_STATUS"];
                prop_assert_eq!(flags.map(|name| line[name].as_str()), ["NaN", "NaN", "NaN", "0", "Q", "C"]);
                values.push(None);
            }
        }
        // The same in totals.xml.
        let mut found: BTreeMap<String, Option<u64>> = BTreeMap::new();
        let mut series = BTreeMap::new();
        for (name, attributes) in elements(&text(&files, "totals.xml")) {
            match name.as_str() {
                "Series" => series = attributes,
                "Obs" => {
                    let key = ["FREQ", "MEASURE", "OFFENCE", "INTERVENTION", "AGE", "SEX"].map(|id| series[id].as_str());
                    let value = attributes.get("OBS_VALUE").map(|value| value.parse().unwrap());
                    found.insert(format!("{}.{}", key.join("."), attributes["TIME_PERIOD"]), value);
                }
                _ => {}
            }
        }
        let wanted = asked().map(|(_, cell)| cell.key.clone()).zip(values.iter().copied());
        prop_assert_eq!(found, wanted.collect::<BTreeMap<_, _>>());
        elements(&text(&files, "structure.xml"));
    }
}

/// Nothing that a shut cell hides stands in any file: neither its total nor what any member sent.
#[test]
fn a_shut_total_stands_in_no_file() {
    let mut structure = structure();
    structure.tables.truncate(1);
    let names: Vec<String> = (0..9).map(area).collect();
    let manifest = crate::sample::manifest(&structure, &["2024"], &names);
    let key = "A.OFF_REC.FR._Z._T._T.2024";
    let shut = manifest.cells.iter().position(|cell| cell.key == key).unwrap();
    // Four of nine have any: the minimum is five.
    let sent = [1_234_567u64, 345_678, 98_765, 76_543, 0, 0, 0, 0, 0];
    let (mut statuses, mut figures) = (BTreeMap::new(), BTreeMap::new());
    for (member, own) in (0u16..).zip(sent) {
        statuses.insert(MemberIndex(member), vec![Status::Normal; manifest.cells.len()]);
        let mut values = vec![2_000 + u64::from(member); manifest.cells.len()];
        values[shut] = own;
        figures.insert(MemberIndex(member), values);
    }
    let sample = Sample::of(structure, manifest, statuses, figures);
    let files = files(&sample.material()).unwrap();
    let own = lines(&files).into_iter().find(|line| line["OFFENCE"] == "FR" && line["MEASURE"] == "OFF_REC");
    assert_eq!(own.unwrap()["OBS_STATUS"], "Q");
    let mut everything: Vec<(String, String)> = files
        .keys()
        .filter(|name| *name != "totals.xlsx")
        .map(|name| (name.clone(), text(&files, name)))
        .collect();
    let mut book = zip::ZipArchive::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    for at in 0..book.len() {
        let mut content = Vec::new();
        book.by_index(at).unwrap().read_to_end(&mut content).unwrap();
        everything.push((format!("totals.xlsx, {at}"), String::from_utf8_lossy(&content).into_owned()));
    }
    let digits =
        |text: &str| -> String { text.chars().filter(|c| !"\u{202f}\u{a0} ,.".contains(*c)).collect() };
    let open = everything.iter().map(|(_, text)| digits(text)).filter(|text| text.contains("18036")).count();
    assert!(open >= 4, "an open total, 9 times 2 000 and up, is found by the same search in {open} files");
    for hidden in sent.into_iter().filter(|own| *own > 0).chain([sent.iter().sum()]) {
        for (name, text) in &everything {
            assert!(!digits(text).contains(&hidden.to_string()), "{name}");
        }
    }
}

#[test]
fn the_same_bytes_every_time() {
    let make = || files(&Sample::generated(structure(), &PERIODS, 27, 7).material()).unwrap();
    let first = make();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(first, make());
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_eq!(names, ["report.html", "structure.xml", "totals.csv", "totals.xlsx", "totals.xml"]);
}
