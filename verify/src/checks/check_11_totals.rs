//! Check 11: each total against the product of the members' commitments, by its opening, or in the public edition by the
//! proof that it lies where readers are told; and what readers are told is what the rules give (spec section 9.3).

use super::{no_round, sheets, shown};
use crate::audit::Audit;
use crate::record::Edition;
use crate::report::{Finding, Outcome};
use intertally_core::disclosure::Shown;
use intertally_core::fold::RoundState;
use intertally_core::publication::PublicTotal;
use std::collections::BTreeMap;

const WHO: &str = "the coordinator, who signed their digest";

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let mut findings = match sheets::public_findings(audit, false) {
        Ok(findings) => findings,
        Err(outcome) => return outcome,
    };
    let cells = round.plan().map_or(0, |plan| plan.approved.len());
    if audit.record.manifest().edition == Edition::Public {
        told(audit, round, &mut findings);
        return Outcome::of(findings, format!("{cells} totals, by their proofs"));
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
    told(audit, round, &mut findings);
    Outcome::of(findings, format!("{cells} totals, exact and as published"))
}

/// The public sheet tells of each cell what the rules give. Where that cannot be made, another check says why.
fn told(audit: &Audit<'_>, round: &RoundState, findings: &mut Vec<Finding>) {
    let (Ok((sheet, _)), Ok(shown)) = (&audit.public, shown::of(audit, round)) else {
        if let Err(Outcome::Fail { findings: more }) = shown::of(audit, round) {
            findings.extend(more);
        }
        return;
    };
    let mut told: BTreeMap<u32, Told> =
        sheet.cells.iter().map(|cell| (cell.cell, Told::of(&cell.total))).collect();
    for (cell, shown) in (0u32..).zip(&shown) {
        if told.remove(&cell) != Told::by(*shown) {
            let what = "what the public sheet tells of the total is not what the rules give";
            findings.push(Finding::new(what, format!("sheets/public, cell {cell}"), WHO));
        }
    }
    for cell in told.into_keys() {
        findings.push(Finding::new("the round has no such cell", format!("sheets/public, cell {cell}"), WHO));
    }
}

/// What is told of a cell by itself: value, low and high end, and whether it is nearly all of another.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told(u64, u64, u64, bool);

impl Told {
    const fn of(total: &PublicTotal) -> Self {
        match *total {
            PublicTotal::Exact { total, .. } => Self(total, total, total, false),
            PublicTotal::Band { value, low, high } => Self(value, low, high, false),
            PublicTotal::NearlyAll { low, high } => Self(low, low, high, true),
        }
    }

    const fn by(shown: Shown) -> Option<Self> {
        match shown {
            Shown::Value(band) => Some(Self(band.value, band.low, band.high, false)),
            Shown::NearlyAll { low, high } => Some(Self(low, low, high, true)),
            Shown::Withheld | Shown::Interval { .. } => None,
        }
    }
}
