//! Where this trustee stands: proposals, ceremonies, rounds, and which step of each is its own to do. Nothing is done here;
//! what a step does and checks is in `sit`.

use super::backup::{BackedUp, backed_up};
use super::ceremony::{held, state_name};
use super::ledger::LedgerFile;
use super::rebuild;
use super::sit::place;
use crate::coordinator::{CeremonyStatus, Proposal, RoundStatus, ceremonies, proposals, standing};
use crate::directory::Role;
use crate::error::Result;
use crate::session::{Session, Synced};
use intertally_core::ceremony::{CeremonyState, Phase as CeremonyPhase};
use intertally_core::fold::{Phase, RoundState};
use intertally_core::opening::positions::Step;
use intertally_core::party::TrusteeIndex;

/// A step that is this trustee's to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// None: others are to act, or nobody.
    Nothing,
    /// Show that the sub-keys of an open round are here.
    Rehearse,
    /// Check a sealed set, and state for it.
    State,
    /// Give shares of the counts of contributors.
    Counts,
    /// Check the plan, and give shares of the approved totals.
    Totals,
    /// Erase the sub-keys of a round that is over.
    Erase,
    /// The sub-keys are not here: restore the backup.
    Lost,
    /// The round's keys are older than this trustee's restore: it goes on without it.
    Older,
}

/// One round.
#[derive(Clone, Debug)]
pub struct TrusteeRound {
    /// Where it stands, as its coordinator sees it.
    pub status: RoundStatus,
    /// What this trustee is to do.
    pub due: Due,
    /// Trustees that have erased their sub-keys.
    pub erased: usize,
    /// Whether this trustee has.
    pub has_erased: bool,
}

/// One ceremony.
#[derive(Clone, Debug)]
pub struct TrusteeCeremony {
    /// Where it stands.
    pub status: CeremonyStatus,
    /// Whether a step is this trustee's to do.
    pub is_due: bool,
    /// Whether it goes on.
    pub is_open: bool,
}

/// Everything of this trustee.
#[derive(Clone, Debug)]
pub struct TrusteeStatus {
    /// Ceremonies that are proposed to it.
    pub proposals: Vec<Proposal>,
    /// Its ceremonies, oldest first.
    pub ceremonies: Vec<TrusteeCeremony>,
    /// Its rounds, oldest first.
    pub rounds: Vec<TrusteeRound>,
    /// Its last backup.
    pub backup: BackedUp,
    /// Its name, as the directory has it.
    pub name: String,
}

impl TrusteeStatus {
    /// Of a trustee that is in no ceremony yet: the server shows it nothing.
    ///
    /// # Errors
    /// What is kept and cannot be read.
    pub fn bare(session: &Session) -> Result<Self> {
        let own = session.signing().verifying_key();
        let name = session.directory.of(Role::Trustee).find(|card| card.key().is_ok_and(|key| key == own));
        let name = name.map(|card| card.name.clone()).unwrap_or_default();
        Ok(Self { proposals: vec![], ceremonies: vec![], rounds: vec![], backup: backed_up(session)?, name })
    }
}

/// Where this trustee stands.
pub async fn status(session: &Synced<'_>) -> Result<TrusteeStatus> {
    let ledger = LedgerFile::open(&session.shelf)?;
    let own = session.signing().verifying_key();
    let TrusteeStatus { name, backup, .. } = TrusteeStatus::bare(session)?;
    let coordinator = session.directory.sole(Role::Coordinator)?.key()?;
    let mine = |proposal: &Proposal| proposal.trustees.iter().any(|(own, _)| *own == name);
    let proposed = proposals(session, coordinator).await?.into_iter().filter(mine).collect();
    let mut rounds: Vec<&RoundState> = session.mirror.fold.rounds().map(|(_, round)| round).collect();
    rounds.sort_by_key(|round| round.opened());
    let mut all = Vec::new();
    for round in rounds {
        let Some(me) = place(session, round) else { continue };
        let trustees = (0..=u8::MAX).zip(&round.manifest().trustees).map(|(at, _)| TrusteeIndex(at));
        let erased = trustees.filter(|at| has_erased(round, *at)).count();
        let due = due(session, &ledger, round, me)?;
        let status = standing(session, round);
        all.push(TrusteeRound { status, due, erased, has_erased: has_erased(round, me) });
    }
    let mut held = Vec::new();
    for status in ceremonies(session) {
        let state = session.mirror.fold.ceremonies().map(|(_, state)| state);
        let mut state = state.filter(|state| state.id().0.to_string() == status.ceremony);
        let Some(state) = state.next() else { continue };
        let at = state.manifest().trustees.iter().position(|entry| entry.signing == own);
        let Some(me) = at.and_then(|at| u8::try_from(at).ok()).map(TrusteeIndex) else { continue };
        held.push(ceremony(session, state, status, me)?);
    }
    Ok(TrusteeStatus { proposals: proposed, ceremonies: held, rounds: all, backup, name })
}

fn has_erased(round: &RoundState, me: TrusteeIndex) -> bool {
    let keys = &round.manifest().keys;
    round.destroyed(me).is_some_and(|gone| keys.iter().all(|key| gone.contains(&key.key)))
}

fn ceremony(
    session: &Session,
    state: &CeremonyState,
    status: CeremonyStatus,
    me: TrusteeIndex,
) -> Result<TrusteeCeremony> {
    let mut state = state.clone();
    // Deadlines that have passed by this clock end it here as they will in the log.
    let _ = state.pass_time(session.now());
    let kept = session.vault.read(&state_name(state.id()))?.is_some();
    let owes = |state: &CeremonyState| {
        state
            .led_by(me)
            .any(|sub_key| state.receivers(sub_key, me).any(|holder| state.sealed(sub_key, holder).is_none()))
    };
    let is_due = match state.phase() {
        CeremonyPhase::Committing => !state.uncommitted(me).is_empty() || !kept,
        CeremonyPhase::Revealing => owes(&state),
        CeremonyPhase::Confirming => !state.confirmed().any(|own| own == me),
        CeremonyPhase::Disputed { leader, .. } => *leader == me,
        CeremonyPhase::Valid => kept && held(session, state.id())?.is_none(),
        CeremonyPhase::Ended(_) => false,
    };
    let is_open = !matches!(state.phase(), CeremonyPhase::Valid | CeremonyPhase::Ended(_));
    Ok(TrusteeCeremony { status, is_due, is_open })
}

/// What the log shows that this trustee has not done yet, in the order in which it is done.
fn due(session: &Session, ledger: &LedgerFile, round: &RoundState, me: TrusteeIndex) -> Result<Due> {
    if matches!(round.phase(), Phase::Published | Phase::Held | Phase::Cancelled) {
        return Ok(if has_erased(round, me) { Due::Nothing } else { Due::Erase });
    }
    let manifest = round.manifest();
    let keys = held(session, manifest.ceremony)?;
    let here = |index| keys.as_ref().is_some_and(|keys| keys.sub_keys(index).next().is_some());
    if !manifest.keys.iter().all(|key| here(key.index)) {
        return Ok(Due::Lost);
    }
    let unconfirmed = || manifest.keys.iter().any(|key| !ledger.ledger.confirmed(key.key));
    if round.phase() == Phase::Open {
        return Ok(match round.rehearsed().contains_key(&me) {
            true => Due::Nothing,
            false if ledger.ledger.restored().is_some() && unconfirmed() => Due::Older,
            false => Due::Rehearse,
        });
    }
    if rebuild::older(session, ledger, round.id()).is_some() {
        return Ok(Due::Older);
    }
    let parts = 0..manifest.keys.len();
    let key = |part: usize| manifest.keys.get(part).map(|key| key.key);
    let states = |part: usize| {
        let said = key(part).and_then(|key| round.statements(&key));
        said.is_some_and(|said| !said.by(me).is_empty())
    };
    if !parts.clone().all(states) {
        return Ok(Due::State);
    }
    let owes = |part: usize, step: Step| {
        let given = key(part).and_then(|key| round.shares(key, step));
        round.question(part, step).is_some() && !given.is_some_and(|given| given.contains_key(&me))
    };
    let agreed = |part: usize| key(part).is_some_and(|key| round.agreed(&key).is_some());
    if parts.clone().any(|part| owes(part, Step::A) && agreed(part)) {
        return Ok(Due::Counts);
    }
    if round.phase() == Phase::Counted
        && parts.clone().any(|part| round.asks(part, Step::B) && owes(part, Step::B))
    {
        return Ok(Due::Totals);
    }
    Ok(Due::Nothing)
}
