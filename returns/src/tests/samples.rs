//! The sample files: what their senders are told, and that all rules are among it.

use super::fill::{edited, filled, number, rows, text};
use super::*;
use crate::grid::letters;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn writing() -> bool {
    std::env::var_os("INTERTALLY_GOLDEN").is_some_and(|value| value == "write")
}

/// Names of the sample returns.
fn names() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.file_type().unwrap().is_file());
    let files = files.map(|entry| entry.file_name().into_string().unwrap());
    let other = [".expected", ".mapping.toml", "README.md"];
    let mut names: Vec<String> = files.filter(|name| !other.iter().any(|end| name.ends_with(end))).collect();
    names.sort();
    names
}

/// Faults and warnings of a sample, and what its sender is told.
fn told(structure: &Structure, name: &str) -> (Vec<Fault>, String) {
    let bytes = std::fs::read(folder().join(name)).unwrap();
    let mapping = match std::fs::read(folder().join(format!("{name}.mapping.toml"))) {
        Ok(bytes) => match Mapping::parse(&format!("{name}.mapping.toml"), &bytes) {
            Ok(mapping) => Some(mapping),
            Err(faults) => {
                let text = faults.iter().map(|fault| format!("{}\n", fault.to_member())).collect();
                return (faults, text);
            }
        },
        Err(_) => None,
    };
    let reading = reading(structure, name, &bytes, mapping.as_ref());
    let text = reading.to_member();
    (reading.faults.into_iter().chain(reading.warnings).collect(), text)
}

#[test]
fn senders_are_told_what_is_expected() {
    let structure = structure();
    if writing() {
        write_workbooks(&structure);
    }
    for name in names() {
        let (_, text) = told(&structure, &name);
        let path = folder().join(format!("{name}.expected"));
        if writing() {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(text == expected, "{name}:\n{text}\nexpected:\n{expected}");
    }
}

#[test]
fn every_rule_is_in_the_catalogue_and_in_some_sample() {
    let structure = structure();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for name in names() {
        seen.extend(told(&structure, &name).0.iter().map(|fault| fault.rule));
    }
    // Too large for a sample.
    let large = reading(&structure, "large.csv", &vec![b' '; crate::read::MAX_BYTES + 1], None);
    seen.extend(large.faults.iter().map(|fault| fault.rule));
    let noted = reading(&structure, "noted.csv", noted(&structure).as_bytes(), None);
    assert_eq!(noted.faults.iter().map(|fault| fault.rule).collect::<Vec<_>>(), ["note-many"]);
    seen.insert("note-many");
    seen.extend(super::cases::rules_broken());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/returns.md");
    let catalogue = std::fs::read_to_string(path).unwrap();
    let mut listed = Vec::new();
    for line in catalogue.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [id, level, cause, remedy] = cells.as_slice() else { continue };
        assert!(!cause.is_empty() && !remedy.is_empty(), "{line}");
        listed.push((id.trim_matches(['`', ' ']).to_owned(), (*level).to_owned()));
    }
    let level = |rule: &Rule| match rule.level {
        Level::Fault => "fault",
        Level::Warning => "warning",
    };
    let rules: Vec<(String, String)> =
        RULES.iter().map(|rule| (rule.id.to_owned(), level(rule).to_owned())).collect();
    assert_eq!(listed, rules, "docs/returns.md lists the rules in their order");
    let unseen: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !seen.contains(id)).collect();
    assert!(unseen.is_empty(), "no sample breaks {unseen:?}");
}

/// Four notes on each of 307 cells.
fn noted(structure: &Structure) -> String {
    let cells = table(structure, &["2024"]).cells;
    let template = template_csv(structure, &cells, "NL");
    let head = template.lines().next().unwrap().to_owned() + ",NOTE,COMMENT,OBS_COMMENT\n";
    let rows = template.lines().skip(1).enumerate().map(|(at, row)| {
        let note = format!("note {}", "x".repeat(at));
        format!("{},L,,,{note},{note},{note},{note}\n", row.strip_suffix(",,,,").unwrap())
    });
    head + &rows.collect::<String>()
}

/// What `check --json` prints for the return with every kind of fault.
#[test]
fn the_faults_as_json_are_what_is_expected() {
    let structure = structure();
    let bytes = std::fs::read(folder().join("every-fault.csv")).unwrap();
    let json = reading(&structure, "every-fault.csv", &bytes, None).to_json() + "\n";
    let path = folder().join("every-fault.csv.json.expected");
    if writing() {
        std::fs::write(&path, &json).unwrap();
    }
    assert!(json == std::fs::read_to_string(&path).unwrap_or_default(), "{json}");
}

#[test]
fn all_formats_hold_the_same_return() {
    let structure = structure();
    let of = |name: &str| {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        reading(&structure, name, &bytes, None)
    };
    let first = of("return-sdmx-csv-2.csv").table.unwrap();
    let others: Vec<String> = names().into_iter().filter(|name| name.starts_with("return-")).collect();
    assert_eq!(others.len(), 5);
    for name in others {
        let other = of(&name);
        assert!(other.faults.is_empty() && other.warnings.is_empty(), "{name}: {:?}", other.warnings);
        let other = other.table.unwrap();
        assert!(other.values == first.values && other.statuses == first.statuses, "{name}");
        assert!(other.notes == first.notes, "{name}");
    }
}

#[test]
fn foreign_layouts_hold_the_same_figures() {
    let structure = ragged(structure());
    let of = |name: &str| {
        let bytes = std::fs::read(folder().join(name)).unwrap();
        let mapping = std::fs::read(folder().join(format!("{name}.mapping.toml"))).unwrap();
        reading(&structure, name, &bytes, Some(&Mapping::parse("m", &mapping).unwrap())).table.unwrap()
    };
    let (bulk, rows) = (of("eurostat.tsv"), of("eurostat.csv"));
    assert!(bulk.values == rows.values && bulk.statuses == rows.statuses);
    let at = |code: &str| bulk.keys.iter().position(|key| key.contains(&format!("OFF_REC.{code}."))).unwrap();
    let got = |code: &str| (bulk.values[at(code)], bulk.statuses[at(code)].code());
    assert!(got("ICCS0903") == (Some(123), 'P'));
    assert!(got("ICCS09031") == (Some(45), 'B'));
    assert!(got("ICCS09032") == (None, 'O'));
}

/// The workbooks among the samples: a complete return, one with faults, and one that has nothing to do with it.
fn write_workbooks(structure: &Structure) {
    let cells = table(structure, &["2024"]).cells;
    let book = |round: &str| template_xlsx(structure, &cells, "NL", "Sample", round).unwrap();
    let bytes = std::fs::read(folder().join("return-sdmx-csv-2.csv")).unwrap();
    let figures = reading(structure, "", &bytes, None).table.unwrap();
    let at: BTreeMap<&str, usize> =
        figures.keys.iter().enumerate().map(|(at, key)| (key.as_str(), at)).collect();
    let mut fill = BTreeMap::new();
    for (sheet, row, key, column) in rows(&book(ROUND)) {
        let cell = |column: usize| (sheet.clone(), format!("{}{row}", letters(column)));
        let place = at[key.as_str()];
        fill.insert(cell(column + 1), text(&figures.statuses[place].code().to_string()));
        if let Some(value) = figures.values[place] {
            fill.insert(cell(column), number(value));
        }
        if let Some(note) = figures.notes.iter().find(|note| note.cell.as_ref() == Some(&key)) {
            assert_eq!(note.attribute, "COMMENT_OBS");
            fill.insert(cell(column + 2), text(&note.text));
        }
    }
    std::fs::write(folder().join("return-workbook.xlsx"), filled(&book(ROUND), &fill)).unwrap();

    let sheet = |cell: &str| ("OFFENCES".to_owned(), cell.to_owned());
    let wrong = BTreeMap::from([
        (sheet("B5"), text("900")),
        (sheet("B6"), " t=\"e\"><f>X1/0</f><v>#DIV/0!</v></c>".to_owned()),
        (sheet("B7"), "><f>SUM(X1:X9)</f></c>".to_owned()),
        (sheet("B8"), number(12)),
        (sheet("B9"), "><v>12.5</v></c>".to_owned()),
        (sheet("B10"), number(13)),
        (sheet("C10"), text("good")),
    ]);
    let hidden = edited(&filled(&book("another-round"), &wrong), |sheet, xml| {
        if sheet == "OFFENCES" {
            *xml = xml.replacen("<row r=\"8\"", "<row r=\"8\" hidden=\"1\"", 1);
        }
    });
    std::fs::write(folder().join("workbook-faults.xlsx"), hidden).unwrap();

    let mut other = rust_xlsxwriter::Workbook::new();
    other.set_properties(
        &rust_xlsxwriter::DocProperties::new()
            .set_creation_datetime(&rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1).unwrap()),
    );
    other.add_worksheet().write_string(0, 0, "Budget").unwrap();
    std::fs::write(folder().join("other-workbook.xlsx"), other.save_to_buffer().unwrap()).unwrap();
}
