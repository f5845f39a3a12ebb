//! `intertally trustee`.

use super::desk::Desk;
use super::office::{Init, Join, init, join, repair};
use crate::error::Result;
use crate::home::trustee::{apart, backup, restore};
use crate::home::{Office, Role, files, vault};
use clap::Subcommand;
use intertally_roles::trustee::{destroy, sit};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

#[derive(Subcommand)]
pub enum Verb {
    Init(Init),
    Join(Join),
    /// Read the log from its first event again, where the copy in this folder is damaged; what was witnessed is kept.
    Repair,
    /// Do every pending step of every ceremony and round, and say what is waited for.
    Sit {
        /// Go on until stopped, looking again every so many seconds.
        #[arg(long)]
        watch: Option<u64>,
    },
    /// Write an encrypted backup of keys and ledger.
    Backup {
        /// The file; never replaced.
        #[arg(long, short)]
        out: PathBuf,
        /// File with the passphrase of the backup; asked for otherwise.
        #[arg(long)]
        backup_passphrase_file: Option<PathBuf>,
    },
    /// Make this office from a backup. It then states for no key that is older than the restore.
    Restore {
        /// The backup.
        file: PathBuf,
        /// File with the passphrase of the backup; asked for otherwise.
        #[arg(long)]
        backup_passphrase_file: Option<PathBuf>,
    },
    /// Erase this trustee's sub-keys of a round for ever, and say so in the log.
    Destroy {
        /// Name of the round, or the beginning of its id.
        round: String,
    },
}

pub(super) async fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        Verb::Init(args) => init(&desk, Role::Trustee, args)?,
        Verb::Join(args) => join(&desk, Role::Trustee, &args)?,
        Verb::Repair => repair(&desk, Role::Trustee).await?,
        Verb::Sit { watch } => {
            let mut session = desk.session(Role::Trustee)?;
            return loop {
                let pending = sit(&mut session.sync().await?).await?;
                let without = pending.without.iter().map(|round| format!("ATTENTION: {}", round.words));
                let waits = pending.waits.iter().map(|wait| format!("waiting for {wait}"));
                let lines: Vec<String> = without.chain(waits).collect();
                let words = pending.without.iter().map(|round| &round.words);
                let shown: Vec<&String> = words.chain(&pending.waits).collect();
                desk.show(&shown, || match lines.as_slice() {
                    [] => "nothing is pending".into(),
                    lines => lines.join("\n"),
                });
                let Some(seconds) = watch else {
                    let ended = pending.without.iter().any(|round| round.ends_it);
                    break Ok(if ended { ExitCode::FAILURE } else { ExitCode::SUCCESS });
                };
                tokio::time::sleep(Duration::from_secs(seconds.max(1))).await;
            };
        }
        Verb::Backup { out, backup_passphrase_file } => {
            let office = Office::of(&desk.home, Role::Trustee)?;
            // Before anybody types two passphrases for it.
            files::fresh(&out)?;
            let open = office.vault(&desk.passphrase()?)?;
            let passphrase = desk.new_backup_passphrase(backup_passphrase_file.as_deref())?;
            apart(&office, &passphrase)?;
            backup(&office, &open, &passphrase, &out)?;
            let place = out.display().to_string();
            let words = format!("wrote {place}; keep it and its passphrase apart");
            desk.done(serde_json::json!({ "out": place }), &words);
        }
        Verb::Restore { file, backup_passphrase_file } => {
            let of_backup = desk.backup_passphrase(backup_passphrase_file.as_deref())?;
            let own = desk.new_passphrase("for this office")?;
            let sealed = files::need(&file)?;
            restore(&desk.home, (&file, &sealed), (&of_backup, &own), vault::WORK)?;
            let words = "restored; this trustee states for no key that is older than now";
            desk.done(serde_json::json!({ "home": desk.home.display().to_string() }), words);
        }
        Verb::Destroy { round } => {
            let mut session = desk.session(Role::Trustee)?;
            let mut session = session.sync().await?;
            let event = destroy(&mut session, &round).await?;
            session.witness().await;
            let words = format!("erased; event {} of the log says so", event.height);
            desk.done(serde_json::json!({ "height": event.height }), &words);
        }
    }
    Ok(ExitCode::SUCCESS)
}
