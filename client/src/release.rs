//! Published files from a round's state: the one place where structure, log and openings meet the publications room.

use crate::error::{ClientError, Result};
use crate::wire::post::TOOL;
use intertally_core::disclosure::{Plan, Shown, shown};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, Status};
use intertally_log::Root;
use intertally_release::publish::{Anchor, Material, files, plan_text};
use intertally_release::structure::Structure;
use intertally_verify::{Anchor as Place, Regenerate, Released};
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

fn parse(structure: &[u8], manifest: &RoundManifest) -> std::result::Result<Structure, String> {
    if file_digest(structure) != manifest.structure {
        return Err("the structure file is not the one that the round names".into());
    }
    let parsed = Structure::parse("structure.toml", structure);
    parsed.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

/// What sealed members sent that everybody can read.
struct Told {
    statuses: BTreeMap<MemberIndex, Vec<Status>>,
    notes: BTreeMap<MemberIndex, Vec<Note>>,
}

impl Told {
    fn of(round: &RoundState) -> Self {
        let headers = || round.latest().map(|(member, latest)| (member, &latest.header));
        Self {
            statuses: headers().map(|(member, header)| (member, header.statuses.clone())).collect(),
            notes: headers().map(|(member, header)| (member, header.notes.clone())).collect(),
        }
    }
}

fn stop(what: String) -> ClientError {
    ClientError::stop(what, "correct the structure in a new round")
}

/// What readers see of each cell of a counted round, from the exact totals of the approved cells.
///
/// # Errors
/// A stop, if the totals are not those of the adopted plan.
pub fn shown_of(round: &RoundState, openings: &OpeningsSheet, earlier: &[Composition]) -> Result<Vec<Shown>> {
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    let totals = openings.cells.iter().map(|opened| (opened.cell, opened.total)).collect();
    let made = shown(round.manifest(), &round.returned(), approved, earlier, &totals);
    made.map_err(|why| ClientError::stop(why.to_string(), "count and open the round again"))
}

/// The files of a counted round. `root`: that of the log up to the event that adopted the plan.
///
/// # Errors
/// A stop, if the round has no plan or the structure is not the round's.
pub fn files_of(round: &RoundState, structure: &[u8], shown: &[Shown], root: Option<Root>) -> Result<Files> {
    let Told { statuses, notes } = &Told::of(round);
    let (height, event) = round.plan_event().ok_or_else(|| stop("the round has no plan".into()))?;
    let root = root.filter(|root| root.size == height.saturating_add(1));
    let root = root.ok_or_else(|| stop("the root is not that of the log up to the plan".into()))?;
    let anchor = Anchor { height, event, root: Digest(root.hash) };
    let (structure, manifest) = (&parse(structure, round.manifest()).map_err(stop)?, round.manifest());
    let material = Material { structure, manifest, statuses, notes, shown, anchor };
    files(&material).map_err(|why| stop(why.to_string()))
}

/// What became of each cell, and why, as text for the coordinator alone.
///
/// # Errors
/// A stop, if plan and totals are not of one round.
pub fn plan_of(
    round: &RoundState,
    openings: &OpeningsSheet,
    earlier: &[Composition],
    plan: &Plan,
) -> Result<String> {
    let shown = shown_of(round, openings, earlier)?;
    Ok(plan_text(round.manifest(), &round.returned().reported, plan, &shown))
}

/// Makes published files anew, for the verifier.
pub struct Releaser;

impl Regenerate for Releaser {
    fn release(&self) -> &str {
        TOOL
    }

    fn files(&self, from: &Released<'_>) -> std::result::Result<Files, String> {
        let &Released { manifest, statuses, notes, shown, .. } = from;
        let structure = &parse(from.structure, manifest)?;
        let Place { height, event, root } = from.anchor;
        let anchor = Anchor { height, event, root };
        let material = Material { structure, manifest, statuses, notes, shown, anchor };
        files(&material).map_err(|why| why.to_string())
    }
}
