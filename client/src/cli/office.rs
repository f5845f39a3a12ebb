//! Verbs that every role has: init, join, repair.

use super::desk::Desk;
use crate::error::Result;
use crate::home::office::{SEND, called};
use crate::home::{Office, Role, Settings, office_name, server_address, vault};
use clap::Args;
use intertally_roles::person::{Notice, Question};
use intertally_roles::wire::Mirror;
use intertally_roles::{Person, Shelf};
use intertally_structure::{DEFAULT, Structure, by_likeness};
use std::path::PathBuf;

/// Make this office: a folder with fresh keys, encrypted with a passphrase.
#[derive(Args)]
pub struct Init {
    /// A member's area code as the structure has it, e.g. NL; the name of the office otherwise.
    #[arg(long)]
    name: String,
    /// Address of the aggregator, e.g. https://tally.example.org:7443.
    #[arg(long)]
    server: String,
    /// How hard the passphrase is to guess, log2 of the scrypt work; less than 16 is for trials alone.
    #[arg(long, hide = true, default_value_t = vault::WORK, value_parser = clap::value_parser!(u8).range(1..=20))]
    passphrase_work: u8,
}

/// Take in what the collaboration hands out, after comparing fingerprints.
#[derive(Args)]
pub struct Join {
    /// Directory of all parties, from the coordinator.
    #[arg(long)]
    directory: PathBuf,
    /// Root certificate of the collaboration's authority.
    #[arg(long)]
    authority: PathBuf,
    /// This office's certificate, issued for its request.pem.
    #[arg(long)]
    certificate: PathBuf,
}

/// What is odd about the name of a member, if anything is: a round lists a member by the code of its area, and finds no other.
/// The structure of the rounds decides, which is not here yet; the one that ships is.
fn odd_name(role: Role, name: &str) -> Option<String> {
    if role != Role::Member {
        return None;
    }
    let structure = Structure::parse("default.toml", DEFAULT.as_bytes()).ok()?;
    let codes = structure.codes(&structure.area)?;
    if structure.code(&structure.area, name).is_some() {
        return None;
    }
    let all = codes.codes.iter().map(|code| (code.id.as_str(), code.name.as_str()));
    let like: Vec<String> =
        by_likeness(name, all).iter().take(3).map(|(id, name)| format!("{id} ({name})")).collect();
    Some(format!(
        "ATTENTION: {name} is no area code of the structure that ships; near it are {}. Rounds know a member by its code alone: unless \
         the coordinator's own structure has {name}, make the office again, in a new folder, under the right one",
        like.join(", ")
    ))
}

pub(super) fn init(desk: &Desk, role: Role, args: Init) -> Result<()> {
    office_name(role, &args.name)?;
    server_address(&args.server)?;
    let odd = odd_name(role, &args.name);
    let settings = Settings { role, name: args.name, server: args.server };
    let passphrase = desk.new_passphrase("for this office")?;
    let (_, card) =
        Office::init(&desk.home, settings, &passphrase, args.passphrase_work, &mut rand_core::OsRng)?;
    let (home, send) = (desk.home.display(), desk.home.join(SEND).join(called(&card)));
    let send = send.display();
    let fingerprint = card.fingerprint()?;
    let shown = serde_json::json!({ "card": card, "fingerprint": fingerprint, "home": home.to_string(),
        "send": [format!("{send}.card.toml"), format!("{send}.request.pem")], "attention": odd });
    desk.show(&shown, || {
        let (card, request) = (format!("{send}.card.toml"), format!("{send}.request.pem"));
        let next = match role {
            Role::Coordinator => format!(
                "`pki issue` takes {card} and {request}; send the card to the server's operator, too, and read the fingerprint out \
                 by telephone"
            ),
            _ => format!("send {card} and {request} to the coordinator, and read the fingerprint out by telephone"),
        };
        let odd = odd.map_or_else(String::new, |odd| format!("\n{odd}"));
        format!("made {home}\nfingerprint {fingerprint}\n{next}{odd}")
    });
    Ok(())
}

pub(super) fn join(desk: &Desk, role: Role, args: &Join) -> Result<()> {
    let office = Office::of(&desk.home, role)?;
    // All that can be wrong with the files is said before anybody telephones.
    let handed = office.handed(&args.directory, &args.authority, &args.certificate)?;
    let directory = &handed.directory;
    desk.view.tell(&Notice::Fingerprints(directory.fingerprints()?));
    desk.ask(&Question::Fingerprints)?;
    office.take_in(&handed)?;
    let next = match role {
        Role::Member => "see `member rounds`",
        Role::Trustee => "run `trustee sit`",
        Role::Coordinator => "go on with `coordinator ceremony`",
        Role::Auditor | Role::Aggregator => "go on with `auditor fetch`",
    };
    desk.done(serde_json::json!({ "joined": directory.party.len() }), &format!("joined; {next}"));
    Ok(())
}

/// Read the log from its first event again, and compare it with what was witnessed in this office. The old copy is kept.
pub(super) async fn repair(desk: &Desk, role: Role) -> Result<()> {
    let office = Office::of(&desk.home, role)?;
    let kept = {
        let shelf = office.shelf();
        let _held = shelf.lock()?;
        Mirror::set_aside(&shelf)?
    };
    let mut session = desk.session(role)?;
    let events = session.sync().await?.mirror.len();
    desk.show(&serde_json::json!({ "events": events, "kept": kept }), || {
        let kept = kept
            .as_ref()
            .map_or_else(String::new, |kept| format!("the old copy of the log is kept in {kept}\n"));
        format!("{kept}read {events} events again; they are those that were witnessed here")
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_by_its_name_is_pointed_out_and_a_code_is_not() {
        assert_eq!(odd_name(Role::Member, "NL"), None);
        assert_eq!(odd_name(Role::Trustee, "Netherlands"), None, "a trustee has any name");
        let said = odd_name(Role::Member, "Netherlands").unwrap();
        assert!(said.contains("near it are NL (Netherlands)"), "{said}");
        let said = odd_name(Role::Member, "Niederlande").unwrap();
        assert!(said.contains("NL (Netherlands)") && said.contains("in a new folder"), "{said}");
    }
}
