//! Check 9: the counts open the sum of the members' bit commitments.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::report::{Finding, Outcome};

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let sheet = match sheets::counts(audit, round) {
        Ok(sheet) => sheet,
        Err(outcome) => return outcome,
    };
    let Some(tally) = &audit.sums.tally else { return sheets::no_tally(audit, round) };
    let who = "the coordinator, who signed their digest";
    let mut findings = Vec::new();
    if sheet.round != round.id() || sheet.keys.len() != round.manifest().keys.len() {
        findings.push(Finding::new("the sheet is not of this round", "sheets/counts", who));
    }
    for (part, counts) in sheet.keys.iter().enumerate() {
        if !tally.counts_hold(part, counts) {
            let what = "the counts do not open the sum of the members' commitments";
            findings.push(Finding::new(what, format!("sheets/counts, key {part}"), who));
        }
    }
    Outcome::of(findings, format!("{} cells", sheet.counts().len()))
}
