//! Compiles the services without protoc, and keeps the descriptor set for reflection.

use std::error::Error;
use std::path::PathBuf;

const FILES: [&str; 6] = [
    "intertally/v1/common.proto",
    "intertally/v1/rounds.proto",
    "intertally/v1/ceremonies.proto",
    "intertally/v1/submissions.proto",
    "intertally/v1/opening.proto",
    "intertally/v1/record.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=proto");
    let descriptors = protox::compile(FILES, ["proto"])?;
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("intertally.bin"), prost::Message::encode_to_vec(&descriptors))?;
    tonic_prost_build::configure().bytes(".").compile_fds(descriptors)?;
    Ok(())
}
