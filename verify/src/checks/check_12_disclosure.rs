//! Check 12: what is published is what the plan approved and the publication names, and its composition is right.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::record::{Edition, Place};
use crate::report::{Cause, Finding, Outcome};
use intertally_core::event::payload::file_digest;
use intertally_core::opening::composition::Composition;
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
    if audit.record.manifest().edition == Edition::Restricted {
        let (openings, composition) = (sheets::openings(audit, round), sheets::composition(audit, round));
        if let Ok(openings) = openings {
            let cells: Vec<u32> = openings.cells.iter().map(|opened| opened.cell).collect();
            if cells != plan.approved {
                findings.push(Finding::new(
                    "the opened cells are not exactly the approved ones",
                    "sheets/openings",
                    WHO,
                ));
            }
        }
        match (composition, &audit.sums.tally) {
            (Err(Outcome::Fail { findings: more }), _) => findings.extend(more),
            (Ok(given), Some(tally)) => {
                let changed = sheets::counts(audit, round).ok().and_then(|sheet| sheet.changed());
                let approved = plan.approved.iter().copied();
                let own =
                    Composition::of(round.manifest(), tally.reported(), approved, changed.as_deref(), false);
                if own != given {
                    let what = "the composition is not that of the approved cells over the sealed set";
                    findings.push(Finding::new(what, "sheets/composition", WHO));
                }
            }
            _ => {}
        }
    }
    let names: BTreeSet<&str> = made.files.iter().map(|(name, _)| name.as_str()).collect();
    Outcome::of(findings, format!("{} approved cells, {} files", plan.approved.len(), names.len()))
}
