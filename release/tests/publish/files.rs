//! What stands in the files.

use crate::sample::{Sample, area, structure};
use calamine::{Data, Reader, Xlsx};
use intertally_core::party::MemberIndex;
use intertally_core::submission::{Note, Status};
use intertally_release::publish::{PublishError, files, totals_csv};
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
    let columns = ["OBS_VALUE", "LOWEST", "HIGHEST", "OBS_STATUS", "REPORTING"];
    let wanted: BTreeMap<Vec<String>, [String; 5]> = lines(&files)
        .iter()
        .map(|line| (key(line), columns.map(|name| line[name].replace("NaN", ""))))
        .collect();
    assert!(wanted.values().any(|[value, ..]| value.is_empty()), "nothing is withheld");
    let mut book = Xlsx::new(Cursor::new(files["totals.xlsx"].clone())).unwrap();
    assert_eq!(book.sheet_names().len(), sample.structure.tables.len() + 1);
    let mut found = BTreeMap::new();
    for table in &sample.structure.tables {
        let sheet = book.worksheet_range(&table.id).unwrap();
        assert_eq!(sheet.start(), Some((0, 0)));
        let head: Vec<String> = (0..sheet.width()).map(|column| cell(&sheet, 1, column)).collect();
        let from =
            |name: &str, first: usize| first + head[first..].iter().position(|one| one == name).unwrap();
        let free =
            dimensions.iter().filter(|id| **id != sample.structure.area && **id != sample.structure.time);
        let places: Vec<usize> = free.map(|id| from(id, 0)).collect();
        for row in 2..sheet.height() {
            for period in PERIODS {
                let mut codes: Vec<String> = places.iter().map(|at| cell(&sheet, row, *at)).collect();
                codes.push(period.to_owned());
                let first = from(period, 0);
                let [low, high, status, members] =
                    ["Lowest", "Highest", "Status", "Members"].map(|name| from(name, first));
                let shown = [first, low, high, status, members].map(|at| cell(&sheet, row, at));
                if !shown[3].is_empty() {
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
            // SDMX has no word for quiet codes.
            lists.iter_mut().flat_map(|list| &mut list.codes).for_each(|code| code.quiet = false);
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
            let cells = s.table(&["2024".to_owned()]).unwrap().cells;
            cells.into_iter().filter(|cell| !cell.count_only).map(|cell| cell.key).collect()
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
    let mut material = sample.material();
    material.shown = &sample.shown[1..];
    assert!(matches!(files(&material), Err(PublishError::Shown { .. })));
    let mut statuses = sample.statuses.clone();
    statuses.get_mut(&MemberIndex(2)).unwrap().pop();
    let mut material = sample.material();
    material.statuses = &statuses;
    assert!(matches!(files(&material), Err(PublishError::Statuses { member: 2, .. })));
    assert_eq!(area(0), "XA");
}
