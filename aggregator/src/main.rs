//! `intertally-aggregator`: the server's command.

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use intertally_aggregator::backup::{backup, restore};
use intertally_aggregator::doctor::{Finding, examine, files};
use intertally_aggregator::keyfile;
use intertally_aggregator::lines::Lines;
use intertally_aggregator::recover::{Report, recover};
use intertally_aggregator::retention::delete_ciphertexts;
use intertally_aggregator::{Config, Handle, found, start};
use intertally_core::sign::SecretKey;
use rand_core::OsRng;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// The aggregator of a collaboration: keeps the log of signed events and encrypted returns, and serves the record.
/// It sees no figure and holds no key that opens one.
#[derive(Parser)]
#[command(version = intertally_aggregator::VERSION)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    #[command(flatten)]
    Task(Task),
    /// Serve until ctrl-c or SIGTERM. Never begins a log: one that is missing, or shorter than it was, stops the server.
    Serve {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
        /// Somebody has compared this machine's clock with another: it is right, whatever the last event says.
        #[arg(long)]
        clock_is_right: bool,
    },
}

/// Verbs that come to an end by themselves.
#[derive(Subcommand)]
enum Task {
    /// Begin a log: make the server's signing key (encrypted with the passphrase), the data folder with an empty database, and
    /// the head file; prints the public key for the parties to pin. Once for a collaboration; nothing is ever replaced.
    Init {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
    },
    /// Copy the log and its blobs to a folder, or bring the copy there up to date. The server may be running.
    Backup {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
        /// The folder.
        #[arg(long)]
        out: PathBuf,
    },
    /// Bring a backup back into a data folder that has no log, and verify it.
    Restore {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
        /// The folder of the backup.
        #[arg(long)]
        from: PathBuf,
    },
    /// Take events and blobs that are missing here from parties' own copies of the log. The server must be stopped.
    Recover {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
        /// The folder of an office, a record or a backup; may be given several times.
        #[arg(long, required = true)]
        from: Vec<PathBuf>,
    },
    /// Look at certificates, key, clock, log and blobs. Changes nothing; the server may be running.
    Doctor {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
    },
    /// Read a configuration file, open every file that it names, try the passphrase on the key, and say what is wrong.
    CheckConfig {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
    },
    /// Delete the ciphertexts of a published or cancelled round, when its retention period is over. Each deletion is a
    /// signed event; digests and proofs stay. The server must be stopped.
    DeleteCiphertexts {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
        /// The beginning of the round's id.
        #[arg(long)]
        round: String,
        /// Do it: what is deleted cannot be brought back.
        #[arg(long)]
        yes: bool,
    },
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// What came of it; the exit code says whether something is missing.
fn report(report: Report) -> Result<()> {
    say(&report.to_string())?;
    if report.is_whole() { Ok(()) } else { bail!("something is missing, see above") }
}

/// What was found, line by line; faults make the command fail.
fn told(findings: &[Finding]) -> Result<()> {
    for finding in findings {
        say(&format!("{} {}", if finding.good { "ok   " } else { "FAULT" }, finding.words))?;
    }
    let bad = findings.iter().filter(|finding| !finding.good).count();
    if bad > 0 { bail!("{bad} faults") } else { Ok(()) }
}

fn say(text: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

/// What the configuration file says of certificates and of log lines, read again; and which of its other settings differ from
/// those that this server runs by, so that nobody takes them for being in force.
fn reread(path: &Path, running: &Config, handle: &Handle, lines: &Lines) {
    let config = match Config::read(path) {
        Ok(config) => config,
        Err(error) => {
            handle.reload();
            tracing::error!(%error, "the settings cannot be read: certificates are read again from the same files, and the \
                             levels of log lines stay as they were");
            return;
        }
    };
    match handle.follow(&config.tls) {
        Ok(()) => tracing::info!("the [tls] settings and their files are read again, and in force"),
        Err(error) => tracing::error!(%error, "the [tls] settings are NOT in force: those before stay"),
    }
    match lines.change(&config) {
        Ok(()) => tracing::info!("the levels of log lines are read again"),
        Err(error) => tracing::error!(%error, "the levels of log lines stay as they were"),
    }
    let waiting = running.waiting(&config);
    if !waiting.is_empty() {
        let settings = waiting.join(", ");
        tracing::warn!(
            settings,
            "these settings differ in the file and are NOT in force: restart the server"
        );
    }
}

async fn serve(config: Config, path: &Path, lines: &Lines) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}; is another server running there?", config.listen))?;
    // Before anybody is told that it serves: from then on a SIGHUP must not end it. All of them once for all: what comes while
    // another is answered waits, and is not lost.
    let (mut hangup, mut term) = (signal(SignalKind::hangup())?, signal(SignalKind::terminate())?);
    let mut int = signal(SignalKind::interrupt())?;
    let mut handle = start(&config, listener).await?;
    say(&format!("serving {} on {}, key {}", config.origin, handle.address(), hex::encode(handle.key())))?;
    let outcome = loop {
        tokio::select! {
            outcome = handle.wait() => break outcome.context("the server stopped"),
            _ = term.recv() => break Ok(()),
            _ = int.recv() => break Ok(()),
            _ = hangup.recv() => {
                reread(path, &config, &handle, lines);
            }
        }
    };
    // Whoever is being answered learns why.
    handle.shutdown().await;
    outcome
}

fn perform(task: Task) -> Result<()> {
    Lines::begin(None)?;
    match task {
        Task::Init { config } => {
            let (config, secret) = (Config::read(&config)?, SecretKey::generate(&mut OsRng));
            keyfile::strong(&keyfile::passphrase(&config.passphrase_file)?)?;
            runtime()?.block_on(found(&config, &secret))?;
            say(&format!("a new log begins; public key {}", hex::encode(secret.verifying_key().0)))
        }
        Task::Backup { config, out } => report(runtime()?.block_on(backup(&Config::read(&config)?, &out))?),
        Task::Restore { config, from } => {
            report(runtime()?.block_on(restore(&Config::read(&config)?, &from))?)
        }
        Task::Recover { config, from } => {
            report(runtime()?.block_on(recover(&Config::read(&config)?, &from))?)
        }
        Task::Doctor { config } => told(&runtime()?.block_on(examine(&Config::read(&config)?))),
        Task::CheckConfig { config } => {
            told(&files(&Config::read(&config)?))?;
            say("the configuration is well formed, and all files that it names are in order")
        }
        Task::DeleteCiphertexts { config, round, yes } => {
            if !yes {
                bail!("sums cannot be recomputed from this server afterwards; add --yes to delete");
            }
            let config = Config::read(&config)?;
            let deleted = runtime()?.block_on(delete_ciphertexts(&config, &round))?;
            say(&format!("deleted {deleted} ciphertexts of round {round}"))
        }
    }
}

fn run(verb: Verb) -> Result<()> {
    match verb {
        Verb::Task(task) => perform(task),
        Verb::Serve { config: path, clock_is_right } => {
            let mut config = Config::read(&path)?;
            config.clock.is_right = clock_is_right;
            runtime()?.block_on(async {
                // Its lines follow its configuration.
                let lines = Lines::begin(Some(&config))?;
                let outcome = serve(config, &path, &lines).await;
                lines.end();
                outcome
            })
        }
    }
}

/// What went wrong and why, each reason once: most errors say in their own words what lies behind them.
fn words(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |words, cause| match words.as_str() {
        "" => cause,
        words if words.contains(&cause) => words.to_owned(),
        words => format!("{words}: {cause}"),
    })
}

fn main() -> ExitCode {
    match run(Command::parse().verb) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody can be told, the exit code is left.
            writeln!(std::io::stderr(), "error: {}", words(&error)).ok();
            ExitCode::FAILURE
        }
    }
}
