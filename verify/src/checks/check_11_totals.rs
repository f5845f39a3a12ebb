//! Check 11: each opened total against the product of the members' commitments.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::report::{Finding, Outcome};

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let sheet = match sheets::openings(audit, round) {
        Ok(sheet) => sheet,
        Err(outcome) => return outcome,
    };
    let Some(tally) = &audit.sums.tally else { return sheets::no_tally(audit, round) };
    let who = "the coordinator, who signed their digest";
    let mut findings = Vec::new();
    if sheet.round != round.id() {
        findings.push(Finding::new("the sheet is not of this round", "sheets/openings", who));
    }
    for opened in &sheet.cells {
        if opened.total >= 1 << 57 || !tally.total_holds(opened) {
            let what = "the total does not open the sum of the members' commitments";
            findings.push(Finding::new(what, format!("sheets/openings, cell {}", opened.cell), who));
        }
    }
    Outcome::of(findings, format!("{} totals", sheet.cells.len()))
}
