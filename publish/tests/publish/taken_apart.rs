//! What the tests of files share: samples, and files taken apart.

use crate::sample::{Sample, structure};
use intertally_core::party::MemberIndex;
use intertally_core::submission::{Note, Status};
use std::collections::BTreeMap;

pub const PERIODS: [&str; 3] = ["2022", "2023", "2024"];

pub fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

/// Lines of totals.csv, by column name.
pub fn lines(files: &BTreeMap<String, Vec<u8>>) -> Vec<BTreeMap<String, String>> {
    let bytes = files["totals.csv"].clone();
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let head = reader.headers().unwrap().clone();
    let line = |record: csv::StringRecord| {
        head.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

/// Every element of an XML file with its attributes; panics where it is not well formed.
pub fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
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

/// Two offences, two periods, six members.
pub fn small() -> Sample {
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

/// The small one with what members say of it.
pub fn noted() -> Sample {
    let mut sample = small();
    let note =
        |cell, attribute: &str, text: &str| Note { cell, attribute: attribute.into(), text: text.into() };
    let said = vec![
        note(None, "COMMENT_DSET", "The year runs from April to March"),
        note(Some(0), "COUNTING_UNIT", "case"),
        note(Some(2), "COUNTING_UNIT", "case"),
    ];
    sample.notes.insert(MemberIndex(1), said);
    sample.notes.insert(MemberIndex(4), vec![note(Some(0), "COMMENT_OBS", "Counted by hand; made up")]);
    sample
}
