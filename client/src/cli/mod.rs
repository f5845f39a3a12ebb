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

use crate::error::Result;
use clap::{Args, Parser, Subcommand};
use desk::Desk;
use std::path::PathBuf;
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

/// Options of every command.
#[derive(Args)]
pub struct Common {
    /// Folder of the office [default: ~/.intertally/ROLE].
    #[arg(long, global = true, help_heading = "Every command", env = "INTERTALLY_HOME")]
    home: Option<PathBuf>,
    /// File whose first line is the passphrase of the vault; asked for otherwise.
    #[arg(long, global = true, help_heading = "Every command", env = "INTERTALLY_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
    /// Answer yes to every question: for scripts. Read what is confirmed in the log of your script. Files are replaced, own
    /// figures go to a practice round, and figures go out in clear, only if a person at a terminal says so.
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
