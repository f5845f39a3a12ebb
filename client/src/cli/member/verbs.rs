//! What can be typed behind `intertally member`.

use crate::cli::office::{Init, Join};
use crate::cli::page::Page;
use crate::cli::prepare::{Before, MappingVerb};
use crate::cli::results::ShowResults;
use crate::cli::return_from::ReturnFrom;
use crate::cli::which::Which;
use crate::error::Result;
use crate::home::files;
use clap::{Args, Subcommand};
use intertally_returns::Mapping;
use intertally_roles::member::read_mapping;
use std::path::PathBuf;

/// What a script may say for a person whom a return is sent for.
#[derive(Args)]
pub struct Said {
    /// Figures that the return marks PUBLISHED go out in clear, and your office publishes every one of
    /// them: for scripts; a person is asked otherwise.
    #[arg(long)]
    pub(super) published_in_clear: bool,
    /// Send it also where exactly this return counts already: for scripts; a person is asked otherwise.
    #[arg(long)]
    pub(super) same_again: bool,
}

/// How a return that is not laid out as the template is read.
#[derive(Args)]
pub struct Layout {
    /// Mapping file for a foreign layout, see docs/returns.md.
    #[arg(long)]
    mapping: Option<PathBuf>,
}

impl Layout {
    pub(super) fn mapping(&self) -> Result<Option<Mapping>> {
        self.mapping.as_ref().map(|path| read_mapping(path, &files::need(path)?)).transpose()
    }
}

#[derive(Subcommand)]
pub enum Verb {
    Init(Init),
    Join(Join),
    /// The same at a page in a browser: `intertally desk`.
    Ui(Page),
    /// Read the log from its first event again, where the copy in this folder is damaged; what was witnessed is kept.
    Repair,
    /// Rounds that list this office, and where it stands in each. Exit code 1 if there is a submission in its name that it did not
    /// make.
    Rounds,
    /// An empty return of a round: CSV, or a workbook if the name ends in .xlsx. With --structure, --period and --area it needs no
    /// office, no server and no round.
    Template {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        before: Before,
        /// Your area code, for a template without office.
        #[arg(long, requires = "structure")]
        area: Option<String>,
        /// Where to write it; CSV goes to the screen otherwise.
        #[arg(long, short)]
        out: Option<PathBuf>,
    },
    /// Check a return, offline: all faults at once, with row, column and hint. Exit code 0 good, 1 faults, 2 could not run. With
    /// --structure, --period and --area it needs no office and no server.
    Check {
        /// The return.
        file: PathBuf,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        layout: Layout,
        #[command(flatten)]
        before: Before,
        /// Your area code, for a check without office.
        #[arg(long, requires = "structure")]
        area: Option<String>,
    },
    /// Mapping files, for foreign layouts.
    #[command(subcommand)]
    Mapping(MappingVerb),
    /// Check, encrypt and prove a return, offline, into a file in which nothing is readable but notes and figures that it marks
    /// PUBLISHED.
    Prepare {
        /// The return.
        file: PathBuf,
        /// The file to send.
        #[arg(long, short)]
        out: PathBuf,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        layout: Layout,
        #[command(flatten)]
        said: Said,
    },
    /// Send a prepared file. After a cut, send it again: it goes on where it was.
    Send {
        /// What `prepare` wrote.
        file: PathBuf,
    },
    ReturnFrom(ReturnFrom),
    /// Prepare and send.
    Submit {
        /// The return.
        file: PathBuf,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        layout: Layout,
        #[command(flatten)]
        said: Said,
    },
    /// Take part in a practice round with made-up figures.
    Practise {
        #[command(flatten)]
        which: Which,
        /// Seed of the figures.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Send the return that is kept from an earlier round to the latest one: after a hold or a cancelled round.
    Resend {
        /// The earlier round; the latest return otherwise.
        #[arg(long)]
        from: Option<String>,
        /// The round to send to; the latest otherwise.
        #[arg(long)]
        round: Option<String>,
        #[command(flatten)]
        said: Said,
    },
    /// Take a submission back before the seal.
    Withdraw(Which),
    /// Erase the returns that are kept of a round, with the seeds of their ciphertexts, once it is published or cancelled. Afterwards
    /// `prove`, `recheck` and `resend` cannot use them.
    Forget {
        /// Name of the round, or the beginning of its id.
        round: String,
    },
    /// Where this office stands; warns of any submission in its name that it did not make, with exit code 1.
    Status,
    /// Receipts.
    #[command(subcommand)]
    Receipts(Receipts),
    /// Show this office's own auditors the whole return that counts: figures, and what its ciphertexts follow from. Only for
    /// them: the file is not encrypted. They check it with `auditor recompute`.
    Prove {
        #[command(flatten)]
        which: Which,
        /// A new file.
        #[arg(long, short)]
        out: PathBuf,
    },
    /// Does what is kept here give, byte for byte, what was sent? Exit code 1 if not.
    Recheck(Which),
    Results(ShowResults),
}

#[derive(Subcommand)]
pub enum Receipts {
    /// Check every receipt of this office: against the log, or against a record that somebody else fetched. Exit code 1 if one is
    /// not good.
    Verify {
        /// A record, as folder or archive; the log as the server shows it otherwise.
        record: Option<PathBuf>,
    },
}
