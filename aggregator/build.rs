//! The commit that a release build is made from, for `--version`. Builds for development do not ask: every commit would
//! compile the server again.

use vergen_gitcl::{Emitter, GitclBuilder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if !release {
        println!("cargo:rustc-env=VERGEN_GIT_SHA=a development build");
        println!("cargo:rerun-if-changed=build.rs");
        return Ok(());
    }
    let git = GitclBuilder::default().sha(true).build()?;
    Ok(Emitter::default().add_instructions(&git)?.emit()?)
}
