//! Opening a round: the structure file becomes cells, the directory becomes members and trustees.

use super::series;
use super::spread::spread;
use crate::error::{ClientError, Result};
use crate::home::{Card, Role};
use crate::session::Session;
use crate::wire::blobs;
use intertally_core::SPEC_VERSION;
use intertally_core::ceremony::Phase;
use intertally_core::event::{Kind, Scope};
use intertally_core::party::{Instant, Party, RoundId};
use intertally_core::round::{CoordinatorEntry, MemberEntry, Policy, RoundManifest};
use intertally_release::returns::public_figures;
use intertally_release::structure::Structure;
use std::collections::BTreeSet;
use std::path::Path;

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
    /// Instead of the structure's minimum of contributors.
    pub min_contributors: Option<u16>,
    /// When submissions open.
    pub opens: Instant,
    /// When they close.
    pub deadline: Instant,
    /// Milliseconds after the deadline.
    pub grace_ms: u64,
    /// Outside every ledger.
    pub practice: bool,
    /// A revision round: members certify anew which cells changed.
    pub revision: bool,
    /// The list of figures that members publish themselves: its name for errors, and the file.
    pub public_figures: Option<(String, Vec<u8>)>,
}

/// Faults of a structure, one line each.
fn faults(name: &str, all: &[impl std::fmt::Display]) -> ClientError {
    let lines: Vec<String> = all.iter().map(ToString::to_string).collect();
    ClientError::content(Path::new(name), format!("{} faults:\n  {}", all.len(), lines.join("\n  ")))
}

/// Open a round. The structure file is put before the event that names it.
pub async fn open(session: &mut Session, new: &NewRound) -> Result<RoundId> {
    session.sync().await?;
    let earlier = if new.practice { vec![] } else { series::earlier(session).await? };
    let structure = Structure::parse(&new.structure_name, &new.structure)
        .map_err(|all| faults(&new.structure_name, &all))?;
    let table = structure.table(&new.periods).map_err(|all| faults(&new.structure_name, &all))?;
    let members = members(session, &new.members)?;
    let mut cells = table.cells;
    let areas: Vec<String> = members.iter().map(|member| member.area.clone()).collect();
    let public_figures = match &new.public_figures {
        Some((name, bytes)) => {
            public_figures(&structure, &cells, &areas, name, bytes).map_err(|all| faults(name, &all))?
        }
        None => Vec::new(),
    };
    for cell in &mut cells {
        if let Some(minimum) = new.min_contributors {
            cell.min_contributors = minimum;
        }
        let public = |(at, member): (u16, &MemberEntry)| {
            public_figures.iter().any(|(key, area)| *key == cell.key && *area == member.area).then_some(at)
        };
        cell.public_members = (0..).zip(&members).filter_map(public).collect();
    }
    let rounds = || session.mirror.fold.rounds().map(|(_, round)| round);
    let used: BTreeSet<_> =
        rounds().flat_map(|round| round.manifest().keys.iter().map(|key| key.key)).collect();
    let own = session.signing().verifying_key();
    let valid = |state: &&intertally_core::ceremony::CeremonyState| {
        *state.phase() == Phase::Valid && state.manifest().coordinator == own
    };
    // Of the valid ceremonies the one with enough unused keys.
    let mut keys = Err(ClientError::stop("there is no valid ceremony", "run `coordinator ceremony` first"));
    let mut ceremony = None;
    for (_, state) in session.mirror.fold.ceremonies().filter(|(_, state)| valid(state)) {
        keys = spread(state, &used, (&cells, members.len() as u64, new.revision));
        ceremony = Some(state.manifest().clone());
        if keys.is_ok() {
            break;
        }
    }
    let keys = keys?;
    let ceremony =
        ceremony.ok_or_else(|| ClientError::stop("there is no valid ceremony", "hold one first"))?;
    let coordinator = session.directory.sole(Role::Coordinator)?;
    let structure = blobs::put(&session.link, "file", &new.structure).await?;
    let manifest = RoundManifest {
        spec_version: SPEC_VERSION,
        name: new.name.clone(),
        practice: new.practice,
        structure,
        leaves: table.leaves,
        cells,
        relations: table.relations,
        members,
        coordinator: CoordinatorEntry { signing: coordinator.key()?, sealing: coordinator.sealing_key()? },
        aggregator: session.directory.sole(Role::Aggregator)?.key()?,
        ceremony: ceremony.id(),
        trustees: ceremony.trustees.iter().map(|entry| entry.signing).collect(),
        threshold: ceremony.threshold,
        keys,
        policy: Policy { min_members: new.min_members, work_limit: WORK_LIMIT },
        opens: new.opens,
        deadline: new.deadline,
        grace_ms: new.grace_ms,
        revision: new.revision,
        earlier,
    };
    let found = manifest.faults();
    if !found.is_empty() {
        return Err(faults("the round", &found));
    }
    let id = manifest.id();
    session.post(Party::Coordinator, (Scope::Round(id), Kind::Opened), &manifest).await?;
    Ok(id)
}

/// Steps of the exact search of the rank test per cell.
const WORK_LIMIT: u64 = 1_000_000;

fn members(session: &Session, wanted: &[String]) -> Result<Vec<MemberEntry>> {
    let entry = |card: &Card| Ok(MemberEntry { area: card.name.clone(), signing: card.key()? });
    if wanted.is_empty() {
        return session.directory.of(Role::Member).map(entry).collect();
    }
    let named = |area: &String| {
        let card = session.directory.named(Role::Member, area);
        card.ok_or_else(|| ClientError::stop(format!("there is no member {area}"), "see the directory"))
            .and_then(entry)
    };
    wanted.iter().map(named).collect()
}
