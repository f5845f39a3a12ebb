//! What every command says of itself, held against `client/tests/help/`: a changed word is seen in review.
//! INTERTALLY_GOLDEN=write writes the files anew.

use crate::office::Desk;
use clap::{Command, CommandFactory};
use intertally_client::cli::Typed;
use std::collections::BTreeMap;
use std::path::Path;

/// Every command by the words that are typed for it, groups included.
pub fn commands() -> Vec<Vec<String>> {
    let mut open = vec![(vec![], Typed::command())];
    let mut found = Vec::new();
    while let Some((words, command)) = open.pop() {
        let own = |below: &Command| below.get_name() != "help";
        for below in command.get_subcommands().filter(|below| own(below)) {
            open.push(([&words[..], &[below.get_name().to_owned()]].concat(), below.clone()));
        }
        found.push(words);
    }
    found.sort();
    found
}

/// The help texts of a role, one behind the other.
fn texts() -> BTreeMap<String, String> {
    let desk = Desk::new();
    // Help shows what the environment says.
    let settings = [("COLUMNS", "110"), ("INTERTALLY_HOME", ""), ("INTERTALLY_PASSPHRASE_FILE", "")];
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for words in commands() {
        let typed: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let said = desk.run(&settings, &typed).ends(0, &["Usage:"]);
        let role = words.first().map_or("intertally", String::as_str);
        let lines: Vec<&str> = said.out.lines().map(str::trim_end).collect();
        let text = format!("$ intertally {}\n{}\n\n", typed.join(" "), lines.join("\n").trim_end());
        files.entry(format!("{role}.txt")).or_default().push_str(&text);
    }
    files
}

#[test]
fn help_texts_are_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help");
    let texts = texts();
    assert!(texts.values().map(|text| text.matches("$ intertally").count()).sum::<usize>() > 60);
    if std::env::var_os("INTERTALLY_GOLDEN").is_some_and(|value| value == "write") {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &texts {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let kept: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(kept.len(), texts.len(), "{kept:?}");
    for (name, text) in &texts {
        let read = std::fs::read_to_string(folder.join(name)).unwrap();
        let first = read.lines().zip(text.lines()).find(|(kept, said)| kept != said);
        assert!(
            read == *text,
            "{name} says otherwise from here on, INTERTALLY_GOLDEN=write takes it: {first:?}"
        );
    }
}
