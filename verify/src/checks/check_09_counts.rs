//! Check 9: the counts are what the trustees' shares open in the sums of the members' ciphertexts; in both editions the public
//! sheet's proofs hold, that every approved cell has its minimum of contributors.

use super::{no_round, sheets};
use crate::audit::Audit;
use crate::names::key_number;
use crate::record::Edition;
use crate::report::{Found, Judged};
use intertally_core::event::payload::Step;
use intertally_core::opening::open::Opener;
use intertally_structure::text::many;

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let Some(round) = audit.round() else { return no_round() };
    if audit.record.manifest().edition == Edition::Public {
        let cells = round.plan().map_or(0, |plan| plan.approved.len());
        return match sheets::public_findings(audit) {
            Ok(findings) => {
                let detail = format!(
                    "{cells} approved cells have at least their minimum of contributors; no count is shown"
                );
                Judged::of(findings, detail)
            }
            Err(outcome) => outcome,
        };
    }
    let sheet = match sheets::counts(audit, round) {
        Ok(sheet) => sheet,
        Err(outcome) => return outcome,
    };
    let tally = match sheets::tally(audit, round) {
        Ok(tally) => tally,
        Err(outcome) => return outcome,
    };
    let manifest = round.manifest();
    let Some(ceremony) = audit.replay.fold.ceremony(&manifest.ceremony) else { return no_round() };
    let who = "the coordinator, who signed their digest";
    let mut findings = Vec::new();
    if sheet.round != round.id() || sheet.keys.len() != manifest.keys.len() {
        findings.push(Found::new("the sheet is not of this round", "sheets/counts", who));
    }
    let aggregates = tally.aggregates();
    for (part, counts) in sheet.keys.iter().enumerate() {
        let Some(aggregate) = aggregates.get(part).copied() else { continue };
        let opener = Opener { manifest, ceremony, tally, part, aggregate };
        let counted = round.counted_in(part).unwrap_or_default();
        let result = opener.check_counts(&counted, counts, audit.answers.proven(part, Step::A));
        findings.extend(
            result
                .err()
                .map(|why| Found::new(why.to_string(), format!("sheets/counts, {}", key_number(part)), who)),
        );
    }
    // Before the publication there are none; a sheet that is not the one named fails checks 11 and 12.
    findings.extend(sheets::public_findings(audit).unwrap_or_default());
    let counted = round.sealed().map_or(0, |sealed| sealed.counted.contributors.len());
    Judged::of(
        findings,
        format!(
            "{} counted, by the trustees' shares, and the public proofs of their minimum",
            many(counted, "cell")
        ),
    )
}
