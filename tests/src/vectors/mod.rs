//! Test vectors: small programs as JSON files under `vectors/`, good and `bad_*`, found by walking the directory.
//!
//! Every file names its kind. A good one is run and must give exactly its `expect`; a bad one must be refused
//! with the rule that `expect` names.

mod basics;
mod lattice;
mod log;
pub mod record;
mod submission;
mod tree;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One vector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vector {
    /// Which program runs it.
    pub kind: String,
    /// What it shows, for people.
    pub about: String,
    /// Input of the program.
    pub input: Value,
    /// Output of a good one; `{"rule": ...}` of a bad one.
    pub expect: Value,
}

/// What a program answers: its output, or the rule under which it refuses.
pub type Outcome = Result<Value, String>;

/// Vectors by their path below `vectors/`.
pub type Library = BTreeMap<PathBuf, Vector>;

/// Run a vector's program on its input. `library`: the others, which an input may build on.
pub fn run(vector: &Vector, library: &Library) -> Result<Outcome> {
    match vector.kind.as_str() {
        "digest" => basics::digest(&vector.input),
        "signature" => basics::signature(&vector.input),
        "sealing" => basics::sealing(&vector.input),
        "common" => lattice::common(&vector.input),
        "maps" => lattice::maps(&vector.input),
        "part" => lattice::part(&vector.input),
        "share" => lattice::share_of(&vector.input),
        "slot" => lattice::slot(&vector.input),
        "bounds" => lattice::bounds(&vector.input),
        "layout" => lattice::layout(&vector.input),
        "tree" => tree::tree(&vector.input),
        "inclusion" => tree::inclusion(&vector.input),
        "checkpoint" => tree::checkpoint(&vector.input),
        "submission" => submission::submission(&vector.input, library),
        "log" => log::log(&vector.input, library),
        "record" => record::record(&vector.input),
        other => bail!("no program for vectors of kind {other}"),
    }
}

/// All vectors as this code makes them, by path below `vectors/`.
pub fn all() -> Result<Library> {
    let mut made = BTreeMap::new();
    let rest = [lattice::make()?, tree::make()?, submission::make()?].into_iter().flatten();
    let named = |(path, vector): (&str, Vector)| (path.to_owned(), vector);
    for (path, vector) in
        basics::make().into_iter().chain(log::make()?).chain(rest).map(named).chain(record::make()?)
    {
        if made.insert(PathBuf::from(&path), vector).is_some() {
            bail!("two vectors at {path}");
        }
    }
    Ok(made)
}

/// Vectors from their inputs, with the outcome that this code gives.
fn completed<'a>(
    inputs: impl Iterator<Item = (&'a str, &'static str, &'static str, Value)>,
) -> Result<Vec<(&'a str, Vector)>> {
    let complete = |(path, kind, about, input): (&'a str, &str, &str, Value)| {
        let mut vector = Vector { kind: kind.into(), about: about.into(), input, expect: Value::Null };
        vector.expect = match run(&vector, &Library::new())? {
            Ok(value) => value,
            Err(rule) => serde_json::json!({ "rule": rule }),
        };
        Ok((path, vector))
    };
    inputs.map(complete).collect()
}

/// Whether a file's name says that its input must be refused.
#[must_use]
pub fn is_bad(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("bad_"))
}

/// Run a vector and compare with what it expects.
pub fn check(path: &Path, vector: &Vector, library: &Library) -> Result<()> {
    let outcome = run(vector, library).with_context(|| path.display().to_string())?;
    let (found, refused) = match outcome {
        Ok(value) => (value, false),
        Err(rule) => (serde_json::json!({ "rule": rule }), true),
    };
    if refused != is_bad(path) || found != vector.expect {
        bail!("{}: expected {}, found {found}", path.display(), vector.expect);
    }
    Ok(())
}

/// Vectors of crates that have a form of their own and run them there.
const ELSEWHERE: [&str; 2] = ["argument", "statements"];

/// The vectors in a directory, found by walking it, but those that are run elsewhere.
pub fn walk(directory: &Path) -> Result<Library> {
    let mut found = BTreeMap::new();
    let mut open = vec![directory.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if ELSEWHERE.iter().any(|folder| path == directory.join(folder)) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let text = std::fs::read_to_string(&path)?;
                let vector = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
                found.insert(path.strip_prefix(directory)?.to_path_buf(), vector);
            }
        }
    }
    Ok(found)
}

/// Text of a vector's file.
pub fn text(vector: &Vector) -> Result<String> {
    Ok(serde_json::to_string_pretty(vector)? + "\n")
}

/// A field of bytes in an input, hexadecimal.
fn bytes(input: &Value, field: &str) -> Result<Vec<u8>> {
    Ok(hex::decode(input[field].as_str().with_context(|| format!("no field {field}"))?)?)
}

/// A field of 32 bytes.
fn bytes32(input: &Value, field: &str) -> Result<[u8; 32]> {
    bytes(input, field)?.try_into().ok().with_context(|| format!("field {field} is not 32 bytes"))
}
