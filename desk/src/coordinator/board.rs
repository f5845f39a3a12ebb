//! The rounds and ceremonies of this coordinator as the log showed them when it was read last.

use crate::page::{Frame, Here};
use crate::refusal::Refusal;
use crate::texts::Words;
use intertally_core::fold::RoundState;
use intertally_core::party::Instant;
use intertally_roles::coordinator::{CeremonyStatus, Proposal, RoundStatus, ceremonies, proposals, status};
use intertally_roles::person::question::{Heading, heading};
use intertally_roles::session::Synced;
use intertally_roles::{Result, Role};
use maud::{Markup, html};

/// One round.
pub(crate) struct Line {
    /// Where it stands.
    pub(crate) status: RoundStatus,
    /// As questions name it.
    pub(crate) heading: Heading,
    /// When submissions open.
    pub(crate) opens: Instant,
    /// When they close, with extensions.
    pub(crate) deadline: Instant,
    /// Periods.
    pub(crate) periods: String,
    /// Fewest members for sealing.
    pub(crate) min_members: u16,
    /// Whether a plan was adopted.
    pub(crate) has_plan: bool,
}

/// All of them.
pub(crate) struct Board {
    /// When the log was read.
    pub(crate) read: Instant,
    /// The office.
    pub(crate) name: String,
    /// Rounds, the latest first.
    pub(crate) rounds: Vec<Line>,
    /// Ceremonies, oldest first.
    pub(crate) ceremonies: Vec<CeremonyStatus>,
    /// Proposals that have not begun.
    pub(crate) proposals: Vec<Proposal>,
    /// Names of the trustees of the directory.
    pub(crate) trustees: Vec<String>,
    /// Areas of its members.
    pub(crate) members: Vec<String>,
}

impl Board {
    /// As the log shows it.
    pub(crate) async fn of(session: &Synced<'_>) -> Result<Self> {
        let own = session.signing().verifying_key();
        let all = session.mirror.fold.rounds().map(|(_, round)| round);
        let mut mine: Vec<&RoundState> =
            all.filter(|round| round.manifest().coordinator.signing == own).collect();
        mine.sort_by_key(|round| std::cmp::Reverse(round.opened()));
        let line = |round: &RoundState| {
            Ok(Line {
                status: status(session, Some(&round.id().0.to_string()))?,
                heading: heading(round),
                opens: round.manifest().opens,
                deadline: round.deadline(),
                periods: round.manifest().periods.join(", "),
                min_members: round.manifest().policy.min_members,
                has_plan: round.plan().is_some(),
            })
        };
        let names = |role| session.directory.of(role).map(|card| card.name.clone()).collect();
        Ok(Self {
            read: session.now(),
            name: session.directory.sole(Role::Coordinator)?.name.clone(),
            rounds: mine.into_iter().map(line).collect::<Result<_>>()?,
            ceremonies: ceremonies(session),
            proposals: proposals(session, own).await?,
            trustees: names(Role::Trustee),
            members: names(Role::Member),
        })
    }

    /// A round by its id.
    ///
    /// # Errors
    /// An id that no round of this coordinator has.
    pub(crate) fn round(&self, id: &str) -> std::result::Result<&Line, Refusal> {
        self.rounds.iter().find(|line| line.status.round == id).ok_or(Refusal::Nowhere)
    }

    /// Keys that no round uses yet.
    pub(crate) fn unused(&self) -> usize {
        self.ceremonies.iter().map(|one| one.unused).sum()
    }

    /// The frame of a page of this office.
    pub(crate) fn frame<'a>(&'a self, title: &'a str, here: Here) -> Frame<'a> {
        Frame::open(title, (Role::Coordinator, &self.name), here)
    }
}

impl Line {
    /// The address of the round's page.
    pub(crate) fn at(&self) -> String {
        format!("/coordinator/round/{}", self.status.round)
    }

    /// The way back from a page of this round.
    pub(crate) fn crumbs(&self, words: &Words) -> Markup {
        html! {
            nav.crumbs aria-label=(words.say("crumbs")) {
                a href="/coordinator" { (words.say("rounds-title")) }
                a href=(self.at()) { (self.status.name) }
            }
        }
    }
}
