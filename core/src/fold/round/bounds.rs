//! How many events of a kind one party may post in a round (spec section 6.3): far more than anybody needs, and so few that
//! nobody fills the log of the others.

use super::RoundState;
use crate::event::Kind;
use crate::fold::Refusal;
use crate::party::Party;

/// Milliseconds that an extension adds to the deadline at least.
pub const MIN_EXTENSION_MS: i64 = 60_000;

/// Most events of a kind by one party in a round with this many keys; none for kinds that phases and repetition bound.
#[must_use]
pub const fn most(kind: Kind, keys: u32) -> Option<u32> {
    match kind {
        // Revisions, and taking them back.
        Kind::Submitted | Kind::Withdrawn => Some(256),
        Kind::Extended | Kind::Erratum => Some(64),
        // Once for every key and step.
        Kind::SharesGiven => Some(keys.saturating_mul(2)),
        Kind::Rehearsed => Some(8),
        _ => None,
    }
}

impl RoundState {
    /// Whether the party may post one more event of this kind.
    pub(super) fn may_post_more(&self, signer: Party, kind: Kind) -> Result<(), Refusal> {
        let keys = u32::try_from(self.manifest.keys.len()).unwrap_or(u32::MAX);
        let posted = self.posted.get(&(signer, kind)).copied().unwrap_or(0);
        match most(kind, keys) {
            Some(most) if posted >= most => Err(Refusal::TooMany { signer, kind, most }),
            _ => Ok(()),
        }
    }

    pub(super) fn count(&mut self, signer: Party, kind: Kind) {
        let posted = self.posted.entry((signer, kind)).or_default();
        *posted = posted.saturating_add(1);
    }
}
