//! The specification names every domain label of the code, and every label that its table lists is in the code.

use intertally_core::blob::BlobKind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn spec() -> String {
    std::fs::read_to_string(root().join("docs/spec.md")).unwrap()
}

/// Source files of a room without its tests: what stands before the test module, where that is in the same file.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("tests") {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
                found.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        (path, code)
    };
    paths.into_iter().map(read).collect()
}

/// String literals that follow a call, white space between them or not.
fn after(code: &str, call: &str) -> Vec<String> {
    let starts = code.match_indices(call).map(|(at, _)| code[at + call.len()..].trim_start());
    starts.filter_map(|rest| Some(rest.strip_prefix('"')?.split('"').next()?.to_owned())).collect()
}

/// Labels of digests and streams, by the calls that take them.
fn digest_labels(folders: &[&str]) -> BTreeSet<String> {
    let calls = ["digest(", "hash(", "stream(", "xof(", "words_digest(", "Pieces::new("];
    let mut labels = BTreeSet::new();
    for (_, code) in folders.iter().flat_map(|folder| sources(folder)) {
        labels.extend(calls.iter().flat_map(|call| after(&code, call)));
        // Purposes of signatures.
        labels.extend(code.split('"').filter(|text| text.starts_with("sign/")).map(str::to_owned));
    }
    labels.extend(BlobKind::ALL.map(|kind| kind.label().to_owned()));
    labels
}

#[test]
fn every_label_of_digests_signatures_and_streams_is_in_the_specification() {
    let rooms = [
        "ground",
        "lattice",
        "core",
        "structure",
        "custody",
        "log",
        "verify",
        "returns",
        "publish",
        "preview",
        "roles",
        "client",
        "aggregator",
    ];
    let rooms = rooms.map(|room| format!("{room}/src"));
    let mut labels = digest_labels(&rooms.each_ref().map(String::as_str));
    // Names of fields of messages, in calls of another function of that name.
    for field in ["digest", "terms_id"] {
        labels.remove(field);
    }
    assert!(labels.len() > 40 && labels.contains("key-b") && labels.contains("sign/event"), "{labels:?}");
    let spec = spec();
    let missing: Vec<&String> = labels.iter().filter(|label| !spec.contains(&format!("`{label}`"))).collect();
    assert!(missing.is_empty(), "not in docs/spec.md: {missing:?}");
}

#[test]
fn every_label_in_the_table_of_digests_is_in_the_code() {
    let spec = spec();
    let table = spec.split("### 1.2").nth(1).unwrap().split("### 1.3").next().unwrap();
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    let named: Vec<String> =
        cells.flat_map(|cell| cell.split(", ")).map(|label| label.trim_matches('`').to_owned()).collect();
    assert!(named.len() >= 29, "{named:?}");
    let code = digest_labels(&["ground/src", "lattice/src", "core/src", "structure/src"]);
    let missing: Vec<&String> = named.iter().filter(|label| !code.contains(*label)).collect();
    assert!(missing.is_empty(), "in the table, not in the code: {missing:?}");
}

/// Where a label of a transcript stands.
const ABSORBED: [&str; 8] = [
    "absorb(",
    "absorb(transcript,",
    "absorb_digest(transcript,",
    "absorb_words(transcript,",
    "absorb_scalars(",
    "challenge(",
    "challenges(",
    "Transcript::new(",
];

#[test]
fn every_label_of_a_transcript_and_every_full_label_is_in_the_documents() {
    let read = |name: &str| std::fs::read_to_string(root().join("docs").join(name)).unwrap();
    let documents = ["spec.md", "argument.md", "statements.md"].map(read).concat();
    // A prover's own randomness and a verifier's own weights bind nobody else.
    let own = |path: &PathBuf| ["masks.rs", "equations.rs"].iter().any(|name| path.ends_with(name));
    let helpers = |path: &PathBuf| {
        path.components().any(|part| part.as_os_str() == "testing") || path.ends_with("fixture.rs")
    };
    let mut labels = BTreeSet::new();
    for folder in ["argument/src", "statements/src"] {
        for (_, code) in sources(folder).into_iter().filter(|(path, _)| !own(path) && !helpers(path)) {
            labels.extend(ABSORBED.iter().flat_map(|call| after(&code, call)));
            labels.extend(code.split('"').filter(|text| text.starts_with("intertally/")).map(str::to_owned));
        }
    }
    // The rest of a proof, for the weights of a batch.
    labels.remove("response");
    for label in ["theta", "c1", "intertally/member/v1", "intertally/publication/v1"] {
        assert!(labels.contains(label), "{label} is not found: {labels:?}");
    }
    for folder in ["ground/src", "lattice/src", "core/src", "custody/src", "log/src", "verify/src"] {
        for (_, code) in sources(folder) {
            let full = code.split('"').filter(|text| text.starts_with("intertally/v1/") && text.len() > 14);
            labels.extend(full.map(str::to_owned));
        }
    }
    let stands = |label: &String| {
        ["`", "\""].iter().any(|quote| documents.contains(&format!("{quote}{label}{quote}")))
    };
    let missing: Vec<&String> = labels.iter().filter(|label| !stands(label)).collect();
    assert!(missing.is_empty(), "not in the documents: {missing:?}");
}
