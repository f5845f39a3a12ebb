//! Statements from the JSON that `write` makes.

use curve25519_dalek::ristretto::CompressedRistretto;
use intertally_argument::testing::Circuit;
use intertally_argument::{ArgumentError, COLUMNS, Constraints, Field, Layout, Linear, Term};
use serde_json::Value;
use std::path::{Path, PathBuf};

pub fn scalar(value: &Value) -> Field {
    let mut bytes = [0; 32];
    let given = hex::decode(value.as_str().unwrap()).unwrap();
    bytes[..given.len()].copy_from_slice(&given);
    Field::from_bytes(&bytes).unwrap()
}

fn full(value: &Value) -> Vec<Field> {
    let mut values: Vec<Field> = value.as_array().unwrap().iter().map(scalar).collect();
    values.resize(COLUMNS, Field::ZERO);
    values
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

fn each<T>(value: &Value, f: impl FnMut(&Value) -> T) -> Vec<T> {
    value.as_array().unwrap().iter().map(f).collect()
}

pub fn statement_from(value: &Value) -> Circuit {
    let given = each(&value["given"], |point| {
        CompressedRistretto(hex::decode(point.as_str().unwrap()).unwrap().try_into().unwrap())
    });
    let derived = each(&value["derived"], |c| each(c, |pair| (number(&pair[0]), scalar(&pair[1]))));
    let term = |t: &Value| Term {
        row: number(&t["row"]),
        square: scalar(&t["square"]),
        linear: scalar(&t["linear"]),
        on: t["on"].as_u64().map(|mask| mask.try_into().unwrap()),
    };
    let constraints = Constraints {
        by_column: each(&value["by_column"], |c| each(c, term)),
        masks: each(&value["masks"], |mask| mask.as_str().unwrap().chars().map(|c| c == '1').collect()),
        linear: each(&value["linear"], |l| Linear {
            terms: each(&l["terms"], |t| (scalar(&t[0]), number(&t[1]), number(&t[2]))),
            value: scalar(&l["value"]),
        }),
        vectors: each(&value["vectors"], full),
    };
    Circuit {
        label: value["label"].as_str().unwrap().to_owned(),
        public: hex::decode(value["public"].as_str().unwrap()).unwrap(),
        layout: Layout::new(given.len(), number(&value["sent"]), derived).unwrap(),
        given,
        constraints,
    }
}

/// Where the vectors are.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/argument")
}

/// A vector.
pub fn file(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder().join(name)).unwrap()).unwrap()
}

/// The name of an error's variant.
pub fn name_of(error: ArgumentError) -> String {
    format!("{error:?}").split(['(', ' ', '{']).next().unwrap().to_owned()
}
