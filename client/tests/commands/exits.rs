//! The documented table of exit codes against the command.

use crate::help::commands;
use crate::office::Desk;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const STRUCTURE: &str = include_str!("../../../returns/samples/cases/structure.toml");

/// Commands that can end with 1 only in a round, or with another office's receipts.
const IN_A_ROUND: [&str; 9] = [
    "auditor fork",
    "auditor recompute",
    "auditor watch",
    "coordinator publish",
    "member receipts verify",
    "member recheck",
    "member rounds",
    "member status",
    "trustee sit",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Commands that end with 1, as the table says.
fn documented() -> BTreeSet<String> {
    let text = std::fs::read_to_string(root().join("docs/exit-codes.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned()).collect()
}

#[test]
fn every_command_ends_with_0_for_help_and_with_2_for_what_it_does_not_know() {
    let desk = Desk::new();
    let all = commands();
    for words in &all {
        let typed: Vec<&str> = words.iter().map(String::as_str).collect();
        desk.run(&[], &[&typed[..], &["--help"]].concat()).ends(0, &["Usage:"]);
        desk.run(&[], &[&typed[..], &["--no-such-option"]].concat()).ends(2, &["--no-such-option"]);
    }
    let named: BTreeSet<String> = all.iter().map(|words| words.join(" ")).collect();
    let unknown: Vec<String> = documented().difference(&named).cloned().collect();
    assert!(unknown.is_empty(), "in the table and no command: {unknown:?}");
}

#[test]
fn what_is_not_good_ends_with_1_where_the_table_says_so_and_nowhere_else() {
    let desk = Desk::new();
    let vectors = root().join("vectors/record/small.tar").display().to_string();
    let structure = desk.write("s.toml", STRUCTURE);
    let faulty = desk.write("faulty.toml", STRUCTURE.replacen("max = ", "max = -", 1));
    let bad = desk.write("bad.csv", "REF_AREA,MEASURE,AGE,TIME_PERIOD,OBS_VALUE\nXA,OFF,_T,2024,many\n");
    let cut = desk.text("cut");
    std::fs::create_dir(&cut).unwrap();
    std::fs::write(desk.path("cut/record.json"), "{}").unwrap();
    let out = desk.text("imported.toml");
    let mut seen = BTreeSet::new();
    for arguments in [
        // Its published files are not those that the rules give.
        &["auditor", "verify", &vectors][..],
        &["auditor", "chain", &vectors],
        &["auditor", "diff", &vectors, &cut],
        &["coordinator", "structure", "show", &faulty],
        &["coordinator", "structure", "import", &faulty, "--out", &out],
        &["member", "check", "--structure", &structure, "--period", "2024", "--area", "XA", &bad],
    ] {
        desk.run(&[], arguments).ends(1, &[]);
        let words = arguments.iter().take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
        seen.insert(words.copied().collect::<Vec<_>>().join(" "));
    }
    seen.extend(IN_A_ROUND.map(str::to_owned));
    assert_eq!(seen, documented());
    for arguments in [
        &["coordinator", "structure", "show", &structure][..],
        &["coordinator", "structure", "import", &structure, "--out", &out],
        &["auditor", "diff", &vectors, &vectors],
    ] {
        desk.run(&[], arguments).ends(0, &[]);
    }
    // A folder that is no record is none that fails.
    let other = desk.text("other");
    std::fs::create_dir(&other).unwrap();
    desk.run(&[], &["auditor", "verify", &other]).ends(2, &["holds no record"]);
    // Nor is the list of a record, or an archive that is still compressed.
    desk.run(&[], &["auditor", "verify", &format!("{cut}/record.json")]).ends(2, &["is no archive"]);
    std::fs::write(desk.path("record.tar.gz"), b"\x1f\x8b\x08\0rest").unwrap();
    desk.run(&[], &["auditor", "verify", &desk.text("record.tar.gz")]).ends(2, &["is compressed", "gunzip"]);
    // A file that is none of the record's is said first, whatever becomes of the record.
    let first = desk.run(&[], &["auditor", "verify", &vectors, "--file", &structure]);
    first.ends(1, &["FAIL  ", "is NONE of the files that this record publishes", "The record itself:"]);
    let json = desk.run(&[], &["auditor", "verify", &vectors, "--file", &structure, "--json"]);
    json.ends(1, &["\"is\": null"]);
    // The round is meant by the digits that commands show, too; another one is none of this record.
    let said = desk.run(&[], &["auditor", "verify", &vectors]).ends(1, &[]);
    let id = said
        .out
        .split("round ")
        .filter_map(|rest| rest.get(..64))
        .find(|id| id.bytes().all(|b| b.is_ascii_hexdigit()));
    let id = id.unwrap().to_owned();
    for (round, other) in [(id[..16].to_owned(), false), (id.clone(), false), ("ab".repeat(32), true)] {
        let said = desk.run(&[], &["auditor", "verify", &vectors, "--round", &round]).ends(1, &[&id]);
        assert_eq!(said.out.contains("another round than the one asked for"), other, "{round}: {}", said.out);
    }
    // Without an office nothing can be done, and nothing was looked at.
    for command in ["member status", "member rounds", "member recheck", "coordinator publish"] {
        desk.run(&[], &command.split(' ').collect::<Vec<_>>()).ends(2, &["error: "]);
    }
}
