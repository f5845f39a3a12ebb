//! Check 10: what is counted, recomputed from policy, bitmaps and earlier records, and the plan from these and the counts.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::report::{Cause, Found, Judged};
use intertally_core::disclosure::{countable, decide};
use intertally_core::fold::RoundState;
use intertally_core::opening::counted::Otherwise;
use intertally_core::opening::remembered::Remembered;
use intertally_structure::text::many;
use std::collections::BTreeSet;

/// What the seal counts, against what the rules admit. Counts of earlier rounds play no part.
fn counted(round: &RoundState, earlier: &[Remembered]) -> Vec<Found> {
    let Some(sealed) = round.sealed() else { return vec![] };
    let own = match countable(round.manifest(), &round.returned(), earlier) {
        Ok(own) => own,
        Err(why) => return vec![Found::new(why.to_string(), "Sealed", "the coordinator")],
    };
    let finding = |one: Otherwise| {
        let Otherwise { of, cell, is_counted } = one;
        let what = if is_counted {
            format!("its {of} are counted, though the rules do not admit it")
        } else {
            format!("its {of} are not counted, though the rules admit it")
        };
        let who = "the coordinator, who signed the seal, and the trustees that stated for it";
        Found::new(what, format!("cell {cell}"), who)
    };
    sealed.counted.otherwise(&own).into_iter().map(finding).collect()
}

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(10);
    let failed = |mut findings: Vec<Found>, what: String, who: &str| {
        findings.push(Found::new(what, "PlanAdopted", who));
        Judged::Fail { findings }
    };
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let earlier = sheets::earlier(audit, round);
    if let Ok(earlier) = &earlier {
        findings.extend(counted(round, earlier.remembered()));
    }
    let sheet = match sheets::counts(audit, round) {
        Ok(sheet) => sheet,
        Err(_) if !findings.is_empty() => return Judged::Fail { findings },
        // A sheet that is not the one named fails check 9.
        Err(Judged::Fail { .. }) => {
            return Judged::not_reached(Cause::Fault, "the counts are not those named");
        }
        Err(outcome) => return outcome,
    };
    let earlier = match earlier {
        Ok(earlier) => earlier,
        Err(_) if !findings.is_empty() => return Judged::Fail { findings },
        Err(outcome) => return outcome,
    };
    let Some(adopted) = round.plan() else {
        return Judged::not_reached(Cause::Phase, "no plan is adopted");
    };
    let manifest = round.manifest();
    let own = match decide(manifest, &round.returned(), &sheet, earlier.remembered()) {
        Ok(plan) => plan.opened(),
        Err(why) => return failed(findings, why.to_string(), "the coordinator"),
    };
    let theirs: BTreeSet<u32> = adopted.approved.iter().copied().collect();
    for cell in own.symmetric_difference(&theirs) {
        let what =
            if theirs.contains(cell) { "approved against the policy" } else { "withheld against the policy" };
        let who = "the coordinator, and the trustees that opened totals by it";
        findings.push(Found::new(what, format!("cell {cell}"), who));
    }
    Judged::of(
        findings,
        format!(
            "{} of {} approved, {}",
            own.len(),
            many(manifest.cells.iter().filter(|cell| !cell.count_only).count(), "total"),
            many(earlier.remembered().len(), "earlier record")
        ),
    )
}
