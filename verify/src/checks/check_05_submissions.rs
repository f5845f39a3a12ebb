//! Check 5: every submission: member, revision, signature, sizes, c1 used once, proofs.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Cause, Judged};
use crate::words::{Words, words};
use intertally_structure::text::many;

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(5);
    findings.extend(audit.sums.findings.iter().cloned());
    if audit.round().is_none() {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    }
    let deleted = &audit.sums.deleted;
    if findings.is_empty() && !deleted.is_empty() {
        let checked = format!("; of whole ones {} checked", audit.sums.verified);
        let which = Words::list(deleted, "; ");
        let why = words!["parts deleted under the retention schedule, by signed events: ", which, checked];
        return Judged::not_reached(Cause::Deleted, why);
    }
    Judged::of(findings, format!("{}, all proofs hold, no c1 twice", many(audit.sums.verified, "submission")))
}
