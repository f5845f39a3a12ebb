//! Published files from a round's state: the one place where structure, log and openings meet the publications room.

use crate::error::{ClientError, Result};
use crate::wire::post::TOOL;
use intertally_core::disclosure::Plan;
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::{Note, Status};
use intertally_log::Root;
use intertally_release::publish::{Anchor, Material, files, plan_rows, plan_text, withheld_after_opening};
use intertally_release::structure::Structure;
use intertally_verify::{Anchor as Place, Regenerate, Released};
use std::collections::{BTreeMap, BTreeSet};

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

/// The files of a counted round. `root`: that of the log up to the event that adopted the plan.
pub fn files_of(
    round: &RoundState,
    structure: &[u8],
    openings: &OpeningsSheet,
    root: Option<Root>,
) -> Result<Files> {
    let Told { statuses, notes } = &Told::of(round);
    let (height, event) = round.plan_event().ok_or_else(|| stop("the round has no plan".into()))?;
    let root = root.filter(|root| root.size == height.saturating_add(1));
    let root = root.ok_or_else(|| stop("the root is not that of the log up to the plan".into()))?;
    let anchor = Anchor { height, event, root: Digest(root.hash) };
    let (structure, manifest) = (&parse(structure, round.manifest()).map_err(stop)?, round.manifest());
    let material = Material { structure, manifest, statuses, notes, openings, anchor, withheld: None };
    files(&material).map_err(|why| stop(why.to_string()))
}

/// Opened cells that are not published, for the sake of other figures: see docs/publications.md.
pub fn withheld_of(round: &RoundState, structure: &[u8], openings: &OpeningsSheet) -> Result<BTreeSet<u32>> {
    withheld((structure, round.manifest()), &Told::of(round).statuses, openings).map_err(stop)
}

/// What became of each cell, and why, as text for the coordinator.
pub fn plan_of(
    round: &RoundState,
    structure: &[u8],
    openings: &OpeningsSheet,
    plan: &Plan,
) -> Result<String> {
    let Told { statuses, notes } = &Told::of(round);
    let stop = |what: String| ClientError::stop(what, "publish the round first");
    let structure = &parse(structure, round.manifest()).map_err(stop)?;
    let manifest = round.manifest();
    let material =
        Material { structure, manifest, statuses, notes, openings, anchor: NOWHERE, withheld: None };
    Ok(plan_text(&plan_rows(&material, plan).map_err(|why| stop(why.to_string()))?))
}

/// For what does not depend on where the record stands.
const NOWHERE: Anchor = Anchor { height: 0, event: Digest::ZERO, root: Digest::ZERO };

fn withheld(
    (structure, manifest): (&[u8], &RoundManifest),
    statuses: &BTreeMap<MemberIndex, Vec<Status>>,
    openings: &OpeningsSheet,
) -> std::result::Result<BTreeSet<u32>, String> {
    let structure = &parse(structure, manifest)?;
    let notes = &BTreeMap::new();
    let material =
        Material { structure, manifest, statuses, notes, openings, anchor: NOWHERE, withheld: None };
    withheld_after_opening(&material).map_err(|why| why.to_string())
}

/// Makes published files anew, for the verifier.
pub struct Releaser;

impl Regenerate for Releaser {
    fn release(&self) -> &str {
        TOOL
    }

    fn files(&self, from: &Released<'_>) -> std::result::Result<Files, String> {
        let &Released { manifest, statuses, notes, openings, withheld, .. } = from;
        let structure = &parse(from.structure, manifest)?;
        let Place { height, event, root } = from.anchor;
        let anchor = Anchor { height, event, root };
        let material = Material { structure, manifest, statuses, notes, openings, anchor, withheld };
        files(&material).map_err(|why| why.to_string())
    }

    fn withheld(&self, from: &Released<'_>) -> std::result::Result<BTreeSet<u32>, String> {
        withheld((from.structure, from.manifest), from.statuses, from.openings)
    }
}

/// A total as it is published: rounded to the cell's base.
#[must_use]
pub fn shown(total: u64, base: u8) -> u64 {
    intertally_release::publish::rounded(total, base)
}
