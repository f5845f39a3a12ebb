//! What a verification came to, in one line for whoever watches a round.

use intertally_structure::text::many;
use intertally_verify::{Cause, CheckReport, Outcome, Report};

/// One look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// For a log file.
    pub line: String,
    /// 0 all is well as far as the round has come, 1 something is wrong, 2 not decided.
    pub code: u8,
}

/// Judge the copy of a round's record, so many events long. `changed`: how it departs from an earlier copy. `copy`: where it is.
#[must_use]
pub fn judge(name: &str, events: u64, report: &Report, changed: Option<String>, copy: &str) -> Watched {
    let numbers = |checks: &[u8]| checks.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    if let Some(why) = changed {
        return Watched { line: format!("{name}: FAIL: {why}"), code: 1 };
    }
    let failed = report.failed();
    if !failed.is_empty() {
        let line = format!("{name}: FAIL at checks {}; see `auditor verify {copy}`", numbers(&failed));
        return Watched { line, code: 1 };
    }
    let open = |causes: &[Cause]| -> Vec<u8> {
        let of = |check: &&CheckReport| matches!(check.outcome, Outcome::NotReached { cause, .. } if causes.contains(&cause));
        report.checks.iter().filter(of).map(|check| check.number).collect()
    };
    let (later, stuck) = (open(&[Cause::Phase]), open(&[Cause::Input, Cause::Fault, Cause::Deleted]));
    let part = |words: &str, checks: &[u8]| match checks {
        [] => String::new(),
        checks => format!("; {words}: {}", numbers(checks)),
    };
    let line = format!(
        "{name}: {}, {}, seen by {}{}{}",
        if stuck.is_empty() { "good" } else { "not decided" },
        many(usize::try_from(events).unwrap_or(usize::MAX), "event"),
        report.witnesses.summary(),
        part("checks still to come", &later),
        part("checks not reached", &stuck),
    );
    Watched { line, code: if stuck.is_empty() { 0 } else { 2 } }
}
