//! What the checks found.

use crate::names::{Names, PartyKeys};
use crate::witnesses::Witnesses;
use crate::words::Words;
use serde::Serialize;

/// One fault. `W`: how words stand in it; as text in a [`Report`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding<W = String> {
    /// What is wrong.
    pub what: W,
    /// Where: a file of the record, an event, a member, a cell.
    #[serde(rename = "where")]
    pub place: W,
    /// Whom it points to.
    pub points_to: W,
}

/// A finding in which parties are still values.
pub(crate) type Found = Finding<Words>;

impl<W> Finding<W> {
    pub(crate) fn new(what: impl Into<W>, place: impl Into<W>, points_to: impl Into<W>) -> Self {
        Self { what: what.into(), place: place.into(), points_to: points_to.into() }
    }
}

/// Why a check was not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The edition does not hold what it needs. The only cause that a pass admits.
    Edition,
    /// The round has not come so far.
    Phase,
    /// The verifier was not given what it needs.
    Input,
    /// An earlier fault is in the way.
    Fault,
    /// Bodies were deleted under the retention schedule.
    Deleted,
}

/// How one check ended. `W`: how words stand in it; as text in a [`Report`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome<W = String> {
    /// It holds.
    Pass {
        /// What was checked, with numbers.
        detail: W,
    },
    /// It does not hold.
    Fail {
        /// All faults found.
        findings: Vec<Finding<W>>,
    },
    /// Nothing was shown. Never a pass.
    NotReached {
        /// Which kind of reason.
        cause: Cause,
        /// In words.
        why: W,
    },
}

/// An outcome in which parties are still values.
pub(crate) type Judged = Outcome<Words>;

impl<W> Outcome<W> {
    /// A pass, unless there are findings.
    pub(crate) fn of(findings: Vec<Finding<W>>, detail: impl Into<W>) -> Self {
        if findings.is_empty() { Self::Pass { detail: detail.into() } } else { Self::Fail { findings } }
    }

    pub(crate) fn not_reached(cause: Cause, why: impl Into<W>) -> Self {
        Self::NotReached { cause, why: why.into() }
    }
}

impl Judged {
    /// As text, with the parties' names.
    pub(crate) fn named(&self, names: &Names) -> Outcome {
        let named = |words: &Words| words.named(names);
        match self {
            Self::Pass { detail } => Outcome::Pass { detail: named(detail) },
            Self::Fail { findings } => {
                let each = findings
                    .iter()
                    .map(|one| Finding::new(named(&one.what), named(&one.place), named(&one.points_to)));
                Outcome::Fail { findings: each.collect() }
            }
            Self::NotReached { cause, why } => Outcome::NotReached { cause: *cause, why: named(why) },
        }
    }
}

/// One check of spec section 8.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// 1 to 14.
    pub number: u8,
    /// In a few words.
    pub title: &'static str,
    /// How it ended.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// The whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every check that the edition allows passed.
    Pass,
    /// At least one check failed.
    Fail,
    /// None failed, but some were not reached that the edition would have allowed.
    Incomplete,
}

/// What a verification answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Version of docs/spec.md.
    pub spec_version: u16,
    /// The verdict.
    pub verdict: Verdict,
    /// Of the record, as it says itself.
    pub record: String,
    /// Name of the round; empty if it could not be read.
    pub name: String,
    /// All checks, by number.
    pub checks: Vec<CheckReport>,
    /// Who of the round saw the final checkpoint, and when.
    pub witnesses: Witnesses,
    /// Signed evidence about trustees that the log holds.
    pub evidence: Vec<String>,
    /// The keys that everything rests on, by party; compare their fingerprints with those you got elsewhere.
    pub fingerprints: Vec<PartyKeys>,
    /// What has been proved, under which assumptions, and what not.
    pub closing: Vec<String>,
}

impl Report {
    /// The verdict that follows from outcomes.
    pub(crate) fn verdict_of(checks: &[CheckReport]) -> Verdict {
        let fails = |check: &CheckReport| matches!(check.outcome, Outcome::Fail { .. });
        let open = |check: &CheckReport| matches!(check.outcome, Outcome::NotReached { cause, .. } if cause != Cause::Edition);
        match (checks.iter().any(fails), checks.iter().any(open)) {
            (true, _) => Verdict::Fail,
            (false, true) => Verdict::Incomplete,
            (false, false) => Verdict::Pass,
        }
    }

    /// Exit code of a command: 0 pass, 1 fail, 2 incomplete.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self.verdict {
            Verdict::Pass => 0,
            Verdict::Fail => 1,
            Verdict::Incomplete => 2,
        }
    }

    /// Numbers of the failed checks.
    #[must_use]
    pub fn failed(&self) -> Vec<u8> {
        let failed = self.checks.iter().filter(|check| matches!(check.outcome, Outcome::Fail { .. }));
        failed.map(|check| check.number).collect()
    }

    /// Numbers of the checks that were not reached.
    #[must_use]
    pub fn open(&self) -> Vec<u8> {
        let open = self.checks.iter().filter(|check| matches!(check.outcome, Outcome::NotReached { .. }));
        open.map(|check| check.number).collect()
    }
}
