//! `intertally`: member, trustee, coordinator, auditor, pki.

use clap::Parser;
use intertally_client::cli::{Typed, run};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let typed = Typed::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(typed)),
        Err(why) => Err(intertally_client::ClientError::stop(
            format!("no threads can be started: {why}"),
            "try again",
        )),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}
