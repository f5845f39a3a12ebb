//! What the log shows of this trustee, when it was read last.

use crate::refusal::Refusal;
use intertally_core::party::Instant;
use intertally_roles::session::Synced;
use intertally_roles::trustee::{Due, TrusteeRound, TrusteeStatus, status};
use intertally_roles::{Result, Session};

/// The board.
pub(crate) struct Board {
    /// When the log was read.
    pub(crate) read: Instant,
    /// What it shows.
    pub(crate) status: TrusteeStatus,
}

impl Board {
    /// As the log shows it.
    pub(crate) async fn of(session: &Synced<'_>) -> Result<Self> {
        Ok(Self { read: session.now(), status: status(session).await? })
    }

    /// Where no ceremony and no round lists the office yet.
    pub(crate) fn outside(session: &Session) -> Result<Self> {
        Ok(Self { read: session.now(), status: TrusteeStatus::bare(session)? })
    }

    /// A round by its id.
    pub(crate) fn round(&self, id: &str) -> std::result::Result<&TrusteeRound, Refusal> {
        self.status.rounds.iter().find(|round| round.status.round == id).ok_or(Refusal::Nowhere)
    }

    /// Whether a step of a proposal or a ceremony is this trustee's to do.
    pub(crate) fn ceremony_due(&self) -> bool {
        self.has_offer_due() || self.status.ceremonies.iter().any(|one| one.is_due)
    }

    /// Whether a proposal waits for this trustee's offer.
    pub(crate) fn has_offer_due(&self) -> bool {
        let own = |(name, offered): &(String, bool)| *name == self.status.name && !offered;
        self.status.proposals.iter().any(|proposal| proposal.trustees.iter().any(own))
    }
}

/// The word of a step, as texts and addresses have it.
pub(crate) const fn word(due: Due) -> &'static str {
    match due {
        Due::Nothing => "nothing",
        Due::Rehearse => "rehearse",
        Due::State => "state",
        Due::Counts => "counts",
        Due::Totals => "totals",
        Due::Erase => "erase",
        Due::Lost => "lost",
        Due::Older => "older",
    }
}
