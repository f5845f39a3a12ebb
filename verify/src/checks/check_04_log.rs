//! Check 4: chain, signatures, Merkle root, checkpoint, witnesses, receipts.

use super::no_round;
use crate::audit::Audit;
use crate::record::Place;
use crate::report::{Finding, Outcome};
use intertally_core::fold::RoundState;
use intertally_log::{Checkpoint, CosignatureError, LogVerifier, Receipt, WitnessVerifier};

const LOG: &str = "the aggregator, or whoever made this copy of the record";

fn verifier(audit: &Audit<'_>, round: &RoundState) -> Result<LogVerifier, Finding> {
    LogVerifier::new(&audit.record.manifest().origin, &round.manifest().aggregator.0)
        .map_err(|why| Finding::new(why, "origin and key of the log", LOG))
}

fn checkpoint(audit: &Audit<'_>, log: &LogVerifier) -> Result<Checkpoint, Finding> {
    let note =
        audit.record.bytes(&Place::Checkpoint).map_err(|why| Finding::new(why, Place::Checkpoint, LOG))?;
    let opened = log.open(&note).map_err(|why| Finding::new(why, Place::Checkpoint, LOG))?;
    if *opened.root() == audit.replay.tree.root() {
        Ok(opened)
    } else {
        let what =
            "size or root are not those of the events: events were changed, dropped, added or reordered";
        Err(Finding::new(what, Place::Checkpoint, LOG))
    }
}

/// A receipt is good if its event is in this log, and this log goes on from the tree that it shows.
fn receipt(audit: &Audit<'_>, log: &LogVerifier, receipt: &Receipt) -> Option<Finding> {
    let place = Place::Event(receipt.index);
    let leaf = match audit.record.bytes(&place) {
        Ok(leaf) => leaf,
        Err(_) => {
            return Some(Finding::new(
                "a receipt shows an event that this log does not have",
                place,
                "the aggregator",
            ));
        }
    };
    match receipt.verify(&leaf, log) {
        Err(why) => {
            Some(Finding::new(format!("a receipt does not hold here: {why}"), place, "the aggregator"))
        }
        Ok(root) if audit.replay.tree.root_at(root.size) != Ok(root) => {
            Some(Finding::new("a receipt shows another history of this log: a fork", place, "the aggregator"))
        }
        Ok(_) => None,
    }
}

/// Parties of the round that cosigned the checkpoint. A line with another name or key is not counted.
fn seen(audit: &Audit<'_>) -> Vec<Result<String, Finding>> {
    let Some(round) = audit.round() else { return vec![] };
    let Ok(checkpoint) = verifier(audit, round).and_then(|log| checkpoint(audit, &log)) else {
        return vec![];
    };
    let manifest = round.manifest();
    let members = manifest.members.iter().map(|member| (format!("member {}", member.area), member.signing.0));
    let trustees =
        (0..).zip(&manifest.trustees).map(|(at, key): (usize, _)| (format!("trustee {at}"), key.0));
    let coordinator = ("coordinator".to_owned(), manifest.coordinator.signing.0);
    let parties: Vec<(String, [u8; 32])> = members.chain(trustees).chain([coordinator]).collect();
    let text = String::from_utf8_lossy(checkpoint.note()).into_owned();
    let names = text.lines().filter_map(|line| line.strip_prefix("— ")?.split(' ').next());
    let mut found = Vec::new();
    for name in names {
        for (party, key) in &parties {
            match WitnessVerifier::new(name, key).and_then(|witness| witness.time(&checkpoint)) {
                Ok(time) => found.push(Ok(format!("{party} as {name} at {time} seconds since 1970"))),
                Err(CosignatureError::Wrong) => {
                    found.push(Err(Finding::new(
                        format!("the cosignature of {party} is wrong"),
                        Place::Checkpoint,
                        LOG,
                    )));
                }
                Err(_) => {}
            }
        }
    }
    found
}

pub(crate) fn witnesses(audit: &Audit<'_>) -> Vec<String> {
    seen(audit).into_iter().filter_map(Result::ok).collect()
}

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(4);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    match verifier(audit, round) {
        Ok(log) => {
            findings.extend(checkpoint(audit, &log).err());
            findings.extend(audit.options.receipts.iter().filter_map(|one| receipt(audit, &log, one)));
        }
        Err(finding) => findings.push(finding),
    }
    let (good, wrong): (Vec<_>, Vec<_>) = seen(audit).into_iter().partition(Result::is_ok);
    findings.extend(wrong.into_iter().filter_map(Result::err));
    let events = audit.replay.tree.root().size;
    let detail = format!(
        "{events} events under the signed root; {} cosignatures; {} receipts",
        good.len(),
        audit.options.receipts.len()
    );
    Outcome::of(findings, detail)
}
