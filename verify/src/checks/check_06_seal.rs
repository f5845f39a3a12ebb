//! Check 6: the sealed set is exactly the latest submissions, sealed no earlier than allowed.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Cause, Found, Judged};

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(6);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let Some(sealed) = round.sealed() else {
        let not_yet = Judged::not_reached(Cause::Phase, "the round is not sealed");
        return if findings.is_empty() { not_yet } else { Judged::Fail { findings } };
    };
    let latest: Vec<_> = round.latest().map(|(member, latest)| (member, latest.digest)).collect();
    if latest != sealed.members {
        findings.push(Found::new(
            "the set is not the latest submissions of the log",
            "Sealed",
            "the coordinator",
        ));
    }
    let (set, of) = (sealed.members.len(), round.manifest().members.len());
    Judged::of(findings, format!("{set} of {of} members, sealed when it was allowed"))
}
