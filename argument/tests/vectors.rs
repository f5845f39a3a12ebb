//! The files of vectors/argument are what the code makes, and say the truth about themselves.

#[path = "support/make.rs"]
mod make;
#[cfg(test)]
#[path = "support/read.rs"]
mod read;
#[path = "support/write.rs"]
mod write;

use intertally_argument::verify;
use rand_core::OsRng;
use read::{file, folder, name_of, scalar, statement_from};

#[test]
fn the_files_are_those_that_the_code_makes() {
    let made = make::all().unwrap();
    for (name, vector) in &made {
        assert!(
            file(name) == *vector,
            "{name}: write the vectors anew (argument/examples/argument_vectors.rs) and say why"
        );
    }
    assert_eq!(std::fs::read_dir(folder()).unwrap().count(), made.len(), "a file that nobody makes");
}

#[test]
fn good_ones_hold_and_bad_ones_fail_as_they_say() {
    let toy = file("toy.json");
    for entry in std::fs::read_dir(folder()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let vector = file(&name);
        if vector["kind"] != "argument" {
            continue;
        }
        let input = &vector["input"];
        let Some(error) = vector["expect"]["error"].as_str() else {
            let statement = statement_from(&input["statement"]);
            let proof = hex::decode(vector["expect"]["proof"].as_str().unwrap()).unwrap();
            assert_eq!(verify(&statement, &proof, &mut OsRng), Ok(()), "{name}");
            continue;
        };
        assert!(name.starts_with("bad_") && input["of"] == "toy.json", "{name}");
        let mut statement = statement_from(&toy["input"]["statement"]);
        if let Some(public) = input["public"].as_str() {
            statement.public = hex::decode(public).unwrap();
        }
        if input["value"].is_string() {
            statement.constraints.linear[0].value = scalar(&input["value"]);
        }
        let given = input["proof"].as_str().or_else(|| toy["expect"]["proof"].as_str());
        let mut proof = hex::decode(given.unwrap()).unwrap();
        if let Some(at) = input["at"].as_u64() {
            let (at, bytes) =
                (usize::try_from(at).unwrap(), hex::decode(input["bytes"].as_str().unwrap()).unwrap());
            proof.resize(proof.len().max(at + bytes.len()), 0);
            proof[at..at + bytes.len()].copy_from_slice(&bytes);
        }
        let found = verify(&statement, &proof, &mut OsRng).map_err(name_of);
        assert_eq!(found, Err(error.to_owned()), "{name}");
    }
}
