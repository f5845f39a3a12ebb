//! Published files from a round's state: the one place where structure, log and openings meet the publications room.

use crate::error::{ClientError, Result};
use intertally_core::disclosure::Plan;
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::Status;
use intertally_release::publish::{Anchor, Material, files, plan_rows, plan_text, withheld_after_opening};
use intertally_release::structure::Structure;
use intertally_verify::{Regenerate, Released};
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, Vec<u8>>;

fn parse(structure: &[u8], manifest: &RoundManifest) -> std::result::Result<Structure, String> {
    if file_digest(structure) != manifest.structure {
        return Err("the structure file is not the one that the round names".into());
    }
    let parsed = Structure::parse("structure.toml", structure);
    parsed.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn make(
    (structure, manifest): (&[u8], &RoundManifest),
    statuses: &BTreeMap<MemberIndex, Vec<Status>>,
    (openings, withheld): (&OpeningsSheet, Option<&BTreeSet<u32>>),
    anchor: Anchor,
) -> std::result::Result<Files, String> {
    let parsed = parse(structure, manifest)?;
    let material = Material { structure: &parsed, manifest, statuses, openings, anchor, withheld };
    files(&material).map_err(|why| why.to_string())
}

/// The files of a counted round.
pub fn files_of(round: &RoundState, structure: &[u8], openings: &OpeningsSheet) -> Result<Files> {
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    let stop = |what: String| ClientError::stop(what, "correct the structure in a new round");
    let (height, event) = round.plan_event().ok_or_else(|| stop("the round has no plan".into()))?;
    make((structure, round.manifest()), &statuses, (openings, None), Anchor { height, event }).map_err(stop)
}

/// Opened cells that are not published, for the sake of other figures: see docs/publications.md.
pub fn withheld_of(round: &RoundState, structure: &[u8], openings: &OpeningsSheet) -> Result<BTreeSet<u32>> {
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    let stop = |what: String| ClientError::stop(what, "correct the structure in a new round");
    withheld((structure, round.manifest()), &statuses, openings).map_err(stop)
}

/// What became of each cell, and why, as text for the coordinator.
pub fn plan_of(
    round: &RoundState,
    structure: &[u8],
    openings: &OpeningsSheet,
    plan: &Plan,
) -> Result<String> {
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    let stop = |what: String| ClientError::stop(what, "publish the round first");
    let structure = &parse(structure, round.manifest()).map_err(stop)?;
    let anchor = Anchor { height: 0, event: Digest::ZERO };
    let (manifest, statuses) = (round.manifest(), &statuses);
    let material = Material { structure, manifest, statuses, openings, anchor, withheld: None };
    Ok(plan_text(&plan_rows(&material, plan).map_err(|why| stop(why.to_string()))?))
}

fn withheld(
    (structure, manifest): (&[u8], &RoundManifest),
    statuses: &BTreeMap<MemberIndex, Vec<Status>>,
    openings: &OpeningsSheet,
) -> std::result::Result<BTreeSet<u32>, String> {
    let structure = &parse(structure, manifest)?;
    // What is withheld does not depend on where the record stands.
    let anchor = Anchor { height: 0, event: Digest::ZERO };
    let material = Material { structure, manifest, statuses, openings, anchor, withheld: None };
    withheld_after_opening(&material).map_err(|why| why.to_string())
}

/// Makes published files anew, for the verifier.
pub struct Releaser;

impl Regenerate for Releaser {
    fn files(&self, from: &Released<'_>) -> std::result::Result<Files, String> {
        let anchor = Anchor { height: from.anchor.height, event: from.anchor.event };
        make((from.structure, from.manifest), from.statuses, (from.openings, from.withheld), anchor)
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
