//! What the documents say of the house: the way of a figure, rooms, packages, variables of the environment, the form of decisions.

use super::{documents, read, tree};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a source has a function, a type or a service of this name.
fn has(text: &str, name: &str) -> bool {
    let after = |word: &str| {
        text.split(&format!("{word} {name}"))
            .nth(1)
            .is_some_and(|rest| rest.starts_with(|c: char| !c.is_alphanumeric() && c != '_'))
    };
    ["fn", "struct", "enum", "service"].iter().any(|word| after(word))
}

#[test]
fn the_way_of_a_figure_names_what_is_there() {
    let text = read("ARCHITECTURE.md");
    let table = text.split("| step | what").nth(1).unwrap();
    let ticked = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let mut wrong = Vec::new();
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 15, "{} steps", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        let sources: Vec<String> = ticked(cells[3]).iter().map(|path| read(path)).collect();
        let names = ticked(cells[4]);
        assert!(!names.is_empty(), "{row}");
        let gone = names.into_iter().filter(|name| !sources.iter().any(|text| has(text, name)));
        wrong.extend(gone.map(|name| format!("{}: {name}", cells[1].trim())));
    }
    assert!(wrong.is_empty(), "not in the files of their rows: {wrong:?}");
}

/// Rooms of the workspace, with the rooms that each is built on.
fn rooms() -> BTreeMap<String, BTreeSet<String>> {
    let workspace = read("Cargo.toml");
    let members = workspace.split("members = [").nth(1).unwrap().split(']').next().unwrap();
    let needs = |room: &str| {
        let manifest = read(&format!("{room}/Cargo.toml"));
        let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
        let own = section.lines().take_while(|line| !line.starts_with('['));
        let rooms = own.filter_map(|line| line.strip_prefix("intertally-")?.split([' ', '=', '.']).next());
        rooms.map(str::to_owned).collect()
    };
    let names = members.split('"').skip(1).step_by(2);
    names.map(|room| (room.to_owned(), needs(room))).collect()
}

#[test]
fn the_table_of_rooms_is_that_of_cargo() {
    let text = read("ARCHITECTURE.md");
    let table = text.split("| room | needs |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').collect();
        (names(cells[1]).pop_first().unwrap().trim_end_matches('/').to_owned(), names(cells[2]))
    };
    let told: BTreeMap<String, BTreeSet<String>> = rows.map(row).collect();
    let rooms = rooms();
    assert!(rooms["verify"].contains("log"), "the manifests are read");
    let differ = |(room, needs): &(&String, &BTreeSet<String>)| told.get(*room) != Some(*needs);
    let wrong: Vec<_> = rooms.iter().filter(differ).collect();
    assert!(wrong.is_empty(), "ARCHITECTURE.md says otherwise than Cargo.toml: {wrong:?}");
    assert_eq!(told.len(), rooms.len(), "rooms that are none: {:?}", told.keys());
    let readme = read("README.md");
    let unnamed: Vec<_> = rooms.keys().filter(|room| !readme.contains(&format!("| `{room}/` |"))).collect();
    assert!(unnamed.is_empty(), "not in the README's list of rooms: {unnamed:?}");
}

#[test]
fn packages_in_commands_are_rooms() {
    let (tree, rooms) = (tree(), rooms());
    let mut wrong = Vec::new();
    for document in documents(&tree) {
        let text = read(document);
        let named = text
            .split("-p intertally-")
            .skip(1)
            .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next());
        wrong.extend(
            named.filter(|name| !rooms.contains_key(*name)).map(|name| format!("{document}: {name}")),
        );
    }
    assert!(wrong.is_empty(), "no packages: {wrong:?}");
}

/// Variables of the environment that a text names.
fn variables(text: &str) -> BTreeSet<String> {
    let word = |c: char| c.is_ascii_uppercase() || c == '_';
    let rest = text.split("INTERTALLY_").skip(1).filter_map(|rest| rest.split(|c| !word(c)).next());
    rest.filter(|name| !name.is_empty()).map(|name| name.trim_end_matches('_').to_owned()).collect()
}

#[test]
fn every_variable_of_the_environment_is_explained() {
    let sources = tree()
        .into_iter()
        .filter(|path| path.ends_with(".rs") || path.ends_with(".sh") || path.ends_with("/run"));
    let used: BTreeSet<String> = sources.flat_map(|path| variables(&read(&path))).collect();
    assert!(used.len() > 10, "{used:?}");
    let told = variables(&read("CONTRIBUTING.md"));
    assert_eq!(used, told, "variables in the code (left) and in CONTRIBUTING.md (right)");
}

#[test]
fn decisions_have_one_form() {
    let tree = tree();
    let decisions: Vec<&String> = tree.iter().filter(|path| path.starts_with("docs/adr/")).collect();
    assert!(decisions.len() > 8, "{decisions:?}");
    for (number, path) in (1..).zip(decisions) {
        let text = read(path);
        assert!(text.starts_with(&format!("# ADR {number}: ")), "{path}: title");
        let (head, body) = text.split_once("\n## Context\n").unwrap_or_else(|| panic!("{path}: no context"));
        assert!(head.contains("\nStatus: accepted, ") && head.contains("\nOvertaken: "), "{path}: status");
        let sections: Vec<&str> = body.lines().filter(|line| line.starts_with("## ")).collect();
        let form = ["## Decision", "## Consequences", "## Not chosen"];
        assert!(sections == form[..2] || sections == form, "{path}: {sections:?}");
    }
}
