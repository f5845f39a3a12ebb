//! Before a round: what could be published. After it: what became of each cell, and why, for the coordinator alone.

use super::count::{decision, name};
use super::series;
use crate::error::{Result, RoleError};
use crate::member::{Draft, Given};
use crate::release;
use crate::session::Synced;
use crate::wire::blobs;
use intertally_core::blob::BlobKind;
use intertally_core::canonical::decode;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::round::RoundManifest;
use intertally_preview::draft_manifest;
use intertally_preview::forecast::{Expected, forecast as imagine};
use intertally_structure::{ImportOptions, Structure};

fn structure_of(bytes: &[u8]) -> Result<Structure> {
    Structure::parse("structure.toml", bytes).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        RoleError::stop(lines.join("; "), "correct the structure in a new round")
    })
}

/// What could be published of a round, as text. `nonzero`: of a hundred figures so many are not zero, where there is no file.
pub async fn forecast(
    session: &Synced<'_>,
    wanted: Option<&str>,
    (file, nonzero): (Option<&Given>, u8),
    (rounds, seed): (u32, u64),
) -> Result<String> {
    let manifest = session.round(wanted)?.manifest().clone();
    let structure = structure_of(&blobs::fetch(&*session.wire, BlobKind::File, manifest.structure).await?)?;
    imagined((&structure, &manifest), (file, nonzero), (rounds, seed))
}

/// The same before there is a round: of a structure file over these periods, with so many members.
pub fn forecast_draft(
    (name, structure): (&str, &[u8]),
    (periods, members): (&[String], u16),
    given: (Option<&Given>, u8),
    drawn: (u32, u64),
) -> Result<String> {
    let draft = Draft::parse((name, structure, &ImportOptions::default()), periods)?;
    let areas: Vec<String> = (1..=members).map(|at| format!("member {at}")).collect();
    let manifest = draft_manifest(&draft.table, periods.to_vec(), &areas);
    imagined((&draft.structure, &manifest), given, drawn)
}

fn imagined(
    (structure, manifest): (&Structure, &RoundManifest),
    (file, nonzero): (Option<&Given>, u8),
    (rounds, seed): (u32, u64),
) -> Result<String> {
    let members = u16::try_from(manifest.members.len()).unwrap_or(u16::MAX);
    let expected = match file {
        None => Expected::everywhere(members, nonzero),
        Some(file) => Expected::read(structure, &manifest.cells, members, &file.bytes).map_err(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            RoleError::content(&file.name, lines.join("\n"))
        })?,
    };
    let made = imagine(structure, manifest, &expected, rounds, seed);
    let made = made.map_err(|why| RoleError::stop(why.to_string(), "correct the structure"))?;
    Ok(made.text(structure))
}

/// The internal report of the plan: with how each total is shown once totals are kept here, and before that with what was
/// decided.
pub async fn plan_report(session: &Synced<'_>, wanted: Option<&str>) -> Result<String> {
    let round = session.round(wanted)?.clone();
    if session.vault.read(&name("counts", round.id()))?.is_none() {
        let what = "the counts of this round are not kept here";
        return Err(RoleError::stop(what, "count it from this folder first"));
    }
    let plan = decision(session, round.id()).await?;
    let Some(openings) = session.vault.read(&name("openings", round.id()))? else {
        return Ok(release::decided(&round, &plan));
    };
    let openings: OpeningsSheet = decode("openings sheet", &openings, 64 << 20)?;
    let earlier = series::all(session, round.manifest()).await?;
    release::plan_of(&round, &openings, &earlier, &plan)
}
