//! Check 13: the published files come out again, byte for byte.

use super::{check_01_format, no_round, sheets};
use crate::audit::{Anchor, Audit, Released};
use crate::record::Edition;
use crate::record::{Place, Sheet};
use crate::report::{Cause, Finding, Outcome};
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::opening::sheet::{OpenedCell, OpeningsSheet};
use intertally_core::publication::PublicCell;
use std::collections::BTreeSet;

/// Files for people, whose bytes are those of the release that made them (docs/spec.md section 9.9).
const PRESENTATIONS: [&str; 2] = ["report.html", "totals.xlsx"];

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let (Some(made), Some((height, event))) = (round.publication(), round.plan_event()) else {
        return Outcome::not_reached(Cause::Phase, "the round is not published");
    };
    let openings = match openings(audit, round) {
        Ok(openings) => openings,
        // A sheet that is not the one named fails check 11.
        Err(Outcome::Fail { .. }) => {
            return Outcome::not_reached(Cause::Fault, "the openings are not those named");
        }
        Err(outcome) => return outcome,
    };
    let Some(regenerate) = audit.options.regenerate else {
        return Outcome::not_reached(Cause::Input, "this verifier was given nothing that makes the files");
    };
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    let notes = round.latest().map(|(member, latest)| (member, latest.header.notes.clone())).collect();
    let Ok(root) = audit.replay.tree.root_at(height.saturating_add(1)) else {
        return Outcome::not_reached(Cause::Fault, "the record has fewer events than its plan needs");
    };
    // A structure file that is not the one named fails check 1.
    let Ok(structure) = check_01_format::structure(audit, round) else {
        return Outcome::not_reached(Cause::Fault, "the structure file is not the one named");
    };
    let left_out = match audit.record.manifest().edition {
        Edition::Restricted => None,
        Edition::Public => Some(not_in(&openings, round)),
    };
    let from = Released {
        manifest: round.manifest(),
        structure: &structure,
        anchor: Anchor { height, event, root: Digest(root.hash) },
        statuses: &statuses,
        notes: &notes,
        openings: &openings,
        withheld: left_out.as_ref(),
    };
    let own = match regenerate.files(&from) {
        Ok(own) => own,
        Err(why) => return Outcome::not_reached(Cause::Input, why),
    };
    let named: BTreeSet<&String> = made.files.iter().map(|(name, _)| name).chain(own.keys()).collect();
    let who = "the coordinator, who signed the publication";
    let differs = |name: &&&String| {
        let published = audit.record.bytes(&Place::Published((**name).clone())).ok();
        published.as_ref() != own.get(**name)
    };
    let (made_by, this) = (audit.replay.published_by.as_str(), regenerate.release());
    let is_foreign = |name: &&&String| made_by != this && PRESENTATIONS.contains(&name.as_str());
    let (foreign, wrong): (Vec<&&String>, Vec<_>) = named.iter().filter(differs).partition(is_foreign);
    let finding = |name: &&String| {
        Finding::new("not what record and rules give", Place::Published((*name).clone()), who)
    };
    let mut findings: Vec<Finding> = wrong.into_iter().map(finding).collect();
    if left_out.is_none() {
        match told_apart(audit, round, regenerate.withheld(&from)) {
            Ok(finding) => findings.extend(finding),
            Err(why) => return Outcome::not_reached(Cause::Input, why),
        }
    }
    if findings.is_empty() && !foreign.is_empty() {
        let names = |these: &mut dyn Iterator<Item = &String>| {
            these.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let same = names(&mut own.keys().filter(|name| !foreign.iter().any(|other| **other == *name)));
        let what = format!(
            "{same} came out byte for byte; {} were made by {made_by:?}, and this is {this:?}: verify with that release too",
            names(&mut foreign.into_iter().copied())
        );
        return Outcome::not_reached(Cause::Input, what);
    }
    Outcome::of(findings, format!("{} files, byte for byte", own.len()))
}

/// Approved cells that a sheet does not hold.
fn not_in(sheet: &OpeningsSheet, round: &RoundState) -> BTreeSet<u32> {
    let held: BTreeSet<u32> = sheet.cells.iter().map(|opened| opened.cell).collect();
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    approved.iter().copied().filter(|cell| !held.contains(cell)).collect()
}

/// The public sheet must show exactly the opened cells that are published: one more would give a withheld total away.
fn told_apart(
    audit: &Audit<'_>,
    round: &RoundState,
    withheld: Result<BTreeSet<u32>, String>,
) -> Result<Option<Finding>, String> {
    let withheld = withheld?;
    // A sheet that cannot be read fails another check.
    let Ok((sheet, _)) = audit.public.as_ref() else { return Ok(None) };
    let approved = round.plan().map(|plan| plan.approved.as_slice()).unwrap_or_default();
    let shown = approved.iter().filter(|cell| !withheld.contains(cell));
    let same = sheet.cells.iter().map(|told| told.cell).eq(shown.copied());
    let what = "the public sheet does not show exactly the opened cells that the rules publish";
    let who = "the coordinator, who signed the publication";
    Ok((!same).then(|| Finding::new(what, Place::Sheet(Sheet::Public), who)))
}

/// The openings; in a public edition the totals as published, without what opens the rounded ones.
fn openings(audit: &Audit<'_>, round: &RoundState) -> Result<OpeningsSheet, Outcome> {
    if audit.record.manifest().edition == Edition::Restricted {
        return sheets::openings(audit, round);
    }
    let (sheet, _) = audit.public.as_ref().map_err(Clone::clone)?;
    let cell = |told: &PublicCell| OpenedCell {
        cell: told.cell,
        total: told.total,
        blinding: told.blinding.unwrap_or_default(),
    };
    Ok(OpeningsSheet { round: sheet.round, cells: sheet.cells.iter().map(cell).collect() })
}
