//! Check 8: for every key that is counted a quorum stands by the one statement that follows from the seal, nobody
//! contradicts itself, and every proof of a share in the log holds. Without ciphertexts there is no sum that these could be
//! about: then the rest is judged alone.

use super::no_round;
use crate::audit::Audit;
use crate::names::key_number;
use crate::report::{Cause, Found, Judged};
use crate::words::{Words, words};
use intertally_core::opening::statement::quorum;
use intertally_core::party::{Party, TrusteeIndex};
use intertally_structure::text::many;

pub(crate) fn check(audit: &Audit<'_>) -> Judged {
    let mut findings = audit.found(8);
    let Some(round) = audit.round() else {
        return if findings.is_empty() { no_round() } else { Judged::Fail { findings } };
    };
    let manifest = round.manifest();
    let q = quorum(u8::try_from(manifest.trustees.len()).unwrap_or(u8::MAX), manifest.threshold);
    let counted = |part: &usize| round.counted_in(*part).is_none_or(|counted| !counted.is_empty());
    let counted: Vec<usize> = (0..manifest.keys.len()).filter(counted).collect();
    let mut agreed = 0;
    for (part, key) in manifest.keys.iter().enumerate() {
        if let Some(said) = round.statements(&key.key) {
            for (trustee, _, _) in said.contradictions() {
                let (what, who) = ("two different statements, both signed", Party::Trustee(trustee));
                findings.push(Found::new(what, key_number(part), who));
            }
        }
        let expected = round.expected_statement(part);
        let stands = expected.is_some() && round.agreed(&key.key) == expected;
        agreed += usize::from(stands && counted.contains(&part));
    }
    findings.extend(audit.answers.findings.iter().cloned());
    let short = agreed < counted.len();
    if short && round.plan().is_none() && findings.is_empty() {
        return Judged::not_reached(
            Cause::Phase,
            format!("{agreed} of {} keys have a quorum yet", counted.len()),
        );
    }
    if short {
        let what = format!("{agreed} of {} keys have a quorum of {q}", counted.len());
        findings.push(Found::new(what, "Stated", "the aggregator, which went on without"));
    }
    let proofs = match &audit.answers.open {
        None => format!("{}, all proofs hold", many(audit.answers.proven, "answer")),
        Some(_) => "proofs of shares were not checked, as there is no sum".to_owned(),
    };
    Judged::of(
        findings,
        format!("{}, {q} statements each at least, none conflicting; {proofs}", many(agreed, "key")),
    )
}

/// What the log holds against trustees, signed by themselves.
pub(crate) fn evidence(audit: &Audit<'_>) -> Vec<Words> {
    let mut lines = Vec::new();
    let Some(round) = audit.round() else { return lines };
    for (part, key) in round.manifest().keys.iter().enumerate() {
        let said = round.statements(&key.key).map(|said| said.contradictions()).unwrap_or_default();
        let line = |(trustee, _, _): &(TrusteeIndex, _, _)| {
            let who = Party::Trustee(*trustee);
            words![key_number(part), ": ", who, " signed two statements that contradict each other"]
        };
        lines.extend(said.iter().map(line));
    }
    lines.extend(audit.answers.false_proofs.iter().cloned());
    lines
}
