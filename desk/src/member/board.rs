//! The rounds of this office as the log showed them when it was read last.

use crate::refusal::Refusal;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::party::Instant;
use intertally_roles::member::{MemberStatus, status};
use intertally_roles::session::Synced;
use intertally_roles::{Result, Session};

/// One round.
pub(crate) struct Line {
    /// Where the office stands in it.
    pub(crate) status: MemberStatus,
    /// The periods that it asks for.
    pub(crate) periods: String,
    /// Members in all.
    pub(crate) members: usize,
    /// When submissions open.
    pub(crate) opens: Instant,
    /// When they close.
    pub(crate) deadline: Instant,
    /// The deadline with its grace: until then the server takes something.
    pub(crate) closes: Instant,
    /// Where the round stands.
    pub(crate) phase: Phase,
}

/// All of them, the latest first.
pub(crate) struct Board {
    /// When the log was read.
    pub(crate) read: Instant,
    /// The office.
    pub(crate) name: String,
    /// Rounds.
    pub(crate) rounds: Vec<Line>,
}

impl Board {
    /// As the log shows them.
    pub(crate) fn of(session: &Synced<'_>) -> Result<Self> {
        let all = status(session)?;
        let state = |id: &str| {
            let mut rounds = session.mirror.fold.rounds().map(|(_, round)| round);
            rounds.find(|round| round.id().0.to_string() == id)
        };
        let line = |status: MemberStatus| {
            let round: &RoundState = state(&status.round)?;
            Some(Line {
                periods: round.manifest().periods.join(", "),
                members: round.manifest().members.len(),
                opens: round.manifest().opens,
                deadline: round.deadline(),
                closes: round.closes(),
                phase: round.phase(),
                status,
            })
        };
        let mut rounds: Vec<Line> = all.into_iter().filter_map(line).collect();
        rounds.reverse();
        Ok(Self { rounds, ..Self::outside(session) })
    }

    /// Where no round lists the office yet.
    pub(crate) fn outside(session: &Session) -> Self {
        let own = hex::encode(session.signing().verifying_key().0);
        let card = session.directory.party.iter().find(|card| card.signing.eq_ignore_ascii_case(&own));
        let name = card.map(|card| card.name.clone()).unwrap_or_default();
        Self { read: session.now(), name, rounds: Vec::new() }
    }

    /// A round by its id.
    ///
    /// # Errors
    /// An id that no round of this office has.
    pub(crate) fn round(&self, id: &str) -> std::result::Result<&Line, Refusal> {
        self.rounds.iter().find(|line| line.status.round == id).ok_or(Refusal::Nowhere)
    }
}

impl Line {
    /// Whether the round takes a return at this time.
    pub(crate) fn takes(&self, now: Instant) -> bool {
        self.phase == Phase::Open && self.status.failed.is_none() && self.opens <= now && now <= self.closes
    }
}
