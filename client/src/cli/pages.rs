//! Completions for shells, and manual pages: made from what can be typed, so that they never say anything else.

use super::Typed;
use super::desk::Desk;
use crate::error::{At, Result};
use crate::home::files;
use clap::{Command, CommandFactory};
use std::path::Path;
use std::process::ExitCode;

const NAME: &str = "intertally";

/// Print what a shell completes.
pub(super) fn completions(shell: clap_complete::Shell) {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Typed::command(), NAME, &mut text);
    super::terminal::print(String::from_utf8_lossy(&text).trim_end());
}

fn page(desk: &Desk, command: &Command, out: &Path) -> Result<usize> {
    let mut text = Vec::new();
    // Built, a command is called by all words that are typed for it: intertally-member-check.
    let name = command.get_display_name().unwrap_or(NAME);
    let path = out.join(format!("{name}.1"));
    clap_mangen::Man::new(command.clone()).render(&mut text).at(&path)?;
    desk.save(&path, &text)?;
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    let mut below = below.map(|below| page(desk, below, out));
    below.try_fold(1, |made, one| one.map(|one| made + one))
}

/// Write a page for every command into a folder.
pub(super) fn manual(desk: &Desk, out: &Path) -> Result<ExitCode> {
    let mut command = Typed::command();
    command.build();
    files::folder(out)?;
    let made = page(desk, &command, out)?;
    let place = out.display().to_string();
    desk.done(serde_json::json!({ "pages": made, "out": place }), &format!("wrote {made} pages to {place}"));
    Ok(ExitCode::SUCCESS)
}
