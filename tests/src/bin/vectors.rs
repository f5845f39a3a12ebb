//! `cargo run -p intertally-tests --bin vectors`: writes the test vectors anew. Commit what it changes.

use anyhow::Result;
use intertally_tests::vectors;
use std::path::Path;

fn main() -> Result<()> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors");
    let archive = vectors::record::archive_path();
    if let Some(folder) = archive.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(archive, vectors::record::archive_bytes()?)?;
    for (path, vector) in vectors::all()? {
        let path = directory.join(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, vectors::text(&vector)?)?;
    }
    Ok(())
}
