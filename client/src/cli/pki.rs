//! `intertally pki`: certificates and the directory.

use super::desk::Desk;
use super::terminal::print;
use crate::error::{ClientError, Result};
use crate::home::{Card, Directory, Role, files};
use crate::pki::Authority;
use clap::Subcommand;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub enum Verb {
    /// Make an authority: authority.pem to hand out, authority.key to guard.
    Authority {
        /// Folder to make it in.
        #[arg(long)]
        out: PathBuf,
        /// Name in the root certificate.
        #[arg(long, default_value = "Intertally")]
        title: String,
    },
    /// Certificate and key for the aggregator.
    Server {
        /// Folder of the authority.
        #[arg(long)]
        authority: PathBuf,
        /// Host names and addresses under which it is reached.
        #[arg(long = "host", required = true)]
        hosts: Vec<String>,
        /// Folder for server.pem and server.key.
        #[arg(long)]
        out: PathBuf,
    },
    /// Issue a party's certificate, from the card and request that it sent.
    Issue {
        /// Folder of the authority.
        #[arg(long)]
        authority: PathBuf,
        /// card.toml of the party; compare its fingerprint by telephone first.
        #[arg(long)]
        card: PathBuf,
        /// request.pem of the party.
        #[arg(long)]
        request: PathBuf,
        /// Where to write the certificate.
        #[arg(long, short)]
        out: PathBuf,
    },
    /// Put the directory together from the cards of all parties.
    Directory {
        /// The aggregator's origin, as in its configuration.
        #[arg(long)]
        origin: String,
        /// The aggregator's public key, as `intertally-aggregator init` printed it.
        #[arg(long)]
        log_key: String,
        /// Where to write it.
        #[arg(long, short)]
        out: PathBuf,
        /// card.toml of every party. Trustees and members keep this order.
        #[arg(required = true)]
        cards: Vec<PathBuf>,
    },
}

fn card(path: &Path) -> Result<Card> {
    let text =
        String::from_utf8(files::need(path)?).map_err(|_| ClientError::content(path, "is not UTF-8 text"))?;
    toml::from_str(&text).map_err(|why| ClientError::content(path, format!("is no card: {why}")))
}

pub(super) fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        Verb::Authority { out, title } => {
            Authority::create(&out, &title)?;
            print(&format!("made {0}/authority.pem; guard {0}/authority.key", out.display()));
        }
        Verb::Server { authority, hosts, out } => {
            let (certificate, key) = Authority::open(&authority)?.server(&hosts)?;
            files::folder(&out)?;
            files::write(&out.join("server.pem"), certificate.as_bytes())?;
            files::write(&out.join("server.key"), key.as_bytes())?;
            print(&format!("made {0}/server.pem and {0}/server.key", out.display()));
        }
        Verb::Issue { authority, card: path, request, out } => {
            let card = card(&path)?;
            let question = format!(
                "{} {}, fingerprint {}: did that office read you the same?",
                card.role.word(),
                card.name,
                card.fingerprint()
            );
            if !desk.view.confirm(&question) {
                return Err(ClientError::NotConfirmed);
            }
            let text = String::from_utf8(files::need(&request)?)
                .map_err(|_| ClientError::content(&request, "is not PEM"))?;
            files::write(&out, Authority::open(&authority)?.issue(&text, &card)?.as_bytes())?;
            print(&format!("issued {}", out.display()));
        }
        Verb::Directory { origin, log_key, out, cards } => {
            let mut party =
                vec![Card { role: Role::Aggregator, name: origin, signing: log_key, sealing: None }];
            for path in &cards {
                party.push(card(path)?);
            }
            let directory = Directory { party };
            files::write(&out, directory.to_text().as_bytes())?;
            let directory = Directory::read(&out)?;
            directory.sole(Role::Coordinator)?;
            print(&directory.fingerprints());
        }
    }
    Ok(ExitCode::SUCCESS)
}
