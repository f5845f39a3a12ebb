//! Check 11: each total is what the trustees' shares open in the sums of the members' ciphertexts, or in the public edition lies
//! where readers are told, by its proof; and what readers are told is what the rules give (spec section 9.3).

use super::{no_round, sheets, shown};
use crate::audit::Audit;
use crate::names::key_number;
use crate::record::Edition;
use crate::report::{Cause, Found, Judged};
use intertally_core::disclosure::Shown;
use intertally_core::event::payload::Step;
use intertally_core::fold::RoundState;
use intertally_core::opening::open::Opener;
use intertally_core::opening::sheet::{CountsSheet, OpenedCell, OpeningsSheet};
use intertally_core::opening::tally::Tally;
use intertally_core::publication::PublicTotal;
use intertally_structure::text::many;
use std::collections::BTreeMap;

const WHO: &str = "the coordinator, who signed their digest";

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let Some(round) = audit.round() else { return no_round() };
    let cells = round.plan().map_or(0, |plan| plan.approved.len());
    if audit.record.manifest().edition == Edition::Public {
        let mut findings = match sheets::public_findings(audit) {
            Ok(findings) => findings,
            Err(outcome) => return outcome,
        };
        told(audit, round, &mut findings);
        return Judged::of(findings, format!("{}, by their proofs", many(cells, "total")));
    }
    // Its proofs are judged in check 9.
    let mut findings = match &audit.public {
        Ok(_) => vec![],
        Err(Judged::Fail { findings }) => findings.clone(),
        Err(outcome) => return outcome.clone(),
    };
    let sheet = match sheets::openings(audit, round) {
        Ok(sheet) => sheet,
        Err(outcome) => return outcome,
    };
    let counts = match sheets::counts(audit, round) {
        Ok(counts) => counts,
        // A sheet that is not the one named fails check 9.
        Err(Judged::Fail { .. }) => {
            return Judged::not_reached(Cause::Fault, "the counts are not those named");
        }
        Err(outcome) => return outcome,
    };
    let tally = match sheets::tally(audit, round) {
        Ok(tally) => tally,
        Err(outcome) => return outcome,
    };
    findings.extend(opened(audit, (round, tally), (&counts, &sheet)));
    told(audit, round, &mut findings);
    Judged::of(findings, format!("{}, exact and as published", many(cells, "total")))
}

/// Totals of the sheet that are not what its openings, the counts and the trustees' shares give.
fn opened(
    audit: &Audit<'_>,
    (round, tally): (&RoundState, &Tally),
    (counts, sheet): (&CountsSheet, &OpeningsSheet),
) -> Vec<Found> {
    let manifest = round.manifest();
    let place = |part: usize| format!("sheets/openings, {}", key_number(part));
    if sheet.round != round.id() || sheet.keys.len() != manifest.keys.len() {
        return vec![Found::new("the sheet is not of this round", "sheets/openings", WHO)];
    }
    let Some(ceremony) = audit.replay.fold.ceremony(&manifest.ceremony) else { return vec![] };
    let mut findings = Vec::new();
    let aggregates = tally.aggregates();
    for (part, opening) in sheet.keys.iter().enumerate() {
        let approved = round.approved_in(part).unwrap_or_default();
        let of_key = manifest.part_cells(part);
        let own: Vec<OpenedCell> =
            sheet.cells.iter().filter(|cell| of_key.contains(&(cell.cell as usize))).copied().collect();
        let (Some(opening), Some(counts)) = (opening, counts.keys.get(part)) else {
            if !approved.is_empty() || !own.is_empty() {
                findings.push(Found::new("nothing shows the totals of this key", place(part), WHO));
            }
            continue;
        };
        if approved.is_empty() {
            findings.push(Found::new("values of a key without approved cells are opened", place(part), WHO));
            continue;
        }
        let aggregate = aggregates.get(part).copied().unwrap_or_default();
        let opener = Opener { manifest, ceremony, tally, part, aggregate };
        let proven = audit.answers.proven(part, Step::B);
        let result = opener.check_totals(&approved, counts, (&own, opening), proven);
        findings.extend(result.err().map(|why| Found::new(why.to_string(), place(part), WHO)));
    }
    findings
}

/// The public sheet tells of each cell what the rules give. Where that cannot be made, another check says why.
fn told(audit: &Audit<'_>, round: &RoundState, findings: &mut Vec<Found>) {
    let (Ok(sheet), Ok(shown)) = (&audit.public, shown::of(audit, round)) else {
        if let Err(Judged::Fail { findings: more }) = shown::of(audit, round) {
            findings.extend(more);
        }
        return;
    };
    let mut told: BTreeMap<u32, Told> =
        sheet.cells.iter().map(|cell| (cell.cell, Told::of(&cell.total))).collect();
    for (cell, shown) in (0u32..).zip(&shown) {
        if told.remove(&cell) != Told::by(*shown) {
            let what = "what the public sheet tells of the total is not what the rules give";
            findings.push(Found::new(what, format!("sheets/public, cell {cell}"), WHO));
        }
    }
    for cell in told.into_keys() {
        findings.push(Found::new("the round has no such cell", format!("sheets/public, cell {cell}"), WHO));
    }
}

/// What is told of a cell by itself: value, low and high end, and whether it is nearly all of another.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Told(u64, u64, u64, bool);

impl Told {
    const fn of(total: &PublicTotal) -> Self {
        match *total {
            PublicTotal::Exact(total) => Self(total, total, total, false),
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
