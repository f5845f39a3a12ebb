//! Check 10: the plan recomputed from policy, bitmaps, counts and earlier records.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::report::{Cause, Finding, Outcome};
use intertally_core::disclosure::{PlanInput, plan};
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
    let (Some(tally), Some(adopted)) = (&audit.sums.tally, round.plan()) else {
        return sheets::no_tally(audit, round);
    };
    let manifest = round.manifest();
    let earlier = &audit.options.earlier;
    for (at, named) in manifest.earlier.iter().enumerate() {
        match earlier.get(at) {
            Some(given) if given.digest() == named.openings && given.round == named.round => {}
            Some(_) => {
                return failed(
                    findings,
                    format!("earlier record {at} is not the one that the round names"),
                    "whoever gave the earlier records",
                );
            }
            None => return Outcome::not_reached(Cause::Input, format!("earlier record {at} was not given")),
        }
    }
    let earlier = earlier.get(..manifest.earlier.len()).unwrap_or_default();
    let (counts, changed) = (sheet.counts(), sheet.changed());
    let input = PlanInput::of_round(manifest, tally.reported(), &counts, changed.as_deref(), earlier);
    let own = match plan(&input) {
        Ok(plan) => plan.approved(),
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
            earlier.len()
        ),
    )
}
