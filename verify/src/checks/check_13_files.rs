//! Check 13: the published files come out again, byte for byte.

use super::{COPY, check_01_format, no_round, shown};
use crate::audit::Audit;
use crate::published::{ThisRelease, made_by};
use crate::record::Place;
use crate::report::{Cause, Found, Judged};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_core::round::RoundManifest;
use intertally_publish::Before;
use intertally_structure::text::many;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Files for people, whose bytes are those of the release that made them (docs/spec.md section 9.9).
const PRESENTATIONS: [&str; 2] = ["report.html", "totals.xlsx"];

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let Some(round) = audit.round() else { return no_round() };
    let (Some(made), Some((height, _))) = (round.publication(), round.plan_event()) else {
        return Judged::not_reached(Cause::Phase, "the round is not published");
    };
    let shown = match shown::of(audit, round) {
        Ok(shown) => shown,
        // What the rules do not give fails check 11.
        Err(Judged::Fail { .. }) => {
            return Judged::not_reached(Cause::Fault, "what readers see cannot be made from the sheets");
        }
        Err(outcome) => return outcome,
    };
    let maker = audit.options.maker.unwrap_or(&ThisRelease);
    let Ok(root) = audit.replay.tree.root_at(height.saturating_add(1)) else {
        return Judged::not_reached(Cause::Fault, "the record has fewer events than its plan needs");
    };
    // A structure file that is not the one named fails check 1.
    let Ok(structure) = check_01_format::structure(audit, round) else {
        return Judged::not_reached(Cause::Fault, "the structure file is not the one named");
    };
    let totals = match before(audit, round) {
        Ok(totals) => totals,
        Err(findings) => return Judged::Fail { findings },
    };
    let totals: Vec<Before<'_>> =
        totals.iter().map(|(manifest, totals)| Before { manifest, totals }).collect();
    let own = match made_by(maker, (round, &structure), &shown, Some(root), &totals) {
        Ok(own) => own,
        Err(why) => return Judged::not_reached(Cause::Input, why.to_string()),
    };
    let named: BTreeSet<&String> = made.files.iter().map(|(name, _)| name).chain(own.keys()).collect();
    let differs = |name: &&&String| {
        let published = audit.record.bytes(&Place::Published((**name).clone())).ok();
        published.as_ref() != own.get(**name)
    };
    let (made_by, this) = (audit.replay.published_by.as_str(), maker.release());
    let is_foreign = |name: &&&String| made_by != this && PRESENTATIONS.contains(&name.as_str());
    let (foreign, wrong): (Vec<&&String>, Vec<_>) = named.iter().filter(differs).partition(is_foreign);
    // Bytes that the signed digest does not name are not what the coordinator published.
    let signed: BTreeMap<&String, Digest> = made.files.iter().map(|(name, digest)| (name, *digest)).collect();
    let finding = |name: &&String| {
        let place = Place::Published((*name).clone());
        let here = audit.record.bytes(&place).ok().map(|bytes| file_digest(&bytes));
        let is_copied = signed.get(*name).is_some_and(|digest| here != Some(*digest));
        let who = if is_copied { COPY } else { "the coordinator, who signed the publication" };
        Found::new("not what record and rules give", place, who)
    };
    let findings: Vec<Found> = wrong.into_iter().map(finding).collect();
    if findings.is_empty() && !foreign.is_empty() {
        let names = |these: &mut dyn Iterator<Item = &String>| {
            these.map(String::as_str).collect::<Vec<_>>().join(", ")
        };
        let same = names(&mut own.keys().filter(|name| !foreign.iter().any(|other| **other == *name)));
        let what = format!(
            "{same} came out byte for byte; {} were made by {made_by:?}, and this is {this:?}: verify with that release too",
            names(&mut foreign.into_iter().copied())
        );
        return Judged::not_reached(Cause::Input, what);
    }
    Judged::of(findings, format!("{}, byte for byte", many(own.len(), "file")))
}

/// What a round asked for, and its `totals.csv`.
type Told = (Arc<RoundManifest>, Vec<u8>);

/// The totals of the rounds before, each as its publication names it; or those that are missing, or other ones.
fn before(audit: &Audit<'_>, round: &RoundState) -> Result<Vec<Told>, Vec<Found>> {
    let (mut totals, mut findings) = (Vec::new(), Vec::new());
    for one in audit.before(round) {
        let place = Place::Before(one.totals);
        match audit.record.bytes(&place) {
            Ok(bytes) if file_digest(&bytes) == one.totals => {
                totals.push((one.round.shared_manifest(), bytes));
            }
            Ok(_) => findings.push(Found::new("not the totals of this digest", place, COPY)),
            Err(why) => findings.push(Found::new(why.to_string(), place, COPY)),
        }
    }
    if findings.is_empty() { Ok(totals) } else { Err(findings) }
}

#[cfg(test)]
mod tests {
    use super::PRESENTATIONS;
    use crate::record::archive;
    use crate::{Options, Outcome, verify};

    /// Of a changed copy of a file: the checks that fail, and to whom their findings about that file point.
    fn accused(name: &str) -> Vec<(usize, String)> {
        let mut record =
            archive::read_files(std::fs::File::open("../vectors/record/small.tar").unwrap()).unwrap();
        record.get_mut(name).unwrap()[0] ^= 1;
        let report = verify(&record, &Options { seed: [7; 32], ..Options::default() });
        let checks = (1..).zip(&report.checks);
        let findings = checks.filter_map(|(number, check)| match &check.outcome {
            Outcome::Fail { findings } => Some(findings.iter().map(move |found| (number, found))),
            _ => None,
        });
        let of_file = findings.flatten().filter(|(_, found)| found.place == name);
        of_file.map(|(number, found)| (number, found.points_to.clone())).collect()
    }

    #[test]
    fn a_changed_copy_accuses_whoever_made_it_and_not_the_coordinator() {
        assert!(!PRESENTATIONS.contains(&"totals.csv"));
        let all = accused("published/totals.csv");
        assert!(all.iter().any(|(number, _)| *number == 12), "{all:?}");
        assert!(all.iter().all(|(_, who)| who.starts_with("whoever made this copy")), "{all:?}");
    }
}
