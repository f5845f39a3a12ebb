//! A party at work in its folder: folder, vault and connection opened together.

use crate::certificate;
use crate::error::Result;
use crate::home::{Office, Vault};
use crate::wire::{Link, Proxies};
use age::secrecy::SecretString;
use intertally_core::party::Instant;
use intertally_roles::person::Notice;
use intertally_roles::{Clock, Person, Session, Tools};
use jiff::tz::TimeZone;
use rand_core::OsRng;
use std::sync::Arc;

/// The clock of this machine.
pub struct Machine;

impl Clock for Machine {
    fn now(&self) -> Instant {
        Instant(jiff::Timestamp::now().as_millisecond())
    }

    fn zone(&self) -> TimeZone {
        TimeZone::system()
    }
}

/// Open an office; nothing is fetched yet. No other command works in it until the session is dropped.
pub fn open(office: &Office, passphrase: &SecretString, person: Arc<dyn Person>) -> Result<Session> {
    // An office that has not joined is told so before anything else.
    office.directory()?;
    let vault = Vault::open(&office.folder, passphrase)?;
    if let Some(words) = certificate::near_its_end(&office.path("certificate.pem"), Machine.now()) {
        person.tell(&Notice::Date(words));
    }
    let link = Link::new(office, &Proxies::of_environment()?, &vault)?;
    Session::open(
        office.settings.role,
        Tools {
            shelf: Arc::new(office.shelf()),
            vault: Arc::new(vault),
            wire: Arc::new(link),
            person,
            clock: Arc::new(Machine),
            random: Box::new(OsRng),
        },
    )
}
