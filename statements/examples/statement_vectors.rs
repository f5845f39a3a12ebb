//! `cargo run -p intertally-statements --example statement_vectors -- vectors/statements`: writes the vectors of
//! the statements.

#[path = "../tests/support/vectors.rs"]
mod vectors;
#[path = "../tests/support/words.rs"]
mod words;

use std::path::PathBuf;

fn main() -> words::Made<()> {
    let folder: PathBuf = std::env::args_os().nth(1).ok_or("a folder to write to")?.into();
    std::fs::create_dir_all(&folder)?;
    for (name, vector) in vectors::all()? {
        std::fs::write(folder.join(name), serde_json::to_string_pretty(&vector)? + "\n")?;
    }
    Ok(())
}
