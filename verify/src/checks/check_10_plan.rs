//! Check 10: the plan recomputed from policy, bitmaps, counts and earlier records.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::report::{Cause, Finding, Outcome};
use intertally_core::disclosure::decide;
use std::collections::BTreeSet;

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(10);
    let failed = |mut findings: Vec<Finding>, what: String, who: &str| {
        findings.push(Finding::new(what, "PlanAdopted", who));
        Outcome::Fail { findings }
    };
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    let sheet = match sheets::counts(audit, round) {
        Ok(sheet) => sheet,
        Err(_) if !findings.is_empty() => return Outcome::Fail { findings },
        // A sheet that is not the one named fails check 9.
        Err(Outcome::Fail { .. }) => {
            return Outcome::not_reached(Cause::Fault, "the counts are not those named");
        }
        Err(outcome) => return outcome,
    };
    let (Some(_), Some(adopted)) = (&audit.sums.tally, round.plan()) else {
        return sheets::no_tally(audit, round);
    };
    let earlier = match sheets::earlier(audit, round) {
        Ok(earlier) => earlier,
        Err(_) if !findings.is_empty() => return Outcome::Fail { findings },
        Err(outcome) => return outcome,
    };
    let manifest = round.manifest();
    let own = match decide(manifest, &round.returned(), &sheet, earlier.compositions()) {
        Ok(plan) => plan.opened(),
        Err(why) => return failed(findings, why.to_string(), "the coordinator"),
    };
    let theirs: BTreeSet<u32> = adopted.approved.iter().copied().collect();
    for cell in own.symmetric_difference(&theirs) {
        let what =
            if theirs.contains(cell) { "approved against the policy" } else { "withheld against the policy" };
        let who = "the coordinator, and the trustees that gave step B for it";
        findings.push(Finding::new(what, format!("cell {cell}"), who));
    }
    Outcome::of(
        findings,
        format!(
            "{} of {} cells approved, {} earlier records",
            own.len(),
            manifest.cells.len(),
            earlier.compositions().len()
        ),
    )
}
