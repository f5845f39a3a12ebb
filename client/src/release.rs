//! Published files from a round's state: the one place where structure, log and openings meet the publications room.

use crate::error::{ClientError, Result};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::party::MemberIndex;
use intertally_core::round::RoundManifest;
use intertally_core::submission::Status;
use intertally_release::publish::{Anchor, Material, files};
use intertally_release::structure::Structure;
use intertally_verify::{Regenerate, Released};
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

fn make(
    (structure, manifest): (&[u8], &RoundManifest),
    statuses: &BTreeMap<MemberIndex, Vec<Status>>,
    openings: &OpeningsSheet,
    anchor: Anchor,
) -> std::result::Result<Files, String> {
    if file_digest(structure) != manifest.structure {
        return Err("the structure file is not the one that the round names".into());
    }
    let parsed = Structure::parse("structure.toml", structure)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let material = Material { structure: &parsed, manifest, statuses, openings, anchor };
    files(&material).map_err(|why| why.to_string())
}

/// The files of a counted round.
pub fn files_of(round: &RoundState, structure: &[u8], openings: &OpeningsSheet) -> Result<Files> {
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    let stop = |what: String| ClientError::stop(what, "correct the structure in a new round");
    let (height, event) = round.plan_event().ok_or_else(|| stop("the round has no plan".into()))?;
    make((structure, round.manifest()), &statuses, openings, Anchor { height, event }).map_err(stop)
}

/// Makes published files anew, for the verifier.
pub struct Releaser;

impl Regenerate for Releaser {
    fn files(&self, from: &Released<'_>) -> std::result::Result<Files, String> {
        let anchor = Anchor { height: from.anchor.height, event: from.anchor.event };
        make((from.structure, from.manifest), from.statuses, from.openings, anchor)
    }
}
