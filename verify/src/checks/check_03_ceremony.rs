//! Check 3: the ceremony from its messages: commitments, reveals with the leaders' proofs, confirmations, b; each key serves
//! one round. The fold refuses every message that does not hold; here is what is left to say.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Finding, Outcome};
use intertally_core::ceremony::Phase;

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(3);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    let manifest = round.manifest();
    let place = format!("ceremony {}", manifest.ceremony.0);
    let Some(ceremony) = audit.replay.fold.ceremony(&manifest.ceremony) else {
        findings.push(Finding::new("the ceremony is not in the log", place, "the coordinator"));
        return Outcome::Fail { findings };
    };
    if *ceremony.phase() != Phase::Valid {
        findings.push(Finding::new("not every holder has confirmed", &place, "the coordinator"));
    }
    let made = ceremony.keys();
    for key in &manifest.keys {
        let right = made.get(key.index as usize);
        if right.is_none_or(|made| made.digest != key.public_part || made.key_id != key.key) {
            findings.push(Finding::new(
                "the sum of the parts is not the round's public part",
                format!("key {}", key.index),
                "the coordinator",
            ));
        }
    }
    // By their places: names come in later, once for all words of the report.
    let trustees = (0..ceremony.manifest().trustees.len()).map(|at| format!("trustee {at}"));
    let names = trustees.collect::<Vec<_>>().join(", ");
    Outcome::of(
        findings,
        format!("{} keys confirmed by {names}; leaders' proofs hold; a and b recomputed", made.len()),
    )
}
