//! `demo`: the main job in one process tree on loopback: a real server, real TLS and gRPC, every role with its own folder
//! and keys, the same functions that the commands call.
//!
//! Order: [`options`], [`figures`] (whose returns), [`town`] (authority, server, offices), [`story`] (the round).

mod figures;
mod options;
mod stage;
mod story;
mod town;

use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let options = options::Options::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(story::tell(&options)),
        Err(why) => Err(why.into()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}
