//! The walls between rooms, as the dependency graph has them: pure rooms see no network, disk, terminal or clock; the server
//! cannot decrypt.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const PURE: [&str; 15] = [
    "disclosure",
    "ground",
    "lattice",
    "core",
    "argument",
    "statements",
    "custody",
    "log",
    "evaluation",
    "structure",
    "returns",
    "publish",
    "preview",
    "verify",
    "roles",
];
/// What brings in the outside.
const OUTSIDE: [&str; 12] = [
    "tokio",
    "tonic",
    "prost",
    "hyper",
    "rustls",
    "sqlx",
    "object_store",
    "clap",
    "rpassword",
    "indicatif",
    "age",
    "intertally-proto",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every package with those that it is built with: no dependencies of tests, none of build scripts.
fn graph() -> BTreeMap<String, BTreeSet<String>> {
    // For this machine alone: packages for others may not be here.
    let rustc = Command::new("rustc").arg("-vV").current_dir(root()).output().unwrap();
    let about = String::from_utf8(rustc.stdout).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host];
    let said = Command::new(env!("CARGO")).args(metadata).current_dir(root()).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: Value = serde_json::from_slice(&said.stdout).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let names: BTreeMap<String, String> =
        list(&said["packages"]).iter().map(|one| (text(&one["id"]), text(&one["name"]))).collect();
    let built = |dependency: &Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    let node = |node: &Value| {
        let all = list(&node["deps"]).into_iter().filter(built);
        (names[&text(&node["id"])].clone(), all.map(|one| names[&text(&one["pkg"])].clone()).collect())
    };
    list(&said["resolve"]["nodes"]).iter().map(node).collect()
}

fn reached(graph: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
    while let Some(name) = open.pop() {
        let fresh = graph[&name].iter().filter(|one| seen.insert((*one).clone()));
        open.extend(fresh.cloned().collect::<Vec<_>>());
    }
    seen
}

#[test]
fn pure_rooms_see_nothing_of_the_outside() {
    let graph = graph();
    assert!(reached(&graph, "intertally-client").contains("tonic"), "the graph is read");
    for room in PURE {
        let seen = reached(&graph, &format!("intertally-{room}"));
        let outside: Vec<&str> = OUTSIDE.into_iter().filter(|one| seen.contains(*one)).collect();
        assert!(outside.is_empty(), "{room} sees {outside:?}");
    }
}

#[test]
fn the_server_cannot_decrypt_and_the_verifier_knows_no_secrets() {
    let graph = graph();
    for room in ["aggregator", "verify", "proto"] {
        let seen = reached(&graph, &format!("intertally-{room}"));
        assert!(!seen.contains("intertally-custody"), "{room}");
    }
}

/// Code of a pure room that asks the machine: only in its tests.
#[test]
fn roles_ask_the_machine_for_nothing() {
    let mut open = vec![root().join("roles/src")];
    let mut files = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in
            ["std::fs", "std::env", "std::net", "SystemTime", "Timestamp::now", "OsRng", "TimeZone::system"]
        {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
    assert!(files > 40, "{files} files were looked at");
}
