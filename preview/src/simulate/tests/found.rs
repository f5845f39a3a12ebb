//! Leaks that were found (attack/found/README.md): what is shown of them is what is written there, so that none comes back
//! unseen.

use super::super::round::Decided;
use super::super::{Files, How, simulate};
use intertally_disclosure::Decision;
use intertally_structure::{DEFAULT, Structure};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

fn returns(folder: &Path, name: &str) -> Files {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join(name)).unwrap() {
        let path = entry.unwrap().path();
        let own = path.file_name().unwrap().to_str().unwrap().to_owned();
        files.insert(own, std::fs::read(&path).unwrap());
    }
    Files { name: name.to_owned(), files }
}

/// Round by round, the cells that are opened, where an earlier round has a structure file of its own.
fn opened(folder: &Path, names: &[String]) -> String {
    let file = |name: &str| std::fs::read(folder.join(name));
    let (mut rounds, mut text): (Vec<Decided>, String) = (Vec::new(), String::new());
    for (round, name) in names.iter().enumerate() {
        let bytes =
            file(&format!("structure-{}.toml", round + 1)).or_else(|_| file("structure.toml")).unwrap();
        let structure = Structure::parse("structure.toml", &bytes).unwrap();
        let made = Decided::of(&structure, &returns(folder, name), &rounds).unwrap();
        let cells = made.manifest.cells.iter().zip(&made.plan.decisions);
        for (cell, _) in cells.filter(|(cell, decision)| !cell.count_only && **decision == Decision::Open) {
            writeln!(text, "{name} {} opened", cell.key).unwrap();
        }
        rounds.push(made);
    }
    text
}

/// Round by round, the cells that readers see something of.
fn shown(folder: &Path) -> String {
    let file = std::fs::read(folder.join("structure.toml")).unwrap_or_else(|_| DEFAULT.as_bytes().to_vec());
    let structure = Structure::parse("structure.toml", &file).unwrap();
    let earlier = (1..).map(|round| format!("earlier-{round}")).take_while(|name| folder.join(name).is_dir());
    let names: Vec<String> = earlier.chain(["returns".to_owned()]).collect();
    if folder.join("structure-1.toml").is_file() {
        return opened(folder, &names);
    }
    let rounds: Vec<Files> = names.iter().map(|name| returns(folder, name)).collect();
    let mut text = String::new();
    for (at, round) in rounds.iter().enumerate() {
        let made = simulate(&structure, round, &rounds[..at]).unwrap();
        for cell in made.plan.iter().filter(|cell| cell.shown != How::Withheld) {
            let (low, high) = cell.range.unwrap();
            writeln!(text, "{} {} {low} to {high}", round.name, cell.key).unwrap();
        }
    }
    text
}

/// Without the list of measures that exclude each other all three open, and the first less both others is one country's.
#[test]
fn measures_that_exclude_each_other_are_told_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../attack/found/excluded-ends");
    let file = std::fs::read(folder.join("structure.toml")).unwrap();
    let mut structure = Structure::parse("structure.toml", &file).unwrap();
    let opened = |structure: &Structure| {
        let made = simulate(structure, &returns(&folder, "returns"), &[]).unwrap();
        made.plan.iter().filter(|cell| !cell.count_only && cell.shut.is_none()).count()
    };
    assert_eq!(opened(&structure), 2);
    structure.exclusive.clear();
    assert_eq!(opened(&structure), 3);
}

#[test]
fn found_leaks_are_shown_as_it_is_written() {
    let open = Path::new(env!("CARGO_MANIFEST_DIR")).join("../attack/found");
    let list = std::fs::read_to_string(open.join("README.md")).unwrap();
    let mut folders = 0;
    for entry in std::fs::read_dir(&open).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        assert!(list.contains(&format!("`{name}`")), "{name} is not listed");
        let made = shown(&folder);
        assert!(!made.is_empty(), "{name}: nothing is shown");
        if std::env::var("INTERTALLY_GOLDEN").is_ok_and(|golden| golden == "write") {
            std::fs::write(folder.join("shows"), &made).unwrap();
        }
        let written = std::fs::read_to_string(folder.join("shows")).unwrap();
        assert_eq!(made, written, "{name} is shown otherwise: look whether a leak comes back");
        folders += 1;
    }
    assert!(folders > 0, "nothing is open: this test goes, too");
}
