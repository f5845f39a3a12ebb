//! totals.xlsx, the notes of members and the mark of a practice round, read back from their files.

use crate::sample::{Sample, structure};
use crate::taken_apart::{PERIODS, elements, lines, small, text};
use calamine::{Data, Reader, Xlsx};
use intertally_core::party::MemberIndex;
use intertally_core::submission::Note;
use intertally_publish::files;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

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
    assert_eq!(book.sheet_names().len(), sample.structure.tables.len() + 2, "About, Change");
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
    sample.manifest.practice = false;
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
