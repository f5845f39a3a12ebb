//! Check 5: every submission: member, revision, signature, sizes, c1 used once, proofs.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Cause, Outcome};

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(5);
    findings.extend(audit.sums.findings.iter().cloned());
    if audit.round().is_none() {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    }
    let deleted = &audit.sums.deleted;
    if findings.is_empty() && !deleted.is_empty() {
        let why = format!(
            "parts deleted under the retention schedule, by signed events: {}; {} whole submissions were checked",
            deleted.join("; "),
            audit.sums.verified
        );
        return Outcome::not_reached(Cause::Deleted, why);
    }
    Outcome::of(findings, format!("{} submissions, all proofs hold, no c1 twice", audit.sums.verified))
}
