//! Check 8: for every key a quorum stands by the one statement that follows from the seal, and nobody contradicts
//! itself.

use super::no_round;
use crate::audit::Audit;
use crate::report::{Cause, Finding, Outcome};
use intertally_core::event::payload::Step;
use intertally_core::opening::statement::quorum;
use std::collections::BTreeMap;

pub(crate) fn check(audit: &Audit<'_>) -> Outcome {
    let mut findings = audit.found(8);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Outcome::Fail { findings } };
    };
    let manifest = round.manifest();
    let q = quorum(u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX), manifest.threshold);
    let mut agreed = 0;
    for (part, key) in manifest.keys.iter().enumerate() {
        if let Some(said) = round.statements(&key.key) {
            for (trustee, _, _) in said.contradictions() {
                let who = format!("trustee {}", trustee.0);
                findings.push(Finding::new(
                    "two different statements, both signed",
                    format!("key {part}"),
                    who,
                ));
            }
        }
        let expected = round.expected_statement(part);
        agreed += usize::from(expected.is_some() && round.agreed(&key.key) == expected);
    }
    for evidence in round.two_answers() {
        let who = format!("trustee {}", evidence.accused.head.trustee.0);
        findings.push(Finding::new("two different answers to one question, both signed", "SharesGiven", who));
    }
    let short = agreed < manifest.keys.len();
    if short && round.plan().is_none() && findings.is_empty() {
        return Outcome::not_reached(
            Cause::Phase,
            format!("{agreed} of {} keys have a quorum yet", manifest.keys.len()),
        );
    }
    if short {
        let what = format!("{agreed} of {} keys have a quorum of {q}", manifest.keys.len());
        findings.push(Finding::new(what, "Stated", "the aggregator, which went on without"));
    }
    Outcome::of(findings, format!("{agreed} keys, {q} statements each at least, none conflicting"))
}

/// Signed answers of two trustees for one sub-key that differ: one of the two is wrong.
pub(crate) fn evidence(audit: &Audit<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    let Some(round) = audit.round() else { return lines };
    for (part, key) in round.manifest().keys.iter().enumerate() {
        for step in [Step::A, Step::B] {
            let mut said = BTreeMap::new();
            for (trustee, given) in round.shares(key.key, step).into_iter().flatten() {
                for (sub_key, digest) in &given.signed.head.digests {
                    let (other, before) = *said.entry(*sub_key).or_insert((*trustee, *digest));
                    if before != *digest {
                        lines.push(format!(
                            "key {part}, step {step:?}, sub-key {}: the signed answers of trustees {} and {} differ; one is wrong",
                            sub_key.0, other.0, trustee.0
                        ));
                    }
                }
            }
        }
    }
    lines
}
