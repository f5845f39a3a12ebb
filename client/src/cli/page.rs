//! `intertally desk`: the roles at a page in a browser of this machine.

use super::Common;
use super::desk::Desk;
use super::secret;
use crate::error::{At, ClientError, Result};
use crate::home::office::{SEND, called};
use crate::home::{Office, Role, Settings, files, trustee, vault};
use crate::records::{FolderSink, open_record, pack};
use crate::session;
use age::secrecy::SecretString;
use clap::Args;
use intertally_desk::{Desk as Served, Exported, Handout, Joining, NewOffice, Premises, Standing};
use intertally_roles::coordinator::export;
use intertally_roles::{Card, Person, Session, Synced};
use intertally_verify::record::{Edition, Source};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use zeroize::Zeroizing;

/// A page in a browser for the office of every role, on this machine alone. Ends when it is told to, or when its
/// last page has been closed for a while.
#[derive(Args)]
pub struct Page {
    /// Port of the loopback; one that is free otherwise.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print the address, and open no browser.
    #[arg(long)]
    no_browser: bool,
    /// How hard passphrases of new offices are to guess, log2 of the scrypt work; less than 16 is for trials alone.
    #[arg(long, hide = true, default_value_t = vault::WORK, value_parser = clap::value_parser!(u8).range(1..=20))]
    passphrase_work: u8,
}

/// The offices of this machine as folders.
struct Offices {
    homes: BTreeMap<Role, PathBuf>,
    work: u8,
}

impl Offices {
    fn home(&self, role: Role) -> Result<&Path> {
        let none = || ClientError::stop(format!("a {} has no office", role.word()), "choose another role");
        self.homes.get(&role).map(PathBuf::as_path).ok_or_else(none)
    }

    fn office(&self, role: Role) -> Result<Office> {
        Office::of(self.home(role)?, role)
    }
}

impl Premises for Offices {
    fn standing(&self, role: Role) -> Result<Standing> {
        if !self.home(role)?.join("office.toml").exists() {
            return Ok(Standing::Bare);
        }
        let office = self.office(role)?;
        let card = office.card()?;
        let joined = office.path("certificate.pem").exists();
        Ok(if joined { Standing::Joined(card) } else { Standing::Founded(card) })
    }

    fn place(&self, role: Role) -> String {
        self.home(role).map(|home| home.display().to_string()).unwrap_or_default()
    }

    fn found(&self, new: &NewOffice) -> Result<Card> {
        let passphrase =
            secret::strong(SecretString::from(new.passphrase.as_str().to_owned()), "for this office")?;
        let settings = Settings { role: new.role, name: new.name.clone(), server: new.server.clone() };
        let made =
            Office::init(self.home(new.role)?, settings, &passphrase, self.work, &mut rand_core::OsRng)?;
        Ok(made.1)
    }

    fn handouts(&self, role: Role) -> Result<Vec<Handout>> {
        let folder = self.office(role)?.path(SEND);
        let mut all = Vec::new();
        for entry in std::fs::read_dir(&folder).at(&folder)? {
            let path = entry.at(&folder)?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            all.push(Handout { name, bytes: files::need(&path)? });
        }
        Ok(all)
    }

    fn join(&self, role: Role, given: &Joining) -> Result<()> {
        let office = self.office(role)?;
        let arrived = office.path("arrived");
        files::folder(&arrived)?;
        let put = |name: &str, bytes: &[u8]| {
            let path = arrived.join(name);
            files::write(&path, bytes).map(|()| path)
        };
        let directory = put("directory.toml", &given.directory)?;
        let authority = put("authority.pem", &given.authority)?;
        let certificate = put("certificate.pem", &given.certificate)?;
        let joined = office.join(&directory, &authority, &certificate);
        std::fs::remove_dir_all(&arrived).at(&arrived)?;
        joined
    }

    fn open(&self, role: Role, passphrase: &str, person: Arc<dyn Person>) -> Result<Session> {
        session::open(&self.office(role)?, &SecretString::from(passphrase.to_owned()), person)
    }

    fn has(&self, role: Role) -> bool {
        self.homes.contains_key(&role)
    }

    fn backup(&self, session: &Session, passphrase: Zeroizing<String>) -> Result<Handout> {
        let passphrase = secret::strong(SecretString::from(passphrase.as_str().to_owned()), "of the backup")?;
        trustee::apart(&self.office(Role::Trustee)?, &passphrase)?;
        let bytes = trustee::sealed(&session.shelf, &*session.vault, &passphrase)?;
        let name = called(&self.office(Role::Trustee)?.card()?);
        Ok(Handout { name: format!("{name}.backup"), bytes })
    }

    fn restore(&self, backup: &[u8], (of_backup, own): (&str, &str)) -> Result<()> {
        let own = secret::strong(SecretString::from(own.to_owned()), "for this office")?;
        let of_backup = SecretString::from(of_backup.to_owned());
        let from = (Path::new("the backup"), backup);
        trustee::restore(self.home(Role::Trustee)?, from, (&of_backup, &own), self.work).map(|_| ())
    }

    fn export<'a>(
        &'a self,
        session: &'a Synced<'a>,
        round: &'a str,
        edition: Edition,
    ) -> Pin<Box<dyn Future<Output = Result<Exported>> + 'a>> {
        Box::pin(async move {
            let private = edition == Edition::Restricted;
            let records = self.home(Role::Coordinator)?.join("records");
            files::folder(&records)?;
            let word = if private { "restricted" } else { "public" };
            let short = round.get(..16).unwrap_or(round);
            // Records grow with the log: each is written anew, beside those that were handed out.
            let height = session.mirror.len();
            let folder = records.join(format!("{short}-{height}-{word}"));
            if folder.exists() {
                std::fs::remove_dir_all(&folder).at(&folder)?;
            }
            let sink = FolderSink::create(&folder, private)?;
            let (_, files) = export(session, Some(round), edition, sink).await?;
            let archive = folder.with_extension("tar");
            files::remove(&archive)?;
            pack(&folder, &archive)?;
            Ok(Exported { place: archive.display().to_string(), files })
        })
    }

    fn record(&self, path: &str) -> Result<Box<dyn Source + Send>> {
        open_record(Path::new(path))
    }
}

/// Open a browser, if the system knows one. The address is worth nothing to other users of this machine: the desk drops their
/// connections.
fn browse(address: &str) {
    let opener: &[&str] = match std::env::consts::OS {
        "macos" => &["open"],
        "windows" => &["rundll32", "url.dll,FileProtocolHandler"],
        _ => &["xdg-open"],
    };
    let [program, words @ ..] = opener else { return };
    // Without one, the person opens the address that was printed.
    let _ = Command::new(program)
        .args(words)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

pub(super) async fn run(args: Page, common: &Common) -> Result<ExitCode> {
    let roles = [Role::Member, Role::Trustee, Role::Coordinator, Role::Auditor];
    let home = |role: Role| Desk::new(common, role.word()).map(|desk| (role, desk.home));
    let mut homes = roles.into_iter().map(home).collect::<Result<BTreeMap<_, _>>>()?;
    // A folder that was named holds one office: of its role alone.
    if let Some(office) = common.home()?.filter(|home| home.join("office.toml").exists()) {
        let own = Office::open(office)?.settings.role;
        homes.retain(|role, _| *role == own);
    }
    let offices = Arc::new(Offices { homes, work: args.passphrase_work });
    let stop = |why: intertally_desk::DeskError| ClientError::stop(why.to_string(), "run the command again");
    let desk = Served::bind(offices, args.port).await.map_err(stop)?;
    let address = desk.address();
    super::terminal::print(&format!(
        "your desk is at\n  {address}\nfor one browser on this machine, once. It ends with Ctrl+C, or when its last page is closed"
    ));
    if !args.no_browser {
        browse(&address);
    }
    let told = async {
        // Where the system gives no signals, the page itself ends the desk.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    desk.serve(told).await.map_err(stop)?;
    Ok(ExitCode::SUCCESS)
}
