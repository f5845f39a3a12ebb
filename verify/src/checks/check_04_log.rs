//! Check 4: chain, signatures, Merkle root, checkpoint, witnesses, receipts.

use super::no_round;
use crate::audit::Audit;
use crate::record::Place;
use crate::report::{Found, Judged};
use crate::witnesses::{Witnesses, witnesses as cosigned};
use intertally_core::fold::RoundState;
use intertally_core::party::Party;
use intertally_log::{Checkpoint, LogVerifier, Receipt};
use intertally_structure::text::many;

const LOG: &str = "the aggregator, or whoever made this copy of the record";

fn verifier(audit: &Audit<'_>, round: &RoundState) -> Result<LogVerifier, Found> {
    LogVerifier::new(&audit.record.manifest().origin, &round.manifest().aggregator.0)
        .map_err(|why| Found::new(why.to_string(), "origin and key of the log", LOG))
}

fn checkpoint(audit: &Audit<'_>, log: &LogVerifier) -> Result<Checkpoint, Found> {
    let note = audit
        .record
        .bytes(&Place::Checkpoint)
        .map_err(|why| Found::new(why.to_string(), Place::Checkpoint, LOG))?;
    let opened = log.open(&note).map_err(|why| Found::new(why.to_string(), Place::Checkpoint, LOG))?;
    if *opened.root() == audit.replay.tree.root() {
        Ok(opened)
    } else {
        let what =
            "size or root are not those of the events: events were changed, dropped, added or reordered";
        Err(Found::new(what, Place::Checkpoint, LOG))
    }
}

/// A receipt is good if its event is in this log, and this log goes on from the tree that it shows.
fn receipt(audit: &Audit<'_>, log: &LogVerifier, receipt: &Receipt) -> Option<Found> {
    let place = Place::Event(receipt.index);
    let leaf = match audit.record.bytes(&place) {
        Ok(leaf) => leaf,
        Err(_) => {
            return Some(Found::new(
                "a receipt shows an event that this log does not have",
                place,
                "the aggregator",
            ));
        }
    };
    match receipt.verify(&leaf, log) {
        Err(why) => Some(Found::new(format!("a receipt does not hold here: {why}"), place, "the aggregator")),
        Ok(root) if audit.replay.tree.root_at(root.size) != Ok(root) => {
            Some(Found::new("a receipt shows another history of this log: a fork", place, "the aggregator"))
        }
        Ok(_) => None,
    }
}

/// Who of the round cosigned the checkpoint, and lines under their keys that do not hold. Lines of others are not counted.
pub(crate) fn witnesses(audit: &Audit<'_>) -> (Witnesses<Party>, Vec<Found>) {
    let Some(round) = audit.round() else { return Default::default() };
    let opened = verifier(audit, round).and_then(|log| checkpoint(audit, &log));
    opened.map(|checkpoint| cosigned(round, &checkpoint)).unwrap_or_default()
}

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(4);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    match verifier(audit, round) {
        Ok(log) => {
            findings.extend(checkpoint(audit, &log).err());
            findings.extend(audit.options.receipts.iter().filter_map(|one| receipt(audit, &log, one)));
        }
        Err(finding) => findings.push(finding),
    }
    let (seen, wrong) = witnesses(audit);
    findings.extend(wrong);
    let events = audit.replay.tree.root().size;
    let detail = format!(
        "{events} events under the signed root; {} saw it; {}",
        seen.summary(),
        many(audit.options.receipts.len(), "receipt")
    );
    Judged::of(findings, detail)
}
