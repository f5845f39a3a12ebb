//! `intertally`: member, trustee, coordinator, auditor, pki.

use clap::Parser;
use intertally_client::cli::{Typed, failed, run, unreadable};
use std::process::ExitCode;

fn main() -> ExitCode {
    let typed = match Typed::try_parse() {
        Ok(typed) => typed,
        Err(why) => return unreadable(&why),
    };
    let json = typed.wants_json();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(typed)),
        Err(why) => Err(intertally_client::ClientError::stop(
            format!("no threads can be started: {why}"),
            "try again",
        )),
    };
    outcome.unwrap_or_else(|error| failed(&error, json))
}
