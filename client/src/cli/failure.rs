//! A command that could not be done: exit code 2, words on standard error, and for `--json` the same in parts on standard
//! output.

use super::terminal::print;
use crate::error::ClientError;
use clap::error::ErrorKind;
use intertally_roles::error::Told;
use std::io::Write;
use std::process::ExitCode;

const NOT_DONE: u8 = 2;

fn show(told: &Told) {
    let json = serde_json::json!({ "error": told });
    print(&serde_json::to_string_pretty(&json).unwrap_or_default());
}

/// A command that stopped.
#[must_use]
pub fn failed(error: &ClientError, json: bool) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {error}");
    if json {
        show(&error.told());
    }
    ExitCode::from(NOT_DONE)
}

/// What was typed is no command; or help or the version was asked for, which is no failure.
#[must_use]
pub fn unreadable(why: &clap::Error) -> ExitCode {
    let _ = why.print();
    if !why.use_stderr() {
        return ExitCode::SUCCESS;
    }
    if std::env::args_os().any(|word| word == "--json") {
        let text = why.to_string();
        // What is typed without a verb gets the whole help for an answer, in which no line says so.
        let message = match why.kind() {
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing".to_owned(),
            // Up to the first empty line, behind which stand tips and usage.
            _ => {
                text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
            }
        };
        show(&Told {
            kind: "usage",
            rule: None,
            message: message.strip_prefix("error: ").unwrap_or(&message).to_owned(),
            next: "see --help".to_owned(),
        });
    }
    ExitCode::from(NOT_DONE)
}
