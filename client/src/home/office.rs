//! The folder of one party.
//!
//! `office.toml` (settings), `card.toml` and `request.pem` (copies to hand out in `send/`), `directory.toml`, `authority.pem` and
//! `certificate.pem` (from the collaboration), `vault.age` and `vault/` (secrets), `log.bin` (its copy of the log),
//! `receipts/`, `evidence/`, a member's `sent/`, and a trustee's `ledger.bin`.

use super::files;
use super::folder::Folder;
use super::names::{office_name, server_address};
use super::vault::Vault;
use crate::error::{ClientError, Result};
use crate::pki;
use age::secrecy::SecretString;
use intertally_core::seal::SecretSealingKey;
use intertally_core::sign::SecretKey;
use intertally_roles::session::{SEALING, SIGNING};
use intertally_roles::{Card, Directory, Role, Shelf};
use rand_core::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Of the key of the certificate, in the vault.
pub const TLS: &str = "tls";

/// Folder of the copies that the office hands out, called by the party: whoever collects them has many.
pub const SEND: &str = "send";

/// How files of a party are called where there are those of others: `member-NL`.
#[must_use]
pub fn called(card: &Card) -> String {
    format!("{}-{}", card.role.word(), card.name.replace(' ', "_"))
}

/// What `init` writes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Role of this party.
    pub role: Role,
    /// A member's area code, or the name of the office.
    pub name: String,
    /// Address of the aggregator, e.g. `https://tally.example.org:7443`.
    pub server: String,
}

/// What the collaboration hands out, read and checked.
pub struct Handed {
    /// All parties.
    pub directory: Directory,
    files: [(&'static str, Vec<u8>); 3],
}

/// The folder of one party.
#[derive(Clone, Debug)]
pub struct Office {
    /// Where it is.
    pub folder: PathBuf,
    /// Its settings.
    pub settings: Settings,
}

/// What is said to a role that has no office in a folder.
fn nothing_here(role: Role) -> String {
    let word = role.word();
    match role {
        Role::Member => format!(
            "there is no office here (`member check`, `member template` and `member mapping new` with --structure need none); run \
             `{word} init`, or name its folder with --home"
        ),
        Role::Trustee => format!(
            "there is no office here; run `{word} init`, name its folder with --home, or make a lost one anew from its backup: \
             `{word} restore` into an empty folder"
        ),
        _ => format!("there is no office here; run `{word} init`, or name its folder with --home"),
    }
}

impl Office {
    /// Make the folder with fresh keys. Refuses a folder that has an office already.
    pub fn init(
        folder: &Path,
        settings: Settings,
        passphrase: &SecretString,
        work: u8,
        rng: &mut (impl RngCore + CryptoRng),
    ) -> Result<(Self, Card)> {
        office_name(settings.role, &settings.name)?;
        server_address(&settings.server)?;
        let text = toml::to_string(&settings)
            .map_err(|why| ClientError::content(folder, format!("settings cannot be written: {why}")))?;
        files::folder(folder)?;
        let path = folder.join("office.toml");
        if path.exists() {
            return Err(ClientError::content(
                &path,
                "there is an office here already; choose another folder",
            ));
        }
        let vault = Vault::create(folder, passphrase, work, rng)?;
        let signing = SecretKey::generate(rng);
        vault.create(SIGNING, signing.to_seed().as_slice())?;
        let mut card = Card {
            role: settings.role,
            name: settings.name.clone(),
            signing: hex::encode(signing.verifying_key().0),
            sealing: None,
        };
        if settings.role == Role::Coordinator {
            let sealing = SecretSealingKey::generate(rng);
            vault.create(SEALING, sealing.to_bytes().as_slice())?;
            card.sealing = Some(hex::encode(sealing.public().0));
        }
        let (request, key) = pki::request(&card, &signing)?;
        vault.create(TLS, key.as_bytes())?;
        let office = Self { folder: folder.to_path_buf(), settings };
        let text_of_card = toml::to_string(&card).unwrap_or_default();
        let (send, called) = (folder.join(SEND), called(&card));
        files::folder(&send)?;
        for (place, name) in [(folder, ""), (send.as_path(), called.as_str())] {
            let dot = if name.is_empty() { "" } else { "." };
            files::create(&place.join(format!("{name}{dot}card.toml")), text_of_card.as_bytes())?;
            files::create(&place.join(format!("{name}{dot}request.pem")), request.as_bytes())?;
        }
        files::create(&path, text.as_bytes())?;
        Ok((office, card))
    }

    /// Open the folder of a role.
    ///
    /// # Errors
    /// There is none, and what this role does then; or it is of another role.
    pub fn of(folder: &Path, role: Role) -> Result<Self> {
        if !folder.join("office.toml").exists() {
            return Err(ClientError::content(folder, nothing_here(role)));
        }
        Self::open(folder)?.expect(role)
    }

    /// Open a folder that `init` made.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join("office.toml");
        let bytes = files::read(&path)?.ok_or_else(|| {
            ClientError::content(
                &path,
                "there is no office here; run `init` of its role, or name its folder with --home",
            )
        })?;
        let text = String::from_utf8(bytes).map_err(|_| ClientError::content(&path, "is not UTF-8 text"))?;
        let settings = toml::from_str(&text).map_err(|why| ClientError::content(&path, why.to_string()))?;
        Ok(Self { folder: folder.to_path_buf(), settings })
    }

    /// Refuse a folder of another role.
    pub fn expect(self, role: Role) -> Result<Self> {
        if self.settings.role == role {
            return Ok(self);
        }
        let what = format!("{} is the folder of a {}", self.folder.display(), self.settings.role.word());
        Err(ClientError::stop(what, format!("use the one of your {} with --home", role.word())))
    }

    /// Take in what the collaboration hands out: directory, authority and certificate. The fingerprints were compared.
    pub fn join(&self, directory: &Path, authority: &Path, certificate: &Path) -> Result<()> {
        self.take_in(&self.handed(directory, authority, certificate)?)
    }

    /// Read and check what the collaboration hands out; nothing is written.
    pub fn handed(&self, directory: &Path, authority: &Path, certificate: &Path) -> Result<Handed> {
        let bytes = files::need(directory)?;
        let parsed = Directory::parse(directory, &bytes)?;
        let own = parsed.named(self.settings.role, &self.settings.name);
        if own != Some(&self.card()?) {
            let what = "the directory does not list this office with the keys of its card.toml";
            return Err(ClientError::content(
                directory,
                format!("{what}; send card.toml to the coordinator"),
            ));
        }
        let now = jiff::Timestamp::now().as_second();
        let request = self.path("request.pem");
        crate::certificate::check((certificate, authority), (&self.card()?, &request), now)?;
        let (authority, certificate) = (files::need(authority)?, files::need(certificate)?);
        let files =
            [("directory.toml", bytes), ("authority.pem", authority), ("certificate.pem", certificate)];
        Ok(Handed { directory: parsed, files })
    }

    /// Pin what was checked, once its fingerprints were compared.
    pub fn take_in(&self, handed: &Handed) -> Result<()> {
        handed.files.iter().try_for_each(|(name, bytes)| files::write(&self.folder.join(name), bytes))
    }

    /// What this party shows of itself.
    pub fn card(&self) -> Result<Card> {
        let path = self.folder.join("card.toml");
        let text = String::from_utf8(files::need(&path)?)
            .map_err(|_| ClientError::content(&path, "is not UTF-8 text"))?;
        toml::from_str(&text).map_err(|why| ClientError::content(&path, why.to_string()))
    }

    /// The pinned directory.
    pub fn directory(&self) -> Result<Directory> {
        Directory::on(&self.shelf())
    }

    /// The folder as a shelf.
    #[must_use]
    pub fn shelf(&self) -> Folder {
        Folder::new(&self.folder)
    }

    /// A file in the folder.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Open the vault.
    pub fn vault(&self, passphrase: &SecretString) -> Result<Vault> {
        Vault::open(&self.folder, passphrase)
    }
}
