//! A trustee's own ledger (docs/spec.md section 7): plain data, replayed; nothing leaves before it is written here.
//!
//! The order is in the types: consent gives an [`Intent`], only [`Intent::persist`] makes a [`Stated`] of it, and shares
//! need a [`Stated`]. One ledger serves one scope, that is one coordinator.

use intertally_core::committee::Committee;
use intertally_core::hash::Digest;
use intertally_core::opening::counted::Counted;
use intertally_core::opening::positions::{Positions, Step};
use intertally_core::opening::statement::{Statement, Statements, quorum};
use intertally_core::packing::Layout;
use intertally_core::party::{Instant, KeyId, RoundId, TrusteeIndex};
use intertally_core::sign::VerifyingKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One line of the ledger. The file of a shell is a list of these in canonical bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LedgerEntry {
    /// This trustee confirmed all its sub-keys of a key.
    KeyConfirmed {
        /// The key.
        key: KeyId,
    },
    /// This trustee states, once per key. Written before the statement leaves.
    Stated(Statement),
    /// This trustee answers step B. Written before a share leaves. The round counts as opened from here on.
    Answered {
        /// The key.
        key: KeyId,
        /// The round.
        round: RoundId,
        /// Digest of the slots that the plan opens.
        positions: Digest,
    },
    /// An opening came to nothing: the round was held after shares had been asked for. It counts as opened.
    Burnt {
        /// The key, never used again.
        key: KeyId,
        /// The round.
        round: RoundId,
        /// Members in the sealed set, by signing key.
        members: BTreeSet<VerifyingKey>,
    },
    /// A person at this trustee consents to a round that a machine may not consent to alone.
    PersonConsented {
        /// The round.
        round: RoundId,
    },
    /// This ledger and its keys came from a backup: what was stated since is unknown.
    Restored {
        /// When.
        at: Instant,
    },
    /// The log shows that this trustee opened totals under this key, or may have, and the ledger did not know: it came
    /// from a backup made before. The round counts as opened.
    OpenedBefore {
        /// The key.
        key: KeyId,
        /// The round.
        round: RoundId,
    },
}

/// Where a shell writes entries.
pub trait LedgerStore {
    /// What can go wrong in writing.
    type Error;
    /// Make one entry durable, or fail. When this returns, the entry survives a power cut.
    fn append(&mut self, entry: &LedgerEntry) -> Result<(), Self::Error>;
}

/// Why an entry contradicts the ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// A second, different statement for one key.
    #[error("this trustee already stated for another set under this key; it answers for that set alone")]
    OtherStatement {
        /// The statement that stands.
        stands: Box<Statement>,
    },
    /// A second, different list of slots for step B of one key.
    #[error("this trustee already opened totals of this key by another plan; it answers that plan alone")]
    OtherPlan {
        /// Digest of the slots already answered.
        stands: Digest,
    },
    /// The key was confirmed before the ledger was restored, or never by this trustee.
    #[error("this trustee confirmed no such key since its ledger was restored; members seal to a new key")]
    OlderKey {
        /// The key.
        key: KeyId,
    },
    /// The key is burnt.
    #[error("this key is burnt; members seal to a new key")]
    BurntKey {
        /// The key.
        key: KeyId,
    },
    /// Step B before a statement.
    #[error("this trustee has not stated for this key; it states first")]
    NotStated {
        /// The key.
        key: KeyId,
    },
}

/// The ledger's entries, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    confirmed: BTreeSet<KeyId>,
    stated: BTreeMap<KeyId, Statement>,
    answered: BTreeMap<KeyId, (RoundId, Digest)>,
    burnt: BTreeMap<KeyId, (RoundId, BTreeSet<VerifyingKey>)>,
    before: BTreeMap<KeyId, RoundId>,
    consented: BTreeSet<RoundId>,
    restored: Option<Instant>,
}

impl Ledger {
    /// Replay a ledger from its first entry.
    pub fn replay<'a>(entries: impl IntoIterator<Item = &'a LedgerEntry>) -> Result<Self, LedgerError> {
        let mut ledger = Self::default();
        entries.into_iter().try_for_each(|entry| ledger.apply(entry))?;
        Ok(ledger)
    }

    /// May this entry follow? The same statement or answer again always may.
    pub fn admits(&self, entry: &LedgerEntry) -> Result<(), LedgerError> {
        match entry {
            LedgerEntry::Stated(statement) => self.admits_statement(statement),
            LedgerEntry::Answered { key, positions, .. } => match self.answered.get(key) {
                Some((_, stands)) if stands != positions => Err(LedgerError::OtherPlan { stands: *stands }),
                Some(_) => Ok(()),
                None if self.burnt.contains_key(key) => Err(LedgerError::BurntKey { key: *key }),
                None if !self.stated.contains_key(key) => Err(LedgerError::NotStated { key: *key }),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn admits_statement(&self, statement: &Statement) -> Result<(), LedgerError> {
        let key = statement.key;
        match self.stated.get(&key) {
            Some(stands) if stands != statement => {
                Err(LedgerError::OtherStatement { stands: Box::new(*stands) })
            }
            Some(_) => Ok(()),
            None if self.burnt.contains_key(&key) => Err(LedgerError::BurntKey { key }),
            None if !self.confirmed.contains(&key) => Err(LedgerError::OlderKey { key }),
            None => Ok(()),
        }
    }

    /// Take an entry in.
    pub fn apply(&mut self, entry: &LedgerEntry) -> Result<(), LedgerError> {
        self.admits(entry)?;
        match entry {
            LedgerEntry::KeyConfirmed { key } => {
                self.confirmed.insert(*key);
            }
            LedgerEntry::Stated(statement) => {
                self.stated.insert(statement.key, *statement);
            }
            LedgerEntry::Answered { key, round, positions } => {
                self.answered.insert(*key, (*round, *positions));
            }
            LedgerEntry::Burnt { key, round, members } => {
                self.burnt.insert(*key, (*round, members.clone()));
            }
            LedgerEntry::PersonConsented { round } => {
                self.consented.insert(*round);
            }
            LedgerEntry::Restored { at } => {
                self.confirmed.clear();
                self.restored = Some(*at);
            }
            LedgerEntry::OpenedBefore { key, round } => {
                self.before.insert(*key, *round);
            }
        }
        Ok(())
    }

    /// Check, make durable, take in: in this order.
    pub fn record<S: LedgerStore>(
        &mut self,
        entry: &LedgerEntry,
        store: &mut S,
    ) -> Result<(), PersistError<S::Error>> {
        self.admits(entry)?;
        store.append(entry).map_err(PersistError::Store)?;
        Ok(self.apply(entry)?)
    }

    /// What this trustee stated for a key.
    #[must_use]
    pub fn stated(&self, key: KeyId) -> Option<Statement> {
        self.stated.get(&key).copied()
    }

    /// Whether this trustee confirmed the key since its ledger was restored, if it ever was. Of such a key the ledger is
    /// complete: what it lacks did not happen.
    #[must_use]
    pub fn confirmed(&self, key: KeyId) -> bool {
        self.confirmed.contains(&key)
    }

    /// Rounds that count as opened: step B answered, burnt, or opened before a restore.
    #[must_use]
    pub fn openings(&self) -> BTreeSet<RoundId> {
        let burnt = self.burnt.values().map(|(round, _)| *round);
        let answered = self.answered.values().map(|(round, _)| *round);
        answered.chain(burnt).chain(self.before.values().copied()).collect()
    }

    /// Burnt openings: round and members of its sealed set.
    pub fn burnt(&self) -> impl Iterator<Item = (RoundId, &BTreeSet<VerifyingKey>)> {
        self.burnt.values().map(|(round, members)| (*round, members))
    }

    /// A person consented to this round.
    #[must_use]
    pub fn person_consented(&self, round: RoundId) -> bool {
        self.consented.contains(&round)
    }

    /// When this ledger last came from a backup.
    #[must_use]
    pub const fn restored(&self) -> Option<Instant> {
        self.restored
    }
}

/// Why nothing may leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PersistError<E> {
    /// The ledger forbids it.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The entry is not durable.
    #[error("the ledger could not be written; free the disk and ask again, nothing has left")]
    Store(E),
}

/// All checks passed; nothing is recorded yet and nothing may leave. Made by [`crate::consent::consent`] alone.
#[must_use = "an intent is worth nothing before it is persisted"]
#[derive(Debug)]
pub struct Intent(pub(crate) Stated);

/// This trustee's ledger says, durably, what it states. The statement may be logged; shares need a [`Quorate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub(crate) statement: Statement,
    pub(crate) trustee: TrusteeIndex,
    pub(crate) committee: Committee,
    pub(crate) layout: Layout,
    /// What step A counts, cells numbered from the key's first.
    pub(crate) counted: Counted,
}

impl Intent {
    /// Record the statement, then give the token. Checks the ledger again, so that of two intents for one key only one
    /// becomes a statement. The one way to a [`Stated`].
    pub fn persist<S: LedgerStore>(
        self,
        ledger: &mut Ledger,
        store: &mut S,
    ) -> Result<Stated, PersistError<S::Error>> {
        ledger.record(&LedgerEntry::Stated(self.0.statement), store)?;
        Ok(self.0)
    }
}

/// Fewer than q trustees stand by this trustee's statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{standing} trustees stand by this statement, {needed} are needed; without them the round is never opened"
)]
pub struct NoQuorum {
    /// Trustees that stand by it.
    pub standing: usize,
    /// q.
    pub needed: usize,
}

impl Stated {
    /// What to log.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.statement
    }

    /// Do q trustees stand by exactly this? `logged`: the verified statements of the log.
    pub fn quorum(&self, logged: &Statements) -> Result<Quorate<'_>, NoQuorum> {
        let (trustees, threshold) = (self.committee.trustees(), self.committee.threshold());
        let among = logged.standing(&self.statement).into_iter().filter(|who| who.0 < trustees);
        let (standing, needed) = (among.count(), usize::from(quorum(trustees, threshold)));
        if standing >= needed { Ok(Quorate(self)) } else { Err(NoQuorum { standing, needed }) }
    }
}

/// A statement that a quorum stands by: step A may be answered.
#[derive(Clone, Copy, Debug)]
pub struct Quorate<'a>(pub(crate) &'a Stated);

impl Quorate<'_> {
    /// The statement.
    #[must_use]
    pub const fn statement(&self) -> &Statement {
        &self.0.statement
    }

    /// The slots of step A: the bits that are counted, as the statement names them; none if none of the key is.
    #[must_use]
    pub fn step_a(&self) -> Option<Positions> {
        Positions::bits(&self.0.layout, &self.0.counted).ok()
    }
}

/// Counts and plan are checked; the answer is not recorded yet. Made by [`crate::consent::step_b::consent`] alone.
#[must_use = "an intent is worth nothing before it is persisted"]
#[derive(Debug)]
pub struct StepBIntent(pub(crate) StepB);

/// This trustee's ledger says, durably, which slots it answers in step B of one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepB {
    pub(crate) statement: Statement,
    pub(crate) positions: Positions,
}

impl StepBIntent {
    /// Record the opening, then give the token. The one way to a [`StepB`].
    pub fn persist<S: LedgerStore>(
        self,
        ledger: &mut Ledger,
        store: &mut S,
    ) -> Result<StepB, PersistError<S::Error>> {
        let Statement { key, round, .. } = self.0.statement;
        let positions = self.0.positions.digest();
        ledger.record(&LedgerEntry::Answered { key, round, positions }, store)?;
        Ok(self.0)
    }
}

impl StepB {
    /// The slots that may be answered.
    #[must_use]
    pub const fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Always [`Step::B`].
    #[must_use]
    pub const fn step(&self) -> Step {
        self.positions.step()
    }
}
