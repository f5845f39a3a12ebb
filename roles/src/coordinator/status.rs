//! Where a round stands: who has submitted, who is missing, what comes next.

use crate::error::Result;
use crate::session::{Session, Synced};
use intertally_core::ceremony::Phase as CeremonyPhase;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::positions::Step;
use intertally_core::party::MemberIndex;
use serde::Serialize;

/// A round as people see it.
#[derive(Clone, Debug, Serialize)]
pub struct RoundStatus {
    /// Name.
    pub name: String,
    /// Id, hexadecimal.
    pub round: String,
    /// Phase.
    pub phase: &'static str,
    /// A practice round.
    pub practice: bool,
    /// Cells.
    pub cells: usize,
    /// Deadline with extensions, in words.
    pub deadline: String,
    /// Areas with the revision that counts.
    pub submitted: Vec<(String, u32)>,
    /// Areas that have nothing in.
    pub missing: Vec<String>,
    /// Those of them that had sent, and took it back.
    pub withdrawn: Vec<String>,
    /// Trustees that have shown that they hold their sub-keys, of the quorum needed.
    pub rehearsed: (usize, u8),
    /// Trustees that have stated for the first key, of the quorum needed.
    pub statements: (usize, u8),
    /// Trustees that gave shares of step A and of step B, for the first key of which the step opens a cell, of those needed.
    pub shares: (usize, usize, u8),
    /// What comes next.
    pub next: String,
}

/// The status of a round.
pub fn status(session: &Synced<'_>, wanted: Option<&str>) -> Result<RoundStatus> {
    let round = session.round(wanted)?;
    Ok(of(session, round))
}

fn of(session: &Session, round: &RoundState) -> RoundStatus {
    let manifest = round.manifest();
    let latest: std::collections::BTreeMap<usize, u32> =
        round.latest().map(|(member, latest)| (usize::from(member.0), latest.header.revision)).collect();
    let members = || manifest.members.iter().enumerate();
    let key = manifest.keys.first().map(|key| key.key);
    let stated = key
        .zip(round.expected_statement(0))
        .and_then(|(key, expected)| Some(round.statements(&key)?.standing(&expected).len()));
    let given = |step| {
        let asked = manifest.keys.get(asked(round, step)?)?.key;
        Some(round.shares(asked, step)?.len())
    };
    let statements = (stated.unwrap_or(0), round.quorum());
    let shares = (given(Step::A).unwrap_or(0), given(Step::B).unwrap_or(0), manifest.threshold);
    let failure = round.failure(session.now());
    let missing: Vec<String> =
        members().filter(|(at, _)| !latest.contains_key(at)).map(|(_, member)| member.area.clone()).collect();
    let took_back = |at: &usize| {
        let place = u16::try_from(*at).ok().map(MemberIndex);
        !latest.contains_key(at) && place.is_some_and(|place| round.next_revision(place) > 0)
    };
    let withdrawn =
        members().filter(|(at, _)| took_back(at)).map(|(_, member)| member.area.clone()).collect();
    RoundStatus {
        withdrawn,
        name: manifest.name.clone(),
        round: round.id().0.to_string(),
        phase: if failure.is_some() { "failed" } else { round.phase().name() },
        practice: manifest.practice,
        cells: manifest.cells.len(),
        deadline: session.when(round.deadline()),
        submitted: members().filter_map(|(at, m)| Some((m.area.clone(), *latest.get(&at)?))).collect(),
        next: match failure {
            Some(why) => format!(
                "failed: {why}; `coordinator cancel`, then `new`, and each member runs `member resend`"
            ),
            None => next(session, round, &missing, statements, shares),
        },
        rehearsed: (round.rehearsed().len(), round.quorum()),
        missing,
        statements,
        shares,
    }
}

/// The first key of which a step opens a cell.
fn asked(round: &RoundState, step: Step) -> Option<usize> {
    (0..round.manifest().keys.len()).find(|part| round.question(*part, step).is_some())
}

fn next(
    session: &Session,
    round: &RoundState,
    missing: &[String],
    statements: (usize, u8),
    (a, b, t): (usize, usize, u8),
) -> String {
    let t = usize::from(t);
    match round.phase() {
        Phase::Open if round.rehearsed().len() < usize::from(statements.1) => {
            format!(
                "{} trustees have shown that they hold this round's keys, {} are needed: `trustee sit` at each, \
                 before members send; if they do not come back, `cancel`, hold a new ceremony, `new`",
                round.rehearsed().len(),
                statements.1
            )
        }
        Phase::Open if missing.is_empty() => "all members are in: `coordinator seal`".into(),
        Phase::Open if session.now() <= round.closes() => {
            format!(
                "{} members are missing; seal after {} or when all are in",
                missing.len(),
                session.when(round.closes())
            )
        }
        Phase::Open => "the deadline is over: `coordinator seal`, or `coordinator extend`".into(),
        Phase::Sealed if statements.0 < usize::from(statements.1) => {
            "trustees state: `trustee sit` at each".into()
        }
        Phase::Sealed if a < t && asked(round, Step::A).is_some() => {
            "trustees open the counts: `trustee sit` at each".into()
        }
        Phase::Sealed => "`coordinator count`".into(),
        Phase::Counted if b < t && asked(round, Step::B).is_some() => {
            "trustees open the approved totals: `trustee sit` at each".into()
        }
        Phase::Counted => "`coordinator publish`".into(),
        Phase::Published => "`coordinator record`; trustees: `trustee destroy`".into(),
        Phase::Held => format!(
            "held: open a new round from this one; each member runs `member recheck` and `member resend`; \
                                {} ceremonies are valid",
            valid(session)
        ),
        Phase::Cancelled => "cancelled; a new round takes the members' kept returns: `member resend`".into(),
    }
}

fn valid(session: &Session) -> usize {
    session.mirror.fold.ceremonies().filter(|(_, state)| *state.phase() == CeremonyPhase::Valid).count()
}

impl RoundStatus {
    /// As a table.
    #[must_use]
    pub fn to_text(&self) -> String {
        let submitted: Vec<String> = self
            .submitted
            .iter()
            .map(
                |(area, revision)| {
                    if *revision == 0 { area.clone() } else { format!("{area} (revision {revision})") }
                },
            )
            .collect();
        let missing = |area: &String| {
            if self.withdrawn.contains(area) { format!("{area} (withdrew)") } else { area.clone() }
        };
        let missing: Vec<String> = self.missing.iter().map(missing).collect();
        format!(
            "round      {}{}\nid         {}\nphase      {}\ncells      {}\ndeadline   {}\nsubmitted  {:>3}  {}\nmissing    {:>3}  {}\nrehearsed  {:>3}  of {} needed\n\
             statements {:>3}  of {} needed\nshares     {:>3}  counts, {} totals, of {} needed\nnext       {}",
            self.name,
            if self.practice { "  PRACTICE" } else { "" },
            self.round,
            self.phase,
            self.cells,
            self.deadline,
            self.submitted.len(),
            submitted.join(" "),
            self.missing.len(),
            missing.join(" "),
            self.rehearsed.0,
            self.rehearsed.1,
            self.statements.0,
            self.statements.1,
            self.shares.0,
            self.shares.1,
            self.shares.2,
            self.next
        )
    }
}
