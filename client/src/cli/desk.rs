//! What was typed, resolved: folder, passphrase, view.

use super::Common;
use super::secret;
use super::terminal::{Terminal, print};
use crate::error::{ClientError, Result};
use crate::home::{Office, Role, files, vault};
use crate::session;
use age::secrecy::SecretString;
use intertally_core::party::Instant;
use intertally_roles::person::Question;
use intertally_roles::{Clock, Person, Session};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everything that a verb needs of its surroundings.
pub struct Desk {
    /// The office's folder.
    pub home: PathBuf,
    /// The person.
    pub view: Arc<Terminal>,
    /// Print JSON.
    pub json: bool,
    passphrase_file: Option<PathBuf>,
}

impl Desk {
    /// Resolve.
    pub fn new(common: &Common, role: &str) -> Result<Self> {
        let home = match common.home()? {
            Some(home) => home.to_path_buf(),
            None => {
                let user = std::env::home_dir().filter(|home| !home.as_os_str().is_empty());
                let user =
                    user.ok_or_else(|| ClientError::stop("there is no home folder", "name one with --home"))?;
                user.join(".intertally").join(role)
            }
        };
        Ok(Self {
            home,
            view: Arc::new(Terminal {
                yes: common.yes,
                replace: common.replace,
                in_clear: false,
                same_again: false,
                quiet: common.json,
            }),
            json: common.json,
            passphrase_file: common.passphrase_file()?.map(Path::to_path_buf),
        })
    }

    /// The same, for a command that may send figures in clear, or what counts already, without asking a person.
    #[must_use]
    pub fn said(mut self, in_clear: bool, same_again: bool) -> Self {
        self.view = Arc::new(Terminal { in_clear, same_again, ..*self.view });
        self
    }

    /// The passphrase.
    pub fn passphrase(&self) -> Result<SecretString> {
        match &self.passphrase_file {
            Some(path) => vault::passphrase_file(path),
            None => secret::ask("passphrase: ", "--passphrase-file"),
        }
    }

    /// The passphrase of a backup: of its own file, or asked for. Never that of the office by itself.
    pub fn backup_passphrase(&self, file: Option<&Path>) -> Result<SecretString> {
        match file {
            Some(path) => vault::passphrase_file(path),
            None => secret::ask("passphrase of the backup: ", "--backup-passphrase-file"),
        }
    }

    /// A new one for a backup.
    pub fn new_backup_passphrase(&self, file: Option<&Path>) -> Result<SecretString> {
        match file {
            Some(path) => secret::strong(vault::passphrase_file(path)?, "of the backup"),
            None => secret::ask_twice("of the backup", "--backup-passphrase-file"),
        }
    }

    /// A passphrase that is made now: asked twice.
    pub fn new_passphrase(&self, what: &str) -> Result<SecretString> {
        match &self.passphrase_file {
            Some(path) => secret::strong(vault::passphrase_file(path)?, what),
            None => secret::ask_twice(what, "--passphrase-file"),
        }
    }

    /// Write a file that somebody named. What is there already is replaced only if a person, or `--replace`, says so.
    pub fn save(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.may_save(path, bytes)?;
        files::write(path, bytes)
    }

    /// Ask what `save` would ask, where other bytes are there: before work that cannot be taken back.
    pub fn may_save(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        match files::read(path)? {
            Some(there) if there != bytes => self.may_replace(path),
            _ => Ok(()),
        }
    }

    /// Ask about a file that is there, before long work that ends in it.
    pub fn may_replace(&self, path: &Path) -> Result<()> {
        if path.exists() { self.ask(&Question::Replace { path: path.display().to_string() }) } else { Ok(()) }
    }

    /// The open office of a role.
    pub fn session(&self, role: Role) -> Result<Session> {
        let office = Office::of(&self.home, role)?;
        session::open(&office, &self.passphrase()?, self.person())
    }

    /// The person, as the roles ask it.
    pub fn person(&self) -> Arc<dyn Person> {
        let person: Arc<Terminal> = Arc::clone(&self.view);
        person
    }

    /// A question to the person; a no is a stop.
    pub fn ask(&self, question: &Question) -> Result<()> {
        if self.view.agrees(question) { Ok(()) } else { Err(ClientError::NotConfirmed) }
    }

    /// An instant as people here read it.
    pub fn when(at: Instant) -> String {
        session::Machine.when(at)
    }

    /// Say what was done: in words, and for scripts these facts.
    pub fn done(&self, facts: serde_json::Value, words: &str) {
        self.show(&facts, || words.to_owned());
    }

    /// Print a result: JSON if asked for, words otherwise.
    pub fn show<T: Serialize>(&self, value: &T, words: impl FnOnce() -> String) {
        if self.json {
            print(&serde_json::to_string_pretty(value).unwrap_or_default());
        } else {
            print(&words());
        }
    }
}
