//! Files as people really send them, after public reports of bugs: `samples/cases/cases.tsv` says what is right and where that is
//! said, `.expected` beside each input what comes out. With INTERTALLY_GOLDEN=write the latter are written anew.

use super::*;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/cases")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).unwrap()
}

/// Kind, name, periods, area, mapping of each case, and what must stand in what comes of it.
fn cases() -> Vec<[String; 6]> {
    let list = String::from_utf8(bytes("cases.tsv")).unwrap();
    let case = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        <[String; 6]>::try_from(fields[..6].to_vec()).unwrap()
    };
    list.lines().map(case).collect()
}

/// The faults and warnings of a return among the cases, and all that comes of it.
fn returned(period: &str, area: &str, name: &str, mapping: &str) -> (Vec<Fault>, String) {
    let structure = Structure::parse("structure.toml", &bytes("structure.toml")).unwrap();
    let table = table(&structure, &[period]);
    let mapping = (mapping != "-").then(|| Mapping::parse(mapping, &bytes(mapping)).unwrap());
    let bytes = bytes(name);
    let reading = read(&ReadInput {
        structure: &structure,
        cells: &table.cells,
        whole: &table.rules.whole,
        count_only: &table.count_only,
        area,
        round: None,
        file_name: name,
        bytes: &bytes,
        previous: None,
        mapping: mapping.as_ref(),
    });
    let mut text = reading.to_member();
    for table in reading.table.iter() {
        for ((key, status), value) in table.keys.iter().zip(&table.statuses).zip(&table.values) {
            if value.is_some() || *status != intertally_core::submission::Status::Missing {
                let value = value.map_or("-".to_owned(), |value| value.to_string());
                writeln!(text, "{key} {} {value}", status.code()).unwrap();
            }
        }
    }
    (reading.faults.into_iter().chain(reading.warnings).collect(), text)
}

fn structured(period: &str, name: &str) -> String {
    let mut text = String::new();
    match Structure::parse(name, &bytes(name)) {
        Ok(structure) => {
            let flows = (&structure.national_flow, &structure.total_flow);
            writeln!(
                text,
                "{}:{}({}) '{}'",
                structure.agency, structure.id, structure.version, structure.name
            )
            .unwrap();
            writeln!(text, "area {}, measure {}, flows {flows:?}", structure.area, structure.measure)
                .unwrap();
            for dimension in &structure.dimensions {
                let codes = structure.codes(&dimension.id).into_iter().flat_map(|list| &list.codes);
                let codes: Vec<String> = codes.map(|code| format!("{}={}", code.id, code.name)).collect();
                writeln!(text, "{} '{}': {}", dimension.id, dimension.name, codes.join("; ")).unwrap();
            }
            // Nobody types what is counted alone, so a file asks for the others.
            let cells = structure.table(&[period.to_owned()]).unwrap().cells;
            let (alone, asked): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| cell.count_only);
            writeln!(text, "{} cells asked for, {} counted alone", asked.len(), alone.len()).unwrap();
            asked.iter().for_each(|cell| writeln!(text, "{}", cell.key).unwrap());
            alone.iter().for_each(|cell| writeln!(text, "counted alone: {}", cell.key).unwrap());
        }
        Err(faults) => faults.iter().for_each(|fault| writeln!(text, "{fault}").unwrap()),
    }
    text
}

#[test]
fn cases_come_out_as_expected() {
    let writing = std::env::var_os("INTERTALLY_GOLDEN").is_some_and(|value| value == "write");
    let cases = cases();
    assert!(cases.len() > 50);
    let mut wrong = Vec::new();
    for [kind, name, period, area, mapping, right] in cases {
        let text = match kind.as_str() {
            "return" => returned(&period, &area, &name, &mapping).1,
            _ => structured(&period, &name),
        };
        // What is right stands in the list, which nothing writes anew.
        if !text.contains(&right) {
            wrong.push(format!("{name} lacks {right:?}:\n{text}"));
        }
        let path = folder().join(format!("{name}.expected"));
        if writing {
            std::fs::write(&path, &text).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if text != expected {
            wrong.push(format!("{name}:\n{text}\nexpected:\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules that cases break, for the catalogue.
pub(super) fn rules_broken() -> Vec<&'static str> {
    let returns = cases().into_iter().filter(|[kind, ..]| kind == "return");
    let of = |[_, name, period, area, mapping, _]: [String; 6]| returned(&period, &area, &name, &mapping).0;
    returns.flat_map(of).map(|fault| fault.rule).collect()
}
