//! Check 9: the counts open the sum of the members' bit commitments; in both editions the public proof of every published
//! cell's minimum holds.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::record::Edition;
use crate::report::{Finding, Outcome};

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let proofs = sheets::public_findings(audit, true);
    if audit.record.manifest().edition == Edition::Public {
        let cells = round.plan().map_or(0, |plan| plan.approved.len());
        return match proofs {
            Ok(findings) => {
                let detail = format!(
                    "{cells} published cells have at least their minimum of contributors; no count is shown"
                );
                Outcome::of(findings, detail)
            }
            Err(outcome) => outcome,
        };
    }
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
    // Before the publication there are none; a sheet that is not the one named fails check 12.
    findings.extend(proofs.unwrap_or_default());
    Outcome::of(findings, format!("{} cells, and the public proofs of their minimum", sheet.counts().len()))
}
