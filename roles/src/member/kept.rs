//! What a member keeps sealed of each submission: figures and the seeds of its ciphertexts. With it the office can show its own
//! auditors what it sent, check itself after a hold, and send the same figures to a new round.

use super::round::MemberRound;
use crate::error::Result;
use crate::session::Session;
use intertally_core::canonical::{decode, encode};
use intertally_core::event::Kind;
use intertally_core::hash::Digest;
use intertally_core::party::{KeyId, RoundId};
use intertally_core::submission::{PartSecrets, Prepared, Status};
use intertally_returns::{Return, ReturnNote};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The seeds of one key's ciphertexts. Erased when dropped, no `Debug`.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
pub struct KeptPart {
    /// The key.
    #[zeroize(skip)]
    pub key: KeyId,
    /// One per ciphertext that was sent, in order.
    pub seeds: Vec<[u8; 32]>,
}

/// One submission's secrets. Erased when dropped, no `Debug`.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// The round.
    pub round: RoundId,
    /// The revision.
    pub revision: u32,
    /// Digest of the header, as the signed claim names it: one revision can be prepared more than once, and sent once.
    pub submission: Digest,
    /// When it was prepared, by this machine's clock, milliseconds.
    pub prepared_ms: i64,
    /// Keys of the cells, in round order.
    pub keys: Vec<String>,
    /// Status per cell.
    pub statuses: Vec<Status>,
    /// Figure per cell.
    pub values: Vec<Option<u32>>,
    /// In a revision round: whether each figure was said to be changed.
    pub changed: Option<Vec<bool>>,
    /// What the ciphertexts of each key follow from.
    pub parts: Vec<KeptPart>,
    /// Places of the figures that the office publishes itself.
    pub public: Vec<u32>,
    /// Places of the figures that are confidential with the office.
    pub confidential: Vec<u32>,
    /// Notes that travelled.
    pub notes: Vec<ReturnNote>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.values.zeroize();
        self.changed.zeroize();
    }
}

fn short(digest: Digest) -> String {
    let mut text = digest.to_string();
    text.truncate(32);
    text
}

fn name(round: RoundId, revision: u32, submission: Digest) -> String {
    format!("return-{}-{revision}-{}", short(round.0), short(submission))
}

impl Kept {
    /// From what `prepare` left. A key in which nothing is reported has no part.
    pub(super) fn new(
        (made, submission, prepared_ms): (&Prepared, Digest, i64),
        (table, changed): (&Return, Option<Vec<bool>>),
    ) -> Self {
        let part = |secrets: &PartSecrets| KeptPart {
            key: secrets.key,
            seeds: secrets.seeds.iter().map(|seed| *seed.as_bytes()).collect(),
        };
        Self {
            round: made.header.round,
            revision: made.header.revision,
            submission,
            prepared_ms,
            keys: table.keys.clone(),
            statuses: table.statuses.clone(),
            values: table.values.clone(),
            changed,
            parts: made.secrets.iter().map(part).collect(),
            public: table.public.clone(),
            confidential: table.confidential.clone(),
            notes: table.notes.clone(),
        }
    }

    /// Seal it into the vault.
    pub(super) fn keep(&self, session: &Session) -> Result<()> {
        let name = name(self.round, self.revision, self.submission);
        session.vault.replace(&name, &Zeroizing::new(encode(self)))
    }

    /// The secrets of one submission, by the digest that its claim names.
    pub fn of_submission(session: &Session, submission: Digest) -> Result<Option<Self>> {
        Self::among(session, &session.vault.names("")?, submission)
    }

    /// The same, when the vault's list of names is at hand.
    fn among(session: &Session, names: &[String], submission: Digest) -> Result<Option<Self>> {
        let ending = short(submission);
        let found = names.iter().find(|name| name.starts_with("return-") && name.ends_with(&ending));
        let read = |name: &String| Ok(decode("kept return", &session.vault.need(name)?, 1 << 30)?);
        found.map(read).transpose()
    }

    /// The return that counts in a round, as the log shows it: none if nothing of this office counts, or if it was prepared on
    /// another machine.
    pub fn counted(session: &Session, round: &MemberRound) -> Result<Option<Self>> {
        let state = session.mirror.fold.round(&round.id);
        let latest = state.and_then(|state| state.latest().find(|(member, _)| *member == round.member));
        let Some((_, latest)) = latest else { return Ok(None) };
        let event = usize::try_from(latest.height).ok().and_then(|at| session.mirror.events.get(at));
        let submission = event.map_or(latest.digest, |(event, _)| event.signed.claim.payload);
        Self::of_submission(session, submission)
    }

    /// Its figures, by the keys of their cells.
    #[must_use]
    pub fn figures(&self) -> BTreeMap<&str, u32> {
        let pairs = self.keys.iter().zip(&self.values);
        pairs.filter_map(|(key, value)| Some((key.as_str(), (*value)?))).collect()
    }

    /// Those that were sent: the log shows them, whether they count still or were replaced. In the order of the log.
    pub fn sent(session: &Session) -> Result<Vec<Self>> {
        let (names, mut all) = (session.vault.names("")?, Vec::new());
        for (event, _) in &session.mirror.events {
            let claim = &event.signed.claim;
            if claim.kind == Kind::Submitted {
                all.extend(Self::among(session, &names, claim.payload)?);
            }
        }
        Ok(all)
    }

    /// The latest return that was sent before the next submission to this round. Practice rounds are passed over: their
    /// figures are made up. For a practice round there is none.
    pub fn latest_before(session: &Session, round: &MemberRound) -> Result<Option<Self>> {
        if round.manifest.practice {
            return Ok(None);
        }
        let before = |kept: &Self| kept.round != round.id || kept.revision < round.revision;
        Ok(Self::real(session)?.into_iter().rfind(before))
    }

    /// Those that were sent to rounds which are no practice rounds.
    pub fn real(session: &Session) -> Result<Vec<Self>> {
        let mut all = Self::sent(session)?;
        let practice = |kept: &Self| {
            session.mirror.fold.round(&kept.round).is_some_and(|round| round.manifest().practice)
        };
        all.retain(|kept| !practice(kept));
        Ok(all)
    }

    /// Erase everything that is kept of a round. Answers with how many returns that were.
    pub fn forget(session: &Session, round: RoundId) -> Result<usize> {
        let beginning = format!("return-{}-", short(round.0));
        let names = session.vault.names("")?;
        let names: Vec<&String> = names.iter().filter(|name| name.starts_with(&beginning)).collect();
        for name in &names {
            session.vault.remove(name)?;
        }
        Ok(names.len())
    }

    /// As a return.
    #[must_use]
    pub fn table(&self) -> Return {
        Return {
            keys: self.keys.clone(),
            statuses: self.statuses.clone(),
            values: self.values.clone(),
            public: self.public.clone(),
            confidential: self.confidential.clone(),
            notes: self.notes.clone(),
        }
    }
}
