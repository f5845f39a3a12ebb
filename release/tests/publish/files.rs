//! What stands in the files.

use crate::sample::{Sample, area, structure};
use calamine::{Data, Reader, Xlsx};
use intertally_core::party::MemberIndex;
use intertally_core::submission::{Note, Status};
use intertally_release::publish::{PublishError, files, withheld_after_opening};
use intertally_release::structure::{Codelist, DEFAULT, Structure};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

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

/// A cell of a sheet as text; whole numbers without a point.
fn cell(range: &calamine::Range<Data>, row: usize, column: usize) -> String {
    match range.get((row, column)) {
        Some(Data::Float(value)) => format!("{value}"),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// The workbook read back: every sheet of a table shows what totals.csv does, and together they show all of it.
#[test]
fn the_workbook_holds_what_the_text_file_does() {
    let sample = Sample::generated(structure(), &PERIODS, 27, 7);
    let files = files(&sample.material()).unwrap();
    let dimensions: Vec<String> = sample.structure.dimensions.iter().map(|one| one.id.clone()).collect();
    let key = |line: &BTreeMap<String, String>| -> Vec<String> {
        let own = dimensions.iter().filter(|id| **id != sample.structure.area);
        own.map(|id| line[id].clone()).collect()
    };
    let wanted: BTreeMap<Vec<String>, [String; 3]> = lines(&files)
        .iter()
        .map(|line| {
            let value = line["OBS_VALUE"].replace("NaN", "");
            (key(line), [value, line["OBS_STATUS"].clone(), line["REPORTING"].clone()])
        })
        .collect();
    assert!(wanted.values().any(|[value, ..]| value.is_empty()), "nothing is withheld");
    let mut book = Xlsx::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    assert_eq!(book.sheet_names().len(), sample.structure.tables.len() + 1);
    let mut found = BTreeMap::new();
    for table in &sample.structure.tables {
        let sheet = book.worksheet_range(&table.id).unwrap();
        assert_eq!(sheet.start(), Some((0, 0)));
        let free = dimensions.len() - 2;
        for row in 2..sheet.height() {
            let behind = sheet.width() - free;
            for column in (free..behind).step_by(5) {
                let mut codes: Vec<String> = (0..free).map(|at| cell(&sheet, row, behind + at)).collect();
                codes.push(cell(&sheet, 1, column));
                let shown = [0, 3, 4].map(|at| cell(&sheet, row, column + at));
                if !shown[1].is_empty() {
                    let before = found.insert(codes, shown.clone());
                    assert!(before.is_none_or(|before| before == shown), "two sheets differ");
                }
            }
        }
    }
    assert_eq!(found, wanted);
}

/// What members say stands in every file: on cells beside the figure, on the return as a whole beside the flow.
#[test]
fn notes_of_members_are_published_by_country() {
    let mut sample = small();
    let note =
        |cell, attribute: &str, text: &str| Note { cell, attribute: attribute.into(), text: text.into() };
    let said = vec![
        note(None, "COMMENT_DSET", "Year runs April to March"),
        note(Some(0), "COUNTING_UNIT", "case, <not> \"offence\""),
        note(Some(1), "COUNTING_UNIT", "case, <not> \"offence\""),
    ];
    sample.notes.insert(MemberIndex(1), said);
    sample.notes.insert(MemberIndex(4), vec![note(Some(0), "NOTE", "by hand")]);
    // A member that is not sealed says nothing.
    sample.notes.insert(MemberIndex(77), vec![note(Some(0), "NOTE", "nobody")]);
    let files = files(&sample.material()).unwrap();
    let lines = lines(&files);
    let comments: Vec<&str> = lines.iter().map(|line| line["COMMENT_OBS"].as_str()).take(3).collect();
    let unit = "XB (COUNTING_UNIT): case, <not> \"offence\"";
    assert_eq!(comments, [&format!("{unit} | XE: by hand"), unit, ""]);
    let attribute = |tag: &(String, BTreeMap<String, String>)| tag.1.get("COMMENT_OBS").cloned();
    let in_xml: Vec<String> = elements(&text(&files, "totals.xml")).iter().filter_map(attribute).collect();
    assert_eq!(in_xml.len(), 2);
    let structure = text(&files, "structure.xml");
    assert!(
        structure.contains("<com:AnnotationText xml:lang=\"en\">Year runs April to March<"),
        "{structure}"
    );
    let report = text(&files, "report.html");
    for part in [
        "Notes of members",
        "Year runs April to March <small>whole return",
        "Counting unit: case, &lt;not&gt;",
    ] {
        assert!(report.contains(part), "{part}");
    }
    let mut book = Xlsx::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    let sheet = book.worksheet_range("Notes of members").unwrap();
    let row = |row: usize| (0..4).map(|at| cell(&sheet, row, at)).collect::<Vec<String>>();
    assert_eq!(row(1), ["XB", "COMMENT_DSET", "whole return", "Year runs April to March"]);
    assert_eq!(row(4), ["XE", "NOTE", &sample.manifest.cells[0].key, "by hand"]);
    for name in ["totals.csv", "totals.xml", "structure.xml", "report.html"] {
        assert!(!text(&files, name).contains("nobody"), "{name}");
    }
}

/// A practice round says so wherever it can: on every page and screen, in every header.
#[test]
fn a_practice_round_is_marked() {
    let mut sample = small();
    let marks = |files: &BTreeMap<String, Vec<u8>>| {
        let report = text(files, "report.html").contains("class=\"watermark\"");
        let xml = ["structure.xml", "totals.xml"].map(|name| text(files, name).contains("<mes:Test>true<"));
        let mut book = zip::ZipArchive::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
        let mut sheets = String::new();
        for at in 0..book.len() {
            let mut file = book.by_index(at).unwrap();
            if file.name().unwrap().starts_with("xl/worksheets/sheet") {
                file.read_to_string(&mut sheets).unwrap();
            }
        }
        let headers = sheets.matches("<oddHeader>").count();
        (report, xml, headers == sheets.matches("<sheetData").count())
    };
    assert_eq!(marks(&files(&sample.material()).unwrap()), (true, [true; 2], true));
    sample.manifest.practice = false;
    sample.openings.round = sample.manifest.id();
    assert_eq!(marks(&files(&sample.material()).unwrap()), (false, [false; 2], false));
}

/// structure.xml, read back by our own import: what SDMX can say comes back (docs/structures.md lists what it cannot).
#[test]
fn the_published_structure_reads_back_as_it_was() {
    let shipped = Structure::parse("default.toml", DEFAULT.as_bytes()).unwrap();
    for own in [structure(), shipped] {
        let sample = Sample::generated(own.clone(), &["2024"], 6, 3);
        let back =
            Structure::parse("structure.xml", &files(&sample.material()).unwrap()["structure.xml"]).unwrap();
        assert_eq!(back.dimensions, own.dimensions);
        let used =
            |list: &&Codelist| own.dimensions.iter().any(|one| one.codelist.as_ref() == Some(&list.id));
        let lists = |lists: &[Codelist]| {
            let mut lists: Vec<Codelist> = lists.iter().filter(used).cloned().collect();
            lists.sort_by(|a, b| a.id.cmp(&b.id));
            lists
        };
        assert_eq!(lists(&back.codelists), lists(&own.codelists), "codes, labels, parents, order");
        let ids = |s: &Structure| {
            let names = [&s.agency, &s.id, &s.version, &s.name, &s.national_flow, &s.total_flow];
            let roles = [&s.area, &s.measure, &s.time, &s.total_area];
            (names.map(Clone::clone), roles.map(Clone::clone))
        };
        assert_eq!(ids(&back), ids(&own));
        let keys = |s: &Structure| -> BTreeSet<String> {
            s.table(&["2024".to_owned()]).unwrap().cells.into_iter().map(|cell| cell.key).collect()
        };
        assert_eq!(keys(&back), keys(&own), "the same cells");
        let measures: BTreeSet<&str> = back.measures.iter().map(|one| one.code.as_str()).collect();
        assert!(own.measures.iter().all(|one| measures.contains(one.code.as_str())));
        // What is lost is only what the defaults fill in again.
        assert!(back.sums.is_empty() && back.measures.iter().all(|one| one.of.is_none()));
    }
}

/// Bytes as agreed with those who read them: a change here is a change of the published format.
#[test]
fn golden_small_publication() {
    let sample = noted();
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

/// The small one with what members say of it.
fn noted() -> Sample {
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
