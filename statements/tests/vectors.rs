//! The files of vectors/statements are what the code makes. That they hold, and the bad ones fail as
//! they say, is checked by docs/examples/statement_vectors.py as well.

#[path = "support/vectors.rs"]
mod vectors;
#[path = "support/words.rs"]
mod words;

use std::path::Path;

#[test]
fn the_files_are_those_that_the_code_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors/statements");
    let made = vectors::all().unwrap();
    for (name, vector) in &made {
        let file: serde_json::Value =
            serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap();
        assert!(
            file == *vector,
            "{name}: write the vectors anew (statements/examples/statement_vectors.rs) and say why"
        );
    }
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), made.len(), "a file that nobody makes");
}
