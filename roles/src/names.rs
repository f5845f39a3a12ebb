//! Parties of a round by the names that an office has pinned.

use crate::directory::Role;
use crate::session::Session;
use intertally_core::fold::RoundState;
use intertally_core::party::TrusteeIndex;

/// Names of the parties of one round, by their places.
pub(crate) struct Names(intertally_verify::Names);

const UNKNOWN: &str = "that the directory does not list";

impl Names {
    /// Trustees by the pinned directory, members by area.
    pub(crate) fn of(session: &Session, round: &RoundState) -> Self {
        let manifest = round.manifest();
        let cards: Vec<_> = session.directory.of(Role::Trustee).collect();
        let name = |key| cards.iter().find(|card| card.key().is_ok_and(|own| own == key));
        let trustees = manifest
            .trustees
            .iter()
            .map(|key| name(*key).map_or(UNKNOWN.to_owned(), |card| card.name.clone()));
        Self(intertally_verify::Names {
            trustees: trustees.collect(),
            members: manifest.members.iter().map(|member| member.area.clone()).collect(),
        })
    }

    /// A trustee.
    pub(crate) fn trustee(&self, at: TrusteeIndex) -> String {
        self.0.trustees.get(usize::from(at.0)).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// Words of a deeper room, with places replaced by names.
    pub(crate) fn told(&self, text: &str) -> String {
        self.0.told(text)
    }
}
