//! The documents keep to the tree: paths and tests that they name are there, links lead somewhere, prose is wrapped.

mod house;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What builds, fuzzing and the demo leave, and what is made by a program or tells of the past.
const NOT_OURS: [&str; 7] =
    [".git", "target", "corpus", "artifacts", "demo-out", "THIRD-PARTY.md", "CHANGELOG.md"];
/// Endings of which a name alone is enough to be looked for.
const SOURCES: [&str; 5] = [".rs", ".md", ".py", ".sh", ".proto"];
const WIDTH: usize = 100;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// Files and folders of the tree, from its top.
fn tree() -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), vec![String::new()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if entry.file_type().unwrap().is_dir() {
                open.push(path.clone());
            }
            found.insert(path);
        }
    }
    found
}

fn documents(tree: &BTreeSet<String>) -> Vec<&String> {
    let found: Vec<&String> = tree.iter().filter(|path| path.ends_with(".md")).collect();
    assert!(found.len() > 25, "{} documents", found.len());
    found
}

/// Lines outside code blocks, with their numbers from 1. A block is fenced, or indented after an empty line.
fn outside_code(text: &str) -> Vec<(usize, &str)> {
    let (mut fenced, mut code, mut empty, mut lines) = (false, false, true, Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            (code, empty) = (false, false);
            continue;
        }
        code = line.starts_with("    ") && (code || empty) || code && line.is_empty();
        empty = line.is_empty();
        if !fenced && !code {
            lines.push((number, line));
        }
    }
    lines
}

/// What stands between backticks, paragraph by paragraph and row by row of a table.
fn spans(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for (_, line) in outside_code(text) {
        if (line.is_empty() || line.starts_with('|'))
            && let Some(last) = paragraphs.last()
            && !last.is_empty()
        {
            paragraphs.push(String::new());
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push_str(line);
            last.push('\n');
        }
    }
    paragraphs.iter().flat_map(|text| text.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn expanded(name: &str) -> Vec<String> {
    let Some((before, rest)) = name.split_once('{') else { return vec![name.to_owned()] };
    let Some((middle, after)) = rest.split_once('}') else { return vec![name.to_owned()] };
    middle.split(',').flat_map(|one| expanded(&format!("{before}{one}{after}"))).collect()
}

/// A path relative to the folder of a document, without `..`.
fn beside(document: &str, name: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Whether a path is in the tree; a star stands for anything.
fn is_in(tree: &BTreeSet<String>, path: &str) -> bool {
    match path.split_once('*') {
        Some((before, after)) => tree.iter().any(|one| one.starts_with(before) && one.ends_with(after)),
        None => tree.contains(path),
    }
}

/// What is wrong with a span, if it names a path and the path is not there. A path begins with something at the top of the tree, or
/// has the ending of a source; other things with a slash are labels, fractions and names that programs give.
fn missing(tree: &BTreeSet<String>, document: &str, span: &str) -> Option<String> {
    let name = span.split(['#', ':']).next()?.trim_end_matches('/');
    let admitted = |c: char| c.is_ascii_alphanumeric() || "_.-/{},*".contains(c);
    if name.is_empty() || !name.chars().all(admitted) {
        return None;
    }
    let at_top = name.contains('/') && name.split('/').next().is_some_and(|top| tree.contains(top));
    let source = SOURCES.iter().any(|ending| name.ends_with(ending) && name != *ending);
    let stands = |one: &String| {
        let end = format!("/{one}");
        root().join(one).exists()
            || is_in(tree, one)
            || is_in(tree, &beside(document, one))
            || !at_top && tree.iter().any(|path| path.ends_with(&end))
    };
    ((at_top || source) && !expanded(name).iter().all(stands)).then(|| format!("{document}: `{span}`"))
}

#[test]
fn every_path_that_the_documents_name_is_in_the_tree() {
    let tree = tree();
    let (mut seen, mut wrong) = (0, Vec::new());
    for document in documents(&tree) {
        for span in spans(&read(document)) {
            seen += usize::from(tree.contains(span.trim_end_matches('/')));
            wrong.extend(missing(&tree, document, &span));
        }
    }
    assert!(seen > 100, "{seen} paths were found");
    assert!(wrong.is_empty(), "not in the tree:\n{}", wrong.join("\n"));
    for (span, is_wrong) in
        [("core/src/gone.rs", true), ("gone.rs", true), ("core/src/{fold,gone}/", true), ("core/src/", false)]
    {
        assert_eq!(missing(&tree, "README.md", span).is_some(), is_wrong, "{span}");
    }
}

#[test]
fn every_test_that_the_documents_name_is_there() {
    let tree = tree();
    let sources = tree.iter().filter(|path| path.ends_with(".rs")).map(|path| read(path));
    let names: BTreeSet<String> = sources
        .flat_map(|text| {
            let after = text.split("fn ").skip(1).filter_map(|rest| rest.split('(').next());
            after.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    // A sentence for a name: so are tests called. Numbers of the server are its page's affair.
    let is_sentence = |span: &String| {
        span.split('_').count() > 4
            && span.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let (mut seen, mut wrong) = (0, Vec::new());
    for document in documents(&tree).into_iter().filter(|path| !path.ends_with("monitoring.md")) {
        for span in spans(&read(document)).into_iter().filter(is_sentence) {
            seen += 1;
            if !names.contains(&span) {
                wrong.push(format!("{document}: {span}"));
            }
        }
    }
    assert!(seen > 30, "{seen} tests are named");
    assert!(wrong.is_empty(), "no such tests:\n{}", wrong.join("\n"));
}

/// A heading as links name it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The target of a line `[label]: target`.
fn definition(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.split_once("]: ").map(|(_, target)| target).filter(|target| !target.contains(' '))
}

#[test]
fn every_link_leads_somewhere() {
    let tree = tree();
    let (mut seen, mut wrong) = (0, Vec::new());
    for document in documents(&tree) {
        let text = read(document);
        let lines = outside_code(&text);
        let inline = lines
            .iter()
            .flat_map(|(_, line)| line.split("](").skip(1))
            .filter_map(|rest| rest.split(')').next());
        let links = inline.chain(lines.iter().filter_map(|(_, line)| definition(line)));
        for link in links.filter(|link| !link.starts_with("http")) {
            seen += 1;
            let (path, place) = link.split_once('#').unwrap_or((link, ""));
            let path = if path.is_empty() { document.clone() } else { beside(document, path) };
            if !tree.contains(&path) && !root().join(&path).exists() {
                wrong.push(format!("{document}: {link}"));
            } else if !place.is_empty() {
                let target = read(&path);
                let mut headings = target.lines().filter(|line| line.starts_with('#'));
                if !headings.any(|line| anchor(line.trim_start_matches('#')) == place) {
                    wrong.push(format!("{document}: {link} (no such heading)"));
                }
            }
        }
    }
    assert!(seen > 60, "{seen} links were found");
    assert!(wrong.is_empty(), "lead nowhere:\n{}", wrong.join("\n"));
}

/// Length of a line as it is read: targets of links do not count.
fn read_length(line: &str) -> usize {
    let mut pieces = line.split("](");
    let first = pieces.next().map_or(0, |piece| piece.chars().count());
    let rest =
        pieces.map(|piece| 2 + piece.split_once(')').map_or(piece, |(_, after)| after).chars().count());
    first + rest.sum::<usize>()
}

#[test]
fn prose_is_wrapped() {
    let tree = tree();
    let mut wrong = Vec::new();
    for document in documents(&tree) {
        let text = read(document);
        for (number, line) in outside_code(&text) {
            if !line.trim_start().starts_with('|') && read_length(line) > WIDTH {
                wrong.push(format!("{document}:{number}"));
            }
        }
    }
    assert!(wrong.is_empty(), "longer than {WIDTH}:\n{}", wrong.join("\n"));
    assert_eq!(read_length("see [here](a/long/target.md) now"), "see [here] now".len() + 1);
    assert_eq!(outside_code("a\n\n    code\n\n    code\nb\n```\nc\n```").len(), 3);
}
