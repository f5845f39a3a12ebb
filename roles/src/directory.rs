//! Who takes part, pinned: names and keys of all parties, compared by fingerprint before they are trusted.

use crate::error::{Result, RoleError};
use crate::session::DIRECTORY;
use crate::shelf::Shelf;
use intertally_core::fingerprint::fingerprint;
use intertally_core::seal::SealingKey;
use intertally_core::sign::VerifyingKey;
use intertally_log::LogVerifier;
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::path::Path;

/// The roles of parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// A country.
    Member,
    /// Holds sub-keys.
    Trustee,
    /// Convenes and publishes.
    Coordinator,
    /// Verifies.
    Auditor,
    /// The server.
    Aggregator,
}

impl Role {
    /// The word in files and certificates.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Trustee => "trustee",
            Self::Coordinator => "coordinator",
            Self::Auditor => "auditor",
            Self::Aggregator => "aggregator",
        }
    }
}

/// What a party shows of itself: public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its role.
    pub role: Role,
    /// A member's area code, a trustee's office, the log's origin.
    pub name: String,
    /// Ed25519 key, hexadecimal.
    pub signing: String,
    /// The coordinator's X-Wing key, hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealing: Option<String>,
}

/// All parties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// In any order.
    #[serde(default)]
    pub party: Vec<Card>,
}

impl Card {
    /// The signing key.
    pub fn key(&self) -> Result<VerifyingKey> {
        let mut key = [0u8; 32];
        hex::decode_to_slice(&self.signing, &mut key).map_err(|_| {
            RoleError::stop(
                format!("the key of {} is not 64 hexadecimal digits", self.name),
                "get its card again",
            )
        })?;
        Ok(VerifyingKey(key))
    }

    /// The sealing key.
    pub fn sealing_key(&self) -> Result<SealingKey> {
        let bytes = self.sealing.as_deref().and_then(|text| hex::decode(text).ok());
        bytes.map(SealingKey).ok_or_else(|| {
            RoleError::stop(format!("the card of {} has no sealing key", self.name), "get its card again")
        })
    }

    /// Eight groups of five digits that two people read to each other; covers role, name and keys.
    ///
    /// # Errors
    /// If the card's keys are no keys.
    pub fn fingerprint(&self) -> Result<String> {
        let sealing = self.sealing.is_some().then(|| self.sealing_key()).transpose()?;
        Ok(fingerprint(self.role.word(), &self.name, &self.key()?, sealing.as_ref()))
    }
}

impl Directory {
    /// Read a file. `path`: how people find it.
    pub fn parse(path: impl AsRef<Path>, bytes: &[u8]) -> Result<Self> {
        let text = std::str::from_utf8(bytes).map_err(|_| RoleError::content(&path, "is not UTF-8 text"))?;
        let directory: Self = toml::from_str(text)
            .map_err(|why| RoleError::content(&path, format!("is no directory of parties: {why}")))?;
        directory.check()?;
        Ok(directory)
    }

    /// The one that a party has pinned.
    pub fn on(shelf: &dyn Shelf) -> Result<Self> {
        let missing = || RoleError::content(shelf.place(DIRECTORY), "is missing; run `join` first");
        Self::parse(shelf.place(DIRECTORY), &shelf.read(DIRECTORY)?.ok_or_else(missing)?)
    }

    /// The log as the directory pins it.
    pub fn log(&self) -> Result<LogVerifier> {
        let card = self.sole(Role::Aggregator)?;
        LogVerifier::new(&card.name, &card.key()?.0).map_err(|why| {
            RoleError::stop(format!("the log's card is no good: {why}"), "get the directory again")
        })
    }

    /// As a file.
    #[must_use]
    pub fn to_text(&self) -> String {
        toml::to_string(self).unwrap_or_default()
    }

    fn check(&self) -> Result<()> {
        for (at, card) in self.party.iter().enumerate() {
            card.key()?;
            let twin = self.party.iter().take(at).any(|other| {
                other.signing.eq_ignore_ascii_case(&card.signing)
                    || other.role == card.role && other.name == card.name
            });
            if twin {
                let what = format!("{} {} is listed twice, or shares its key", card.role.word(), card.name);
                return Err(RoleError::stop(what, "correct the directory"));
            }
        }
        Ok(())
    }

    /// All of one role, in the order of the file.
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Card> {
        self.party.iter().filter(move |card| card.role == role)
    }

    /// The one coordinator or aggregator.
    pub fn sole(&self, role: Role) -> Result<&Card> {
        let mut all = self.of(role);
        match (all.next(), all.next()) {
            (Some(card), None) => Ok(card),
            _ => {
                let what = format!("the directory does not name exactly one {}", role.word());
                Err(RoleError::stop(what, "ask the coordinator for the directory in force"))
            }
        }
    }

    /// A party by role and name.
    #[must_use]
    pub fn named(&self, role: Role, name: &str) -> Option<&Card> {
        self.of(role).find(|card| card.name == name)
    }

    /// A table of fingerprints to compare by telephone.
    ///
    /// # Errors
    /// If a card's keys are no keys.
    pub fn fingerprints(&self) -> Result<String> {
        let mut text = String::new();
        for card in &self.party {
            let _ = writeln!(text, "{:<12} {:<24} {}", card.role.word(), card.name, card.fingerprint()?);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(role: Role, name: &str, key: u8) -> Card {
        Card { role, name: name.into(), signing: hex::encode([key; 32]), sealing: None }
    }

    #[test]
    fn fingerprints_cover_role_name_and_keys_however_they_are_spelt() {
        let base = card(Role::Member, "NL", 1);
        let of = |card: &Card| card.fingerprint().unwrap();
        assert_eq!(of(&base).len(), 8 * 5 + 7);
        for other in [card(Role::Trustee, "NL", 1), card(Role::Member, "FI", 1), card(Role::Member, "NL", 2)]
        {
            assert_ne!(of(&other), of(&base));
        }
        let upper = Card { signing: "AB".repeat(32), ..base.clone() };
        assert_eq!(of(&upper), of(&Card { signing: "ab".repeat(32), ..base.clone() }));
        assert!(Card { signing: "AB".into(), ..base.clone() }.fingerprint().is_err());
        assert!(Card { sealing: Some("no key".into()), ..base }.fingerprint().is_err());
    }

    #[test]
    fn doubles_are_refused_and_files_come_back() {
        let good = Directory { party: vec![card(Role::Member, "NL", 1), card(Role::Coordinator, "HQ", 2)] };
        let read = |directory: &Directory| Directory::parse("it", directory.to_text().as_bytes());
        assert_eq!(read(&good).unwrap(), good);
        assert!(good.sole(Role::Coordinator).is_ok() && good.sole(Role::Aggregator).is_err());
        for twin in [card(Role::Member, "NL", 3), card(Role::Member, "FI", 1)] {
            let mut bad = good.clone();
            bad.party.push(twin);
            assert!(read(&bad).is_err());
        }
    }
}
