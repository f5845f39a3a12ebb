//! Check 1: every file is listed, is there, is as listed, has a place, and reads; nothing else is there.

use super::COPY;
use crate::audit::{Audit, Options};
use crate::record::{MANIFEST, Place, Record};
use crate::report::{Found, Judged};
use intertally_core::event::payload::file_digest;
use intertally_core::fold::RoundState;
use intertally_core::hash::Digest;
use intertally_structure::text::many;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Names, lengths and SHA-256 of all files.
pub(crate) fn files(record: &Record<'_>, options: &Options<'_>) -> Vec<Found> {
    let mut findings = Vec::new();
    let listed: Vec<(&Place, String)> = record.places().map(|place| (place, place.to_string())).collect();
    match record.paths() {
        Ok(there) => {
            let mut expected: BTreeSet<&str> = listed.iter().map(|(_, path)| path.as_str()).collect();
            expected.insert(MANIFEST);
            let extra = there.iter().filter(|path| !expected.contains(path.as_str()));
            findings.extend(extra.map(|path| Found::new("this file is not listed", path, COPY)));
        }
        Err(why) => findings.push(Found::new(why.to_string(), MANIFEST, COPY)),
    }
    let done = AtomicUsize::new(0);
    let wrong = |(place, path): &(&Place, String)| {
        let what = match record.is_as_listed(place) {
            Ok(true) => None,
            Ok(false) => Some("length or SHA-256 are not those listed".to_owned()),
            Err(why) => Some(why.to_string()),
        };
        options.tell(1, done.fetch_add(1, Ordering::Relaxed) + 1, listed.len());
        what.map(|what| Found::new(what, path, COPY))
    };
    findings.par_extend(listed.par_iter().filter_map(wrong));
    if options.round.is_some_and(|round| round != record.round()) {
        findings.push(Found::new("the record is of another round than the one asked for", MANIFEST, COPY));
    }
    let heights = record.places().filter_map(|place| match place {
        Place::Event(height) => Some(*height),
        _ => None,
    });
    if let Some((expected, _)) = (0..).zip(heights).find(|(expected, got)| expected != got) {
        findings.push(Found::new("this event is missing", Place::Event(expected), COPY));
    }
    if !record.holds(&Place::Checkpoint) {
        findings.push(Found::new("there is no checkpoint", Place::Checkpoint, COPY));
    }
    findings
}

/// The rest: what events and payloads gave, and files that nothing names.
pub(crate) fn check(audit: &Audit<'_>, mut findings: Vec<Found>) -> Judged {
    findings.extend(audit.found(1));
    let round = audit.round();
    let published: BTreeSet<&str> = round
        .and_then(|round| round.publication())
        .map(|made| made.files.iter().map(|(name, _)| name.as_str()).collect())
        .unwrap_or_default();
    let earlier: BTreeSet<Digest> = round
        .map(|round| {
            let records = round.manifest().earlier.iter();
            records.flat_map(|record| [Some(record.composition), record.public]).flatten().collect()
        })
        .unwrap_or_default();
    let before: BTreeSet<Digest> =
        round.map(|round| audit.before(round)).into_iter().flatten().map(|one| one.totals).collect();
    for place in audit.record.places() {
        let named = match place {
            Place::Checkpoint | Place::Structure | Place::Event(_) => true,
            Place::Payload(digest) => audit.replay.payloads.contains(digest),
            Place::Blob(digest) => audit.sums.named.contains(digest) || audit.answers.named.contains(digest),
            Place::Sheet(_) => round.is_some_and(|round| round.plan().is_some()),
            Place::Earlier(digest) => earlier.contains(digest),
            Place::Before(digest) => before.contains(digest),
            Place::Published(name) => published.contains(name.as_str()),
        };
        // Without its round a record names nothing; that is another check's finding.
        if !named && round.is_some() {
            findings.push(Found::new("nothing in the log names this file", place, COPY));
        }
    }
    if let Some(round) = round {
        findings.extend(structure(audit, round).err());
    }
    let files = audit.record.manifest().files.len();
    let detail = format!("{}, all as listed, version {}", many(files, "file"), intertally_core::SPEC_VERSION);
    Judged::of(findings, detail)
}

/// The structure file, if it is the one that the round manifest names.
pub(crate) fn structure(audit: &Audit<'_>, round: &RoundState) -> Result<Vec<u8>, Found> {
    let place = Place::Structure;
    let bytes = audit.record.bytes(&place).map_err(|why| Found::new(why.to_string(), &place, COPY))?;
    if file_digest(&bytes) == round.manifest().structure {
        Ok(bytes)
    } else {
        Err(Found::new("not the structure file that the round manifest names", place, COPY))
    }
}
