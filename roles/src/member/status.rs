//! Where this member stands in its rounds, with a warning for every submission in its name that it did not make.

use super::receipts::verify_receipts;
use crate::error::Result;
use crate::person::words::too_few;
use crate::session::Synced;
use intertally_core::event::{Kind, Scope};
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::party::{MemberIndex, Party};
use serde::Serialize;
use std::collections::BTreeSet;

/// One round.
#[derive(Clone, Debug, Serialize)]
pub struct MemberStatus {
    /// Name.
    pub name: String,
    /// Id.
    pub round: String,
    /// Phase.
    pub phase: &'static str,
    /// A practice round.
    pub practice: bool,
    /// Why the round has failed, if it has.
    pub failed: Option<String>,
    /// Trustees that have shown that they hold this round's keys, and how many are needed to open anything.
    pub trustees: (usize, u8),
    /// Deadline with extensions.
    pub deadline: String,
    /// Revision that counts, if any.
    pub revision: Option<u32>,
    /// Whether something was sent and taken back.
    pub withdrawn: bool,
    /// Heights of submissions and withdrawals in this member's name for which no receipt is here.
    pub strange: Vec<u64>,
}

/// How many trustees have rehearsed and how many are needed, while they are too few.
pub(super) fn trustees(round: &RoundState) -> Option<(usize, u8)> {
    let (have, need) = (round.rehearsed().len(), round.quorum());
    (have < usize::from(need)).then_some((have, need))
}

/// All rounds that list this member.
pub fn status(session: &Synced<'_>) -> Result<Vec<MemberStatus>> {
    let own = session.signing().verifying_key();
    let known: BTreeSet<Digest> =
        verify_receipts(session)?.iter().map(|receipt| receipt.event.digest()).collect();
    let mut rounds: Vec<&RoundState> = session.mirror.fold.rounds().map(|(_, round)| round).collect();
    rounds.sort_by_key(|round| round.opened());
    let of = |round: &RoundState| {
        let at = round.manifest().members.iter().position(|member| member.signing == own)?;
        let me = MemberIndex(u16::try_from(at).ok()?);
        let mine = |event: &intertally_core::event::Event| {
            let claim = &event.signed.claim;
            claim.scope == Scope::Round(round.id())
                && matches!(claim.kind, Kind::Submitted | Kind::Withdrawn)
                && claim.signer == Party::Member(me)
        };
        let latest = |round: &RoundState| {
            round.latest().find(|(member, _)| *member == me).map(|(_, latest)| latest.header.revision)
        };
        let strange =
            session.mirror.events.iter().filter(|(event, _)| mine(event) && !known.contains(&event.digest()));
        let failure = round.failure(session.now());
        Some(MemberStatus {
            name: round.manifest().name.clone(),
            round: round.id().0.to_string(),
            phase: if failure.is_some() { "failed" } else { round.phase().name() },
            failed: failure.map(|why| why.to_string()),
            trustees: (round.rehearsed().len(), round.quorum()),
            practice: round.manifest().practice,
            deadline: session.when(round.deadline()),
            withdrawn: latest(round).is_none() && round.next_revision(me) > 0,
            revision: latest(round),
            strange: strange.map(|(event, _)| event.height).collect(),
        })
    };
    Ok(rounds.into_iter().filter_map(of).collect())
}

impl MemberStatus {
    /// As lines.
    #[must_use]
    pub fn to_text(&self) -> String {
        let sent = match self.revision {
            Some(revision) => format!("revision {revision} counts"),
            None if self.withdrawn => "withdrawn, nothing counts".to_owned(),
            None => "nothing sent".to_owned(),
        };
        let practice = if self.practice { " PRACTICE" } else { "" };
        let warning = match self.strange.as_slice() {
            [] => String::new(),
            heights => format!(
                "\n  WARNING: events {heights:?} are submissions or withdrawals in your name of which this office has no receipt. If you did \
                 not send them from another machine, your key is in other hands: tell the coordinator now."
            ),
        };
        let (have, need) = self.trustees;
        let few = if have < usize::from(need) && self.phase == "open" {
            format!("\n  NOTE: {}", too_few(have, need))
        } else {
            String::new()
        };
        let failed = self.failed.as_ref().map_or_else(String::new, |why| format!("\n  FAILED: {why}"));
        format!(
            "{:<32} {:.16} {:<10} until {}: {sent}{practice}{few}{failed}{warning}",
            self.name, self.round, self.phase, self.deadline
        )
    }
}
