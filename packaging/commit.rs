//! The commit that a release build is made from, for `--version`. Builds for development do not ask: every commit would
//! compile the programs again. The build script of every program.

use std::io::Write;
use vergen_gitcl::{Emitter, GitclBuilder};

/// This file, as the folder of every program sees it.
const SELF: &str = "../packaging/commit.rs";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if !release {
        let mut to_cargo = std::io::stdout();
        writeln!(to_cargo, "cargo:rustc-env=VERGEN_GIT_SHA=a development build")?;
        return Ok(writeln!(to_cargo, "cargo:rerun-if-changed={SELF}")?);
    }
    let git = GitclBuilder::default().sha(true).build()?;
    Ok(Emitter::default().custom_build_rs(SELF).add_instructions(&git)?.emit()?)
}
