//! What a trustee's person is shown before anything is opened.

use crate::person::Question;
use crate::person::question::{SealedRound, heading};
use intertally_core::fold::RoundState;
use intertally_core::party::MemberIndex;

/// Before a statement.
pub(super) fn before_statement(round: &RoundState) -> Question {
    let manifest = round.manifest();
    let area = |at: MemberIndex| manifest.members.get(usize::from(at.0)).map_or("?", |m| m.area.as_str());
    let sealed = round.sealed().into_iter().flat_map(|set| &set.members);
    let minimum = manifest.cells.iter().map(|cell| cell.min_contributors);
    Question::State(Box::new(SealedRound {
        round: heading(round),
        at: round.sealed_at(),
        areas: sealed.map(|(member, _)| area(*member).to_owned()).collect(),
        listed: manifest.members.len(),
        cells: manifest.cells.len(),
        contributors: (minimum.clone().min().unwrap_or(0), minimum.max().unwrap_or(0)),
        earlier: manifest.earlier.len(),
        keys: manifest.keys.len(),
    }))
}

/// Before totals are opened. What is only counted is no total, and was never to be opened.
pub(super) fn before_totals(round: &RoundState, approved: usize) -> Question {
    let cells = round.manifest().cells.iter().filter(|cell| !cell.count_only).count();
    Question::OpenTotals { round: heading(round), approved, cells }
}
