//! The vectors in the repository run, and are those that this code makes.

use intertally_tests::vectors::record::{archive_bytes, archive_path};
use intertally_tests::vectors::{all, check, is_bad, text, walk};
use std::path::Path;

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors")
}

#[test]
fn every_vector_found_by_walking_the_directory_runs() {
    let found = walk(&directory()).unwrap();
    assert!(found.keys().any(|path| is_bad(path)) && found.keys().any(|path| !is_bad(path)));
    for (path, vector) in &found {
        check(path, vector, &found).unwrap();
    }
}

#[test]
fn the_vectors_are_those_this_code_makes() {
    assert_eq!(
        std::fs::read(archive_path()).unwrap(),
        archive_bytes().unwrap(),
        "the archive of the small record"
    );
    let (found, made) = (walk(&directory()).unwrap(), all().unwrap());
    let names =
        |map: &std::collections::BTreeMap<_, _>| map.keys().cloned().collect::<Vec<std::path::PathBuf>>();
    assert_eq!(names(&found), names(&made), "run `cargo run -p intertally-tests --bin vectors`");
    for (path, vector) in made {
        assert_eq!(text(&found[&path]).unwrap(), text(&vector).unwrap(), "{}", path.display());
    }
}
