//! The last words of a report: what has been proved, on what, and what has not.

use crate::record::Edition;
use crate::report::{CheckReport, Outcome, Report, Verdict};
use crate::witnesses::Witnesses;

pub(crate) fn statement(checks: &[CheckReport], edition: Edition, witnesses: &Witnesses) -> Vec<String> {
    let passed = |number: u8| {
        checks.iter().any(|check| check.number == number && matches!(check.outcome, Outcome::Pass { .. }))
    };
    let mut lines = Vec::new();
    lines.push(match Report::verdict_of(checks) {
        Verdict::Pass => "Every check that this edition allows has passed.".to_owned(),
        Verdict::Fail => {
            "At least one check has failed: do not rely on this record before it is explained.".to_owned()
        }
        Verdict::Incomplete => {
            "No check has failed, but not all that this edition allows were reached.".to_owned()
        }
    });
    let claims: [(&[u8], &str); 7] = [
        (
            &[1, 4],
            "The log is whole, in order and signed; its root is the one that the aggregator committed to.",
        ),
        (
            &[2, 3],
            "Keys, committee and policy were fixed, and within their bounds, before the first submission.",
        ),
        (
            &[5, 6, 7],
            "The sealed set is the members' latest submissions, every one is well formed, and the sum is theirs to the bit.",
        ),
        (&[8], "A quorum of trustees stood by exactly this sum, and no trustee by two."),
        (&[7, 8], "Every share that a trustee gave is the right one."),
        (
            &[9, 10],
            "The counts of contributors are right, and the plan is the one that policy and earlier records give.",
        ),
        (
            &[9, 11, 12],
            "Each opened total is the sum of what the named members encrypted, and nothing else is published.",
        ),
    ];
    lines.extend(
        claims
            .iter()
            .filter(|(needs, _)| needs.iter().all(|n| passed(*n)))
            .map(|(_, claim)| format!("Shown: {claim}")),
    );
    if passed(4) {
        lines.push(format!(
            "Seen: {} have cosigned this very end of the log, so they were shown this history and no other; of the rest that is not shown.",
            witnesses.summary()
        ));
    }
    if edition == Edition::Public {
        lines.push(
            "The public edition has no counts and no exact value of a rounded total: proofs stand in their place, and the plan cannot be recomputed."
                .into(),
        );
    }
    lines.extend(
        [
            "Assumed: SHA-256, Ed25519 and discrete logarithms on Ristretto255 hold; the keys above are the parties' own (compare the fingerprints).",
            "Not shown: that figures are true; that no t trustees colluded; that nobody was refused without a receipt; that what was claimed erased is erased; signatures of other rounds and ceremonies in the log.",
            "Proofs convince only if they were made before discrete logarithms could be taken: keep this record with a time stamp.",
        ]
        .map(str::to_owned),
    );
    lines
}
