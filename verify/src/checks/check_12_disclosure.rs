//! Check 12: what is published is what the plan approved and the publication names; no cell that is only counted is opened;
//! the composition that later rounds will name is what log and counts say.

use super::{COPY, no_round, sheets};
use crate::audit::Audit;
use crate::record::{Edition, Place, Sheet};
use crate::report::{Cause, Found, Judged};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::opening::composition::Composition;
use intertally_structure::text::many;
use std::collections::BTreeSet;

const WHO: &str = "the coordinator, who signed the publication";

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(12);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let (Some(made), Some(plan)) = (round.publication(), round.plan()) else {
        let not_yet = Judged::not_reached(Cause::Phase, "the round is not published");
        return if findings.is_empty() { not_yet } else { Judged::Fail { findings } };
    };
    for (name, digest) in &made.files {
        let place = Place::Published(name.clone());
        match audit.record.bytes(&place) {
            Ok(bytes) if file_digest(&bytes) == *digest => {}
            // The signed digest clears the coordinator: these are other bytes than it published.
            Ok(_) => findings.push(Found::new("not the file that the publication names", place, COPY)),
            Err(why) => findings.push(Found::new(why.to_string(), place, COPY)),
        }
    }
    if let Err(Judged::Fail { findings: more }) = &audit.public {
        findings.extend(more.iter().cloned());
    }
    if audit.record.manifest().edition == Edition::Restricted {
        findings.extend(restricted(audit, round, &plan.approved));
    }
    let (cells, files) = (plan.approved.len(), made.files.len());
    Judged::of(findings, format!("{}, {}", many(cells, "approved cell"), many(files, "file")))
}

/// The sheets of the restricted edition against plan and tally.
fn restricted(audit: &Audit<'_>, round: &RoundState, approved: &[u32]) -> Vec<Found> {
    let mut findings = Vec::new();
    if let Ok(openings) = sheets::openings(audit, round) {
        let cells: Vec<u32> = openings.cells.iter().map(|opened| opened.cell).collect();
        if cells != approved {
            let what = "the opened cells are not exactly the approved ones";
            findings.push(Found::new(what, Place::Sheet(Sheet::Openings), WHO));
        }
        let spec = |cell: &u32| round.manifest().cells.get(*cell as usize);
        for cell in cells.iter().filter(|cell| spec(cell).is_some_and(|spec| spec.count_only)) {
            let what = format!("cell {cell} is only counted, and its value was opened");
            findings.push(Found::new(what, Place::Sheet(Sheet::Openings), WHO));
        }
    }
    match (sheets::composition(audit, round), sheets::counts(audit, round)) {
        (Err(Judged::Fail { findings: more }), _) => findings.extend(more),
        (Ok(given), Ok(counts)) => {
            let cells: BTreeSet<u32> = approved.iter().copied().collect();
            let own = Composition::of(round.manifest(), &round.returned(), &counts, &cells);
            if own != given {
                let what = "the composition is not what plan, sealed set and counts give";
                findings.push(Found::new(what, Place::Sheet(Sheet::Composition), WHO));
            }
        }
        _ => {}
    }
    findings
}
