//! What stands in the files.

use crate::sample::{Sample, area, structure};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Status;
use intertally_release::publish::{PublishError, files, withheld_after_opening};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PERIODS: [&str; 3] = ["2022", "2023", "2024"];

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

/// Lines of totals.csv, by column name.
fn lines(files: &BTreeMap<String, Vec<u8>>) -> Vec<BTreeMap<String, String>> {
    let bytes = files["totals.csv"].clone();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let head = reader.headers().unwrap().clone();
    let line = |record: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

/// Every element of an XML file with its attributes; panics where it is not well formed.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut all, mut depth) = (Vec::new(), 0);
    loop {
        use quick_xml::events::Event;
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::End(_) => depth -= 1,
            event @ (Event::Start(_) | Event::Empty(_)) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                let (Event::Start(tag) | Event::Empty(tag)) = event else { unreachable!() };
                let attributes = tag.attributes().map(|one| {
                    let one = one.unwrap();
                    let value = one.value.to_string();
                    (one.key.as_ref().to_owned(), value)
                });
                all.push((tag.name().as_ref().to_owned(), attributes.collect()));
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Each published number is the sum of what members sent, or its rounding; the rest is withheld in every file.
    #[test]
    fn files_hold_the_totals_and_nothing_withheld(seed in any::<u64>(), members in 5usize..30) {
        let sample = Sample::generated(structure(), &PERIODS, members, seed);
        let files = files(&sample.material()).unwrap();
        let withheld = withheld_after_opening(&sample.material()).unwrap();
        let approved = sample.plan.approved();
        let lines = lines(&files);
        prop_assert_eq!(lines.len(), sample.manifest.cells.len());
        let mut values = Vec::new();
        for (cell, line) in lines.iter().enumerate() {
            let spec = &sample.manifest.cells[cell];
            let reports = |member: &MemberIndex| sample.statuses[member][cell].reports();
            let sent = sample.figures.iter().filter(|(member, _)| reports(member));
            let total: u64 = sent.clone().map(|(_, figures)| figures[cell]).sum();
            prop_assert_eq!(&line["REPORTING"], &sent.count().to_string());
            let index = u32::try_from(cell).unwrap();
            if approved.contains(&index) && !withheld.contains(&index) {
                let shown: u64 = line["OBS_VALUE"].parse().unwrap();
                match spec.rounding {
                    1 => prop_assert_eq!(shown, total),
                    _ => prop_assert!(shown.is_multiple_of(5) && shown.abs_diff(total) <= 2),
                }
                prop_assert!(["A", "B", "D", "P"].contains(&line["OBS_STATUS"].as_str()));
                prop_assert_eq!(&line["CONF_STATUS"], "F");
                values.push(Some(shown));
            } else {
                let flags = (&line["OBS_VALUE"], &line["OBS_STATUS"], &line["CONF_STATUS"]);
                prop_assert_eq!(flags, (&"NaN".to_owned(), &"Q".to_owned(), &"C".to_owned()));
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
        let wanted = sample.manifest.cells.iter().map(|cell| cell.key.clone()).zip(values.iter().copied());
        prop_assert_eq!(found, wanted.collect::<BTreeMap<_, _>>());
        elements(&text(&files, "structure.xml"));
        // No number stands in the report that is not published, a count, a change, a rate or a date: a large exact total
        // of a withheld cell would show.
        let report = text(&files, "report.html");
        let published: BTreeSet<u64> = values.into_iter().flatten().collect();
        for opened in sample.openings.cells.iter().filter(|opened| withheld.contains(&opened.cell)) {
            if opened.total > 9_999 && !published.contains(&opened.total) {
                prop_assert!(!report.contains(&grouped(opened.total)), "cell {}", opened.cell);
            }
        }
    }
}

fn grouped(value: u64) -> String {
    format!("{}\u{202f}{:03}", value / 1000, value % 1000)
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

/// Bytes as agreed with those who read them: a change here is a change of the published format.
#[test]
fn golden_small_publication() {
    let sample = small();
    let files = files(&sample.material()).unwrap();
    for name in ["totals.csv", "totals.xml", "structure.xml", "report.html"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/publish/golden").join(name);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &files[name]).unwrap();
        }
        let golden = std::fs::read(&path).unwrap();
        assert!(golden == files[name], "{name} differs from its golden file; UPDATE_GOLDEN=1 writes it anew");
    }
}

/// Two offences, two periods, six members.
fn small() -> Sample {
    let mut structure = structure();
    structure.tables.truncate(1);
    let offences =
        structure.tables[0].values.iter_mut().find(|values| values.dimension == "OFFENCE").unwrap();
    offences.codes.truncate(2);
    let mut sample = Sample::generated(structure, &["2023", "2024"], 6, 3);
    for statuses in sample.statuses.values_mut() {
        statuses.fill(Status::Normal);
    }
    // One member stops reporting all offences, another counts its computer offences elsewhere.
    let cell = |key: &str| sample.manifest.cells.iter().position(|cell| cell.key == key).unwrap();
    let (first, second) = (cell("A.OFF_REC._T._Z._T._T.2024"), cell("A.OFF_REC.CY._Z._T._T.2024"));
    sample.statuses.get_mut(&MemberIndex(0)).unwrap()[first] = Status::NotCollected;
    sample.statuses.get_mut(&MemberIndex(1)).unwrap()[second] = Status::ElsewhereCounted;
    Sample::of(sample.structure, sample.manifest, sample.statuses, sample.figures)
}

#[test]
fn flags_follow_from_members_statuses() {
    let sample = small();
    let lines = lines(&files(&sample.material()).unwrap());
    let status = |measure: &str, offence: &str, period: &str| {
        let line = lines.iter().find(|line| {
            line["MEASURE"] == measure && line["OFFENCE"] == offence && line["TIME_PERIOD"] == period
        });
        line.unwrap()["OBS_STATUS"].clone()
    };
    assert_eq!(status("OFF_REC", "_T", "2023"), "A");
    assert_eq!(status("OFF_REC", "_T", "2024"), "B");
    assert_eq!(status("OFF_REC", "CY", "2024"), "D");
    let mut provisional = small();
    provisional.structure.publication.provisional = true;
    let lines = self::lines(&files(&provisional.material()).unwrap());
    let statuses: BTreeSet<&str> = lines.iter().map(|line| line["OBS_STATUS"].as_str()).collect();
    assert!(statuses.contains("P") && !statuses.contains("A"), "{statuses:?}");
}

#[test]
fn labels_from_outside_are_escaped() {
    let hostile = "<script>alert('x')</script>\" onload=\"x & <b>";
    let mut structure = structure();
    structure.publication.title = hostile.to_owned();
    structure.publication.method.push(hostile.to_owned());
    structure.publication.next_release = Some(hostile.to_owned());
    structure.publication.contact = hostile.to_owned();
    for list in &mut structure.codelists {
        list.codes[0].name = format!("{hostile} {}", "long ".repeat(60));
    }
    for dimension in &mut structure.dimensions {
        dimension.name = hostile.to_owned();
    }
    structure.tables[0].title = hostile.to_owned();
    structure.measures[4].funnel = Some(hostile.to_owned());
    let sample = Sample::generated(structure, &PERIODS, 27, 7);
    let files = files(&sample.material()).unwrap();
    for name in ["report.html", "structure.xml", "totals.xml"] {
        let text = text(&files, name);
        assert!(!text.contains("<script") && !text.contains("onload=\"") && !text.contains("<b> "), "{name}");
    }
    elements(&text(&files, "structure.xml"));
    assert!(text(&files, "report.html").contains("&lt;script&gt;"));
}

#[test]
fn what_does_not_fit_is_named() {
    let sample = Sample::generated(structure(), &PERIODS, 6, 1);
    let mut other = structure();
    other.codelists.retain(|list| list.id != "CL_SEX");
    let mut material = sample.material();
    material.structure = &other;
    assert_eq!(files(&material), Err(PublishError::Codelist("SEX".to_owned())));
    let mut openings = sample.openings.clone();
    openings.round.0.0[0] ^= 1;
    let mut material = sample.material();
    material.openings = &openings;
    assert_eq!(files(&material), Err(PublishError::Round));
    let mut openings = sample.openings.clone();
    openings.cells.reverse();
    let mut material = sample.material();
    material.openings = &openings;
    assert!(matches!(files(&material), Err(PublishError::Opening(_))));
    let mut statuses = sample.statuses.clone();
    statuses.get_mut(&MemberIndex(2)).unwrap().pop();
    let mut material = sample.material();
    material.statuses = &statuses;
    assert!(matches!(files(&material), Err(PublishError::Statuses { member: 2, .. })));
    assert_eq!(area(0), "XA");
}
