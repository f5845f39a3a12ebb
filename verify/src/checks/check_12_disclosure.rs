//! Check 12: what is published is what the plan approved and the publication names, its composition is right, and nothing
//! withheld or rounded away follows from it, with the earlier records or without.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::record::{Edition, Place, Sheet};
use crate::report::{Cause, Finding, Outcome};
use intertally_core::disclosure::PlanInput;
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::opening::composition::Composition;
use intertally_core::opening::tally::Tally;
use std::collections::BTreeSet;

const WHO: &str = "the coordinator, who signed the publication";

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(12);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    let (Some(made), Some(plan)) = (round.publication(), round.plan()) else {
        let not_yet = Outcome::not_reached(Cause::Phase, "the round is not published");
        return if findings.is_empty() { not_yet } else { Outcome::Fail { findings } };
    };
    for (name, digest) in &made.files {
        let place = Place::Published(name.clone());
        match audit.record.bytes(&place) {
            Ok(bytes) if file_digest(&bytes) == *digest => {}
            Ok(_) => findings.push(Finding::new("not the file that the publication names", place, WHO)),
            Err(why) => findings.push(Finding::new(why, place, WHO)),
        }
    }
    if let Err(Outcome::Fail { findings: more }) = &audit.public {
        findings.extend(more.iter().cloned());
    }
    if audit.record.manifest().edition == Edition::Restricted {
        findings.extend(restricted(audit, round, &plan.approved));
    }
    let missing = match &audit.sums.tally {
        Some(tally) => match earlier(audit, round) {
            Ok(earlier) => {
                findings.extend(derivable(round, tally, earlier));
                None
            }
            Err(why) => Some(Outcome::not_reached(Cause::Input, why)),
        },
        None => Some(sheets::no_tally(audit, round)),
    };
    match missing {
        Some(outcome) if findings.is_empty() => outcome,
        _ => {
            let (cells, files) = (plan.approved.len(), made.files.len());
            let earlier = round.manifest().earlier.len();
            let detail = format!(
                "{cells} approved cells, {files} files; no withheld cell follows, with {earlier} earlier records"
            );
            Outcome::of(findings, detail)
        }
    }
}

/// The sheets of the restricted edition against plan and tally.
fn restricted(audit: &Audit<'_>, round: &RoundState, approved: &[u32]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Ok(openings) = sheets::openings(audit, round) {
        let cells: Vec<u32> = openings.cells.iter().map(|opened| opened.cell).collect();
        if cells != approved {
            let what = "the opened cells are not exactly the approved ones";
            findings.push(Finding::new(what, Place::Sheet(Sheet::Openings), WHO));
        }
    }
    match (sheets::composition(audit, round), &audit.sums.tally, sheets::counts(audit, round)) {
        (Err(Outcome::Fail { findings: more }), ..) => findings.extend(more),
        (Ok(given), Some(tally), Ok(counts)) => {
            let cells = approved.iter().copied();
            let own = Composition::of(round.manifest(), tally.reported(), cells, Some(&counts), false);
            if own != given {
                let what = "the composition is not that of the approved cells over the sealed set";
                findings.push(Finding::new(what, Place::Sheet(Sheet::Composition), WHO));
            }
        }
        _ => {}
    }
    findings
}

/// Compositions of the earlier records that the round names. Those of public editions lack what their digest covers; they
/// are taken as the verifier was given them.
fn earlier<'a>(audit: &'a Audit<'_>, round: &RoundState) -> Result<&'a [Composition], String> {
    let given = &audit.options.earlier;
    for (at, named) in round.manifest().earlier.iter().enumerate() {
        match given.get(at) {
            Some(one) if one.round == named.round => {}
            Some(_) => return Err(format!("earlier record {at} is not the one that the round names")),
            None => {
                return Err(format!(
                    "earlier record {at} was not given; without it nothing shows what follows from both"
                ));
            }
        }
    }
    Ok(given.get(..round.manifest().earlier.len()).unwrap_or_default())
}

/// Withheld cells that follow from the published totals, and exact totals of rounded cells that follow from those published
/// as they are.
fn derivable(round: &RoundState, tally: &Tally, earlier: &[Composition]) -> Vec<Finding> {
    let manifest = round.manifest();
    let counts = vec![0; manifest.cells.len()];
    let input = PlanInput::of_round(manifest, tally.reported(), &counts, None, earlier);
    let approved: BTreeSet<u32> = round.plan().into_iter().flat_map(|plan| &plan.approved).copied().collect();
    let all = (0u32..).zip(&manifest.cells);
    let withheld = all.clone().map(|(cell, _)| cell).filter(|cell| !approved.contains(cell)).collect();
    let (exact, rounded): (BTreeSet<u32>, BTreeSet<u32>) = approved
        .iter()
        .partition(|cell| manifest.cells.get(**cell as usize).is_none_or(|spec| spec.rounding == 1));
    let alone = PlanInput { earlier: vec![], ..input.clone() };
    let found = |what: &'static str, cells: BTreeSet<u32>| {
        cells.into_iter().map(move |cell| Finding::new(what, format!("cell {cell}"), WHO))
    };
    found("this withheld cell follows from published totals", input.derivable(&approved, &withheld))
        .chain(found(
            "the exact total of this rounded cell follows from totals that are published exactly",
            alone.derivable(&exact, &rounded),
        ))
        .collect()
}
