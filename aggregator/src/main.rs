//! `intertally-aggregator`: the server's command.

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use intertally_aggregator::retention::delete_ciphertexts;
use intertally_aggregator::{Config, keyfile, start};
use intertally_core::sign::SecretKey;
use rand_core::OsRng;
use std::io::Write;
use std::path::PathBuf;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// The aggregator of a collaboration: keeps the log of signed events and encrypted returns, and serves the record.
/// It sees no figure and holds no key that opens one.
#[derive(Parser)]
#[command(version)]
struct Command {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make the server's signing key, encrypted with a passphrase; prints its public key for the parties to pin.
    Init {
        /// Where to write the key. Never replaces a file.
        #[arg(long)]
        key: PathBuf,
        /// File whose first line is the passphrase.
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// Read a configuration file and say what is wrong with it.
    CheckConfig {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
    },
    /// Delete the ciphertexts of a published or cancelled round, when its retention period is over. Each deletion is a
    /// signed event; digests, commitments and proofs stay. The server must be stopped.
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
    /// Serve until ctrl-c or SIGTERM.
    Serve {
        /// The file; see docs/aggregator.toml.example.
        #[arg(long)]
        config: PathBuf,
    },
}

fn say(text: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{text}")?)
}

async fn signal() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

async fn serve(config: Config) -> Result<()> {
    let listener = tokio::net::TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}; is another server running there?", config.listen))?;
    let mut handle = start(&config, listener).await?;
    say(&format!("serving {} on {}, key {}", config.origin, handle.address(), hex::encode(handle.key())))?;
    tokio::select! {
        outcome = handle.wait() => outcome.context("the server stopped"),
        outcome = signal() => {
            outcome?;
            handle.shutdown().await;
            Ok(())
        }
    }
}

fn main() -> Result<()> {
    // RUST_LOG as a list of targets with levels, e.g. `warn,intertally_aggregator=debug`.
    let wanted = std::env::var("RUST_LOG").ok().filter(|text| !text.is_empty());
    let levels = wanted.and_then(|text| text.parse().ok());
    let levels = levels.unwrap_or_else(|| Targets::new().with_default(tracing::Level::INFO));
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines).with(levels).init();
    match Command::parse().verb {
        Verb::Init { key, passphrase_file } => {
            let secret = SecretKey::generate(&mut OsRng);
            keyfile::create(&key, &secret.to_seed(), keyfile::passphrase(&passphrase_file)?)?;
            say(&format!("public key {}", hex::encode(secret.verifying_key().0)))
        }
        Verb::CheckConfig { config } => {
            Config::read(&config)?;
            say("the configuration is well formed")
        }
        Verb::DeleteCiphertexts { config, round, yes } => {
            if !yes {
                bail!("sums cannot be recomputed from this server afterwards; add --yes to delete");
            }
            let config = Config::read(&config)?;
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
            let deleted = runtime.block_on(delete_ciphertexts(&config, &round))?;
            say(&format!("deleted {deleted} ciphertexts of round {round}"))
        }
        Verb::Serve { config } => {
            let config = Config::read(&config)?;
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(config))
        }
    }
}
