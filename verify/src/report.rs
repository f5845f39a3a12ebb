//! What came out: every check passes, fails, or is not reached.

use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Number and name of every check (docs/spec.md section 8).
pub const CHECKS: [(u8, &str); 14] = [
    (1, "format and version"),
    (2, "manifest, committee, bounds, budget, policy"),
    (3, "ceremony and keys"),
    (4, "log, checkpoint"),
    (5, "each submission and its proofs"),
    (6, "sealed set and its time"),
    (7, "sums, to the bit"),
    (8, "statements"),
    (9, "counts against commitments"),
    (10, "plan"),
    (11, "totals against commitments"),
    (12, "nothing outside the plan"),
    (13, "published files"),
    (14, "erasure"),
];

/// Something wrong: what, where, and whom it points to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What is wrong. No figure is in it.
    pub what: String,
    /// In which file or event.
    pub place: String,
    /// Whom it points to.
    pub points_to: String,
}

/// How a check ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All of it holds.
    Pass(String),
    /// Something is wrong.
    Fail(Vec<Finding>),
    /// It could not be checked; never a pass.
    NotReached(String),
}

/// All outcomes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    outcomes: BTreeMap<u8, Outcome>,
}

impl Report {
    /// A check passed, unless it failed before.
    pub(crate) fn pass(&mut self, number: u8, detail: impl Into<String>) {
        self.outcomes.entry(number).or_insert_with(|| Outcome::Pass(detail.into()));
    }

    /// A check could not be made, unless it ended before.
    pub(crate) fn skip(&mut self, number: u8, why: impl Into<String>) {
        self.outcomes.entry(number).or_insert_with(|| Outcome::NotReached(why.into()));
    }

    /// A check failed.
    pub(crate) fn fail(
        &mut self,
        number: u8,
        what: impl Into<String>,
        place: impl Into<String>,
        points_to: impl Into<String>,
    ) {
        let finding = Finding { what: what.into(), place: place.into(), points_to: points_to.into() };
        match self.outcomes.get_mut(&number) {
            Some(Outcome::Fail(findings)) => findings.push(finding),
            _ => drop(self.outcomes.insert(number, Outcome::Fail(vec![finding]))),
        }
    }

    /// How a check ended.
    #[must_use]
    pub fn outcome(&self, number: u8) -> Option<&Outcome> {
        self.outcomes.get(&number)
    }

    /// Numbers of the checks that failed, ascending.
    #[must_use]
    pub fn failed(&self) -> Vec<u8> {
        let failed = self.outcomes.iter().filter(|(_, outcome)| matches!(outcome, Outcome::Fail(_)));
        failed.map(|(number, _)| *number).collect()
    }

    /// Numbers of the checks that were not reached, ascending.
    #[must_use]
    pub fn not_reached(&self) -> Vec<u8> {
        let all = CHECKS.iter().map(|(number, _)| *number);
        all.filter(|n| matches!(self.outcomes.get(n), None | Some(Outcome::NotReached(_)))).collect()
    }

    /// Nothing failed, and all that decides about the totals (1 to 12) was checked.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.failed().is_empty() && self.not_reached().iter().all(|number| *number > 12)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, name) in CHECKS {
            match self.outcomes.get(&number) {
                Some(Outcome::Pass(detail)) => writeln!(f, "{number:>2}  pass         {name}: {detail}")?,
                Some(Outcome::Fail(findings)) => {
                    writeln!(f, "{number:>2}  FAIL         {name}")?;
                    for finding in findings {
                        let Finding { what, place, points_to } = finding;
                        writeln!(f, "                  {what} ({place}); points to {points_to}")?;
                    }
                }
                Some(Outcome::NotReached(why)) => writeln!(f, "{number:>2}  not reached  {name}: {why}")?,
                None => writeln!(f, "{number:>2}  not reached  {name}")?,
            }
        }
        let verdict = if self.passed() { "passed" } else { "FAILED" };
        writeln!(f, "\naudit {verdict}")?;
        if self.passed() {
            writeln!(
                f,
                "Proved, if the hash is collision-free and discrete logs were hard while the round ran: every opened total is the sum \
                 of what the named members committed to, nothing else was opened in this record, and the rules signed before \
                 the first submission were kept.\nNot shown: that figures are true; that t trustees did not collude; that \
                 ciphertext and commitment agree in cells never opened; that nobody was refused without a receipt."
            )?;
        }
        Ok(())
    }
}
