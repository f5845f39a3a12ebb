//! What can be typed. Three layers: what was typed ([`Typed`]), what it means (folder, passphrase, view: `desk`), what
//! runs (the rooms of the roles).

mod auditor;
mod chain;
mod coordinator;
pub mod dates;
mod desk;
mod echo;
mod failure;
mod member;
mod office;
mod opening;
mod page;
mod pages;
mod pki;
mod prepare;
mod published;
mod results;
mod return_from;
mod secret;
mod structure;
mod terminal;
mod trustee;
mod which;

pub use failure::{failed, unreadable};
pub use terminal::Terminal;

use crate::error::{ClientError, Result};
use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use desk::Desk;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Joint statistics that no country shows to anyone: the tool of members, trustees, coordinators and auditors.
///
/// Begin with `pki` (once, by whoever runs the collaboration), then `ROLE init` and `ROLE join` at every office.
#[derive(Parser)]
#[command(name = "intertally", version = crate::VERSION, max_term_width = 110)]
pub struct Typed {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    role: Role,
}

const HOME: &str = "INTERTALLY_HOME";
const PASSPHRASE_FILE: &str = "INTERTALLY_PASSPHRASE_FILE";

/// Paths, empty ones, too: what an empty one means, [`named`] says.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

/// A path that was given by an option or its variable. A variable that is set to nothing is not set; an option with nothing
/// behind it is a slip, such as of a script whose own variable is empty.
fn named<'a>(given: Option<&'a Path>, option: &str, variable: &str) -> Result<Option<&'a Path>> {
    let empty = given.is_some_and(|path| path.as_os_str().is_empty());
    if empty && std::env::var_os(variable).is_none_or(|value| !value.is_empty()) {
        return Err(ClientError::stop(
            format!("{option} is empty"),
            "name a path behind it, or leave it out",
        ));
    }
    Ok(given.filter(|_| !empty))
}

impl Common {
    /// The folder of the office, if one was named.
    fn home(&self) -> Result<Option<&Path>> {
        named(self.home.as_deref(), "--home", HOME)
    }

    /// The file with the passphrase, if one was named.
    fn passphrase_file(&self) -> Result<Option<&Path>> {
        named(self.passphrase_file.as_deref(), "--passphrase-file", PASSPHRASE_FILE)
    }
}

/// Options of every command.
#[derive(Args)]
pub struct Common {
    /// Folder of the office [default: ~/.intertally/ROLE].
    #[arg(long, global = true, help_heading = "Every command", env = HOME, value_parser = path())]
    home: Option<PathBuf>,
    /// File whose first line is the passphrase of the vault; asked for otherwise.
    #[arg(long, global = true, help_heading = "Every command", env = PASSPHRASE_FILE, value_parser = path())]
    passphrase_file: Option<PathBuf>,
    /// Answer yes to every question: for scripts. Read what is confirmed in the log of your script. Files are replaced, own
    /// figures go to a practice round, figures go out in clear, and what counts already goes once more, only if a person at a terminal
    /// says so, or the option that is named for it.
    #[arg(long, global = true, help_heading = "Every command")]
    yes: bool,
    /// Replace files that are there, without asking.
    #[arg(long, global = true, help_heading = "Every command")]
    replace: bool,
    /// Print results as JSON; errors, too, as {"error": {"kind", "message", "next"}} (docs/exit-codes.md).
    #[arg(long, global = true, help_heading = "Every command")]
    json: bool,
}

#[derive(Subcommand)]
enum Role {
    /// A country's office: check a return, encrypt it, send it, keep proofs of it.
    #[command(subcommand)]
    Member(member::Verb),
    /// Holds a part of the key: takes part in ceremonies and opens approved totals.
    #[command(subcommand)]
    Trustee(trustee::Verb),
    /// Opens rounds, seals, counts and publishes.
    #[command(subcommand)]
    Coordinator(coordinator::Verb),
    /// Verifies records, offline.
    #[command(subcommand)]
    Auditor(auditor::Verb),
    /// A small certificate authority, and the directory of all parties.
    #[command(subcommand)]
    Pki(pki::Verb),
    Desk(page::Page),
    /// What a shell completes, to be put where the shell looks for it.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Manual pages, one a command.
    Man {
        /// Folder for them.
        #[arg(long, short)]
        out: PathBuf,
    },
}

impl Typed {
    /// Whether results, and errors, are wanted as JSON.
    #[must_use]
    pub const fn wants_json(&self) -> bool {
        self.common.json
    }
}

/// Run what was typed.
pub async fn run(typed: Typed) -> Result<ExitCode> {
    let desk = |role| Desk::new(&typed.common, role);
    match typed.role {
        Role::Member(member::Verb::Ui(args)) => page::run(args, &typed.common).await,
        Role::Member(verb) => member::run(verb, desk("member")?).await,
        Role::Trustee(verb) => trustee::run(verb, desk("trustee")?).await,
        Role::Coordinator(verb) => coordinator::run(verb, desk("coordinator")?).await,
        Role::Auditor(verb) => auditor::run(verb, desk("auditor")?).await,
        Role::Pki(verb) => pki::run(verb, desk("pki")?),
        Role::Desk(args) => page::run(args, &typed.common).await,
        Role::Completions { shell } => {
            pages::completions(shell);
            Ok(ExitCode::SUCCESS)
        }
        Role::Man { out } => pages::manual(&desk("pki")?, &out),
    }
}
