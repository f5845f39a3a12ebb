//! Check 11: each published total against the product of the members' commitments: by its opening, or, where it is rounded
//! and the edition public, by the proof that it is within 2 of the exact one.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::record::Edition;
use crate::report::{Finding, Outcome};
use intertally_core::fold::RoundState;
use intertally_core::opening::sheet::OpeningsSheet;
use intertally_core::publication::rounded;

const WHO: &str = "the coordinator, who signed their digest";

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let mut findings = match sheets::public_findings(audit, false) {
        Ok(findings) => findings,
        Err(outcome) => return outcome,
    };
    let cells = round.plan().map_or(0, |plan| plan.approved.len());
    if audit.record.manifest().edition == Edition::Public {
        return Outcome::of(findings, format!("{cells} totals, rounded ones by their proofs"));
    }
    let sheet = match sheets::openings(audit, round) {
        Ok(sheet) => sheet,
        Err(outcome) => return outcome,
    };
    let Some(tally) = &audit.sums.tally else { return sheets::no_tally(audit, round) };
    if sheet.round != round.id() {
        findings.push(Finding::new("the sheet is not of this round", "sheets/openings", WHO));
    }
    for opened in &sheet.cells {
        if opened.total >= 1 << 57 || !tally.total_holds(opened) {
            let what = "the total does not open the sum of the members' commitments";
            findings.push(Finding::new(what, format!("sheets/openings, cell {}", opened.cell), WHO));
        }
    }
    findings.extend(published(audit, round, &sheet));
    Outcome::of(findings, format!("{cells} totals, exact and as published"))
}

/// The public sheet says of each cell what rounding gives.
fn published(audit: &Audit<'_>, round: &RoundState, sheet: &OpeningsSheet) -> Vec<Finding> {
    let Ok((public, _)) = &audit.public else { return vec![] };
    let base = |cell: u32| round.manifest().cells.get(cell as usize).map_or(1, |spec| spec.rounding);
    let differ = public.cells.iter().filter(|told| {
        let opened = sheet.cells.iter().find(|opened| opened.cell == told.cell);
        opened.map(|opened| rounded(opened.total, base(told.cell))) != Some(told.total)
    });
    differ
        .map(|told| {
            let what = "the published total is not the opened one, rounded as the cell says";
            Finding::new(what, format!("sheets/public, cell {}", told.cell), WHO)
        })
        .collect()
}
