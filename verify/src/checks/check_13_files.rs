//! Check 13: the published files come out again, byte for byte.

use super::{check_01_format, no_round, sheets};
use crate::audit::{Anchor, Audit, Released};
use crate::record::Place;
use crate::report::{Cause, Finding, Outcome};
use std::collections::BTreeSet;

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let Some(round) = audit.round() else { return no_round() };
    let (Some(made), Some((height, event))) = (round.publication(), round.plan_event()) else {
        return Outcome::not_reached(Cause::Phase, "the round is not published");
    };
    let openings = match sheets::openings(audit, round) {
        Ok(openings) => openings,
        // A sheet that is not the one named fails check 11.
        Err(Outcome::Fail { .. }) => {
            return Outcome::not_reached(Cause::Fault, "the openings are not those named");
        }
        Err(outcome) => return outcome,
    };
    let Some(regenerate) = audit.options.regenerate else {
        return Outcome::not_reached(Cause::Input, "this verifier was given nothing that makes the files");
    };
    let statuses = round.latest().map(|(member, latest)| (member, latest.header.statuses.clone())).collect();
    // A structure file that is not the one named fails check 1.
    let Ok(structure) = check_01_format::structure(audit, round) else {
        return Outcome::not_reached(Cause::Fault, "the structure file is not the one named");
    };
    let from = Released {
        manifest: round.manifest(),
        structure: &structure,
        anchor: Anchor { height, event },
        statuses: &statuses,
        openings: &openings,
    };
    let own = match regenerate.files(&from) {
        Ok(own) => own,
        Err(why) => return Outcome::not_reached(Cause::Input, why),
    };
    let named: BTreeSet<&String> = made.files.iter().map(|(name, _)| name).chain(own.keys()).collect();
    let who = "the coordinator, who signed the publication";
    let differs = |name: &&&String| {
        let published = audit.record.bytes(&Place::Published((**name).clone())).ok();
        published.as_ref() != own.get(**name)
    };
    let wrong = named.iter().filter(differs);
    let findings = wrong
        .map(|name| Finding::new("not what record and rules give", Place::Published((*name).clone()), who));
    Outcome::of(findings.collect(), format!("{} files, byte for byte", own.len()))
}
