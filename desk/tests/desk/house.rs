//! A machine with an office of each role: each is one of the town's, and is made, joined and opened at the desk.

use crate::town::{Office, Town};
use intertally_desk::{Exported, Handout, Joining, NewOffice, Premises, Standing};
use intertally_roles::coordinator::export;
use intertally_roles::session::DIRECTORY;
use intertally_roles::{Card, Directory, Person, Result, Role, RoleError, Session, Shelf, Synced, trustee};
use intertally_verify::record::{Edition, Files, Source};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

/// The passphrase of the office.
pub const PASSPHRASE: &str = "five words that nobody guesses";
/// The member that sits at the desk.
pub const AT: usize = 2;
/// The trustee.
pub const TRUSTEE: usize = 0;

/// The house.
pub struct House {
    pub town: Arc<Town>,
    /// 0: nothing, 1: made, 2: joined.
    stages: Mutex<BTreeMap<Role, u8>>,
    /// What was exported, by the place that was said.
    pub exported: Mutex<BTreeMap<String, Files>>,
    /// Records on this machine, by their paths.
    pub records: Mutex<BTreeMap<String, Files>>,
}

impl House {
    pub fn new(town: &Arc<Town>) -> Arc<Self> {
        Arc::new(Self {
            town: Arc::clone(town),
            stages: Mutex::default(),
            exported: Mutex::default(),
            records: Mutex::default(),
        })
    }

    /// The office of a role has joined already.
    pub fn joined(&self, role: Role) {
        self.set(role, 2);
    }

    fn set(&self, role: Role, stage: u8) {
        self.stages.lock().unwrap().insert(role, stage);
    }

    fn office(&self, role: Role) -> &Office {
        match role {
            Role::Trustee => &self.town.trustees[TRUSTEE],
            Role::Coordinator => &self.town.coordinator,
            _ => &self.town.members[AT],
        }
    }

    /// The directory that comes back.
    pub fn directory(&self) -> Vec<u8> {
        self.office(Role::Member).shelf.need(DIRECTORY).unwrap().to_vec()
    }

    pub fn card(&self) -> Card {
        self.card_of(Role::Member)
    }

    fn card_of(&self, role: Role) -> Card {
        let all = Directory::parse("directory", &self.directory()).unwrap();
        let at = match role {
            Role::Member => AT,
            Role::Trustee => TRUSTEE,
            _ => 0,
        };
        all.of(role).nth(at).unwrap().clone()
    }
}

impl Premises for House {
    fn standing(&self, role: Role) -> Result<Standing> {
        Ok(match self.stages.lock().unwrap().get(&role) {
            Some(1) => Standing::Founded(self.card_of(role)),
            Some(_) => Standing::Joined(self.card_of(role)),
            None => Standing::Bare,
        })
    }

    fn place(&self, role: Role) -> String {
        format!("house/{}", role.word())
    }

    fn found(&self, new: &NewOffice) -> Result<Card> {
        if new.passphrase.as_str() != PASSPHRASE {
            return Err(RoleError::stop("the passphrase is weak", "take another one"));
        }
        self.set(new.role, 1);
        Ok(self.card_of(new.role))
    }

    fn handouts(&self, _: Role) -> Result<Vec<Handout>> {
        Ok(vec![Handout { name: "member-NL.card.toml".into(), bytes: b"card".to_vec() }])
    }

    fn join(&self, role: Role, given: &Joining) -> Result<()> {
        if given.certificate != b"certificate" {
            return Err(RoleError::content("certificate.pem", "is no certificate; take the right one"));
        }
        self.set(role, 2);
        Ok(())
    }

    fn open(&self, role: Role, passphrase: &str, person: Arc<dyn Person>) -> Result<Session> {
        if passphrase != PASSPHRASE {
            return Err(RoleError::content("vault", "does not open; check the passphrase"));
        }
        let mut session = self.town.session(self.office(role));
        session.person = person;
        Ok(session)
    }

    fn backup(&self, session: &Session, passphrase: Zeroizing<String>) -> Result<Handout> {
        if passphrase.len() < 12 {
            return Err(RoleError::stop("the passphrase is weak", "take another one"));
        }
        let bytes = trustee::backup(&session.shelf, &*session.vault, &[])?;
        let sealed = [passphrase.as_bytes(), b"\n", &bytes].concat();
        Ok(Handout { name: "trustee-t0.backup".into(), bytes: sealed })
    }

    fn restore(&self, backup: &[u8], (of_backup, _): (&str, &str)) -> Result<()> {
        if !backup.starts_with(format!("{of_backup}\n").as_bytes()) {
            return Err(RoleError::content(
                "the backup",
                "does not open; check the passphrase of the backup",
            ));
        }
        self.set(Role::Trustee, 2);
        Ok(())
    }

    fn export<'a>(
        &'a self,
        session: &'a Synced<'a>,
        round: &'a str,
        edition: Edition,
    ) -> Pin<Box<dyn Future<Output = Result<Exported>> + 'a>> {
        Box::pin(async move {
            let (files, all) = export(session, Some(round), edition, Files::new()).await?;
            let place = format!("records/{edition:?}");
            self.exported.lock().unwrap().insert(place.clone(), files);
            Ok(Exported { place, files: all })
        })
    }

    fn record(&self, path: &str) -> Result<Box<dyn Source + Send>> {
        let record = self.records.lock().unwrap().get(path).cloned();
        Ok(Box::new(record.ok_or_else(|| RoleError::content(path, "is no record"))?))
    }
}
