//! `cargo run -p intertally-argument --example argument_vectors -- vectors/argument`: writes the argument's
//! vectors.

#[path = "../tests/support/make.rs"]
mod make;
#[path = "../tests/support/write.rs"]
mod write;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder: PathBuf = std::env::args_os().nth(1).ok_or("a folder to write to")?.into();
    std::fs::create_dir_all(&folder)?;
    for (name, vector) in make::all()? {
        std::fs::write(folder.join(name), serde_json::to_string_pretty(&vector)? + "\n")?;
    }
    Ok(())
}
