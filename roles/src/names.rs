//! Trustees of a round by the names that an office has pinned.

use crate::directory::Role;
use crate::session::Session;
use intertally_core::fold::RoundState;
use intertally_core::party::TrusteeIndex;

/// Names of the trustees of one round, by their places.
pub(crate) struct Names(Vec<String>);

const UNKNOWN: &str = "that the directory does not list";

impl Names {
    /// By the pinned directory.
    pub(crate) fn of(session: &Session, round: &RoundState) -> Self {
        let cards: Vec<_> = session.directory.of(Role::Trustee).collect();
        let card = |key| cards.iter().find(|card| card.key().is_ok_and(|own| own == key));
        let name = |key| card(key).map_or_else(|| UNKNOWN.to_owned(), |card| card.name.clone());
        Self(round.manifest().trustees.iter().map(|key| name(*key)).collect())
    }

    /// A trustee.
    pub(crate) fn trustee(&self, at: TrusteeIndex) -> String {
        self.0.get(usize::from(at.0)).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }
}
