//! Where a round stands: who has submitted, who is missing, what comes next.

use crate::error::Result;
use crate::names::Names;
use crate::person::question::{AtHand, Heading};
use crate::session::{Session, Synced};
use intertally_core::ceremony::Phase as CeremonyPhase;
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::positions::Step;
use intertally_core::party::{Instant, MemberIndex, TrusteeIndex};
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
    /// The deadline for a shell that writes dates in its own way.
    #[serde(skip)]
    pub deadline_at: Instant,
    /// What comes next, for a shell that has words of its own.
    #[serde(skip)]
    pub step: Next,
    /// Trustees by name, with what each has done.
    #[serde(skip)]
    pub trustees: Vec<TrusteeAt>,
}

/// A trustee in a round, by what the log shows of it.
#[derive(Clone, Debug)]
pub struct TrusteeAt {
    /// Its name.
    pub name: String,
    /// It has shown that it holds its sub-keys.
    pub rehearsed: bool,
    /// It has stated for the first key.
    pub stated: bool,
    /// It gave shares of the counts, and of the totals.
    pub gave: (bool, bool),
    /// It has erased sub-keys of the round.
    pub erased: bool,
}

/// What comes next in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// It has failed, and why: cancel it, and open another one.
    Failed(String),
    /// Trustees show that they hold its keys.
    Rehearse,
    /// Members send.
    Members,
    /// Seal: all are in.
    SealAll,
    /// Seal, or move the deadline: it is over.
    SealOrExtend,
    /// Trustees state.
    State,
    /// Trustees open the counts.
    OpenCounts,
    /// Count, and adopt the plan.
    Count,
    /// Trustees open the approved totals.
    OpenTotals,
    /// Publish.
    Publish,
    /// Hand out the record; trustees erase.
    Record,
    /// Held: a new round takes its place.
    Held,
    /// Cancelled.
    Cancelled,
}

/// The status of a round.
pub fn status(session: &Synced<'_>, wanted: Option<&str>) -> Result<RoundStatus> {
    let round = session.round(wanted)?;
    Ok(standing(session, round))
}

/// The same of a round that is at hand.
pub(crate) fn standing(session: &Session, round: &RoundState) -> RoundStatus {
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
    let step = match failure {
        Some(why) => Next::Failed(why.to_string()),
        None => next(session, round, missing.is_empty(), statements, shares),
    };
    RoundStatus {
        withdrawn,
        name: manifest.name.clone(),
        round: round.id().0.to_string(),
        phase: if failure.is_some() { "failed" } else { round.phase().name() },
        practice: manifest.practice,
        cells: manifest.cells.len(),
        deadline: {
            let over = round.phase() == Phase::Open && session.now() > round.deadline();
            format!("{}{}", session.when(round.deadline()), if over { ", OVER" } else { "" })
        },
        deadline_at: round.deadline(),
        submitted: members().filter_map(|(at, m)| Some((m.area.clone(), *latest.get(&at)?))).collect(),
        next: told(session, round, &step, missing.len(), statements.1),
        trustees: trustees(session, round),
        step,
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
    all_in: bool,
    statements: (usize, u8),
    (a, b, t): (usize, usize, u8),
) -> Next {
    let t = usize::from(t);
    match round.phase() {
        Phase::Open if round.rehearsed().len() < usize::from(statements.1) => Next::Rehearse,
        Phase::Open if all_in => Next::SealAll,
        Phase::Open if session.now() <= round.closes() => Next::Members,
        Phase::Open => Next::SealOrExtend,
        Phase::Sealed if statements.0 < usize::from(statements.1) => Next::State,
        Phase::Sealed if a < t && asked(round, Step::A).is_some() => Next::OpenCounts,
        Phase::Sealed => Next::Count,
        Phase::Counted if b < t && asked(round, Step::B).is_some() => Next::OpenTotals,
        Phase::Counted => Next::Publish,
        Phase::Published => Next::Record,
        Phase::Held => Next::Held,
        Phase::Cancelled => Next::Cancelled,
    }
}

/// What comes next, with the commands that do it.
fn told(session: &Session, round: &RoundState, step: &Next, missing: usize, quorum: u8) -> String {
    match step {
        Next::Failed(why) => {
            format!("failed: {why}; `coordinator cancel`, then `new`, and each member runs `member resend`")
        }
        Next::Rehearse => format!(
            "{} trustees have shown that they hold this round's keys, {quorum} are needed: `trustee sit` at each, \
             before members send{}; if they do not come back, `cancel`, hold a new ceremony, `new`",
            round.rehearsed().len(),
            spare(session, round, |trustee| trustee.rehearsed)
        ),
        Next::SealAll => "all members are in: `coordinator seal`".into(),
        Next::Members => {
            let closes = session.when(round.closes());
            format!("{missing} members are missing; seal after {closes} or when all are in")
        }
        Next::SealOrExtend => "the deadline is over: `coordinator seal`, or `coordinator extend`".into(),
        Next::State => format!(
            "trustees state: `trustee sit` at each{}; if too few come back it can never be opened: `cancel`, hold a new \
             ceremony, `new`, and each member runs `member resend`",
            spare(session, round, |trustee| trustee.stated)
        ),
        Next::OpenCounts => "trustees open the counts: `trustee sit` at each".into(),
        Next::Count => "`coordinator count`".into(),
        Next::OpenTotals => "trustees open the approved totals: `trustee sit` at each".into(),
        Next::Publish => "`coordinator publish`".into(),
        Next::Record => "`coordinator record`; trustees: `trustee destroy`".into(),
        Next::Held => format!(
            "held: open a new round from this one; each member runs `member recheck` and `member resend`; \
             {} ceremonies are valid",
            valid(session)
        ),
        Next::Cancelled => "cancelled; a new round takes the members' kept returns: `member resend`".into(),
    }
}

/// Who has not done it yet, and how many of these may stay away. A quorum is more than the threshold: of three trustees with a
/// threshold of two all three.
fn spare(session: &Session, round: &RoundState, done: impl Fn(&TrusteeAt) -> bool) -> String {
    let all = trustees(session, round);
    let (done, still): (Vec<&TrusteeAt>, Vec<&TrusteeAt>) = all.iter().partition(|trustee| done(trustee));
    let names: Vec<&str> = still.iter().map(|trustee| trustee.name.as_str()).collect();
    let needed = usize::from(round.quorum()).saturating_sub(done.len());
    match still.len().saturating_sub(needed) {
        0 => format!("; still missing: {}, and none of them can be spared", names.join(", ")),
        more => format!("; still missing: {}, of whom {more} can be spared", names.join(", ")),
    }
}

/// Trustees of a round by name, with what each has done.
fn trustees(session: &Session, round: &RoundState) -> Vec<TrusteeAt> {
    let (names, manifest) = (Names::of(session, round), round.manifest());
    let first = manifest.keys.first().map(|key| key.key);
    let gave = |step, at: &TrusteeIndex| {
        let key = asked(round, step).and_then(|part| manifest.keys.get(part));
        let given = key.and_then(|key| round.shares(key.key, step));
        given.is_some_and(|given| given.contains_key(at))
    };
    let one = |at: TrusteeIndex| TrusteeAt {
        name: names.trustee(at),
        rehearsed: round.rehearsed().contains_key(&at),
        stated: first.and_then(|key| round.statements(&key)).is_some_and(|said| !said.by(at).is_empty()),
        gave: (gave(Step::A, &at), gave(Step::B, &at)),
        erased: round.destroyed(at).is_some_and(|keys| !keys.is_empty()),
    };
    (0..=u8::MAX).zip(&manifest.trustees).map(|(at, _)| one(TrusteeIndex(at))).collect()
}

fn valid(session: &Session) -> usize {
    session.mirror.fold.ceremonies().filter(|(_, state)| *state.phase() == CeremonyPhase::Valid).count()
}

impl RoundStatus {
    /// The round as questions name it.
    #[must_use]
    pub fn at_hand(&self) -> AtHand {
        let heading = Heading { name: self.name.clone(), practice: self.practice, id: self.round.clone() };
        let sent = self.submitted.len();
        AtHand { heading, phase: self.phase, sent: (sent, sent.saturating_add(self.missing.len())) }
    }

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
