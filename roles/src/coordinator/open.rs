//! Opening a round: the structure file becomes cells, the directory becomes members and trustees.

use super::keys::{self, CeremonyStanding, CeremonyStatus};
use super::series;
use super::spread::spread;
use crate::directory::{Card, Role};
use crate::error::{Result, RoleError};
use crate::person::Question;
use crate::person::question::RoundOutline;
use crate::session::{Session, Synced};
use crate::wire::blobs;
use intertally_core::SPEC_VERSION;
use intertally_core::blob::BlobKind;
use intertally_core::ceremony::{CeremonyState, Phase};
use intertally_core::event::{Event, Kind, Scope};
use intertally_core::fold::Phase as RoundPhase;
use intertally_core::hash::Digest;
use intertally_core::party::{CeremonyId, Instant, Party, RoundId};
use intertally_core::round::{CellSpec, CoordinatorEntry, MemberEntry, Policy, RoundManifest};
use intertally_structure::text::many;
use intertally_structure::{Structure, span};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What the coordinator decides about a round.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// Name for people, at most 64 bytes.
    pub name: String,
    /// The structure file, as it will be in the record.
    pub structure: Vec<u8>,
    /// Its name, for errors.
    pub structure_name: String,
    /// Periods, e.g. 2024.
    pub periods: Vec<String>,
    /// Area codes of the members; empty: all of the directory.
    pub members: Vec<String>,
    /// Fewest members for sealing.
    pub min_members: u16,
    /// More contributors than the structure wants; never fewer.
    pub min_contributors: Option<u16>,
    /// When submissions open.
    pub opens: Instant,
    /// When they close.
    pub deadline: Instant,
    /// Milliseconds after the deadline.
    pub grace_ms: u64,
    /// Outside every ledger.
    pub practice: bool,
}

/// Faults of a structure, one line each.
fn faults(name: &str, all: &[impl std::fmt::Display]) -> RoleError {
    let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    RoleError::content(name, format!("{}:\n  {}", many(all.len(), "fault"), lines.join("\n  ")))
}

/// Open a round. The structure file is put before the event that names it.
pub async fn open(session: &mut Synced<'_>, new: &NewRound) -> Result<RoundId> {
    unique(session, &new.name)?;
    let structure = Structure::parse(&new.structure_name, &new.structure)
        .map_err(|all| faults(&new.structure_name, &all))?;
    let table = structure.table(&new.periods).map_err(|all| faults(&new.structure_name, &all))?;
    let members = members(session, &new.members)?;
    let mut cells = table.cells;
    if let Some(minimum) = new.min_contributors {
        stricter(&mut cells, minimum)?;
    }
    let ceremonies = ceremonies(session)?;
    let coordinator = session.directory.sole(Role::Coordinator)?;
    let called = format!("{}:{}({})", structure.agency, structure.id, structure.version);
    let asks = (called, new.structure_name.clone(), structure.tables.len());
    let structure = blobs::put(&*session.wire, BlobKind::File, &new.structure).await?;
    let mut manifest = RoundManifest {
        spec_version: SPEC_VERSION,
        name: new.name.clone(),
        practice: new.practice,
        structure,
        periods: new.periods.clone(),
        leaves: table.leaves,
        cells,
        rules: table.rules,
        members,
        coordinator: CoordinatorEntry { signing: coordinator.key()?, sealing: coordinator.sealing_key()? },
        aggregator: session.directory.sole(Role::Aggregator)?.key()?,
        // How many keys it takes follows from the earlier rounds that it must name, and the ceremony from these.
        ceremony: CeremonyId(Digest::ZERO),
        trustees: vec![],
        threshold: 0,
        keys: vec![],
        policy: Policy { min_members: new.min_members },
        opens: new.opens,
        deadline: new.deadline,
        grace_ms: new.grace_ms,
        revision: false,
        earlier: vec![],
    };
    // What is in the way of every such round comes before what a ceremony mends.
    manifest.earlier = series::earlier(session, &manifest).await?;
    manifest.revision = !manifest.earlier.is_empty();
    with_keys(session, &ceremonies, &mut manifest)?;
    let found = manifest.faults();
    if !found.is_empty() {
        return Err(faults("the round", &found));
    }
    session.ask(&Question::Open(Box::new(outline(session, &manifest, asks))))?;
    let id = manifest.id();
    session.post(Party::Coordinator, (Scope::Round(id), Kind::Opened), &manifest).await?;
    Ok(id)
}

/// A name means one round: whoever reads it in a letter, or types it, must not meet another one. Only of a cancelled round the
/// name is free again.
fn unique(session: &Session, name: &str) -> Result<()> {
    let mut rounds = session.mirror.fold.rounds().map(|(_, round)| round);
    let Some(there) =
        rounds.find(|round| round.manifest().name == name && round.phase() != RoundPhase::Cancelled)
    else {
        return Ok(());
    };
    let id = there.id().0.to_string();
    let practice = if there.manifest().practice { "practice " } else { "" };
    let what = format!("there is a {practice}round '{name}' already, id {id:.16}, {}", there.phase().name());
    let next = "give this one another name; if `new` was cut off, that is the round that it opened: see `coordinator status`";
    Err(RoleError::stop(what, next))
}

/// When a ceremony began, by the log.
fn begun(session: &Session, ceremony: CeremonyId) -> Option<&Event> {
    session.event(Scope::Ceremony(ceremony), Kind::Convened)
}

/// The valid ceremonies that this coordinator held, newest first as they stand in the log: one at least.
fn ceremonies<'a>(session: &'a Synced<'_>) -> Result<Vec<&'a CeremonyState>> {
    let own = session.signing().verifying_key();
    let states = session.mirror.fold.ceremonies().map(|(_, state)| state);
    let mut valid: Vec<&CeremonyState> = states
        .filter(|state| *state.phase() == Phase::Valid && state.manifest().coordinator == own)
        .collect();
    if valid.is_empty() {
        return Err(no_ceremony(session));
    }
    valid
        .sort_by_cached_key(|state| Reverse(begun(session, state.manifest().id()).map(|event| event.height)));
    Ok(valid)
}

/// Why no ceremony has keys, and what comes next: one may be running, or have ended without.
fn no_ceremony(session: &Synced<'_>) -> RoleError {
    let all = keys::ceremonies(session);
    if let Some(running) = all.iter().find(|one| one.is_running()) {
        let what = format!("the ceremony {:.8} has made no key yet: {}", running.ceremony, running.state);
        return RoleError::stop(what, WHILE_IT_RUNS);
    }
    let ended = all.iter().rfind(|one| matches!(one.standing, CeremonyStanding::Ended(..)));
    let what = ended.map_or_else(
        || "there is no valid ceremony".to_owned(),
        |ended| format!("there is no valid ceremony: {:.8} {}", ended.ceremony, ended.state),
    );
    RoleError::stop(
        what,
        "hold one: `coordinator ceremony --threshold`, then `trustee sit` at each until it is valid",
    )
}

/// What is done while a ceremony runs. Nothing was opened, and nothing of the ceremony is lost.
const WHILE_IT_RUNS: &str = "nothing was opened: trustees run `trustee sit` until `coordinator status` shows it as valid, then run \
                             the same `new` again";

/// Keys for all cells, of the newest ceremony that has enough unused ones, with its committee; else what the newest lacks.
fn with_keys(
    session: &Synced<'_>,
    ceremonies: &[&CeremonyState],
    manifest: &mut RoundManifest,
) -> Result<()> {
    let rounds = session.mirror.fold.rounds().map(|(_, round)| round);
    let used: BTreeSet<_> =
        rounds.flat_map(|round| round.manifest().keys.iter().map(|key| key.key)).collect();
    let members = manifest.members.len() as u64;
    let mut lacking = None;
    for state in ceremonies {
        match spread(state, &used, (&manifest.cells, members, manifest.revision)) {
            Ok(keys) => {
                let ceremony = state.manifest();
                manifest.ceremony = ceremony.id();
                manifest.trustees = ceremony.trustees.iter().map(|entry| entry.signing).collect();
                (manifest.threshold, manifest.keys) = (ceremony.threshold, keys);
                return Ok(());
            }
            Err(why) => lacking = lacking.or(Some(why)),
        }
    }
    let running = keys::ceremonies(session).into_iter().find(CeremonyStatus::is_running);
    Err(match (lacking, running) {
        (Some(RoleError::Stop { what, .. }), Some(running)) => {
            let what = format!("{what}; the ceremony {:.8} is running: {}", running.ceremony, running.state);
            RoleError::stop(what, WHILE_IT_RUNS)
        }
        (Some(lacking), _) => lacking,
        (None, _) => no_ceremony(session),
    })
}

/// What the person is shown before it opens.
fn outline(
    session: &Session,
    manifest: &RoundManifest,
    (structure, file, tables): (String, String, usize),
) -> RoundOutline {
    let counted = manifest.cells.iter().filter(|cell| !cell.is_typed()).count();
    let minimum = manifest.cells.iter().map(|cell| cell.min_contributors);
    RoundOutline {
        name: manifest.name.clone(),
        practice: manifest.practice,
        revision: manifest.revision,
        structure: (structure, file),
        tables,
        now: session.now(),
        periods: manifest.periods.clone(),
        areas: manifest.members.iter().map(|member| member.area.clone()).collect(),
        min_members: manifest.policy.min_members,
        cells: (manifest.cells.len() - counted, counted),
        contributors: (minimum.clone().min().unwrap_or(0), minimum.max().unwrap_or(0)),
        dates: (manifest.opens, manifest.deadline),
        committee: (manifest.threshold, manifest.trustees.len()),
        ceremony: (
            manifest.ceremony.0.to_string(),
            begun(session, manifest.ceremony).map_or(Instant(0), |event| event.at),
        ),
        keys: manifest.keys.len(),
        same_periods: same_periods(session, manifest),
        not_over: not_over(&manifest.periods, session.now()),
        earlier: manifest.earlier.iter().map(|record| series::called(session, record.round)).collect(),
        not_again: series::not_again(session, manifest),
        compared: compared(session, manifest),
    }
}

/// Periods that a round which this one names asked for, too: name of that round, and the periods.
fn same_periods(session: &Session, manifest: &RoundManifest) -> Vec<(String, Vec<String>)> {
    let states = manifest.earlier.iter().filter_map(|record| session.mirror.fold.round(&record.round));
    let shared = states.map(|state| {
        let old = state.manifest();
        let periods = old.periods.iter().filter(|period| manifest.periods.contains(period));
        (old.name.clone(), periods.cloned().collect::<Vec<_>>())
    });
    shared.filter(|(_, periods)| !periods.is_empty()).collect()
}

/// Periods whose last day is not over at this instant, in UTC: nobody has whole figures of them.
fn not_over(periods: &[String], now: Instant) -> Vec<String> {
    let Ok(now) = jiff::Timestamp::from_millisecond(now.0) else { return Vec::new() };
    let today = now.to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let Ok(year) = u32::try_from(today.year()) else { return Vec::new() };
    let month = 12 * year + u32::from(today.month().unsigned_abs()) - 1;
    let lasts = |period: &&String| span(period).is_some_and(|(first, months)| first + months > month);
    periods.iter().filter(lasts).cloned().collect()
}

/// Names of the rounds that it is compared with, if nothing else is published before its plan.
fn compared(session: &Session, manifest: &RoundManifest) -> Vec<String> {
    let before = session.mirror.fold.before(manifest, u64::MAX);
    before.iter().map(|one| one.round.manifest().name.clone()).collect()
}

/// Ask for more contributors than the structure does. Members, trustees and auditors refuse a round that asks for fewer.
fn stricter(cells: &mut [CellSpec], minimum: u16) -> Result<()> {
    if let Some(cell) = cells.iter().find(|cell| cell.min_contributors > minimum) {
        let what = format!(
            "the structure wants at least {} contributors in {}, and --min-contributors {minimum} would take fewer",
            cell.min_contributors, cell.key
        );
        let next = "name a larger number, or leave it out; a smaller one takes another structure file";
        return Err(RoleError::stop(what, next));
    }
    cells.iter_mut().for_each(|cell| cell.min_contributors = minimum);
    Ok(())
}

fn members(session: &Session, wanted: &[String]) -> Result<Vec<MemberEntry>> {
    let entry = |card: &Card| Ok(MemberEntry { area: card.name.clone(), signing: card.key()? });
    if wanted.is_empty() {
        return session.directory.of(Role::Member).map(entry).collect();
    }
    let named = |area: &String| {
        let card = session.directory.named(Role::Member, area);
        card.ok_or_else(|| RoleError::stop(format!("there is no member {area}"), "see the directory"))
            .and_then(entry)
    };
    wanted.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stricter_minimum_is_taken() {
        let structure = Structure::parse("default", intertally_structure::DEFAULT.as_bytes()).unwrap();
        let mut cells = structure.table(&["2024".into()]).unwrap().cells;
        let own = cells.iter().map(|cell| cell.min_contributors).max().unwrap();
        let before = cells.clone();
        let refused = stricter(&mut cells, own - 1).unwrap_err().to_string();
        assert!(refused.contains(&format!("at least {own} contributors")), "{refused}");
        assert_eq!(cells, before);
        stricter(&mut cells, own + 1).unwrap();
        assert!(cells.iter().all(|cell| cell.min_contributors == own + 1));
    }

    #[test]
    fn a_period_is_over_when_its_last_month_is() {
        let at = |text: &str| Instant(text.parse::<jiff::Timestamp>().unwrap().as_millisecond());
        let periods = ["2024", "2025", "2025-Q1", "2025-M12"].map(String::from);
        assert_eq!(not_over(&periods, at("2025-04-01T00:00:00Z")), ["2025", "2025-M12"]);
        assert_eq!(not_over(&periods, at("2025-03-31T23:59:59Z")), ["2025", "2025-Q1", "2025-M12"]);
        assert!(not_over(&periods, at("2026-01-01T00:00:00Z")).is_empty());
    }
}
