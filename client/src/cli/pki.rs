//! `intertally pki`: certificates and the directory.

use super::desk::Desk;
use crate::error::{ClientError, Result};
use crate::home::{Card, Directory, Role, files, office::called};
use crate::pki::{Authority, DAYS, LIST, serial_of};
use clap::Subcommand;
use intertally_core::committee::Committee;
use intertally_roles::person::Question;
use intertally_structure::text::many;
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
    /// Certificate and key for the aggregator, with the authority's certificate and an empty list of revoked ones.
    Server {
        /// Folder of the authority.
        #[arg(long)]
        authority: PathBuf,
        /// Host names and addresses under which it is reached.
        #[arg(long = "host", required = true)]
        hosts: Vec<String>,
        /// Folder for server.pem, server.key, authority.pem and revoked.pem.
        #[arg(long)]
        out: PathBuf,
        /// Days that the certificate holds.
        #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(u32).range(1..=7300))]
        days: u32,
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
        /// Where to write the certificate; called by the party, beside the card, otherwise: member-NL.pem.
        #[arg(long, short)]
        out: Option<PathBuf>,
        /// Days that the certificate holds. To renew it, issue it again.
        #[arg(long, default_value_t = DAYS, value_parser = clap::value_parser!(u32).range(1..=7300))]
        days: u32,
    },
    /// Revoke a party's certificate: adds it to revoked.pem in the authority's folder, for the server.
    Revoke {
        /// Folder of the authority.
        #[arg(long)]
        authority: PathBuf,
        /// The certificate.
        #[arg(long, required_unless_present = "serial", conflicts_with = "serial")]
        certificate: Option<PathBuf>,
        /// Its serial number, hexadecimal, as `issue` printed it.
        #[arg(long)]
        serial: Option<String>,
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

/// How long a certificate holds, in words.
fn lasts(days: u32) -> String {
    many(usize::try_from(days).unwrap_or(usize::MAX), "day")
}

pub(super) fn run(verb: Verb, desk: Desk) -> Result<ExitCode> {
    match verb {
        Verb::Authority { out, title } => {
            Authority::create(&out, &title)?;
            let place = out.display().to_string();
            desk.show(&serde_json::json!({ "folder": place }), || {
                format!("made {place}/authority.pem, to be handed out; guard {place}/authority.key")
            });
        }
        Verb::Server { authority, hosts, out, days } => {
            let root = files::need(&authority.join("authority.pem"))?;
            let authority = Authority::open(&authority)?;
            let (certificate, key) = authority.server(&hosts, days)?;
            files::folder(&out)?;
            // One without the other serves nobody: both are replaced, or neither.
            let (to, to_key) = (out.join("server.pem"), out.join("server.key"));
            if let Some(there) = [&to, &to_key].into_iter().find(|path| path.exists()) {
                desk.may_replace(there)?;
            }
            files::write(&to_key, key.as_bytes())?;
            files::write(&to, certificate.as_bytes())?;
            let mut beside = Vec::new();
            for (name, bytes) in [("authority.pem", root), (LIST, authority.list()?)] {
                let path = out.join(name);
                if !path.exists() {
                    files::write(&path, &bytes)?;
                    beside.push(name);
                }
            }
            let beside = if beside.is_empty() {
                String::new()
            } else {
                format!(", and beside them {}", beside.join(", "))
            };
            let shown = serde_json::json!({ "certificate": to.display().to_string(), "key": to_key.display().to_string() });
            desk.show(&shown, || {
                format!("made {} and {}{beside}, for {}", to.display(), to_key.display(), lasts(days))
            });
        }
        Verb::Issue { authority, card: path, request, out, days } => {
            let card = card(&path)?;
            let text = String::from_utf8(files::need(&request)?)
                .map_err(|_| ClientError::content(&request, "is not PEM"))?;
            let issued = Authority::open(&authority)?.issue(&text, &card, days);
            let issued = issued.map_err(|why| ClientError::content(&request, why.to_string()))?;
            let out = out.unwrap_or_else(|| path.with_file_name(format!("{}.pem", called(&card))));
            desk.may_replace(&out)?;
            let who = format!("{} {}", card.role.word(), card.name);
            desk.ask(&Question::Card { who, fingerprint: card.fingerprint()? })?;
            files::write(&out, issued.as_bytes())?;
            let (place, serial) = (out.display().to_string(), serial_of(&out)?);
            Authority::open(&authority)?.note_issued(&serial, &card)?;
            desk.show(&serde_json::json!({ "certificate": place, "serial": serial, "days": days }), || {
                format!("issued {place}, serial {serial}, for {}", lasts(days))
            });
        }
        Verb::Revoke { authority, certificate, serial } => {
            let given = certificate.is_some();
            let serial = match (certificate, serial) {
                (Some(path), _) => serial_of(&path)?,
                (None, serial) => serial.unwrap_or_default(),
            };
            if serial.is_empty() || hex::decode(&serial).is_err() {
                return Err(ClientError::stop("that is no serial number", "give the certificate instead"));
            }
            let (authority, serial) = (Authority::open(&authority)?, serial.to_lowercase());
            // A certificate that lies here was issued, by whomever.
            let whose = match given {
                true => authority.issued_to(&serial).ok().flatten(),
                false => authority.issued_to(&serial)?,
            };
            let whose = whose.map_or_else(String::new, |whose| format!(" of {whose}"));
            let (path, _) = authority.revoke(&serial)?;
            let place = path.display().to_string();
            desk.show(&serde_json::json!({ "revoked": serial, "list": place }), || {
                format!(
                    "revoked {serial}{whose}; NOT in force before {place} is copied over the file that `revoked` names in the \
                     server's settings, which the server then reads by itself"
                )
            });
        }
        Verb::Directory { origin, log_key, out, cards } => {
            let mut party =
                vec![Card { role: Role::Aggregator, name: origin, signing: log_key, sealing: None }];
            for path in &cards {
                party.push(card(path)?);
            }
            let text = Directory { party }.to_text();
            let directory = Directory::parse(&out, text.as_bytes())?;
            directory.sole(Role::Coordinator)?;
            desk.save(&out, text.as_bytes())?;
            let row = |card: &Card| {
                let fingerprint = card.fingerprint()?;
                Ok(serde_json::json!({ "role": card.role, "name": card.name, "fingerprint": fingerprint }))
            };
            let rows = directory.party.iter().map(row).collect::<Result<Vec<_>>>()?;
            let table = directory.fingerprints()?;
            let trustees = directory.of(Role::Trustee).count();
            let most = usize::from(Committee::MOST);
            let few = (!(3..=most).contains(&trustees)).then(|| {
                format!(
                    "\nATTENTION: it has {}, and a ceremony takes 3 to {most}: no key can be made with this \
                     directory. Add their cards before you hand it out",
                    many(trustees, "trustee")
                )
            });
            desk.show(&rows, || format!("{}{}", table.trim_end(), few.unwrap_or_default()));
        }
    }
    Ok(ExitCode::SUCCESS)
}
