//! What was typed, resolved: folder, passphrase, view.

use super::Common;
use super::terminal::{Terminal, print};
use crate::error::{At, ClientError, Result};
use crate::home::{Office, Role, vault};
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
        let home = match &common.home {
            Some(home) => home.clone(),
            None => {
                let user = std::env::var_os("HOME").map(PathBuf::from);
                let user =
                    user.ok_or_else(|| ClientError::stop("there is no home folder", "name one with --home"))?;
                user.join(".intertally").join(role)
            }
        };
        Ok(Self {
            home,
            view: Arc::new(Terminal { yes: common.yes, quiet: common.json }),
            json: common.json,
            passphrase_file: common.passphrase_file.clone(),
        })
    }

    fn secret(prompt: &str) -> Result<SecretString> {
        let text = rpassword::prompt_password(prompt).at(Path::new("terminal"))?;
        if text.is_empty() {
            return Err(ClientError::stop("the passphrase is empty", "choose one that nobody guesses"));
        }
        Ok(SecretString::from(text))
    }

    /// The passphrase.
    pub fn passphrase(&self) -> Result<SecretString> {
        match &self.passphrase_file {
            Some(path) => vault::passphrase_file(path),
            None => Self::secret("passphrase: "),
        }
    }

    /// A passphrase that is made now: asked twice.
    pub fn new_passphrase(&self, what: &str) -> Result<SecretString> {
        if let Some(path) = &self.passphrase_file {
            return vault::passphrase_file(path);
        }
        let first = Self::secret(&format!("new passphrase {what}: "))?;
        let again = Self::secret("the same again: ")?;
        if vault::same(&first, &again) {
            return Ok(first);
        }
        Err(ClientError::stop("the two passphrases differ", "run the command again"))
    }

    /// The open office of a role.
    pub fn session(&self, role: Role) -> Result<Session> {
        let office = Office::open(&self.home)?.expect(role)?;
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

    /// Print a result: JSON if asked for, words otherwise.
    pub fn show<T: Serialize>(&self, value: &T, words: impl FnOnce() -> String) {
        if self.json {
            print(&serde_json::to_string_pretty(value).unwrap_or_default());
        } else {
            print(&words());
        }
    }
}
