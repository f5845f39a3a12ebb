//! The machine of one member: its office is one of the town's, and is made, joined and opened at the desk.

use crate::town::{Office, Town};
use intertally_desk::{Handout, Joining, NewOffice, Premises, Standing};
use intertally_roles::session::DIRECTORY;
use intertally_roles::{Card, Directory, Person, Result, Role, RoleError, Session, Shelf};
use intertally_verify::record::{Files, Source};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

/// The passphrase of the office.
pub const PASSPHRASE: &str = "five words that nobody guesses";
/// The member that sits at the desk.
pub const AT: usize = 2;

/// The house.
pub struct House {
    pub town: Arc<Town>,
    /// 0: nothing, 1: made, 2: joined.
    stage: AtomicU8,
    /// Records on this machine, by their paths.
    pub records: Mutex<BTreeMap<String, Files>>,
}

impl House {
    pub fn new(town: &Arc<Town>) -> Arc<Self> {
        Arc::new(Self { town: Arc::clone(town), stage: AtomicU8::new(0), records: Mutex::default() })
    }

    fn office(&self) -> &Office {
        &self.town.members[AT]
    }

    /// The directory that comes back.
    pub fn directory(&self) -> Vec<u8> {
        self.office().shelf.need(DIRECTORY).unwrap().to_vec()
    }

    pub fn card(&self) -> Card {
        let all = Directory::parse("directory", &self.directory()).unwrap();
        all.of(Role::Member).nth(AT).unwrap().clone()
    }
}

impl Premises for House {
    fn standing(&self, role: Role) -> Result<Standing> {
        Ok(match (role, self.stage.load(Ordering::SeqCst)) {
            (Role::Member, 1) => Standing::Founded(self.card()),
            (Role::Member, 2) => Standing::Joined(self.card()),
            _ => Standing::Bare,
        })
    }

    fn place(&self, role: Role) -> String {
        format!("house/{}", role.word())
    }

    fn found(&self, new: &NewOffice) -> Result<Card> {
        if new.passphrase.as_str() != PASSPHRASE {
            return Err(RoleError::stop("the passphrase is weak", "take another one"));
        }
        self.stage.store(1, Ordering::SeqCst);
        Ok(self.card())
    }

    fn handouts(&self, _: Role) -> Result<Vec<Handout>> {
        Ok(vec![Handout { name: "member-NL.card.toml".into(), bytes: b"card".to_vec() }])
    }

    fn join(&self, _: Role, given: &Joining) -> Result<()> {
        if given.certificate != b"certificate" {
            return Err(RoleError::content("certificate.pem", "is no certificate; take the right one"));
        }
        self.stage.store(2, Ordering::SeqCst);
        Ok(())
    }

    fn open(&self, _: Role, passphrase: &str, person: Arc<dyn Person>) -> Result<Session> {
        if passphrase != PASSPHRASE {
            return Err(RoleError::content("vault", "does not open; check the passphrase"));
        }
        let mut session = self.town.session(self.office());
        session.person = person;
        Ok(session)
    }

    fn record(&self, path: &str) -> Result<Box<dyn Source + Send>> {
        let record = self.records.lock().unwrap().get(path).cloned();
        Ok(Box::new(record.ok_or_else(|| RoleError::content(path, "is no record"))?))
    }
}
