//! Check 3: the ceremony from its messages: commitments, reveals with the leaders' proofs, confirmations, b; each key serves
//! one round. The fold refuses every message that does not hold; here is what is left to say.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Found, Judged};
use crate::words::{Words, words};
use intertally_core::ceremony::Phase;
use intertally_core::party::{Party, TrusteeIndex};
use intertally_structure::text::many;

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(3);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let manifest = round.manifest();
    let place = format!("ceremony {}", manifest.ceremony.0);
    let Some(ceremony) = audit.replay.fold.ceremony(&manifest.ceremony) else {
        findings.push(Found::new("the ceremony is not in the log", place, "the coordinator"));
        return Judged::Fail { findings };
    };
    if *ceremony.phase() != Phase::Valid {
        findings.push(Found::new("not every holder has confirmed", &place, "the coordinator"));
    }
    let made = ceremony.keys();
    for key in &manifest.keys {
        let right = made.get(key.index as usize);
        if right.is_none_or(|made| made.digest != key.public_part || made.key_id != key.key) {
            findings.push(Found::new(
                "the sum of the parts is not the round's public part",
                format!("key {} of the ceremony", key.index.saturating_add(1)),
                "the coordinator",
            ));
        }
    }
    let trustees = (0u8..).zip(&ceremony.manifest().trustees);
    let trustees = Words::list(trustees.map(|(at, _)| Party::Trustee(TrusteeIndex(at))), ", ");
    let keys = format!("{} confirmed by ", many(made.len(), "key"));
    Judged::of(findings, words![keys, trustees, "; leaders' proofs hold; a and b recomputed"])
}
