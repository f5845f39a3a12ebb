//! Checks 2, 3 and 4, and the end of 1: what replaying did not refuse, and the checkpoint.

use crate::record::Source;
use crate::replay::Replayed;
use crate::report::Report;
use intertally_core::ceremony::Phase;
use intertally_log::LogVerifier;

/// The fold has checked every event; here is what it concluded, and the tree against the checkpoint.
pub(super) fn check(source: &dyn Source, origin: &str, replayed: &Replayed, report: &mut Report) {
    if replayed.whole {
        report.pass(1, "every file is listed and as listed; every object is in its one spelling");
    }
    let size = replayed.tree.root().size;
    let verifier = LogVerifier::new(origin, &replayed.aggregator.0);
    let note = source.read("checkpoint").unwrap_or_default();
    match verifier.and_then(|verifier| verifier.open(&note)) {
        Ok(checkpoint) if *checkpoint.root() == replayed.tree.root() => {
            if replayed.whole {
                report.pass(4, format!("{size} events in order, under the checkpoint of {origin}"));
            }
        }
        Ok(_) => {
            report.fail(4, "the events do not give the root of the checkpoint", "checkpoint", "aggregator")
        }
        Err(error) => report.fail(4, error.to_string(), "checkpoint", "aggregator"),
    }
    let Some(state) = replayed.state() else { return };
    let manifest = state.manifest();
    let (cells, members) = (manifest.cells.len(), manifest.members.len());
    let committee = format!("{} of {}", manifest.threshold, manifest.trustees.len());
    report.pass(2, format!("{cells} cells, {members} members, {committee} trustees; budget and bounds hold"));
    let valid = replayed.fold.ceremony(&replayed.ceremony).is_some_and(|c| *c.phase() == Phase::Valid);
    if valid {
        report.pass(
            3,
            "all holders confirmed; a, b and the keys' digests recomputed; each key serves this round alone",
        );
    } else {
        report.fail(3, "the ceremony made no keys", "ceremony", "coordinator");
    }
}
